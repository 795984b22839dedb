using System.Collections.Immutable;
using System.Globalization;
using FairExchange.Experiments.Costs;
using FairExchange.Experiments.Parameters;
using FairExchange.Experiments.Protocols;
using FairExchange.Experiments.Reports;
using FairExchange.Experiments.Statistics;
using FairExchange.Experiments.Workload;
using FairExchange.Simulation.Reports;

namespace FairExchange.Experiments.Studies;

/// <summary>What an exchange costs one kind of trusted party.</summary>
/// <param name="Costs">Mean over the draws of prices.</param>
/// <param name="BreakEvens">The share of exchanges resolved at which it costs as much as the first visible one, each draw's, ascending;
/// empty for a visible party, and where there is none.</param>
/// <param name="Background">Share of exchanges that are resolved although nobody cheats.</param>
/// <param name="CheaperShare">Share of the draws in which it is the cheapest one.</param>
public sealed record BreakEvenRow(
    Common Common, double ExchangesPerYear, double Handling, string Staff, CostPerExchange Costs, double[] BreakEvens, double Background,
    double CheaperShare) : Row(Common)
{
    /// <summary>Between 0 and 1; NaN for a visible party.</summary>
    public double ResolveRate(double share) => BreakEvens.Length == 0 ? double.NaN : Math.Clamp(Quantiles.Of(BreakEvens, share), 0, 1);

    public double CheatingRate(double share) => Math.Max(0, ResolveRate(share) - Background);
}

