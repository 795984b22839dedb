using System.Collections.Immutable;
using FairExchange.Model.Language;
using FairExchange.Verification.Grounding;
using FairExchange.Verification.Searching;
using FairExchange.Verification.Solving;
using FairExchange.Verification.Traces;
using FairExchange.Verification.Verdicts;

namespace FairExchange.Verification.Cutoff;

/// <summary>
/// The cut-off property, decided in linear real arithmetic over the very events that fairness is decided over: soon after T an honest party
/// knows for good; it has its item, or the other side never gets its own. Two questions for each party: does the other side, in all time,
/// get its item while the honest party, which reads nothing more once it is at its end, does not? And can it still be waiting later than
/// its last deadline on a clock that is a skew behind? One session of the honest party.
/// </summary>
public sealed class CutoffTheorem(Protocol protocol, Func<ISolver> newSolver, SearchLimits? limits = null)
{
    /// <summary>Margins are sought as multiples of skew and delay with no greater denominator.</summary>
    public const int GreatestDenominator = 4;

    /// <summary>And no greater than this.</summary>
    public const int Greatest = 64;

    private readonly SearchLimits limits = limits ?? SearchLimits.Default;

    /// <summary>
    /// For both parties. A proof holds of clocks that wander as they like within the skew; an attack, where there is one, is with clocks
    /// that are off by the same all the time.
    /// </summary>
    /// <exception cref="ArgumentException">The timing speaks of a margin that the protocol does not have.</exception>
    public CutoffVerdict Decide(Timing timing, CancellationToken cancellation = default)
    {
        if (timing.Margins.Keys.FirstOrDefault(name => protocol.Margins.All(margin => margin.Name != name)) is { } unknown)
        {
            throw new ArgumentException($"{protocol} has no margin '{unknown}'.", nameof(timing));
        }

        foreach (var party in protocol.Parties)
        {
            var verdict = Fairness(party, timing, cancellation);
            if (verdict is CutoffVerdict.Broken && !timing.IsSteady
                && Fairness(party, timing with { IsSteady = true }, cancellation) is CutoffVerdict.Broken steady)
            {
                return steady;
            }

            verdict = verdict is CutoffVerdict.Proved ? Settling(party, timing, cancellation) : verdict;
            if (verdict is not CutoffVerdict.Proved)
            {
                return verdict;
            }
        }

        return new CutoffVerdict.Proved();
    }

    /// <summary>
    /// Finds how many skews and delays a margin must have: first with clocks that may be off and channels that take no time, then the other
    /// way round. Then proves that many of both for every skew and delay. Less will not do: schedules that break the two add up, span by
    /// span, to one that breaks any mixture.
    /// </summary>
    /// <returns>Null where no margin up to <see cref="Greatest"/> skews or delays helps, or the solver does not know.</returns>
    public LeastMargin? Least(Margin margin, CancellationToken cancellation = default)
    {
        if (Multiple(margin, 1, 0, cancellation) is not { } skews || Multiple(margin, 0, 1, cancellation) is not { } delays)
        {
            return null;
        }

        return new LeastMargin(margin, skews, delays, Decide(With(Timing.Any, margin, new Span(skews, delays, 0)), cancellation));
    }

    /// <summary>The timing with another length for one margin.</summary>
    public static Timing With(Timing timing, Margin margin, Span span) => timing with
    {
        Margins = timing.Margins.SetItem(margin.Name, span),
    };

    private Rational? Multiple(Margin margin, Rational skew, Rational delay, CancellationToken cancellation)
    {
        var timing = new Timing(skew, delay, ImmutableDictionary<string, Span>.Empty);
        Rational? broken = null;
        for (var whole = 0; whole <= Greatest; whole++)
        {
            switch (At(whole))
            {
                case CutoffVerdict.Proved:
                    return broken is { } below ? Between(below, whole) : whole;
                case CutoffVerdict.Unknown or CutoffVerdict.NeverSettles or CutoffVerdict.Vacuous:
                    return null;
            }

            broken = whole;
        }

        return null;

        CutoffVerdict At(Rational length) => Decide(With(timing, margin, new Span(0, 0, length)), cancellation);

        // A whole number that breaks a thousandth below needs no search for fractions.
        Rational? Between(Rational below, Rational proved)
        {
            foreach (var candidate in Fractions(below, proved).Append(proved))
            {
                if (At(candidate) is CutoffVerdict.Proved)
                {
                    return At(candidate - new Rational(1, 1000)) is CutoffVerdict.Broken ? candidate : null;
                }

                if (candidate != proved && At(proved - new Rational(1, 1000)) is CutoffVerdict.Broken)
                {
                    return proved;
                }
            }

            return null;
        }
    }

    private static IEnumerable<Rational> Fractions(Rational below, Rational above) =>
        Enumerable.Range(2, GreatestDenominator - 1)
            .SelectMany(denominator => Enumerable.Range(1, denominator - 1).Select(part => below + new Rational(part, denominator)))
            .Where(fraction => fraction < above).Distinct().Order();

