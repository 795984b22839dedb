using System.Collections.Immutable;
using System.Globalization;
using FairExchange.Experiments.Parameters;
using FairExchange.Experiments.Protocols;
using FairExchange.Experiments.Reports;
using FairExchange.Experiments.Workload;
using FairExchange.Simulation.Reports;

namespace FairExchange.Experiments.Studies;

/// <summary>A week of a trusted party, and the worst of it one by one.</summary>
/// <param name="Together">Share of all users who cheat within the same five minutes.</param>
/// <param name="Ordinary">Requests a second, mean over a week in which nobody acts together: what capacity is bought for.</param>
/// <param name="Week">All requests of the week, by cause where there are causes.</param>
/// <param name="BusiestBin">Requests of the busiest five minutes.</param>
/// <param name="BusiestHour">Requests of the busiest clock hour.</param>
/// <param name="Window">From five minutes before the busiest ones.</param>
/// <param name="DrainSeconds">From the end of the busiest five minutes until a request would be served at once.</param>
public sealed record BurstRow(
    Common Common, string Profile, string Pattern, double Together, double Margin, double Ordinary, long Exchanges,
    ImmutableArray<double> Causes, long Week, long BusiestBin, long BusiestHour, int ServersForPeak, Traffic Window, double DrainSeconds)
    : Row(Common);

