using System.Collections.Immutable;
using System.Numerics;
using FairExchange.Model.Language;
using FairExchange.Verification.Grounding;
using FairExchange.Verification.Searching;
using FairExchange.Verification.Solving;

namespace FairExchange.Verification.Verdicts;

/// <summary>
/// When the steps of a trace happen, in milliseconds from the run's beginning. What the solver gives as fractions is multiplied, all of it alike, until it is whole:
/// a run of a timed protocol stays one when every span in it grows by one factor.
/// </summary>
/// <param name="Skew">The bound on what clocks are off.</param>
/// <param name="Delay">The bound on what resilient channels take.</param>
/// <param name="Margins">The protocol's margins.</param>
/// <param name="Times">What the trace's times stand for.</param>
/// <param name="Steps">For each step of the trace, its true time and what its actor's clock shows then.</param>
public sealed record Schedule(
    long Skew, long Delay, ImmutableSortedDictionary<string, long> Margins, ImmutableSortedDictionary<string, long> Times, ImmutableArray<(long At, long Clock)> Steps)
{
    /// <summary>The greatest span that is written down: 100 years.</summary>
    internal const long Longest = 100L * 366 * 24 * 3_600_000;

    /// <exception cref="InvalidOperationException">Spans differ by too much to be written down in milliseconds.</exception>
    internal static Schedule Of(Timeline timeline, IModel model, IReadOnlyList<Event> order)
    {
        var (clocks, protocol) = (timeline.Clocks!, timeline.Ground.World.Protocol);
        var times = timeline.Ground.Domains.Of(Sort.Time).Cast<Term.Constant>().ToList();
        var (skew, delay) = (Value(clocks.Skew), Value(clocks.Delay));
        var margins = protocol.Margins.ToDictionary(margin => margin.Name, margin => Value(clocks.LengthOf(margin)));
        var steps = order.Select(happening => clocks.In(model, happening)).ToList();
        var all = steps.SelectMany(step => new[] { step.At, step.Clock }).Concat(times.Select(time => model.Value(clocks.Value(time)))).Concat(margins.Values).Append(skew).Append(delay);
        var factor = all.Aggregate(BigInteger.One, (multiple, value) => multiple * value.Denominator / BigInteger.GreatestCommonDivisor(multiple, value.Denominator));
        return new Schedule(
            Whole(skew),
            Whole(delay),
            margins.ToImmutableSortedDictionary(pair => pair.Key, pair => Whole(pair.Value), StringComparer.Ordinal),
            times.ToImmutableSortedDictionary(time => time.Symbol, time => Whole(model.Value(clocks.Value(time))), StringComparer.Ordinal),
            [.. steps.Select(step => (Whole(step.At), Whole(step.Clock)))]);

        Rational Value(Linear term) => term.Evaluate(model.Value);
        long Whole(Rational value) => BigInteger.Abs(value.Numerator * factor / value.Denominator) is var size && size <= Longest
            ? (long)size * value.Numerator.Sign
            : throw new InvalidOperationException($"{value} cannot be written down in milliseconds.");
    }
}
