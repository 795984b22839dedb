using System.Collections.Immutable;
using System.Globalization;
using FairExchange.Experiments.Parameters;
using FairExchange.Experiments.Protocols;
using FairExchange.Experiments.Reports;
using FairExchange.Experiments.Statistics;
using FairExchange.Experiments.Workload;
using FairExchange.Simulation.Reports;

namespace FairExchange.Experiments.Studies;

/// <summary>What a trusted party's outages did.</summary>
/// <param name="Blocked">Requests that found it down, by cause; a visible one's have no cause and stand under the first.</param>
/// <param name="Delayed">Requests that waited more than a second, for its repair or behind others.</param>
/// <param name="Delays">Theirs, in seconds.</param>
/// <param name="Missed">Requests that could only be served after the exchange's cut-off time, and so were not.</param>
/// <param name="Unfair">Of these, those in which the other side had cheated and keeps what it has.</param>
public sealed record OutageRow(
    Common Common, double Availability, double RepairMinutes, double CutoffHours, long Exchanges, int Outages, double DownHours,
    ImmutableArray<long> Blocked, long Delayed, Histogram Delays, long Missed, long Unfair) : Row(Common);

/// <summary>
/// E5. The trusted party is up and down by turns. Only requests that come while it is down or while it works off what has waited are
/// simulated, one by one; all others are served at once. A visible party's request comes when the exchange begins, and an exchange that
/// misses its cut-off time is off for both: late, and fair. A virtual one's comes when Bob's patience ends; he has signed by then. If it is
/// served after the cut-off time only, it is refused; where Alice has cheated, she has her receipt and he nothing. (An honest Alice who was
/// merely slow still sends A2; who went straight to the trusted party has signed nothing that Alice has.)
/// </summary>
public sealed class OutageExperiment()
    : Experiment<OutageRow>("E5", "outage", "What is lost when the trusted party fails?",
        "availability, time to repair, cut-off time")
{
    private const double Piece = 1.0 / 12, Noticed = 1, SecondsPerHour = 3600, MinutesPerHour = 60, SecondsPerMinute = 60;

    protected override Table<OutageRow> Outputs { get; } = StudyTable.Of<OutageRow>("E5")
        .Factor("availability", "share of time that the trusted party is up, in the long run", row => row.Availability)
        .Factor("repair_min", "mean time to repair, minutes", row => row.RepairMinutes)
        .Factor("cutoff_h", "from the exchange's beginning to its cut-off time, hours; a year is as good as none", row => row.CutoffHours)
        .Count("exchanges", "exchanges of the whole time, counted", row => row.Exchanges)
        .Count("outages", "number of outages", row => row.Outages)
        .Measure("down_h", "time that the trusted party was down, hours", row => row.DownHours)
        .Count("blocked", "requests that found the trusted party down", row => row.Blocked.Sum())
        .Measure("blocked_per_million", "the same for a million exchanges", row => 1e6 * row.Blocked.Sum() / row.Exchanges)
        .Measure("blocked_cheat", "of the blocked, those because somebody cheats; empty for a visible trusted party",
            row => Blocked(row, Cause.Cheat))
        .Measure("blocked_timeout", "of the blocked, those because somebody is slow", row => Blocked(row, Cause.Timeout))
        .Measure("blocked_outage", "of the blocked, those because a user's machine or line is down", row => Blocked(row, Cause.Outage))
        .Measure("blocked_direct", "of the blocked, those because the recipient goes straight to the trusted party",
            row => Blocked(row, Cause.Direct))
        .Count("delayed", "requests that waited more than a second, for the repair or behind others", row => row.Delayed)
        .Measure("delay_p50_s", "how long these waited, median, seconds", row => row.Delays.Quantile(0.5))
        .Measure("delay_p95_s", "how long these waited, 95th percentile, seconds", row => row.Delays.Quantile(0.95))
        .Count("deadlines_missed", "requests that the trusted party could only have served after the cut-off time", row => row.Missed)
        .Measure("missed_per_million", "the same for a million exchanges", row => 1e6 * row.Missed / row.Exchanges)
        .Count("unfair", "of these, exchanges in which one side has what it wants and the other never will", row => row.Unfair)
        .Measure("unfair_per_million", "the same for a million exchanges", row => 1e6 * row.Unfair / row.Exchanges);

    public override string Answer(Summary summary)
    {
        var virtuals = summary.Where(("trusted_party", StudiedProtocol.Virtual)).ToImmutableArray();
        var worst = (virtuals.IsEmpty ? summary.Rows : virtuals).MaxBy(row => summary.Number(row, "unfair_per_million_mean"))!;
        List<ImmutableArray<string>> alike = [.. summary.Where(
            ("scenario", summary.Text(worst, "scenario")), ("cutoff_h", summary.Text(worst, "cutoff_h")))];
        var begin = $"At worst (availability {summary.Text(worst, "availability")}, repair {summary.Text(worst, "repair_min")} min, "
            + $"cut-off {summary.Text(worst, "cutoff_h")} h) outages block ";
        return begin + string.Join(" and ", alike.Select((row, place) => string.Create(
            CultureInfo.InvariantCulture,
            $"{summary.Number(row, "blocked_per_million_mean"):G3} {(place == 0 ? "in a million exchanges " : "")}of "
            + $"{summary.Said(summary.Text(row, "protocol"), place > 0)}"))) + "; "
            + string.Join(", ", alike.OrderByDescending(row => row == worst).Select((row, place) => string.Create(
            CultureInfo.InvariantCulture,
            $"{summary.Number(row, "unfair_per_million_mean"):G3} {(place == 0 ? "in a million end unfair " : "")}with "
            + $"{summary.Said(summary.Text(row, "protocol"), again: true)}"))) + ".";
    }

    protected override IEnumerable<StudyCase<OutageRow>> Scenarios(ParameterBook book)
    {
        var patience = book.Number("outage.patience") / MinutesPerHour;
        if (book.Numbers("outage.cutoff").Any(cutoff => cutoff <= patience))
        {
            throw new FormatException(
                "outage.cutoff cannot be so short: Bob resolves when outage.patience has passed, and that is too late then");
        }

        var rates = ResolveRates.Of(book, book.Number("outage.cheating_rate"));
        return from availability in book.Numbers("outage.availability")
               from repair in book.Numbers("outage.repair")
               let name = string.Create(CultureInfo.InvariantCulture, $"a{availability:G6}-r{repair:G6}")
               select new StudyCase<OutageRow>(name, replication => Rows(book, name, availability, repair, rates, replication));
    }

    private static IEnumerable<OutageRow> Rows(
        ParameterBook book, string name, double availability, double repair, ResolveRates rates, Replication replication)
    {
        var hours = 24 * book.Number("outage.days");
        var perSecond = book.Number("outage.users") * book.Number("population.exchanges_per_user_year") / (365.25 * 86400);
        var exchanges = (long)(perSecond * hours * SecondsPerHour);
        var shape = WeeklyShape.Of(book, "weekly");
        return book.Protocols.SelectMany(protocol => Rows(
            new Common(name, replication, protocol, book.WorkFrom, book.Number("outage.users"), perSecond, rates.Cheat),
            protocol.IsVisible ? null : rates.For(protocol), protocol.IsVisible ? 0 : book.Number("outage.patience") / MinutesPerHour));

        IEnumerable<OutageRow> Rows(Common of, ResolveRates? causes, double patience)
        {
            var outages = Outages.Draw(
                replication.Stream("outages", name), availability, repair * SecondsPerMinute, hours * SecondsPerHour);
            var mix = ServiceMix.Of(book, book.Text("outage.suite"), "mail", of.Protocol, rates);
            var requests = causes?.Total ?? 1;
            var servers = Traffic.ServersFor(perSecond * requests * shape.PeakToMean, mix, book.Number("load.usual_utilisation"));
            ImmutableArray<double> cutoffs = [.. book.Numbers("outage.cutoff").Select(cutoff => SecondsPerHour * (cutoff - patience))];
            var watch = new Aftermath(replication.Stream("requests", name), mix, servers, outages,
                new BinomialSplit(exchanges, shape, hours), causes, cutoffs, hours);
            watch.Run();
            return book.Numbers("outage.cutoff").Select((cutoff, i) => new OutageRow(
                of, availability, repair, cutoff, exchanges, outages.Down.Length, outages.Seconds / SecondsPerHour, [.. watch.Blocked],
                watch.Delays.Count, watch.Delays, watch.Missed[i], watch.Unfair[i]));
        }
    }

    private static double Blocked(OutageRow row, Cause cause) => row.Common.Protocol.IsVisible ? double.NaN : row.Blocked[(int)cause];

    /// <summary>Follows each outage, and what comes after it until nobody waits.</summary>
    /// <param name="rates">Null for a visible party: every exchange is a request.</param>
    /// <param name="cutoffs">How long a request may wait, in seconds.</param>
    private sealed class Aftermath(
        Simulation.Chance chance, ServiceMix mix, int servers, Outages outages, BinomialSplit exchanges, ResolveRates? rates,
        ImmutableArray<double> cutoffs, double hours)
    {
        private readonly Queueing.ServerPool pool = new(servers, room: null, outages.Up);

        public long[] Blocked { get; } = new long[4];

        public long[] Missed { get; } = new long[cutoffs.Length];

        public long[] Unfair { get; } = new long[cutoffs.Length];

        public Histogram Delays { get; } = new();

        public void Run()
        {
            var followed = 0.0;
            foreach (var outage in outages.Down)
            {
                var until = outage.Until / SecondsPerHour;
                if (until <= followed)
                {
                    continue;
                }

                // To the repair, and on piece by piece while somebody waits.
                Follow(Math.Max(outage.From / SecondsPerHour, followed), until);
                for (followed = until; followed < hours
                    && pool.NextFree > followed * SecondsPerHour; followed = Math.Min(hours, followed + Piece))
                {
                    Follow(followed, Math.Min(hours, followed + Piece));
                }
            }
        }

        private void Follow(double start, double end)
        {
            var begun = exchanges.Take(chance, start, end);
            var requests = rates is null ? begun : chance.Binomially(begun, rates.Total);
            var shares = rates?.Shares ?? [];
            foreach (var time in Aggregate.Times(chance, requests, start * SecondsPerHour, end * SecondsPerHour))
            {
                var wait = pool.Arrive(time, mix.Draw(chance)).Wait;
                var cause = rates is null ? 0 : chance.Which(shares.AsSpan());
                Blocked[cause] += outages.Up(time) > time ? 1 : 0;
                if (wait <= Noticed)
                {
                    continue;
                }

                Delays.Add(wait);
                for (var i = 0; i < cutoffs.Length; i++)
                {
                    Missed[i] += wait > cutoffs[i] ? 1 : 0;
                    Unfair[i] += wait > cutoffs[i] && rates is not null && cause == (int)Cause.Cheat ? 1 : 0;
                }
            }
        }
    }
}
