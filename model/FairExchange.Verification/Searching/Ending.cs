using FairExchange.Model.Language;
using FairExchange.Verification.Grounding;
using FairExchange.Verification.Solving;

namespace FairExchange.Verification.Searching;

/// <summary>What is true of a run that has come to its end. Leaving out any of the first three attacks fair protocols.</summary>
internal static class Ending
{
    /// <summary>An honest session goes one way.</summary>
    public static IEnumerable<Formula> OneWay(Timeline timeline, int round) => timeline.Ground.WaitPoints
        .Where(at => at.IsExclusive)
        .Select(at => Formula.AtMost(1, at.Choices.Select(choice => timeline.On(choice, round))));

    /// <summary>Where a session waits with an <c>Otherwise</c>, time has run out for it or something fitting came.</summary>
    public static IEnumerable<Formula> TimeHasRunOut(Timeline timeline, int round) => timeline.Ground.WaitPoints
        .Where(at => at.HasOtherwise)
        .Select(at => Formula.Implies(Reached(timeline, at, round), Moved(timeline, at, round)));

    /// <summary>What was sent over a resilient channel has been read by whoever waits for it: requests are answered, and answers arrive.</summary>
    public static IEnumerable<Formula> ResilientArrives(Timeline timeline, int round) =>
        Arrives(timeline, round, sending => sending.Assurance.HasFlag(Assurance.Resilient), timeline.Clocks);

    /// <summary>A run that nobody disturbs has come to rest: every session has begun, and every message has arrived, once and not too late.</summary>
    public static IEnumerable<Formula> Undisturbed(Timeline timeline, int round)
    {
        var late = timeline.Ground.Events.Where(happening => !happening.TooLateFor.IsEmpty).Select(happening => Formula.Not(timeline.On(happening, round)));
        return AtRest(timeline, round).Concat(timeline.Copies.EachOnce(round)).Concat(late);
    }

    /// <summary>
    /// Nobody loses patience in this round of an undisturbed run but where nothing was on its way any more, to anybody: what will be sent in answer to what is on its way counts as well. And one
    /// at a time, since what the first does then may be what another waits for. Only whoever gets what fits neither now nor later gives up at once.
    /// </summary>
    public static IEnumerable<Formula> Patience(Timeline timeline, int round)
    {
        var timeOuts = timeline.Ground.Events.Where(happening => happening.Kind == EventKind.Otherwise).ToList();
        if (timeOuts.Count == 0)
        {
            yield break;
        }

        var now = timeOuts.ConvertAll(timeOut => Formula.And(timeline.On(timeOut, round), Formula.Not(timeline.On(timeOut, round - 1))));
        yield return Formula.AtMost(1, now);
        var atRest = Formula.And(AtRest(timeline, round - 1));
        foreach (var (timeOut, lost) in timeOuts.Zip(now))
        {
            yield return Formula.Implies(lost, Formula.Or([atRest, .. Misfits(timeline, timeOut).Select(sender => timeline.On(sender, round - 1))]));
        }

        foreach (var (timeOut, lost) in timeline.Clocks is null ? [] : timeOuts.Zip(now))
        {
            yield return Formula.Implies(lost, Formula.And(timeline.Ground.Events.Where(earlier => earlier != timeOut).Select(earlier =>
                Formula.Implies(timeline.On(earlier, round - 1), timeline.Clocks!.Precedes(earlier, timeOut)))));
        }
    }

    /// <summary>
    /// A trusted party that waits for more reads a request there before it begins anything new with it, and of two requests it reads one
    /// first.
    /// </summary>
    public static IEnumerable<Formula> GoesOnFirst(Timeline timeline, int round) =>
        from beginning in timeline.Ground.Events
        from rival in Rivals(timeline.Ground, beginning)
        let isOpen = Formula.And(timeline.On(rival.Parent!, round), Formula.Not(Moved(timeline, rival.At, round - 1)))
        select Formula.Implies(Formula.And(timeline.On(beginning, round), isOpen), timeline.On(beginning, round - 1));

    /// <summary>Where the trusted party that begins something with a request may be waiting for it.</summary>
    public static IEnumerable<Event> Rivals(Ground ground, Event beginning) => beginning.At is { Role: Role.Trusted { IsStateless: false }, After: null }
        ? ground.Events.Where(rival => rival.At.Actor == beginning.At.Actor && rival.Parent is not null && Equals(rival.Input, beginning.Input))
        : [];

