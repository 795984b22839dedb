using System.Collections.Immutable;
using FairExchange.Experiments.Protocols;
using static FairExchange.Experiments.Pictures.Picture;

namespace FairExchange.Experiments.Pictures;

/// <summary>What trusted parties have to carry: E2, E4, E8, and a country's year.</summary>
internal static class LoadPictures
{
    private static readonly Axis ExchangesPerSecond = new("exchanges per second", true);

    public static Picture Load { get; } = new(["load", "message_mix", "population", "resolve"], summary =>
    {
        // Those of the answer: where most servers are needed.
        var dearest = summary.Where(("provisioning", "least"), ("exchanges_per_s", Most(summary, "exchanges_per_s")))
            .DefaultIfEmpty(summary.Rows[0]).MaxBy(row => summary.Number(row, "servers_mean"));
        var (suite, mix) = (("suite", summary.Text(dearest, "suite")), ("message_mix", summary.Text(dearest, "message_mix")));
        // A visible one has the same load at each rate of cheating.
        var rates = Values(summary, "cheating_rate");
        IEnumerable<Curve> Curves(string measure, string provisioning) =>
            Sides(summary, StudiedProtocol.Visible).Select(side => (side, Cheating: rates[0], Title: side.Title))
                .Concat(Sides(summary, StudiedProtocol.Virtual).SelectMany(side => rates
                    .Select(rate => (side, Cheating: rate, Title: $"{side.Title}, cheating {rate}"))))
                .Select((kind, style) => Curve.Of(style, kind.Title, "exchanges_per_s", measure, kind.side.Is, suite, mix,
                    ("provisioning", provisioning), ("cheating_rate", kind.Cheating)));
        return
        [
            new Panel($"Fewest servers with p99 of waiting under the target ({suite.Item2}, {mix.Item2})", ExchangesPerSecond,
                new Axis("servers", true), Curves("servers", "least")),
            new Panel($"Waiting where servers are no busier than usual ({suite.Item2}, {mix.Item2})", ExchangesPerSecond,
                new Axis("p99 of waiting (ms; lowest: none)", true, 0.01), Curves("wait_p99_ms", "usual")),
        ];
    });

    public static Picture Bursts { get; } = new(["bursts", "profile", "message_mix", "resolve"], summary =>
    {
        // Those of the answer: where the virtual party is behind for longest.
        var worst = summary.Where(Virtuals(summary)[0].Is, ("pattern", "coordinated")).DefaultIfEmpty(summary.Rows[0])
            .MaxBy(row => summary.Number(row, "drain_s_mean"));
        (string Column, string Value) users = ("users", summary.Text(worst, "users")), margin = ("margin", summary.Text(worst, "margin"));
        var together = Values(summary, "together_share", ("pattern", "coordinated"));
        (string Word, string Pattern, string Together)[] patterns = [("independent", "independent", "0"), ("burst", "burst", "0"),
            .. together.Select(share => ($"{share} at once", "coordinated", share))];
        var sides = Sides(summary);
        var profile = ("profile", summary.Text(worst, "profile"));
        (string Name, (string, string) Protocol, string Pattern, string Together)[] kinds =
        [
            .. sides.Select(side => ($"{side.Title}, independent", side.Is, "independent", "0"))
                .Where(kind => Values(summary, "pattern").Contains(kind.Item3)),
            .. sides.SelectMany(side => together.TakeLast(2)
                .Select(share => ($"{side.Title}, {share} at once", side.Is, "coordinated", share))),
        ];
        IEnumerable<Curve> OfBins(string x, string measure, string but) => kinds.Select((kind, style) => (Curve: Curve.Of(
            style, kind.Name, x, measure, kind.Protocol, users, profile, margin, ("pattern", kind.Pattern),
            ("together_share", kind.Together)), kind.Pattern)).Where(pair => pair.Pattern != but).Select(pair => pair.Curve);
        return
        [
            new Panel(
                "Busiest five minutes against the ordinary mean",
                new Axis("how cheaters act (share of all users)", false),
                new Axis("peak over ordinary mean", true),
                [.. patterns.Select(pattern => pattern.Word)],
                [
                    .. sides.SelectMany(side => Values(summary, "profile").Select(profile => (side, profile)))
                        .SelectMany((kind, style) => patterns.Select((pattern, place) => Curve.Of(
                        style, $"{kind.side.Title}, {kind.profile}", $"{place + 1}", "peak_to_mean", kind.side.Is, users, margin,
                        ("profile", kind.profile), ("pattern", pattern.Pattern), ("together_share", pattern.Together)))),
                ]),
            new Panel(
                $"Until the backlog is gone ({profile.Item2} profile; margin: servers over the mean's)",
                new Axis("share of all users who cheat at once", true),
                new Axis("time to drain (s; lowest: at once)", true, 1),
                sides.SelectMany(side => Values(summary, "margin").Select(margin => (side, margin))).Select((kind, style) => Curve.Of(
                    style, $"{kind.side.Title}, margin {kind.margin}", "together_share", "drain_s", kind.side.Is, users, profile,
                    ("margin", kind.margin), ("pattern", "coordinated")))),
            new Panel(
                $"The burst ({profile.Item2} profile)",
                new Axis("beginning of five minutes (min after the burst's)", false),
                new Axis("requests per second (lowest: fewer)", true, 1e-3),
                OfBins("from_min", "requests_per_s", "")) { IsOfBins = true },
            new Panel(
                $"Its draining ({profile.Item2} profile, margin {margin.Item2})",
                new Axis("end of five minutes (min after the burst's beginning)", false),
                new Axis("wait of who comes then (s; lowest: less)", true, 1e-2),
                OfBins("until_min", "behind_s", "independent")) { IsOfBins = true },
        ];
    });

