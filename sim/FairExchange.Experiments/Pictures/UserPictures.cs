using FairExchange.Experiments.Protocols;
using static FairExchange.Experiments.Pictures.Picture;

namespace FairExchange.Experiments.Pictures;

/// <summary>What users wait, lose and pay: E3, E5, E7.</summary>
internal static class UserPictures
{
    public static Picture Patience { get; } = new(["patience", "costs", "message_mix", "resolve"], summary =>
    {
        var timeout = new Axis("time-out (min)", true);
        var (cheating, most) = (("cheating_rate", Least(summary, "cheating_rate")), Most(summary, "availability"));
        var sides = Virtuals(summary);
        string Of((string Title, (string, string) Is) side) => sides.Length == 1 ? "" : $"{side.Title}, ";
        var kinds = (from side in sides
                     from answerer in Values(summary, "answerer")
                     from availability in Values(summary, "availability")
                     select (side, answerer, availability)).ToList();
        return
        [
            new Panel(
                $"Exchanges that are resolved (cheating rate {cheating.Item2})",
                timeout,
                new Axis("share of exchanges", true),
                kinds.Select((kind, style) =>
                    Curve.Of(style, $"{Of(kind.side)}{kind.answerer}, {kind.availability} available", "timeout_min", "resolve_ratio",
                        kind.side.Is, cheating,
                        ("answerer", kind.answerer), ("availability", kind.availability)))
                    .Append(Curve.Of(kinds.Count, "because of a cheat", "timeout_min", "cheat_ratio", kinds[0].side.Is, cheating,
                        ("answerer", kinds[0].answerer), ("availability", kinds[0].availability)))),
            new Panel(
                $"Time to completion with a virtual party ({most} available)",
                timeout,
                new Axis("time (s)", true),
                sides.SelectMany(side => Values(summary, "answerer")
                    .SelectMany(answerer => new[] { "p50", "p99" }.Select(quantile => (side, answerer, quantile))))
                    .Select((kind, style) => Curve.Of(
                    style, $"{Of(kind.side)}{kind.answerer}, {kind.quantile}", "timeout_min", $"completion_{kind.quantile}_s",
                    kind.side.Is, cheating, ("answerer", kind.answerer), ("availability", most)))),
        ];
    });

    public static Picture Outage { get; } = new(["outage", "population", "message_mix", "resolve"], summary =>
    {
        // That of the answer: where most exchanges end unfair.
        var worst = summary.Where(Virtuals(summary)[0].Is).MaxBy(row => summary.Number(row, "unfair_per_million_mean"));
        var (availability, cutoffs) = (summary.Text(worst, "availability"), Values(summary, "cutoff_h"));
        var kinds = Sides(summary).SelectMany(side => Values(summary, "repair_min").Select(repair => (side, repair))).ToList();
        return
        [
            new Panel(
                "Exchanges that find the trusted party down",
                new Axis("availability (share of time)", false),
                new Axis("per million exchanges (lowest: none)", true, 1e-3),
                kinds.Select((kind, style) =>
                    Curve.Of(style, $"{kind.side.Title}, repair {kind.repair} min", "availability", "blocked_per_million", kind.side.Is,
                        ("repair_min", kind.repair), ("cutoff_h", cutoffs[0])))),
            new Panel(
                $"Exchanges that miss their cut-off time (availability {availability})",
                new Axis("from beginning to cut-off time (h)", true),
                new Axis("per million exchanges (lowest: none)", true, 1e-3),
                kinds.Select((kind, style) =>
                    Curve.Of(style, $"{kind.side.Title}, repair {kind.repair} min", "cutoff_h", "missed_per_million", kind.side.Is,
                        ("repair_min", kind.repair), ("availability", availability)))),
        ];
    });

    public static Picture Subscription { get; } = new(["subscription", "costs", "liability", "message_mix", "resolve"], summary =>
    {
        var fee = new Axis("yearly fee (USD)", false);
        (string Column, string Value) cheating = ("cheating_rate", Least(summary, "cheating_rate")),
        resolve = ("resolve_fee_usd", Least(summary, "resolve_fee_usd")), all = ("adoption", Most(summary, "adoption"));
        var virtuals = Virtuals(summary);
        string Of((string Title, (string, string) Is) side) => virtuals.Length == 1 ? "" : $"{side.Title}, ";
        var (prices, fees) = (Values(summary, "visible_price_usd"), Values(summary, "fee_usd_per_year"));
        var price = ("visible_price_usd", Middle(summary, "visible_price_usd"));
        return
        [
            new Panel("Subscribers who pay less than for a visible party", fee, new Axis("share of subscribers", false),
                virtuals.SelectMany(side => prices.Select(price => (side, price))).Select((kind, style) => Curve.Of(
                style, $"{Of(kind.side)}visible: ${kind.price} an exchange", "fee_usd_per_year", "better_off_share", kind.side.Is, cheating,
                resolve, all, ("visible_price_usd", kind.price)))),
            new Panel("Margin of the virtual trusted party", fee, new Axis("USD a user and year", false),
                virtuals.SelectMany(side => Values(summary, "adoption").Select(adoption => (side, adoption)))
                    .Select((kind, style) => Curve.Of(
                style, $"{Of(kind.side)}{kind.adoption} of users subscribe", "fee_usd_per_year", "margin_usd_per_user", kind.side.Is,
                cheating, resolve, price, ("adoption", kind.adoption)))),
            new Panel(
                "What a user pays",
                new Axis("price of the visible party (USD an exchange)", true),
                new Axis("USD a year", true),
                new[] { "p50", "p95" }.SelectMany(quantile => Sides(summary).Select(side => (quantile, side)))
                    .Select((kind, style) => Curve.Of(
                        style,
                        Sides(summary, StudiedProtocol.Visible).Contains(kind.side) ? $"{kind.side.Title}, {kind.quantile}"
                            : $"{kind.side.Title} at ${fees[^1]} a year, {kind.quantile}",
                        "visible_price_usd", $"user_usd_{kind.quantile}", kind.side.Is, cheating, resolve, all,
                        ("fee_usd_per_year", fees[^1])))),
            new Panel("Users for whom not subscribing would be dearer", fee, new Axis("share of users", false),
                virtuals.SelectMany(side => Values(summary, "cheating_rate").Select(rate => (side, rate))).Select((kind, style) => Curve.Of(
                style, $"{Of(kind.side)}cheating rate {kind.rate}", "fee_usd_per_year", "would_subscribe_share", kind.side.Is, resolve, all,
                price, ("cheating_rate", kind.rate)))),
        ];
    });
}
