using System.Collections.Immutable;
using FairExchange.Experiments.Protocols;
using static FairExchange.Experiments.Pictures.Picture;

namespace FairExchange.Experiments.Pictures;

/// <summary>What trusted parties cost and are liable for: E1, E6.</summary>
internal static class CostPictures
{
    private static readonly ImmutableArray<string> Components = [
        "compute", "traffic", "archive", "staff", "handling", "liability", "total"];

    public static Picture BreakEven { get; } = new(["break_even", "costs", "liability", "message_mix", "population", "resolve"], summary =>
    {
        var (year, cheating) = (Near(summary, "exchanges_per_year", 1e9), Near(summary, "cheating_rate", 4e-4));
        var handlings = Values(summary, "handling_usd_per_resolve");
        var staffs = Values(summary, "virtual_staff");
        var (staff, handling) = (staffs[0], Near(summary, "handling_usd_per_resolve", 0.5));
        var breakEvens = staffs.Select(staff => new Panel(
            $"Break-even, virtual party staffed in {staff.Replace('-', ' ')}".Replace("in around", "around", StringComparison.Ordinal),
            new Axis("exchanges a year", true),
            new Axis("p* (bars: 5 to 95 % of prices; lowest: none)", true, 1e-6),
            Virtuals(summary).SelectMany(side => handlings.Select(handling => (side, handling))).Select((kind, style) => new Curve(
                style,
                $"{(Virtuals(summary).Length == 1 ? "" : $"{kind.side.Title}, ")}${kind.handling} of handling a resolve",
                [kind.side.Is, ("virtual_staff", staff), ("handling_usd_per_resolve", kind.handling), ("cheating_rate", cheating)],
                "exchanges_per_year",
                "break_even_cheating_rate_mean",
                "break_even_cheating_rate_p05_mean",
                "break_even_cheating_rate_p95_mean"))));
        return
        [
            .. breakEvens,
            new Panel(
                $"Cost at {Say(year)} exchanges a year, virtual: {staff}",
                CheatingRate,
                new Axis("cost of an exchange (USD)", true),
                Sides(summary, StudiedProtocol.Visible).Select(side => (side, Handling: handling, Title: side.Title))
                    .Concat(Sides(summary, StudiedProtocol.Virtual).SelectMany(side => handlings
                        .Select(each => (side, Handling: each, Title: $"{side.Title}, ${each} a resolve"))))
                    .Select((kind, style) => Curve.Of(style, kind.Title, "cheating_rate", "total_usd", kind.side.Is,
                        ("virtual_staff", staff), ("handling_usd_per_resolve", kind.Handling), ("exchanges_per_year", year)))),
            new Panel(
                $"Components there, cheating rate {cheating}, ${handling} a resolve",
                new Axis("component", false),
                new Axis("cost of an exchange (USD)", true),
                Components,
                [
                    .. Sides(summary).SelectMany((side, style) => Components.Select((component, place) => Curve.Of(
                        style, side.Title, $"{place + 1}", $"{component}_usd", side.Is, ("virtual_staff", staff),
                        ("handling_usd_per_resolve", handling), ("exchanges_per_year", year), ("cheating_rate", cheating)))),
                ]),
        ];
    });

    public static Picture Liability { get; } = new(["liability", "costs", "message_mix", "population", "resolve"], summary =>
    {
        var first = summary.Rows[0];
        ImmutableArray<(string, string)> Fixed(params string[] columns) =>
            [.. columns.Select(column => (column, summary.Text(first, column)))];
        List<(string Title, (string, string) Is, string Keeps)> keepers = [.. Sides(summary).SelectMany(side =>
            Values(summary, "keeps", side.Is).Select(keeps => ($"{side.Title}, keeps {keeps}", side.Is, keeps)))];
        var loss = ("loss_usd_per_failure", Near(summary, "loss_usd_per_failure", 100));
        IEnumerable<Curve> Lines(string x, string measure, params string[] others) => keepers.Select((keeper, style) =>
            Curve.Of(style, keeper.Title, x, measure,
                [keeper.Is, ("keeps", keeper.Keeps), loss, .. Fixed(["exchanges_per_year", "cheating_rate", .. others])]));
        ImmutableArray<Curve> Points(params string[] measures) =>
        [
            .. keepers.SelectMany((keeper, style) => measures.Select((measure, place) => Curve.Of(
                style, keeper.Title, $"{place + 1}", measure,
                [keeper.Is, ("keeps", keeper.Keeps), loss,
                    .. Fixed("exchanges_per_year", "cheating_rate", "retention_months", "storage_class", "copies")]))),
        ];
        var months = summary.Text(first, "retention_months");
        return
        [
            new Panel($"What lies open, {months} months of proof", new Axis("to whom", false),
                new Axis("messages (–: none)", true), ["a break-in", "the key's thief"],
                Points("messages_exposed", "messages_behind_key")),
            new Panel($"What it costs, {months} months of proof, {loss.Item2} USD a failure", new Axis("cost", false),
                new Axis("USD a year (–: none)", true), ["storage", "expected loss", "premium"],
                Points("storage_usd_per_year", "expected_loss_usd_per_year", "premium_usd_per_year")),
            new Panel("Archive", new Axis("time of retention (months)", false), new Axis("stored (GB)", true),
                Lines("retention_months", "stored_gb", "storage_class", "copies")),
            new Panel($"Copies, {months} months of proof", new Axis("copies of the archive", false), new Axis("premium (USD a year)", true),
                Lines("copies", "premium_usd_per_year", "storage_class", "retention_months")),
        ];
    });
}
