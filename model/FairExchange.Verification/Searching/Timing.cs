using System.Collections.Immutable;
using FairExchange.Model.Language;
using FairExchange.Verification.Solving;

namespace FairExchange.Verification.Searching;

/// <summary>How far clocks are off, how long resilient channels take, and how long the protocol's margins are. Numbers, or free: then what is proved holds for all.</summary>
/// <param name="Skew">The bound on what a clock is off, in either direction; null: any that is not negative.</param>
/// <param name="Delay">The bound on what a resilient channel takes; null: any that is not negative.</param>
/// <param name="Margins">Margins that are not what the definition says.</param>
/// <param name="IsSteady">
/// Each clock is off by the same all the time. Otherwise each reading of it may be off by another amount within the bound, whatever it showed before: a proof of that holds of all clocks,
/// and an attack with steady clocks works with the best that the bound allows.
/// </param>
public sealed record Timing(Rational? Skew, Rational? Delay, ImmutableDictionary<string, Span> Margins, bool IsSteady = false)
{
    /// <summary>Every skew and every delay, and the definition's own margins.</summary>
    public static Timing Any { get; } = new(null, null, ImmutableDictionary<string, Span>.Empty);

    /// <summary>A margin's length, given what stands for skew and delay.</summary>
    internal Linear Of(Margin margin, Linear skew, Linear delay)
    {
        var span = Margins.GetValueOrDefault(margin.Name, Span.Of(margin));
        return (span.Skews * skew) + (span.Delays * delay) + span.Rest;
    }
}

/// <summary>A length in terms of the bounds: so many skews, so many delays, and the rest in their unit.</summary>
public readonly record struct Span(Rational Skews, Rational Delays, Rational Rest)
{
    public static Span Of(Margin margin) => new(margin.Skews, margin.Delays, 0);

    public Rational Length(Rational skew, Rational delay) => (Skews * skew) + (Delays * delay) + Rest;
}