/// <summary>
/// E1. Prices that nobody knows exactly are drawn from their ranges, many times in each replication and the same for all scenarios; each
/// draw has its break-even, and the quantiles over the draws say how much the ignorance of prices matters.
/// </summary>
public sealed class BreakEvenExperiment()
    : Experiment<BreakEvenRow>("E1", "break-even",
        "At which rate of cheating does a virtual trusted party stop being cheaper than a visible one?",
        "cheating rate, exchanges per year, human handling of a resolve, staff of the virtual party")
{
    internal const string Relaxed = "office-hours", AroundTheClock = "around-the-clock";

    protected override Table<BreakEvenRow> Outputs { get; } = StudyTable.Of<BreakEvenRow>("E1")
        .Factor("exchanges_per_year", "number of exchanges a year", row => row.ExchangesPerYear)
        .Factor("handling_usd_per_resolve", "human work for each resolve, US dollars", row => row.Handling)
        .Factor("virtual_staff",
            "of the virtual trusted party: office-hours or around-the-clock; the visible one's is always around the clock",
            [Relaxed, AroundTheClock], row =>
                row.Staff)
        .Measure("compute_usd", "processor time, reserve and key operations per exchange, US dollars", row => row.Costs.Compute)
        .Measure("traffic_usd", "bytes and messages sent per exchange, US dollars", row => row.Costs.Traffic)
        .Measure("archive_usd", "keeping proof for the time of retention per exchange, US dollars", row => row.Costs.Archive)
        .Measure("staff_usd", "people on duty per exchange, US dollars", row => row.Costs.Staff)
        .Measure("handling_usd", "human handling of resolves per exchange, US dollars", row => row.Costs.Handling)
        .Measure("liability_usd", "insurance premium per exchange, US dollars", row => row.Costs.Liability)
        .Measure("total_usd", "all of it per exchange, US dollars", row => row.Costs.Total)
        .Measure("cheaper_share", "share of the draws of prices in which this trusted party is the cheapest one of those compared",
            row => row.CheaperShare)
        .Measure("break_even_resolve_rate",
            "share of exchanges resolved, for whatever cause, at which it costs as much as the first visible one: median over the draws of "
            + "prices; 0: the virtual one is always dearer; 1: never; empty for a visible one, and where there is none",
            row => row.ResolveRate(0.5))
        .Measure("break_even_cheating_rate", "the same without the resolves that no cheat causes", row => row.CheatingRate(0.5))
        .Measure("break_even_cheating_rate_p05", "the same, 5th percentile over the draws of prices", row => row.CheatingRate(0.05))
        .Measure("break_even_cheating_rate_p95", "the same, 95th percentile over the draws of prices", row => row.CheatingRate(0.95));

    public override string Answer(Summary summary)
    {
        var volume = Levels(summary.Rows, "exchanges_per_year").MinBy(year => Math.Abs(Math.Log(year / 1e9)));
        var handlings = Levels(summary.Rows, "handling_usd_per_resolve");
        var virtuals = summary.Protocols(StudiedProtocol.Virtual);
        if (virtuals.IsEmpty || summary.Protocols(StudiedProtocol.Visible).IsEmpty)
        {
            var cheating = Levels(summary.Rows, "cheating_rate").MinBy(rate => Math.Abs(rate - 4e-4));
            var alike = summary.Rows.Where(row => summary.Number(row, "exchanges_per_year") == volume
                && summary.Number(row, "handling_usd_per_resolve") == handlings[0] && summary.Number(row, "cheating_rate") == cheating)
                .DistinctBy(row => summary.Text(row, "protocol"));
            return string.Create(
                CultureInfo.InvariantCulture,
                $"These trusted parties are all of one kind, so there is no break-even between kinds: at {volume:0.##e0} exchanges a year, "
                + $"a rate of cheating of {cheating:G2} and ${handlings[0]} for a resolve ({summary.Text(alike.First(), "virtual_staff")}) "
                + $"an exchange costs "
                + $"{string.Join(", ", alike.Select(row => Cost(summary, row)))}.");
        }

        return string.Join(" ", virtuals.Select(protocol =>
        {
            var rows = summary.Where(("protocol", protocol)).ToList();
            string At(double handling, string staff) => BreakEven(summary, rows.FirstOrDefault(row =>
                summary.Number(row, "exchanges_per_year") == volume && summary.Number(row, "handling_usd_per_resolve") == handling
                && summary.Text(row, "virtual_staff") == staff));
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{(virtuals.Length == 1 ? "" : $"{protocol}: ")}At {volume:0.##e0} exchanges a year, with the same staff around the "
                + $"clock, "
                + $"the break-even rate of cheating is {At(handlings[0], AroundTheClock)} when people spend ${handlings[0]} on a resolve "
                + $"and {At(handlings[^1], AroundTheClock)} when they spend ${handlings[^1]}; "
                + $"with office hours for the virtual party it is {At(handlings[0], Relaxed)} and {At(handlings[^1], Relaxed)}.");
        }));

        List<double> Levels(IEnumerable<ImmutableArray<string>> rows, string column) =>
            [.. rows.Select(row => summary.Number(row, column)).Distinct().Order()];
    }

    private static string Cost(Summary summary, ImmutableArray<string> row) => string.Create(
        CultureInfo.InvariantCulture, $"${summary.Number(row, "total_usd_mean"):G4} ({summary.Text(row, "protocol")})");

    private static string BreakEven(Summary summary, ImmutableArray<string> row) =>
        row.IsDefault ? "not run" : summary.Number(row, "break_even_cheating_rate_mean") == 0
            ? "none (it is dearer even where nobody cheats)"
            : summary.Number(row, "break_even_resolve_rate_mean") == 1
                ? "none (it is no dearer even where all is resolved)" : string.Create(
            CultureInfo.InvariantCulture,
            $"{summary.Number(row, "break_even_cheating_rate_mean"):G2} (5 % to 95 % of prices: "
            + $"{summary.Number(row, "break_even_cheating_rate_p05_mean"):G2} to "
            + $"{summary.Number(row, "break_even_cheating_rate_p95_mean"):G2})");

    protected override IEnumerable<StudyCase<BreakEvenRow>> Scenarios(ParameterBook book)
    {
        var (ranges, rates) = (CostModel.Ranges.Of(book),
            book.Numbers("break_even.cheating_rate").Select(cheating => ResolveRates.Of(book, cheating)).ToImmutableArray());
        return
            from staff in book.Texts("break_even.virtual_staff")
            from handling in book.Numbers("break_even.handling")
            from volume in book.Numbers("break_even.exchanges_per_year")
            let name = string.Create(CultureInfo.InvariantCulture, $"{staff}-h{handling:G6}-n{volume:G6}")
            select new StudyCase<BreakEvenRow>(name, replication =>
            {
                var models = ranges.Draw(replication.Stream("prices"), book.Whole("break_even.draws"));
                var (users, always) = (volume / book.Number("population.exchanges_per_user_year"), staff == AroundTheClock);
                return rates.SelectMany(rate =>
                {
                    var sides = book.Protocols.Select(protocol => (Protocol: protocol, Work: Handled.Of(book, protocol, rate))).ToList();
                    var visible = sides.FindIndex(side => side.Protocol.IsVisible);
                    var costs = sides.Select(side => models.Select(model => model.Of(
                        side.Protocol, side.Work, volume, rate.For(side.Protocol).Total, handling, always)).ToList()).ToList();
                    // Of those that cost the same, the first of the protocols counts as the cheapest.
                    var cheapest = Enumerable.Range(0, models.Length)
                        .CountBy(draw => Enumerable.Range(0, sides.Count).MinBy(side => costs[side][draw].Total)).ToDictionary();
                    return sides.Select((side, place) => new BreakEvenRow(
                        new Common(name, replication, side.Protocol, book.WorkFrom, users, volume / Year.Seconds, rate.Cheat), volume,
                        handling, staff, Mean(costs[place]), side.Protocol.IsVisible || visible < 0 ? []
                            : Quantiles.Ascending(models.Select(model => model.BreakEven(sides[visible], side, volume, handling, always))),
                        rate.For(side.Protocol).Total - rate.For(side.Protocol).Cheat,
                        cheapest.GetValueOrDefault(place) / (double)models.Length));
                });
            });
    }

    private static CostPerExchange Mean(List<CostPerExchange> costs) => new(
        costs.Average(cost => cost.Compute), costs.Average(cost => cost.Traffic), costs.Average(cost => cost.Archive),
        costs.Average(cost => cost.Staff), costs.Average(cost => cost.Handling), costs.Average(cost => cost.Liability));
}
