using System.Collections.Immutable;
using System.Globalization;
using FairExchange.Experiments.Parameters;
using FairExchange.Experiments.Protocols;
using FairExchange.Experiments.Queueing;
using FairExchange.Experiments.Reports;
using FairExchange.Experiments.Workload;
using FairExchange.Simulation.Reports;

namespace FairExchange.Experiments.Studies;

/// <summary>One trusted party with so many servers, in its steady state.</summary>
/// <param name="Servers">How many there are.</param>
/// <param name="State">Null where nobody ever comes.</param>
/// <param name="Requests">Exchanges that come to the trusted party, by cause and per second; a visible one has one request for each
/// exchange, and no cause.</param>
/// <param name="AboutP99">The 99th percentile of the wait by closed form, in seconds; NaN where there is no steady state.</param>
public sealed record LoadStudyRow(
    Common Common, string Suite, string Mix, string Provisioning, int Servers, SteadyState? State, ResolveRates Requests,
    double BytesPerSecond, double AboutP99) : Row(Common);

/// <summary>
/// E2. Exchanges begin independently (a Poisson stream); a visible trusted party relays each, a virtual one resolves the share that comes
/// to it, which is a Poisson stream again. Service times are those of the calibration. The fewest servers that keep the target are guessed
/// by closed form and then held by simulation.
/// </summary>
public sealed class LoadExperiment()
    : Experiment<LoadStudyRow>("E2", "load", "How many servers keep the 99th percentile of waiting under a second?",
        "exchanges per second, cheating rate, suite, message sizes, servers")
{
    internal const string Least = "least", Usual = "usual", One = "one";
    private const int MoreServers = 50;

    protected override Table<LoadStudyRow> Outputs { get; } = StudyTable.Of<LoadStudyRow>("E2")
        .Factor("suite", "cryptographic suite", row => row.Suite)
        .Factor("message_mix", "short: all of one small size; mail: sizes as in mail", ["short", "mail"], row => row.Mix)
        .Factor("provisioning",
            "least: the fewest servers that keep the target; usual: as many as keep them no busier than usual; one: a single server",
            [Least, Usual, One], row =>
                row.Provisioning)
        .Count("servers", "number of servers, one core each", row => row.Servers)
        .Measure("requests_per_s", "exchanges that come to the trusted party, per second of virtual time",
            row => row.State?.ArrivalsPerSecond ?? 0)
        .Measure("cheat_per_s", "of these because somebody cheats; empty for a visible trusted party", row => row.Requests.Cheat)
        .Measure("timeout_per_s", "of these because somebody is slow", row => row.Requests.Timeout)
        .Measure("outage_per_s", "of these because a machine or line is down", row => row.Requests.Outage)
        .Measure("direct_per_s", "of these because the recipient goes straight to the trusted party", row => row.Requests.Direct)
        .Measure("utilisation", "share of time that a server is busy", row => row.State?.Utilisation ?? 0)
        .Measure("waiting_share", "share of those served who wait at all", row => row.State?.Waiting ?? double.NaN)
        .Measure("wait_mean_ms", "wait before service, mean, milliseconds", row => 1e3 * (row.State?.MeanWait ?? double.NaN))
        .Measure("wait_p50_ms", "wait before service, median, milliseconds", row => 1e3 * (row.State?.P50 ?? double.NaN))
        .Measure("wait_p95_ms", "wait before service, 95th percentile, milliseconds", row => 1e3 * (row.State?.P95 ?? double.NaN))
        .Measure("wait_p99_ms", "wait before service, 99th percentile, milliseconds", row => 1e3 * (row.State?.P99 ?? double.NaN))
        .Measure("about_wait_p99_ms",
            "the same by closed form (Allen and Cunneen), for a run without end; empty where the queue would grow without end", row =>
                1e3 * row.AboutP99)
        .Measure("queue_mean", "requests that wait, mean over time", row => row.State?.MeanQueue ?? 0)
        .Count("queue_longest", "the most requests that waited at once", row => row.State?.LongestQueue ?? 0)
        .Measure("dropped_share", "share of requests that found no room to wait", row => row.State?.Dropped ?? 0)
        .Measure("trusted_bytes_per_s", "bytes that the trusted party receives and sends, per second", row => row.BytesPerSecond)
        .Measure("warm_up_share", "share of the run cut away as warm-up (MSER-5)", row => row.State?.WarmUp ?? double.NaN);

    public override string Answer(Summary summary)
    {
        var rows = summary.Where(("provisioning", Least)).ToList();
        var most = rows.Max(row => summary.Number(row, "exchanges_per_s"));
        var dearest = rows.Where(row => summary.Number(row, "exchanges_per_s") == most).GroupBy(row => summary.Text(row, "scenario"))
            .MaxBy(group => group.Max(row => summary.Number(row, "servers_mean")))!.First();
        string[] setting = ["exchanges_per_s", "message_mix", "suite"];
        var alike = rows.Where(row => Array.TrueForAll(setting, column => summary.Text(row, column) == summary.Text(dearest, column)))
            .GroupBy(row => summary.Text(row, "protocol"));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"At {most:G3} exchanges a second ({summary.Text(dearest, "message_mix")}, {summary.Text(dearest, "suite")}) "
            + $"{string.Join(", ", alike.Select(Needs))}.");

        // A visible one's servers are the same at each rate of cheating.
        string Needs(IGrouping<string, ImmutableArray<string>> group, int place) => string.Create(
            CultureInfo.InvariantCulture,
            $"{summary.Said(group.Key, place > 0)}{(place == 0 ? " needs" : "")} "
            + $"{(summary.Text(group.First(), "trusted_party") == StudiedProtocol.Visible
                ? $"{summary.Number(group.First(), "servers_mean"):G4}{(place == 0 ? " servers" : "")}"
                : string.Join(", ", group.Select(Servers)))}");

        string Servers(ImmutableArray<string> row) => string.Create(
            CultureInfo.InvariantCulture,
            $"{summary.Number(row, "servers_mean"):G4} at a cheating rate of {summary.Text(row, "cheating_rate")}");
    }

    protected override IEnumerable<StudyCase<LoadStudyRow>> Scenarios(ParameterBook book) =>
        from mix in book.Texts("load.mixes")
        from suite in book.Texts("load.suites")
        from cheating in book.Numbers("load.cheating_rate")
        from rate in book.Numbers("load.exchanges_per_s")
        let name = string.Create(CultureInfo.InvariantCulture, $"{mix}-{suite}-p{cheating:G6}-x{rate:G6}")
        let rates = ResolveRates.Of(book, cheating)
        let sides = book.Protocols.Select(protocol => (Protocol: protocol, Mix: ServiceMix.Of(book, suite, mix, protocol, rates),
            Causes: protocol.IsVisible ? null : rates.For(protocol))).ToList()
        select new StudyCase<LoadStudyRow>(name, replication => sides.SelectMany(side => Rows(
            new Station(book, replication, side.Mix, rate * (side.Causes?.Total ?? 1), side.Causes),
            new Common(name, replication, side.Protocol, book.WorkFrom, double.NaN, rate, cheating), suite, mix)));

    private static IEnumerable<LoadStudyRow> Rows(Station station, Common common, string suite, string mix)
    {
        var target = station.Book.Number("load.target_wait_p99");
        var least = station.Run(station.Guess(target));
        while (least.State?.P99 > target && least.Servers < station.Guess(target) + MoreServers)
        {
            least = station.Run(least.Servers + 1);
        }

        var usual = station.Run(Math.Max(1, (int)Math.Ceiling(station.Load / station.Book.Number("load.usual_utilisation"))));
        return new[] { (Least, least), (Usual, usual), (One, station.Run(1)) }.Select(run => new LoadStudyRow(
            common, suite, mix, run.Item1, run.Item2.Servers, run.Item2.State, run.Item2.Requests, station.Rate * station.Mix.Bytes,
            station.AboutP99(run.Item2.Servers)));
    }

    /// <summary>A trusted party at a rate of requests per second.</summary>
    /// <param name="Causes">Null for a visible one.</param>
    private sealed record Station(ParameterBook Book, Replication Replication, ServiceMix Mix, double Rate, ResolveRates? Causes)
    {
        private readonly Dictionary<int, SteadyState> known = [];

        public double Load => Rate * Mix.Mean;

        public double AboutP99(int servers) =>
            Load < servers ? ClosedForms.AboutQuantileOfMGc(0.99, servers, Load, Mix.Mean, Mix.Variation) : double.NaN;

        /// <summary>The fewest servers that keep the target by closed form.</summary>
        public int Guess(double target)
        {
            var servers = (int)Load + 1;
            while (AboutP99(servers) > target)
            {
                servers++;
            }

            return servers;
        }

        public (int Servers, SteadyState? State, ResolveRates Requests) Run(int servers)
        {
            if (Rate == 0)
            {
                return (servers, null, new ResolveRates(0, 0, 0, 0));
            }

            // The streams are the same whatever the provisioning: as many servers again is the same run again.
            var state = known.TryGetValue(servers, out var before) ? before : known[servers] = Simulate(servers);
            var counts = Causes is null ? [] : Replication.Stream("causes").Multinomially(state.Arrivals, Causes.Shares);
            double PerSecond(Cause cause) => Causes is null ? double.NaN : counts[(int)cause] * state.ArrivalsPerSecond / state.Arrivals;
            return (servers, state,
                new ResolveRates(PerSecond(Cause.Cheat), PerSecond(Cause.Timeout), PerSecond(Cause.Outage), PerSecond(Cause.Direct)));
        }

        private SteadyState Simulate(int servers)
        {
            var services = Replication.Stream("services");
            return SteadyRun.OfPoisson(Book.Whole("load.arrivals"), Rate, Mix.Mean, servers, Book.Number("load.room_per_server"),
                Replication.Stream("gaps"), () => Mix.Draw(services));
        }
    }
}
