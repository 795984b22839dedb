using FairExchange.Model.Language;
using FairExchange.Verification.Searching;
using FairExchange.Verification.Solving;

namespace FairExchange.Verification.Cutoff;

/// <summary>The least length of a margin for which the cut-off property holds, while the others are what the definition says.</summary>
/// <param name="Margin">The protocol's parameter.</param>
/// <param name="Skews">How many skews.</param>
/// <param name="Delays">How many delays.</param>
/// <param name="Least">With that many of each: proved for every skew and every delay at once.</param>
public sealed record LeastMargin(Margin Margin, Rational Skews, Rational Delays, CutoffVerdict Least)
{
    public Span Span => new(Skews, Delays, 0);

    public override string ToString() => string.Join(" + ", new[] { Say(Skews, "skew"), Say(Delays, "delay") }.OfType<string>()) is { Length: > 0 } words ? words : "0";

    private static string? Say(Rational count, string unit) => count == Rational.Zero ? null : $"{count} {unit}{(count == 1 ? "" : "s")}";
}
