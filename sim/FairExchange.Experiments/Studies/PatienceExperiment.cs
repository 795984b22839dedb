using System.Collections.Immutable;
using System.Globalization;
using FairExchange.Experiments.Parameters;
using FairExchange.Experiments.Protocols;
using FairExchange.Experiments.Reports;
using FairExchange.Experiments.Statistics;
using FairExchange.Experiments.Workload;
using FairExchange.Simulation;
using FairExchange.Simulation.Reports;

namespace FairExchange.Experiments.Studies;

/// <summary>What became of exchanges under one time-out.</summary>
/// <param name="Timeout">In minutes.</param>
/// <param name="Causes">Exchanges that came to a virtual trusted party, by cause; empty for a visible one.</param>
/// <param name="Completion">Times of those that were completed.</param>
public sealed record PatienceRow(
    Common Common, double Timeout, string Answerer, double Availability, long Exchanges, ImmutableArray<long> Causes, long Abandoned,
    Histogram Completion) : Row(Common)
{
    public double Share(Cause cause) => Causes.IsEmpty ? double.NaN : Causes[(int)cause] / (double)Exchanges;

    public double Resolved => Causes.IsEmpty ? double.NaN : Causes.Sum() / (double)Exchanges;
}

/// <summary>
/// E3. Where the trusted party is virtual, Bob has signed and waits for A2, by a machine or by a person, and at the time-out goes to it. A
/// visible one waits as long for the receipt, and then gives the exchange up. Each exchange is drawn once and meets every time-out and each
/// protocol.
/// </summary>
public sealed class PatienceExperiment()
    : Experiment<PatienceRow>("E3", "patience", "Which time-out balances the load of a trusted party against the delay of the users?",
        "time-out, who answers (a machine or a person), availability of who answers, cheating rate")
{
    private const double Minute = 60;

    protected override Table<PatienceRow> Outputs { get; } = StudyTable.Of<PatienceRow>("E3")
        .Factor("timeout_min", "how long the other side's answer is awaited, minutes", row => row.Timeout)
        .Factor("answerer", "machine: answers as fast as the network carries; person: answers as people answer mail",
            ["machine", "person"], row => row.Answerer)
        .Factor("availability", "share of time that the answerer's mail service is up", row => row.Availability)
        .Count("exchanges", "number of exchanges in the replication", row => row.Exchanges)
        .Measure("resolve_ratio",
            "share of exchanges that come to the virtual trusted party; empty for a visible one, which takes part in all", row =>
                row.Resolved)
        .Measure("false_resolve_ratio", "share of exchanges that come to it although nobody cheats",
            row => row.Resolved - row.Share(Cause.Cheat))
        .Measure("cheat_ratio", "share of exchanges that come to it because somebody cheats", row => row.Share(Cause.Cheat))
        .Measure("timeout_ratio", "because the answer is slow", row => row.Share(Cause.Timeout))
        .Measure("outage_ratio", "because the answerer's mail service is down, and the answer would have been in time",
            row => row.Share(Cause.Outage))
        .Measure("direct_ratio", "because the recipient goes straight to the trusted party", row => row.Share(Cause.Direct))
        .Measure("completion_p50_s", "from the wait's begin to the exchange's end, median of those completed, seconds",
            row => row.Completion.Quantile(0.5))
        .Measure("completion_p99_s", "from the wait's begin to the exchange's end, 99th percentile of those completed, seconds",
            row => row.Completion.Quantile(0.99))
        .Measure("abandoned_ratio", "share of exchanges that end at the time-out without message and receipt",
            row => row.Abandoned / (double)row.Exchanges);

    public override string Answer(Summary summary)
    {
        var virtuals = summary.Protocols(StudiedProtocol.Virtual);
        return virtuals.IsEmpty ? "No virtual trusted party among these, so nothing is resolved at a time-out."
            : string.Join(" ", virtuals.Select(protocol =>
                $"{(virtuals.Length == 1 ? "" : $"{protocol}: ")}{Answer(summary, [.. summary.Where(("protocol", protocol))])}"));
    }

    private static string Answer(Summary summary, List<ImmutableArray<string>> rows)
    {
        var (cheating, availability) = (
            rows.Min(row => summary.Number(row, "cheating_rate")), rows.Max(row => summary.Number(row, "availability")));
        string Of(string answerer)
        {
            var curve = rows.Where(row => summary.Text(row, "answerer") == answerer && summary.Number(row, "cheating_rate") == cheating
                && summary.Number(row, "availability") == availability)
                .OrderBy(row => summary.Number(row, "timeout_min")).ToList();
            if (curve.Count == 0)
            {
                return $"a {answerer} was not run";
            }

            var enough = curve.FirstOrDefault(row =>
                summary.Number(row, "false_resolve_ratio_mean") <= summary.Number(row, "cheat_ratio_mean"));
            var shown = enough.IsDefault ? curve[^1] : enough;
            return string.Create(
                CultureInfo.InvariantCulture,
                $"with a {answerer} {(enough.IsDefault ? "no time-out tried does so: at" : "it is")} "
                + $"{summary.Number(shown, "timeout_min"):G6} min, "
                + $"{summary.Number(shown, "false_resolve_ratio_mean"):G2} of exchanges are resolved without a cheat and the 99th "
                + $"percentile of completion is {summary.Number(shown, "completion_p99_s_mean"):G3} s");
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"The shortest time-out with no more resolves by slowness and outage than by cheating (rate {cheating:G2}, availability "
            + $"{availability:G6}): {Of("machine")}; {Of("person")}.");
    }

    protected override IEnumerable<StudyCase<PatienceRow>> Scenarios(ParameterBook book)
    {
        var timeouts = book.Numbers("patience.timeout");
        var times = new Times(
            new ReplyTime(book.Number("patience.machine_p50") / 1000, book.Number("patience.machine_p90") / 1000),
            new ReplyTime(book.Number("patience.person_p50") * Minute, book.Number("patience.person_p90") * Minute),
            book.Number("patience.repair") * 3600,
            book.Number("resolve.direct"));
        return times.Machine.P90 <= times.Machine.Median || times.Person.P90 <= times.Person.Median
            ? throw new FormatException(
                "patience.machine_p90 and patience.person_p90 are above patience.machine_p50 and patience.person_p50")
            : from answerer in book.Texts("patience.answerer")
              from availability in book.Numbers("patience.availability")
              from cheating in book.Numbers("patience.cheating_rate")
              let name = string.Create(CultureInfo.InvariantCulture, $"{answerer}-a{availability:G6}-p{cheating:G6}")
              let usual = ResolveRates.Of(book, 0) with { Cheat = cheating }
              select new StudyCase<PatienceRow>(name, replication =>
              {
                  var count = book.Whole("patience.exchanges");
                  List<Side> sides = [.. timeouts.SelectMany(timeout => book.Protocols.Select(protocol => new Side(
                      protocol, timeout, ServiceMix.Of(book, book.Text("costs.suite"), "mail", protocol, usual).Mean,
                      replication.Stream("needed", protocol.Id))))];
                  Play(replication, count, times, answerer, availability, cheating, sides);
                  return sides.Select(side => new PatienceRow(
                      new Common(name, replication, side.Protocol, book.WorkFrom, 0, double.NaN, cheating),
                      side.Timeout,
                      answerer,
                      availability,
                      count,
                      side.Protocol.IsVisible ? [] : [.. side.Causes],
                      side.Abandoned,
                      side.Completion));
              });
    }

    private static void Play(
        Replication replication, long count, Times times, string answerer, double availability, double cheating, List<Side> sides)
    {
        var (cheats, replies, outages, network) = (
            replication.Stream("cheats"), replication.Stream("replies"), replication.Stream("outages"), replication.Stream("network"));
        var reply = answerer == "person" ? times.Person : times.Machine;
        for (var i = 0L; i < count; i++)
        {
            var (cheated, direct, delay, trip) = (
                cheats.Happens(cheating), cheats.Happens(times.Direct), reply.Draw(replies), times.Machine.Draw(network));
            var (down, repair) = (outages.Happens(1 - availability), outages.Exponential(times.Repair));
            var answered = cheated ? double.PositiveInfinity : down ? delay + repair : delay;
            foreach (var side in sides)
            {
                var wait = side.Timeout * Minute;
                if (side.Protocol.IsVisible)
                {
                    side.End(answered <= wait ? answered + side.Work : null);
                }
                else if (!direct && answered <= wait)
                {
                    side.End(answered);
                }
                else
                {
                    side.Turn(direct ? Cause.Direct : cheated ? Cause.Cheat : delay > wait ? Cause.Timeout : Cause.Outage,
                        (direct ? trip : wait + trip) + side.Work);
                }
            }
        }
    }

    /// <summary>In seconds.</summary>
    /// <param name="Repair">Mean time until a mail service that is down is up again.</param>
    /// <param name="Direct">Share of exchanges.</param>
    private sealed record Times(ReplyTime Machine, ReplyTime Person, double Repair, double Direct);

    /// <summary>One protocol under one time-out.</summary>
    /// <param name="Timeout">In minutes.</param>
    /// <param name="Work">What the trusted party takes, in seconds.</param>
    /// <param name="Needed">Whether a mishap brings an exchange to it, where that is left to chance.</param>
    private sealed record Side(StudiedProtocol Protocol, double Timeout, double Work, Chance Needed)
    {
        public long[] Causes { get; } = new long[4];

        public Histogram Completion { get; } = new();

        public long Abandoned { get; private set; }

        /// <param name="seconds">Null: without message and receipt.</param>
        public void End(double? seconds)
        {
            if (seconds is { } time)
            {
                Completion.Add(time);
            }
            else
            {
                Abandoned++;
            }
        }

        /// <summary>To the virtual trusted party, where the protocol has a way to it.</summary>
        public void Turn(Cause cause, double seconds)
        {
            var share = Protocol.Needed[(int)cause];
            if (share is 0 or 1 ? share == 1 : Needed.Happens(share))
            {
                Causes[(int)cause]++;
                End(seconds);
            }
            else
            {
                End(null);
            }
        }
    }
}
