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

/// <summary>What a trusted party holds once its oldest proof is as old as the time of retention, and what it may lose.</summary>
/// <param name="Keeps">What it archives.</param>
/// <param name="Handled">Exchanges a year that come to it.</param>
/// <param name="Exposed">Messages that lie open to whoever breaks in: archived, or just being handled.</param>
/// <param name="BehindKey">Exchanges in the life of its secret key whose message it opens.</param>
/// <param name="Losses">Expected loss a year at each draw of the rates, ascending.</param>
/// <param name="OneBreakIn">What a single break-in costs.</param>
public sealed record LiabilityRow(
    Common Common, string Keeps, double Retention, double Copies, string StorageClass, double Loss, double ExchangesPerYear, double Handled,
    double StoredGB, double StorageCost, double Exposed, double BehindKey, double[] Losses, double OneBreakIn, double Premium)
        : Row(Common);

/// <summary>E6. Rates that nobody knows exactly are drawn from their ranges, many times in each replication.</summary>
public sealed class LiabilityExperiment()
    : Experiment<LiabilityRow>("E6", "liability", "What does each trusted party hold, for how long, and what may it lose?",
        "time of retention, copies, storage class, loss per failure")
{
    internal const string All = "all", Nothing = "nothing", Resolves = "resolves", Standard = "standard", Deep = "deep";
    private const double GB = 1e9;

    protected override Table<LiabilityRow> Outputs { get; } = StudyTable.Of<LiabilityRow>("E6")
        .Factor("keeps", "all: proof of each exchange; resolves: proof of those resolved; nothing: as the protocol allows",
            [All, Resolves, Nothing],
            row => row.Keeps)
        .Factor("retention_months", "how long proof is kept, months", row => row.Retention)
        .Factor("copies", "of the archive, each at a place of its own", row => row.Copies)
        .Factor("storage_class", "standard: at hand; deep: hours away", [Standard, Deep], row => row.StorageClass)
        .Factor("loss_usd_per_failure", "what one failed exchange costs the trusted party, US dollars", row => row.Loss)
        .Factor("exchanges_per_year", "number of exchanges a year", row => row.ExchangesPerYear)
        .Measure("handled_per_year", "exchanges that come to the trusted party a year", row => row.Handled)
        .Measure("stored_gb", "all copies together, gigabytes (1e9 bytes)", row => row.StoredGB)
        .Measure("storage_usd_per_year", "cost of storing it, US dollars a year", row => row.StorageCost)
        .Measure("messages_exposed", "messages that a break-in lays open: archived or just being handled", row => row.Exposed)
        .Measure("messages_behind_key", "messages that the thief of the secret key can read if he has overheard Z too",
            row => row.BehindKey)
        .Measure("expected_loss_usd_per_year", "expected loss, mean over the draws of rates, US dollars a year",
            row => row.Losses.Average())
        .Measure("expected_loss_p05_usd_per_year", "expected loss, 5th percentile over the draws of rates, US dollars a year",
            row => Quantiles.Of(row.Losses, 0.05))
        .Measure("expected_loss_p95_usd_per_year", "expected loss, 95th percentile over the draws of rates, US dollars a year",
            row => Quantiles.Of(row.Losses, 0.95))
        .Measure("one_break_in_usd", "what one break-in costs, US dollars", row => row.OneBreakIn)
        .Measure("premium_usd_per_year", "insurance premium, mean over the draws of rates, US dollars a year", row => row.Premium);

    public override string Answer(Summary summary)
    {
        var first = summary.Rows.MinBy(row => Math.Abs(Math.Log(summary.Number(row, "loss_usd_per_failure") / 100)));
        var alike = summary.Where(("scenario", summary.Text(first, "scenario"))).ToList();
        var behind = alike.Where(row => summary.Number(row, "messages_behind_key_mean") > 0)
            .DistinctBy(row => summary.Text(row, "protocol")).Select(row => string.Create(
            CultureInfo.InvariantCulture,
            $"{summary.Number(row, "messages_behind_key_mean"):0.##e0;;0} messages ({summary.Text(row, "protocol")})")).ToList();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"At {summary.Number(first, "exchanges_per_year"):0.##e0;;0} exchanges a year, {summary.Text(first, "retention_months")} "
            + $"months, {summary.Text(first, "copies")} copies and ${summary.Text(first, "loss_usd_per_failure")} a failure "
            + $"{string.Join("; ", alike.Select(Holds))}"
            + $"{(behind.Count == 0 ? "" : $"; but a key opens {string.Join(" and ", behind)} for whoever has overheard them")}.");

        string Holds(ImmutableArray<string> row, int place) => string.Create(
            CultureInfo.InvariantCulture,
            $"{summary.Said(summary.Text(row, "protocol"), place > 0)}"
            + $"{(summary.Text(row, "keeps") == All ? "" : $" that keeps {summary.Text(row, "keeps").Replace(Resolves, "its resolves",
                StringComparison.Ordinal)}")} holds "
            + $"{summary.Number(row, "stored_gb_mean"):0.##e0;;0} GB and {summary.Number(row, "messages_exposed_mean"):0.##e0;;0} "
            + $"messages at a premium of ${summary.Number(row, "premium_usd_per_year_mean"):0.##e0;;0} a year");
    }

    protected override IEnumerable<StudyCase<LiabilityRow>> Scenarios(ParameterBook book)
    {
        var ranges = Liability.Ranges.Of(book);
        var prices = ImmutableDictionary<string, Uncertain>.Empty.Add(Standard, Uncertain.Of(book, "costs.storage"))
            .Add(Deep, Uncertain.Of(book, "costs.storage_deep"));
        return
            from volume in book.Numbers("liability.exchanges_per_year")
            from cheating in book.Numbers("liability.cheating_rate")
            let mishaps = ResolveRates.Of(book, cheating)
            let works = book.Protocols.Select(protocol => Handled.Of(book, protocol, mishaps)).ToList()
            from retention in book.Numbers("liability.retention")
            from storage in book.Texts("liability.storage_class")
            from copies in book.Numbers("liability.copies")
            from loss in book.Numbers("liability.loss")
            let name = string.Create(
                CultureInfo.InvariantCulture, $"n{volume:G6}-p{cheating:G6}-{retention:G6}m-{storage}-{copies:G6}c-l{loss:G6}")
            select new StudyCase<LiabilityRow>(name, replication =>
            {
                var rates = replication.Stream("rates");
                ImmutableArray<(double Price, Liability Liability)> draws = [.. Enumerable.Range(0, (int)book.Whole("liability.draws"))
                    .Select(_ => (prices[storage].Draw(rates), ranges.Draw(rates)))];
                LiabilityRow Row(StudiedProtocol protocol, string keeps, Handled work, double handled, double kept)
                {
                    var (stored, bytes) = (kept * retention / Year.Months, kept * retention / Year.Months * work.BytesIn * copies / GB);
                    var behindKey = volume * work.BehindKey;
                    var losses = draws.Select(draw => loss * draw.Liability.FailuresPerYear(handled, stored, copies, behindKey)).ToList();
                    var exposed = stored + (handled / Year.Seconds * work.Seconds);
                    return new LiabilityRow(
                        new Common(name, replication, protocol, book.WorkFrom,
                            volume / book.Number("population.exchanges_per_user_year"), volume / Year.Seconds, cheating),
                        keeps,
                        retention,
                        copies,
                        storage,
                        loss,
                        volume,
                        handled,
                        bytes,
                        bytes * Year.Months * draws.Average(draw => draw.Price),
                        exposed,
                        behindKey * draws[0].Liability.KeyLife,
                        Quantiles.Ascending(losses),
                        exposed * loss * draws.Average(draw => draw.Liability.Claim),
                        draws.Zip(losses, (draw, expected) => draw.Liability.LeastPremium + (draw.Liability.Loading * expected)).Average());
                }

                return book.Protocols.Zip(works).SelectMany(side =>
                {
                    var (protocol, work) = side;
                    var resolved = volume * mishaps.For(protocol).Total;
                    // A virtual one may keep nothing, where the protocol has it keep nothing.
                    return protocol.IsVisible ? [Row(protocol, All, work, volume, volume)]
                        : new[] { (Keeps: Resolves, Kept: resolved), (Keeps: Nothing, Kept: 0) }.Take(protocol.KeepsState ? 1 : 2)
                            .Select(archive => Row(protocol, archive.Keeps, work, resolved, archive.Kept));
                });
            });
    }
}
