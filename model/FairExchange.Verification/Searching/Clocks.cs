using System.Collections.Immutable;
using FairExchange.Model.Language;
using FairExchange.Verification.Grounding;
using FairExchange.Verification.Solving;

namespace FairExchange.Verification.Searching;

/// <summary>
/// When the events of a timed protocol happen, as real variables beside the timeline's Booleans: each has a true time and what its actor's
/// clock shows then, which differ by a skew at most. Rounds stay what they are without clocks, steps of derivation: an event's input must
/// have been there by its time and since the round before. A run is its events in the order of their times, then of their rounds; so
/// whatever waits, rounds do not, and the search needs no more of them than without clocks.
/// </summary>
internal sealed class Clocks
{
    private readonly Ground ground;
    private readonly Timing timing;
    private readonly Func<string, Real> real;

    public Clocks(Ground ground, Timing timing, Func<string, Real> real)
    {
        (this.ground, this.timing, this.real) = (ground, timing, real);
        Skew = timing.Skew is { } skew ? skew : real("skew");
        Delay = timing.Delay is { } delay ? delay : real("delay");
    }

    public Linear Skew { get; }

    public Linear Delay { get; }

    public Real Value(Term.Constant time) => real($"time {time.Symbol}");

    /// <summary>When the event happens, if it does. A session goes one way, so what it may do at one place shares one variable.</summary>
    public Real TimeOf(Event happening) => real($"{Place(happening)} happens");

    /// <summary>What the actor's clock shows then.</summary>
    public Linear ClockOf(Event happening) => timing.IsSteady
        ? TimeOf(happening) + (Linear)OffsetOf(happening.At.Actor)
        : real($"{Place(happening)} on the clock");

    public Linear LengthOf(Margin margin) => timing.Of(margin, Skew, Delay);

    public Linear PointOf(GroundDeadline moment) => moment.Margin is null
        ? Value(moment.Time)
        : Value(moment.Time) + ((Rational)moment.Sign * LengthOf(moment.Margin));

    /// <summary>What holds of times whatever happens.</summary>
    public IEnumerable<Formula> Always()
    {
        yield return Formula.LessOrEqual(0, Skew);
        yield return Formula.LessOrEqual(0, Delay);
        // Two times are two; which of them is called the first does not matter.
        var times = ground.Domains.Of(Sort.Time).Cast<Term.Constant>().Select(Value).ToList();
        foreach (var (earlier, later) in times.Zip(times.Skip(1)))
        {
            yield return Formula.Less(earlier, later);
        }

        foreach (var happening in ground.Events.DistinctBy(TimeOf))
        {
            Linear off = timing.IsSteady ? OffsetOf(happening.At.Actor) : ClockOf(happening);
            Linear truth = timing.IsSteady ? 0 : TimeOf(happening);
            yield return Formula.LessOrEqual(truth - Skew, off);
            yield return Formula.LessOrEqual(off, truth + Skew);
            if (happening.Parent is { } parent)
            {
                yield return Formula.LessOrEqual(TimeOf(parent), TimeOf(happening));
            }
        }
    }

    /// <summary>
    /// Whether the event is in time: not after its deadline, not before the deadlines of what would take its message until then, and not
    /// after time has run out where its actor waits; a time-out that only time brings, not before that.
    /// </summary>
    public Formula Allows(Event happening)
    {
        var (at, clock) = (happening.At, ClockOf(happening));
        List<Formula> rules = [.. happening.TooLateFor.Select(passed => Formula.Less(PointOf(passed), clock))];
        if (happening.Before is { } before)
        {
            rules.Add(Formula.LessOrEqual(clock, PointOf(before)));
        }

        if (at.Alarm is { } alarm)
        {
            var atOnce = Formula.And(
                Formula.LessOrEqual(TimeOf(happening), TimeOf(at.After!)), Formula.LessOrEqual(clock, ClockOf(at.After!)));
            rules.Add(Formula.Or(Formula.LessOrEqual(clock, PointOf(alarm)), atOnce));
            if (at.IsPatient && happening.Kind == EventKind.Otherwise)
            {
                rules.Add(Formula.LessOrEqual(PointOf(alarm), clock));
            }
        }

        return Formula.And(rules);
    }

    /// <summary>Whether one event is no later than another.</summary>
    public Formula Precedes(Event earlier, Event later) => Formula.LessOrEqual(TimeOf(earlier), TimeOf(later));

    /// <summary>
    /// Whether a message read by the event might have come when the actor took it for late, had it come as late as the channel may bring
    /// it.
    /// </summary>
    public Formula MayBeLate(Event reader, Event sender) => reader.Before is not { } point ? Formula.False : Formula.Or(
        ShowsAfter(reader.At.Actor, TimeOf(sender) + Delay, PointOf(point)),
        reader.Parent is { } parent ? ShowsAfter(reader.At.Actor, TimeOf(parent), PointOf(point)) : Formula.False);

    /// <summary>
    /// Whether the event has happened when a message must have come, or as soon as its actor was there after that. Who waits until a time
    /// reads what comes in that very moment, so its time-out must have been earlier.
    /// </summary>
    public Formula ByArrival(Event happening, Event sender) => happening is { Kind: EventKind.Otherwise, At.IsPatient: true }
        ? Formula.Less(TimeOf(happening), TimeOf(sender) + Delay)
        : Formula.Or(
            Formula.LessOrEqual(TimeOf(happening), TimeOf(sender) + Delay),
            happening.Parent is { } parent ? Precedes(happening, parent) : Formula.False);

    /// <summary>When the event happens in a run that was found, and what its actor's clock shows then.</summary>
    public (Rational At, Rational Clock) In(IModel model, Event happening) =>
        (model.Value(TimeOf(happening)), ClockOf(happening).Evaluate(model.Value));

    private Formula ShowsAfter(Term.Constant actor, Linear time, Linear point) =>
        Formula.Less(point, time + (timing.IsSteady ? OffsetOf(actor) : Skew));

    private Real OffsetOf(Term.Constant actor) => real($"clock of {actor.Symbol} is ahead by");

    private static string Place(Event happening) => happening.At.Session is { } session
        ? $"step {happening.At.Depth} of session {session.Number}"
        : happening.ToString();
}

/// <summary>
/// How far clocks are off, how long resilient channels take, and how long the protocol's margins are. Numbers, or free: then what is proved
/// holds for all.
/// </summary>
/// <param name="Skew">The bound on what a clock is off, in either direction; null: any that is not negative.</param>
/// <param name="Delay">The bound on what a resilient channel takes; null: any that is not negative.</param>
/// <param name="Margins">Margins that are not what the definition says.</param>
/// <param name="IsSteady">
/// Each clock is off by the same all the time. Otherwise each reading of it may be off by another amount within the bound, whatever it
/// showed before: a proof of that holds of all clocks, and an attack with steady clocks works with the best that the bound allows.
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