    public static Picture Many { get; } = new(["many", "message_mix", "resolve"], summary =>
    {
        var parties = new Axis("number of trusted parties", false);
        var (recognised, skews) = (Values(summary, "recognised"), Values(summary, "skew"));
        return
        [
            new Panel(
                "Pairs of users with no trusted party in common",
                parties,
                new Axis("share of pairs", false),
                recognised.SelectMany(number => new[] { "none", "largest" }.Select(down => (number, down)))
                    .Select((kind, style) => Curve.Of(
                    style, $"{kind.number} recognised{(kind.down == "none" ? "" : ", largest down")}", "trusted_parties",
                    "pairs_without_share", Virtuals(summary)[0].Is, ("recognised", kind.number), ("skew", skews[0]), ("down", kind.down)))),
            new Panel(
                $"Waiting at the busiest one ({recognised[^1]} recognised)",
                parties,
                new Axis("p99 of waiting (ms; lowest: none)", true, 0.01),
                Sides(summary).SelectMany(side => skews.Select(skew => (side, skew)))
                    .Select((kind, style) => Curve.Of(
                    style, $"{kind.side.Title}, {(kind.skew == "0" ? "all alike" : $"Zipf {kind.skew}")}", "trusted_parties", "wait_p99_ms",
                    kind.side.Is, ("recognised", recognised[^1]), ("skew", kind.skew), ("down", "none")))),
        ];
    });

    public static Picture Year { get; } = new(["year", "profile", "message_mix", "resolve"], summary =>
    {
        string[] windows = ["busiest-hour", "average-hour"];
        ImmutableArray<Curve> Points(string measure) =>
        [
            .. Sides(summary, StudiedProtocol.Visible).Select(side => (side.Title, side.Is, Values(summary, "cheating_rate")[0]))
                .Concat(Sides(summary, StudiedProtocol.Virtual).SelectMany(side => Values(summary, "cheating_rate")
                    .Select(cheating => ($"{side.Title}, cheating {cheating}", side.Is, cheating))))
                .SelectMany((kind, style) =>
                    windows.Select((window, place) =>
                        Curve.Of(style, kind.Item1, $"{place + 1}", measure, kind.Item2, ("cheating_rate", kind.Item3),
                            ("window", window)))),
        ];
        return
        [
            new Panel("What comes to the trusted party", new Axis("window", false), new Axis("requests per second", true), [.. windows],
                Points("requests_per_s")),
            new Panel("How busy its servers are", new Axis("window", false), new Axis("utilisation (share of time)", false), [.. windows],
                Points("utilisation")),
        ];
    });
}
