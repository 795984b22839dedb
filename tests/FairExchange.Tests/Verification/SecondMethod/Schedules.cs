using FairExchange.Model.Language;
using FairExchange.Verification.Grounding;

namespace FairExchange.Tests.Verification.SecondMethod;

/// <summary>How far clocks are off, how long channels take, and how long margins are, in numbers.</summary>
internal sealed record Bounds(long Skew, long Delay, Func<Margin, long>? Length = null)
{
    /// <summary>
    /// No rule of a timed run has a number of its own: all are so many skews and delays. So runs may be stretched, and two runs of the same
    /// events in the same order add up, span by span, to one with the sums of their skews and delays. Skew and delay alone, and both in a
    /// mixture or two, are then a fair sample of all, which is what the solver speaks of.
    /// </summary>
    public static IReadOnlyList<Bounds> Sample { get; } = [new(0, 0), new(1, 0), new(0, 1), new(3, 10), new(10, 3)];

    public long Of(GroundDeadline moment) => moment.Margin is not { } margin ? 0
        : moment.Sign * (Length?.Invoke(margin) ?? ((margin.Skews * Skew) + (margin.Delays * Delay)));
}

/// <summary>
/// Whether a set of events can come about by the clock, and end: every order of them, and for each order the gaps between their times that
/// clocks, deadlines and channels leave. Which of several reasons puts a message in time, or makes it late, is tried in every way.
/// </summary>
internal sealed class Schedules(
    Bounds bounds, Func<Event, Run, bool> canHappen, Func<Event, Run, bool> teaches, Action<Event, Run> happen,
    ILookup<(Term.Constant To, Term? Message), Event> readers)
{
    private int placed;

    /// <summary>How many events it puts into an order for all questions together, before it gives up.</summary>
    public int Most { get; init; } = int.MaxValue;

    /// <param name="run">Of nothing yet.</param>
    /// <param name="due">What has to happen.</param>
    /// <param name="optional">What may happen, and matters only for what it teaches the adversary, or for what a channel owes it.</param>
    /// <param name="isBad">What is looked for, of the run at its end.</param>
    public bool Exists(Run run, IReadOnlyCollection<Event> due, IReadOnlyCollection<Event> optional, Func<Run, bool> isBad) =>
        Place(run, Zone.Any, due, optional, isBad);

    private bool Place(Run run, Zone zone, IReadOnlyCollection<Event> due, IReadOnlyCollection<Event> optional, Func<Run, bool> isBad)
    {
        if (due.Count == 0 && isBad(run) && Meet(zone, [.. Arrivals(run)], 0))
        {
            return true;
        }

        return due.Any(next => Then(next, [.. due.Where(other => other != next)]))
            || optional.Where(next => !run.Has(next) && canHappen(next, run) && teaches(next, run)).Any(next => Then(next, due));

        bool Then(Event next, IReadOnlyCollection<Event> rest)
        {
            if (!canHappen(next, run))
            {
                return false;
            }

            if (placed++ >= Most)
            {
                throw new ExplorationTooLargeException($"more than {Most} events put into an order");
            }

            var extended = new Run(run);
            happen(next, extended);
            return (run.Events.Count == 0 ? zone : zone.With(new Gap(run.Events[^1], next, 0))) is { } after
                && Rules(next).Select(way => after.With(way)).OfType<Zone>().Any(left => Place(extended, left, rest, optional, isBad));
        }
    }

    /// <summary>
    /// The ways in which an event is in time by its actor's clock, which may be off by a skew either way whenever it is looked at.
    /// </summary>
    private IEnumerable<Gap[]> Rules(Event happening)
    {
        Gap[] always =
        [
            .. happening.Before is { } before ? [NotAfter(happening, before)] : Array.Empty<Gap>(),
            .. happening.TooLateFor.Select(passed => new Gap(passed.Time, happening, bounds.Skew - bounds.Of(passed), IsStrict: true)),
        ];
        if (happening.At.Alarm is not { } alarm)
        {
            return [always];
        }

        Gap[] patient = happening.At.IsPatient && happening.Kind == EventKind.Otherwise
            ? [.. always, new Gap(alarm.Time, happening, bounds.Skew - bounds.Of(alarm))]
            : always;
        return [[.. patient, NotAfter(happening, alarm)], [.. patient, new Gap(happening, happening.Parent!, 0)]];
    }

    private Gap NotAfter(Event happening, GroundDeadline moment) => new(happening, moment.Time, bounds.Skew + bounds.Of(moment));

    /// <summary>
    /// For each message on a resilient channel and each place where it would be read: the ways in which it was, or was taken for late.
    /// </summary>
    private IEnumerable<List<Gap[]>> Arrivals(Run run) =>
        from sender in run.Events
        from sending in sender.Sends.Where(sending => sending.Assurance.HasFlag(Assurance.Resilient))
        from reader in readers[(sending.To, sending.Message)]
        where run.Reaches(reader.At)
        select run.Events.Where(taken => reader.At.IsExclusive ? taken.At == reader.At : taken == reader || Instead(reader).Contains(taken))
            .SelectMany(taken => InTime(taken, sender)).Concat(Late(reader, sender)).ToList();

    /// <summary>
    /// What a trusted party may have done with the message before it was late for that, or where its register stands otherwise.
    /// </summary>
    private IEnumerable<Event> Instead(Event reader) => reader is { TooLateFor.IsEmpty: true, Enters: null, Finds: null }
        ? [] : readers[(reader.At.Actor, reader.Input)].Where(other => other.At.After == reader.At.After);

    private IEnumerable<Gap[]> InTime(Event taken, Event sender) => taken is { Kind: EventKind.Otherwise, At.IsPatient: true }
        ? [[new Gap(taken, sender, bounds.Delay, IsStrict: true)]]
        : taken.Parent is { } parent
            ? [[new Gap(taken, sender, bounds.Delay)], [new Gap(taken, parent, 0)]] : [[new Gap(taken, sender, bounds.Delay)]];

    private IEnumerable<Gap[]> Late(Event reader, Event sender)
    {
        if (reader.Before is not { } point)
        {
            yield break;
        }

        yield return [new Gap(point.Time, sender, bounds.Delay + bounds.Skew - bounds.Of(point), IsStrict: true)];
        if (reader.Parent is { } parent)
        {
            yield return [new Gap(point.Time, parent, bounds.Skew - bounds.Of(point), IsStrict: true)];
        }
    }

    private static bool Meet(Zone zone, IReadOnlyList<List<Gap[]>> rules, int next) =>
        next == rules.Count || rules[next].Any(way => zone.With(way) is { } left && Meet(left, rules, next + 1));
}