/// <summary>
/// E4. A week in bins of five minutes, counted (<see cref="Aggregate"/>); from the bin before the busiest one on, requests are simulated
/// one by one. Servers are bought for the ordinary mean load, by a margin: nobody knows beforehand that cheaters will act together. A
/// request falls into the bin in which its exchange begins.
/// </summary>
public sealed class BurstsExperiment()
    : Experiment<BurstRow>("E4", "bursts", "Does \"rare\" protect capacity when cheaters act together?",
        "users, weekly profile, cheats independent, in bursts or coordinated, capacity margin")
{
    private const int ToTheHour = 12;
    private const double BinSeconds = 300, WeekSeconds = 7 * 86400;

    protected override Table<BurstRow> Outputs { get; } = StudyTable.Of<BurstRow>("E4")
        .Factor("profile", "flat: each hour alike; weekly: as mail servers see it", ["flat", "weekly"], row => row.Profile)
        .Factor("pattern", "independent: each exchange for itself; burst: all cheats within a few times five minutes; coordinated: "
            + "besides, a share of all users cheat within the same five minutes",
            ["independent", "burst", "coordinated"], row => row.Pattern)
        .Factor("together_share", "share of all users who cheat within the same five minutes", row => row.Together)
        .Factor("margin", "servers over what the ordinary mean load needs, one at least", row => row.Margin)
        .Count("exchanges", "exchanges of the week, counted", row => row.Exchanges)
        .Count("requests", "of these, exchanges that come to the trusted party", row => row.Week)
        .Measure("cheat", "requests because somebody cheats; empty for a visible trusted party", row => row.Causes[(int)Cause.Cheat])
        .Measure("timeout", "requests because somebody is slow", row => row.Causes[(int)Cause.Timeout])
        .Measure("outage", "requests because a machine or line is down", row => row.Causes[(int)Cause.Outage])
        .Measure("direct", "requests because the recipient goes straight to the trusted party", row => row.Causes[(int)Cause.Direct])
        .Measure("requests_per_s", "mean over the week", row => row.Week / WeekSeconds)
        .Measure("ordinary_per_s", "expected mean over a week in which nobody acts together, for which servers are bought",
            row => row.Ordinary)
        .Measure("busiest_hour_per_s", "requests per second in the busiest hour", row => row.BusiestHour / 3600.0)
        .Measure("busiest_5min_per_s", "requests per second in the busiest five minutes", row => row.BusiestBin / BinSeconds)
        .Measure("peak_to_mean", "busiest five minutes against ordinary_per_s", row => row.BusiestBin / BinSeconds / row.Ordinary)
        .Count("servers", "number of servers, one core each", row => row.Window.Servers)
        .Count("servers_for_peak", "fewest servers that the busiest five minutes do not overload", row => row.ServersForPeak)
        .Measure("wait_p50_ms", "wait before service around the busiest five minutes, median, milliseconds", row => 1e3 * row.Window.P50)
        .Measure("wait_p99_ms", "wait before service around the busiest five minutes, 99th percentile, milliseconds",
            row => 1e3 * row.Window.P99)
        .Measure("drain_s", "seconds from the end of the busiest five minutes until a request is served at once; where drained_share is "
            + "below 1, at least", row => row.DrainSeconds)
        .Measure("drained_share", "share of replications in which that was within the time simulated", row => row.Window.HasDrained ? 1 : 0)
        .Count("one_by_one", "requests simulated one by one; the others are counted", row => row.Window.Requests)
        .Count("simulated_servers", "servers simulated one by one, each with its share of requests", row => row.Window.Simulated);

    public override ImmutableArray<Column> BinColumns => BurstBin.Outputs.Declared;

    public override string Answer(Summary summary)
    {
        var rows = summary.Where(("pattern", "coordinated")).ToList();
        if (rows.Count == 0)
        {
            return "No coordinated cheating among these scenarios.";
        }

        var virtuals = rows.Where(row => summary.Text(row, "trusted_party") == StudiedProtocol.Virtual).ToList();
        var worst = (virtuals.Count > 0 ? virtuals : rows).MaxBy(row => summary.Number(row, "drain_s_mean"))!;
        var others = summary.Where(("scenario", summary.Text(worst, "scenario")), ("margin", summary.Text(worst, "margin")))
            .Where(row => summary.Text(row, "protocol") != summary.Text(worst, "protocol"));
        string Behind(ImmutableArray<string> row, int place) => string.Create(
            CultureInfo.InvariantCulture,
            $"{summary.Said(summary.Text(row, "protocol"), place > 0)} has "
            + $"{summary.Number(row, "peak_to_mean_mean"):G3} times its ordinary mean load, and with "
            + $"{summary.Number(row, "servers_mean"):G3} server{(summary.Number(row, "servers_mean") == 1 ? "" : "s")} is behind for "
            + $"{(summary.Number(row, "drained_share_mean") < 1 ? "at least " : "")}{summary.Number(row, "drain_s_mean"):G3} s after");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"When {100 * summary.Number(worst, "together_share"):G3} % of {summary.Number(worst, "users"):G3} users cheat within five "
            + $"minutes, {string.Join("; ", others.Prepend(worst).Select(Behind))}.");
    }

    protected override IEnumerable<ImmutableArray<string>> BinsOf(BurstRow row) =>
        Enumerable.Range(0, row.Window.Bins.Length)
            .Select(place => new BurstBin(row, (place - 1) * BinSeconds / 60, BinSeconds, row.Window.Bins[place]))
            .Select(BurstBin.Outputs.Cells);

    protected override IEnumerable<StudyCase<BurstRow>> Scenarios(ParameterBook book)
    {
        var (users, each) = (book.Numbers("bursts.users"), book.Numbers("bursts.exchanges_per_user_year"));
        if (users.Length != each.Length)
        {
            throw new FormatException(
                $"bursts.users has {users.Length} values and bursts.exchanges_per_user_year has {each.Length}: one belongs to each");
        }

        return from population in users.Zip(each)
               from profile in book.Texts("bursts.profiles")
               from pattern in book.Texts("bursts.patterns")
               from together in pattern == "coordinated" ? book.Numbers("bursts.together") : [0]
               let week = new Week(book, population.First, population.Second, profile, pattern, together)
               select new StudyCase<BurstRow>(week.Name, replication => week.Rows(replication));
    }

    private sealed record Week(ParameterBook Book, double Users, double ExchangesPerYear, string Profile, string Pattern, double Together)
    {
        public string Name =>
            string.Create(CultureInfo.InvariantCulture, $"u{Users:G6}-{Profile}-{Pattern}{(Together > 0 ? $"-{Together:G6}" : "")}");

        public IEnumerable<BurstRow> Rows(Replication replication)
        {
            var bins = WeeklyShape.Of(Book, Profile).Bins(ToTheHour);
            var exchanges = (long)(Users * ExchangesPerYear / WeeklyShape.WeeksOfYear);
            var counted = Aggregate.Draw(replication.Stream("week", Name), exchanges, bins, Rates(replication, bins)).ToList();
            var extra = (long)(Together * Users);
            var busiest = bins.IndexOf(bins.Max());
            var sides = Book.Protocols.Select(protocol => SideOf(protocol, replication, exchanges, extra, busiest, counted)).ToList();
            return Book.Numbers("bursts.margins").SelectMany(margin => sides.Select(side => RowOf(replication, margin, side)));
        }

        /// <param name="extra">So many cheat together, in the busiest bin.</param>
        private Side SideOf(
            StudiedProtocol protocol, Replication replication, long exchanges, long extra, int busiest, List<Bin> counted)
        {
            var common = new Common(
                Name, replication, protocol, Book.WorkFrom, Users, exchanges / WeekSeconds, Book.Number("bursts.cheating_rate"));
            var rates = ResolveRates.Of(Book, Book.Number("bursts.cheating_rate"));
            if (protocol.IsVisible)
            {
                return new Side(common, exchanges, exchanges + extra, [.. counted.Select((bin, i) => bin.Exchanges + Extra(i))],
                    [double.NaN, double.NaN, double.NaN, double.NaN], rates);
            }

            var chance = replication.Stream("needed", Name, protocol.Id);
            var (needed, together) = (
                counted.ConvertAll(bin => bin.For(protocol, chance)), (long)(extra * protocol.Needed[(int)Cause.Cheat]));
            return new Side(common, exchanges * rates.For(protocol).Total, exchanges + extra,
                [.. needed.Select((bin, i) => bin.AllResolves + (i == busiest ? together : 0))],
                [.. Enumerable.Range(0, 4).Select(cause =>
                    (double)(needed.Sum(bin => bin.Resolves[cause]) + (cause == (int)Cause.Cheat ? together : 0)))], rates);

            long Extra(int bin) => bin == busiest ? extra : 0;
        }

        /// <summary>In bursts the same number of cheats is expected in all of a week, but in few bins.</summary>
        private Func<int, ResolveRates> Rates(Replication replication, ImmutableArray<double> bins)
        {
            var usual = ResolveRates.Of(Book, Book.Number("bursts.cheating_rate"));
            if (Pattern != "burst")
            {
                return _ => usual;
            }

            var chance = replication.Stream("bursts");
            var chosen = new HashSet<int>();
            while (chosen.Count < Book.Number("bursts.number"))
            {
                chosen.Add(chance.Below(bins.Length));
            }

            var within = usual with { Cheat = Math.Min(1 - (usual.Total - usual.Cheat), usual.Cheat / chosen.Sum(bin => bins[bin])) };
            return bin => chosen.Contains(bin) ? within : usual with { Cheat = 0 };
        }

        private BurstRow RowOf(Replication replication, double margin, Side side)
        {
            var (requests, mix) = (side.Requests, ServiceMix.Of(Book, Book.Text("bursts.suite"), "mail", side.Common.Protocol, side.Rates));
            var (ordinary, busiest) = (side.Ordinary / WeekSeconds, Array.IndexOf(requests, requests.Max()));
            var servers = Traffic.ServersFor(margin * ordinary, mix, 1);
            var after = (int)Math.Ceiling(Book.Number("bursts.minutes_after") * 60 / BinSeconds);
            // The stream is the same whatever the margin: as many servers again is the same window again.
            if (!side.Windows.TryGetValue(servers, out var traffic))
            {
                List<long> window = [.. Enumerable.Range(busiest - 1, after + 2)
                    .Select(bin => requests[(bin + requests.Length) % requests.Length])];
                traffic = side.Windows[servers] = Traffic.Simulate(
                    replication.Stream("window", Name), mix, servers, window, BinSeconds, 2 * BinSeconds,
                    Book.Number("bursts.window_requests"));
            }

            var hour = requests.Chunk(ToTheHour).Max(bins => bins.Sum());
            return new BurstRow(
                side.Common, Profile, Pattern, Together, margin, ordinary, side.Exchanges, side.Causes, requests.Sum(), requests.Max(),
                hour, Traffic.ServersFor(requests.Max() / BinSeconds, mix, 1), traffic, traffic.DrainedAt - (2 * BinSeconds));
        }
    }

    /// <summary>The trusted party of one protocol in one replication.</summary>
    /// <param name="Ordinary">Expected requests of a week in which nobody acts together.</param>
    private sealed record Side(
        Common Common, double Ordinary, long Exchanges, long[] Requests, ImmutableArray<double> Causes, ResolveRates Rates)
    {
        /// <summary>By the number of servers.</summary>
        public Dictionary<int, Traffic> Windows { get; } = [];
    }
}

