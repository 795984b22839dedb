using System.Collections.Immutable;
using System.Globalization;
using FairExchange.Experiments.Parameters;
using FairExchange.Experiments.Protocols;
using FairExchange.Experiments.Reports;
using FairExchange.Experiments.Workload;
using FairExchange.Simulation.Reports;

namespace FairExchange.Experiments.Studies;

/// <summary>A year, or one hour of it.</summary>
/// <param name="Window">year, busiest-hour or average-hour.</param>
/// <param name="Exchanges">That begin in it.</param>
/// <param name="Causes">Of its requests; NaN where there are none.</param>
/// <param name="Traffic">Null for the whole year, which is counted.</param>
public sealed record YearRow(Common Common, string Window, double Seconds, long Exchanges, long Requests, ImmutableArray<double> Causes,
    int Servers, Traffic? Traffic) : Row(Common);

/// <summary>
/// A country's year hour by hour, counted (<see cref="Aggregate"/>), so that its length does not depend on the number of exchanges. Two
/// hours are simulated one by one: the busiest, on which the number of servers is decided, and one of average load.
/// </summary>
public sealed class YearExperiment()
    : Experiment<YearRow>("E9", "year", "What does a country's year of exchanges ask of a trusted party?",
        "cheating rate; the year, its busiest hour, an average hour")
{
    private const int Weeks = 52;
    private const double Hour = 3600;

    protected override Table<YearRow> Outputs { get; } = StudyTable.Of<YearRow>("E9")
        .Factor("window", "year: counted; busiest-hour, average-hour: simulated one by one",
            ["year", "busiest-hour", "average-hour"], row => row.Window)
        .Count("exchanges", "exchanges that begin in the window", row => row.Exchanges)
        .Count("requests", "of these, exchanges that come to the trusted party", row => row.Requests)
        .Measure("cheat", "requests because somebody cheats; empty for a visible trusted party", row => row.Causes[(int)Cause.Cheat])
        .Measure("timeout", "requests because somebody is slow", row => row.Causes[(int)Cause.Timeout])
        .Measure("outage", "requests because a machine or line is down", row => row.Causes[(int)Cause.Outage])
        .Measure("direct", "requests because the recipient goes straight to the trusted party", row => row.Causes[(int)Cause.Direct])
        .Measure("requests_per_s", "requests per second", row => row.Requests / row.Seconds)
        .Count("servers", "servers, one core each, as the busiest hour needs them", row => row.Servers)
        .Measure("utilisation", "share of time that a server is busy; empty for the year", row => row.Traffic?.Utilisation ?? double.NaN)
        .Measure("wait_p50_ms", "wait before service, median, milliseconds; empty for the year",
            row => 1e3 * (row.Traffic?.P50 ?? double.NaN))
        .Measure("wait_p99_ms", "wait before service, 99th percentile, milliseconds; empty for the year",
            row => 1e3 * (row.Traffic?.P99 ?? double.NaN))
        .Count("one_by_one", "requests simulated one by one; the others are counted", row => row.Traffic?.Requests ?? 0)
        .Count("simulated_servers", "servers simulated one by one, each with its share of requests", row => row.Traffic?.Simulated ?? 0);

    public override string Answer(Summary summary) =>
        string.Join(" ", summary.Where(("window", "busiest-hour")).GroupBy(row => summary.Text(row, "cheating_rate"))
            .Select(group => string.Create(
        CultureInfo.InvariantCulture,
        $"At a cheating rate of {group.Key} the busiest hour of "
        + $"{summary.Number(summary.Where(("window", "year")).First(), "exchanges_mean"):G3} exchanges takes "
        + $"{string.Join(" and ", group.Select(row => $"{summary.Text(row, "servers_mean")} "
        + $"server{(summary.Text(row, "servers_mean") == "1" ? "" : "s")} ({summary.Text(row, "protocol")})"))}.")));

    protected override IEnumerable<StudyCase<YearRow>> Scenarios(ParameterBook book) =>
        book.Numbers("year.cheating_rate").Select(cheating =>
    {
        var rates = ResolveRates.Of(book, cheating);
        var name = string.Create(CultureInfo.InvariantCulture, $"n{book.Number("year.exchanges"):G6}-p{cheating:G6}");
        return new StudyCase<YearRow>(name, replication => Rows(book, name, cheating, rates, replication));
    });

    private static IEnumerable<YearRow> Rows(ParameterBook book, string name, double cheating, ResolveRates rates, Replication replication)
    {
        var week = WeeklyShape.Of(book, "weekly").Hours;
        var hours = Enumerable.Range(0, Weeks).SelectMany(_ => week.Select(hour => hour / Weeks)).ToList();
        var counted = Aggregate.Draw(replication.Stream("year"), book.Whole("year.exchanges"), hours, _ => rates).ToList();
        var all = new Bin(
            counted.Sum(bin => bin.Exchanges), [.. Enumerable.Range(0, 4).Select(cause => counted.Sum(bin => bin.Resolves[cause]))]);
        var average = counted.MinBy(bin => Math.Abs(bin.Exchanges - (all.Exchanges / counted.Count)))!;
        var seconds = counted.Count * Hour;
        foreach (var protocol in book.Protocols)
        {
            // Common random numbers: the same exchanges, and of their mishaps those in which somebody needs this trusted party.
            var needed = replication.Stream("needed", protocol.Id);
            var bins = protocol.IsVisible ? counted : counted.ConvertAll(bin => bin.For(protocol, needed));
            var mix = ServiceMix.Of(book, book.Text("year.suite"), "mail", protocol, rates);
            var year = new Bin(all.Exchanges, [.. Enumerable.Range(0, 4).Select(cause => bins.Sum(bin => bin.Resolves[cause]))]);
            var typical = bins[counted.IndexOf(average)];
            long Requests(Bin bin) => protocol.IsVisible ? bin.Exchanges : bin.AllResolves;
            var busiest = bins.MaxBy(Requests)!;
            var servers = Traffic.ServersFor(Requests(busiest) / Hour, mix, book.Number("year.peak_utilisation"));
            var common = new Common(
                name, replication, protocol, book.WorkFrom, book.Number("year.users"), book.Number("year.exchanges") / seconds, cheating);
            yield return Of("year", seconds, year, null);
            yield return Of("busiest-hour", Hour, busiest, Simulate("busiest", busiest));
            yield return Of("average-hour", Hour, typical, Simulate("average", typical));

            YearRow Of(string window, double length, Bin bin, Traffic? traffic) => new(
                common,
                window,
                length,
                bin.Exchanges,
                Requests(bin),
                protocol.IsVisible
                    ? [double.NaN, double.NaN, double.NaN, double.NaN] : [.. bin.Resolves.Select(count => (double)count)],
                servers,
                traffic);

            // Servers with their share of requests; where one alone has too many, the first part of the hour.
            Traffic Simulate(string which, Bin bin)
            {
                var chance = replication.Stream(which);
                var part = Math.Min(1, book.Number("year.window_requests") * servers / Math.Max(1, Requests(bin)));
                return Traffic.Simulate(chance, mix, servers, [chance.Binomially(Requests(bin), part)], part * Hour, part * Hour,
                    book.Number("year.window_requests"));
            }
        }
    }
}