    private CutoffVerdict Fairness(Role.Party party, Timing timing, CancellationToken cancellation)
    {
        var world = World.Against(protocol, party, [party]);
        var question = Questions.Violating(world, Property.Fairness, party.Name, timing);
        return Ask(question, found =>
            new CutoffVerdict.Broken(TraceBuilder.Of(world, Property.Fairness, party.Name, question.Timeline, found)), cancellation);
    }

    private CutoffVerdict Settling(Role.Party party, Timing timing, CancellationToken cancellation)
    {
        var timeline = new Timeline(Ground.Essential(World.Against(protocol, party, [party])), timing: timing);
        var question = new Question(timeline, Questions.Disturbed, round => Formula.Or(timeline.Ground.WaitPoints
            .Where(at => at.IsExclusive && HasSpoken(at))
            .Select(at => Formula.And(timeline.On(at.After!, round), StillWaits(timeline, at, round)))));
        return Ask(question, _ => new CutoffVerdict.NeverSettles(timeline.Ground.World.Honest[0].Symbol), cancellation);
    }

    private CutoffVerdict Ask(Question question, Func<Finding.Found, CutoffVerdict> broken, CancellationToken cancellation)
    {
        using var solver = newSolver();
        return BoundedSearch.Run(question, solver, limits, cancellation) switch
        {
            Finding.Found found => broken(found),
            Finding.Exhausted { IsEmpty: true } =>
                new CutoffVerdict.Vacuous(question.Timeline.Ground.World.Honest[0].Symbol, Goals.Emptiness(Property.Fairness)),
            Finding.Exhausted => new CutoffVerdict.Proved(),
            Finding.NoneUpTo none => new CutoffVerdict.Unknown($"nothing found in {none.Rounds} rounds"),
            Finding.Unknown unknown => new CutoffVerdict.Unknown(unknown.Reason),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static bool HasSpoken(WaitPoint at)
    {
        for (var step = at.After; step is not null; step = step.Parent)
        {
            if (!step.Sends.IsEmpty)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Waits with no time to end it, or has waited for longer than the last of the protocol's deadlines, seen on the slowest clock.
    /// </summary>
    private Formula StillWaits(Timeline timeline, WaitPoint at, int round)
    {
        var clocks = timeline.Clocks!;
        var moved = at.Choices.Where(choice => at.Alarm is not null)
            .Select(choice => Formula.And(timeline.On(choice, round), Formula.Not(IsLate(choice))));
        return Formula.Not(Formula.Or(moved));

        Formula IsLate(Event choice) => Formula.And(protocol.Deadlines.Select(deadline => Formula.Less(
                clocks.PointOf(new GroundDeadline(at.Alarm!.Time, deadline.Sign, deadline.Margin)) + clocks.Skew, clocks.TimeOf(choice)))
            .Append(Formula.Less(clocks.TimeOf(at.After!), clocks.TimeOf(choice))));
    }
}

/// <summary>What is known of the cut-off property for one timing. Only <see cref="Proved"/> is a proof.</summary>
public abstract record CutoffVerdict
{
    private CutoffVerdict()
    {
    }

    /// <summary>
    /// In every run, soon after T each honest party knows for good: it has its item, or the other side never gets its own.
    /// </summary>
    public sealed record Proved : CutoffVerdict;

    /// <summary>A schedule after which the other side has its item and the honest party, at its end, does not.</summary>
    public sealed record Broken(Trace Trace) : CutoffVerdict;

    /// <summary>An honest party that has given something away may still wait long after T.</summary>
    /// <param name="Party">Who waits.</param>
    public sealed record NeverSettles(string Party) : CutoffVerdict;

    /// <summary>The other side never gets its item, so there is no run of which the property says anything.</summary>
    /// <param name="Party">The honest party.</param>
    public sealed record Vacuous(string Party, string Reason) : CutoffVerdict;

    public sealed record Unknown(string Reason) : CutoffVerdict;
}

/// <summary>The least length of a margin for which the cut-off property holds, while the others are what the definition says.</summary>
/// <param name="Margin">The protocol's parameter.</param>
/// <param name="Skews">How many skews.</param>
/// <param name="Delays">How many delays.</param>
/// <param name="Least">With that many of each: proved for every skew and every delay at once.</param>
public sealed record LeastMargin(Margin Margin, Rational Skews, Rational Delays, CutoffVerdict Least)
{
    public Span Span => new(Skews, Delays, 0);

    public override string ToString() =>
        string.Join(" + ", new[] { Say(Skews, "skew"), Say(Delays, "delay") }.OfType<string>()) is { Length: > 0 } words ? words : "0";

    private static string? Say(Rational count, string unit) => count == Rational.Zero ? null : $"{count} {unit}{(count == 1 ? "" : "s")}";
}
