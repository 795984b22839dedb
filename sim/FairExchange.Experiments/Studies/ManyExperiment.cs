using System.Collections.Immutable;
using System.Globalization;
using FairExchange.Experiments.Parameters;
using FairExchange.Experiments.Protocols;
using FairExchange.Experiments.Queueing;
using FairExchange.Experiments.Reports;
using FairExchange.Experiments.Workload;
using FairExchange.Simulation;
using FairExchange.Simulation.Reports;

namespace FairExchange.Experiments.Studies;

/// <summary>Several trusted parties of one kind.</summary>
/// <param name="Share">Of the exchanges that have a trusted party, those with the most popular one that is up.</param>
/// <param name="Without">Share of pairs of users that have no trusted party in common, or none that is up.</param>
/// <param name="State">Of that one; null where nobody comes to it.</param>
public sealed record ManyRow(Common Common, int Parties, int Recognised, double Skew, string Down, double Share, double Without,
    int Servers, double RequestsPerSecond, SteadyState? State) : Row(Common);

/// <summary>
/// E8. Each user's certificate lists some of the trusted parties, the popular ones more often; sender and recipient choose the first of the
/// sender's that the recipient lists too (section 5, <c>certificate choose</c>), and that is up. The busiest is the most popular one that
/// is up: not the one that happens to be drawn most, which among equals would always have more than its share. All have as many servers,
/// enough for an even share of all requests at usual utilisation.
/// </summary>
public sealed class ManyExperiment()
    : Experiment<ManyRow>("E8", "many", "Does spreading over several trusted parties help?",
        "number of trusted parties, how many a user recognises, skew of their popularity, the largest one down")
{
    protected override Table<ManyRow> Outputs { get; } = StudyTable.Of<ManyRow>("E8")
        .Factor("trusted_parties", "number of trusted parties", row => row.Parties)
        .Factor("recognised", "how many of them each user recognises", row => row.Recognised)
        .Factor("skew", "exponent of Zipf's law for their popularity; 0: all alike", row => row.Skew)
        .Factor("down", "largest: the most popular one is down; none", ["largest", "none"], row => row.Down)
        .Measure("largest_share",
            "share of exchanges with a trusted party that go to the busiest one: the most popular one that is up, where all are alike "
            + "any one", row => row.Share)
        .Measure("pairs_without_share", "share of pairs of users without a trusted party in common that is up", row => row.Without)
        .Count("servers", "servers of each trusted party, one core each", row => row.Servers)
        .Measure("requests_per_s", "requests per second at the busiest one", row => row.RequestsPerSecond)
        .Measure("utilisation", "share of time that a server of the busiest one is busy", row => row.State?.Utilisation ?? 0)
        .Measure("wait_p99_ms", "wait before service at the busiest one, 99th percentile, milliseconds",
            row => 1e3 * (row.State?.P99 ?? double.NaN))
        .Measure("dropped_share", "share of requests that found no room to wait at the busiest one", row => row.State?.Dropped ?? 0);

    public override string Answer(Summary summary)
    {
        var virtuals = summary.Protocols(StudiedProtocol.Virtual);
        var shown = virtuals.IsEmpty ? summary.Protocols() : virtuals;
        return summary.Where(("down", "none")).Any()
            ? string.Join(" ", shown.Select(protocol => Answer(
                summary, [.. summary.Where(("protocol", protocol), ("down", "none"))],
                $"{(virtuals.IsEmpty ? "Visible" : "Virtual")} trusted parties{(shown.Length == 1 ? "" : $" of {protocol}")}")))
            : "No scenario in which all trusted parties are up.";
    }

    private static string Answer(Summary summary, List<ImmutableArray<string>> rows, string those)
    {
        var (fewest, most) = (
            rows.Min(row => summary.Number(row, "trusted_parties")), rows.Max(row => summary.Number(row, "trusted_parties")));
        var spread = rows.Where(row => summary.Number(row, "trusted_parties") == most).ToList();
        var (worst, best) = (spread.MaxBy(row => summary.Number(row, "pairs_without_share_mean"))!,
            spread.MinBy(row => summary.Number(row, "pairs_without_share_mean"))!);
        double Slowest(double parties) =>
            rows.Where(row => summary.Number(row, "trusted_parties") == parties).Max(row => summary.Number(row, "wait_p99_ms_mean"));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{those}: with {fewest:G3}, 99 % of requests wait at most {Slowest(fewest):G3} ms; with {most:G3}, at most "
            + $"{Slowest(most):G3} ms at the busiest, and {100 * summary.Number(worst, "pairs_without_share_mean"):G3} % of pairs of "
            + $"users have none in common where each recognises {summary.Text(worst, "recognised")} (skew "
            + $"{summary.Text(worst, "skew")}), {100 * summary.Number(best, "pairs_without_share_mean"):G3} % where each recognises "
            + $"{summary.Text(best, "recognised")} (skew {summary.Text(best, "skew")}).");
    }

    protected override IEnumerable<StudyCase<ManyRow>> Scenarios(ParameterBook book) =>
        from parties in book.Numbers("many.parties")
        from recognised in book.Numbers("many.recognised")
        where recognised <= parties
        from skew in book.Numbers("many.skew")
        from down in book.Texts("many.down")
        let name = string.Create(
            CultureInfo.InvariantCulture, $"k{parties:G6}-r{recognised:G6}-s{skew:G6}-{(down == "none" ? "all-up" : "largest-down")}")
        let rates = ResolveRates.Of(book, book.Number("many.cheating_rate"))
        select new StudyCase<ManyRow>(name, replication =>
        {
            var (counts, without) = Choose(replication.Stream("pairs"), (int)parties, (int)recognised, skew, down == "none"
                ? -1 : 0, book.Whole("many.pairs"));
            var (chosen, first) = ((double)counts.Sum(), down == "none" ? 0 : 1);
            var busiest = first < counts.Length ? counts[first] : 0;
            var rate = book.Number("many.exchanges_per_s");
            return book.Protocols.Select(protocol =>
            {
                var mix = ServiceMix.Of(book, book.Text("many.suite"), "mail", protocol, rates);
                var all = protocol.IsVisible ? rate : rate * rates.For(protocol).Total;
                var servers = Traffic.ServersFor(all / parties, mix, book.Number("load.usual_utilisation"));
                var requests = all * busiest / book.Whole("many.pairs");
                return new ManyRow(
                    new Common(name, replication, protocol, book.WorkFrom, book.Number("many.users"), rate, rates.Cheat), (int)parties,
                    (int)recognised, skew, down, chosen == 0 ? 0 : busiest / chosen, (double)without / book.Whole("many.pairs"), servers,
                    requests, Serve(replication, book, mix, servers, requests));
            });
        });

    /// <summary>How many of so many pairs choose which trusted party, and how many have none.</summary>
    /// <param name="down">The one that is down; -1: none.</param>
    internal static (long[] Counts, long Without) Choose(Chance chance, int parties, int recognised, double skew, int down, long pairs)
    {
        double[] popularity = [.. Enumerable.Range(1, parties).Select(rank => Math.Pow(rank, -skew))];
        var (counts, without) = (new long[parties], 0L);
        for (var i = 0L; i < pairs; i++)
        {
            var (sender, recipient) = (List(), List());
            var common = sender.FindIndex(party => party != down && recipient.Contains(party));
            if (common < 0)
            {
                without++;
            }
            else
            {
                counts[sender[common]]++;
            }
        }

        return (counts, without);

        // In the order of preference: one after the other, each as popular as it is among those that are left.
        List<int> List()
        {
            var list = new List<int>(recognised);
            var left = popularity.ToArray();
            while (list.Count < recognised)
            {
                var (point, next) = (chance.NextDouble() * left.Sum(), -1);
                for (var party = 0; party < parties && (next < 0 || point >= 0); party++)
                {
                    if (left[party] > 0)
                    {
                        next = party;
                        point -= left[party];
                    }
                }

                list.Add(next);
                left[next] = 0;
            }

            return list;
        }
    }

    private static SteadyState? Serve(Replication replication, ParameterBook book, ServiceMix mix, int servers, double rate)
    {
        var services = replication.Stream("services");
        return rate == 0 ? null : SteadyRun.OfPoisson(book.Whole("many.arrivals"), rate, mix.Mean, servers,
            book.Number("load.room_per_server"), replication.Stream("gaps"), () => mix.Draw(services));
    }
}