    /// <summary>
    /// Whoever sends the actor what its session reads neither there nor later, unless it gives up, nor has read before, and no other session of it does: what came does not fit.
    /// </summary>
    private static IEnumerable<Event> Misfits(Timeline timeline, Event timeOut)
    {
        var readable = timeline.Ground.Events
            .Where(reader => reader.At.Actor == timeOut.At.Actor && reader.Input is not null
                && (reader.At.Session != timeOut.At.Session || Follows(timeOut, reader) || (Follows(reader, timeOut.Parent!) && !Follows(reader, timeOut))))
            .Select(reader => reader.Input!).ToHashSet();
        return timeline.Ground.Events.Where(sender => sender.Sends.Any(sending => sending.To == timeOut.At.Actor && !readable.Contains(sending.Message)));
    }

    private static bool Follows(Event later, Event earlier) => later == earlier || (later.Parent is { } parent && Follows(parent, earlier));

    private static IEnumerable<Formula> AtRest(Timeline timeline, int round) =>
        timeline.Ground.WaitPoints.Where(at => at.After is null && at.IsExclusive).Select(at => Moved(timeline, at, round)).Concat(Arrives(timeline, round, _ => true));

    /// <summary>Every session in the role that has sent or read anything has gone on to its end.</summary>
    public static Formula Ended(Timeline timeline, int round, Role.Party role) => Formula.And(timeline.Ground.WaitPoints
        .Where(at => at.IsExclusive && at.Role == role && at.After is { } after && (after.Kind != EventKind.Start || !after.Sends.IsEmpty))
        .Select(at => Formula.Implies(Reached(timeline, at, round), Moved(timeline, at, round))));

    /// <summary>Some session in the role has done more than to begin.</summary>
    public static Formula TookPart(Timeline timeline, int round, Role.Party role) => Formula.Or(timeline.Ground.Events
        .Where(happening => happening.At.Role == role && (happening.Kind != EventKind.Start || !happening.Sends.IsEmpty)).Select(happening => timeline.On(happening, round)));

    /// <summary>Some trusted party has come to a place where it waits for more, with what it has read until then.</summary>
    public static Formula Kept(Timeline timeline, int round) => Formula.Or(timeline.Ground.WaitPoints
        .Where(at => !at.IsExclusive && at.After is not null).Select(at => Reached(timeline, at, round)));

    /// <param name="clocks">Where given: arrives within the delay, and may then be refused as too late.</param>
    private static IEnumerable<Formula> Arrives(Timeline timeline, int round, Func<Sending, bool> surely, Clocks? clocks = null)
    {
        var waiting = timeline.Ground.Events.Concat(timeline.Ground.WaitPoints.SelectMany(at => at.PassedOver))
            .Where(happening => happening.Input is not null)
            .ToLookup(happening => (happening.At.Actor, happening.Input!));
        foreach (var sender in timeline.Ground.Events)
        {
            foreach (var fitting in sender.Sends.Where(surely).SelectMany(sending => waiting[(sending.To, sending.Message)]))
            {
                var at = fitting.At;
                // A session that went another way has taken this message for late; a trusted party takes every request, by one handler or another where a deadline is between them.
                var taken = at.IsExclusive
                    ? Formula.Or(Moved(timeline, at, round, Within), timeline.Copies.ReadElsewhere(sender, fitting, round))
                    : Formula.Or(
                        Copies.IsUsedUp(timeline.Ground.World, fitting) ? timeline.Copies.ReadElsewhere(sender, fitting, round) : Formula.False,
                        Formula.Or(Handlers(fitting).Select(reader => Formula.And(timeline.On(reader, round), Within(reader)))));
                var late = clocks?.MayBeLate(fitting, sender) ?? Formula.False;
                yield return Formula.Implies(Formula.And(timeline.On(sender, round), Reached(timeline, at, round)), Formula.Or(taken, late));
                Formula Within(Event choice) => clocks?.ByArrival(choice, sender) ?? Formula.True;
            }
        }

        IEnumerable<Event> Handlers(Event fitting) => fitting.TooLateFor.IsEmpty ? [fitting] : waiting[(fitting.At.Actor, fitting.Input!)].Where(reader => reader.At.After == fitting.At.After);
    }

    private static Formula Reached(Timeline timeline, WaitPoint at, int round) => at.After is { } after ? timeline.On(after, round) : Formula.True;

    private static Formula Moved(Timeline timeline, WaitPoint at, int round, Func<Event, Formula>? inTime = null) => Formula.Or(at.Choices.Select(choice =>
        inTime is null ? timeline.On(choice, round) : Formula.And(timeline.On(choice, round), inTime(choice))));
}