/// <summary>What E4 shows of one bin around the busiest five minutes.</summary>
/// <param name="From">Minutes from the beginning of the busiest five to the bin's; below 0 before them.</param>
public sealed record BurstBin(BurstRow Window, double From, double Seconds, TrafficBin Bin) : Row(Window.Common)
{
    internal static Table<BurstBin> Outputs { get; } = StudyTable.Of<BurstBin>("E4")
        .Factor("profile", "flat: each hour alike; weekly: as mail servers see it", ["flat", "weekly"], bin => bin.Window.Profile)
        .Factor("pattern", "independent, burst or coordinated, as in the table of all weeks",
            ["independent", "burst", "coordinated"], bin => bin.Window.Pattern)
        .Factor("together_share", "share of all users who cheat within the same five minutes", bin => bin.Window.Together)
        .Factor("margin", "servers over what the ordinary mean load needs, one at least", bin => bin.Window.Margin)
        .Factor("from_min", "beginning of the bin, minutes after the beginning of the busiest five minutes", bin => bin.From)
        .Factor("until_min", "end of the bin, minutes after the beginning of the busiest five minutes", bin => bin.From
            + (bin.Seconds / 60))
        .Measure("requests_per_s", "requests per second in the bin", bin => bin.Bin.Requests / bin.Seconds)
        .Measure("wait_mean_ms", "wait before service of those that come in the bin, mean, milliseconds; empty where none comes",
            bin => 1e3 * bin.Bin.MeanWait)
        .Measure("behind_s", "how long a request at the end of the bin would wait, seconds", bin => bin.Bin.Behind);
}
