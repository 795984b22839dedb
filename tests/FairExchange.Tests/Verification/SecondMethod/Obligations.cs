using FairExchange.Model.Language;
using FairExchange.Verification.Grounding;

namespace FairExchange.Tests.Verification.SecondMethod;

/// <summary>
/// What has to happen before a run ends, since time has run out or resilient messages have been read by then, and what may as well happen
/// at once.
/// </summary>
internal sealed class Obligations
{
    private readonly Ground ground;
    private readonly Steps steps;
    private readonly WaitPoint[] impatient;
    private readonly Event[][] obliged;
    private readonly Event[][] obliging;
    private readonly Event[][] obligedInTheEnd;
    private readonly Event[] atOnce;

    /// <param name="ground">Of the world.</param>
    /// <param name="steps">How its runs go on.</param>
    /// <param name="readers">Who reads what.</param>
    /// <param name="eager">Whether anything happens at once.</param>
    public Obligations(Ground ground, Steps steps, ILookup<(Term.Constant To, Term? Message), Event> readers, bool eager)
    {
        (this.ground, this.steps) = (ground, steps);
        impatient = [.. ground.WaitPoints.Where(at => at.HasOtherwise)];
        obliged = [.. ground.Events.Select(happening =>
            happening.Sends.Where(IsResilient).SelectMany(sending => readers[(sending.To, sending.Message)]).ToArray())];
        var senders = ground.Events.SelectMany(sender => obliged[sender.Index].Select(reader => (reader, sender)))
            .ToLookup(pair => pair.reader, pair => pair.sender);
        obliging = [.. ground.Events.Select(reader => senders[reader].Distinct().ToArray())];
        var later = ground.Events.ToLookup(happening => happening.Parent);
        var consequences = ground.Events
            .Select(happening => eager && happening.At.Session is null ? Consequences(happening, later) : []).ToList();
        obligedInTheEnd = [.. consequences.Select(events =>
            events.SelectMany(next => obliged[next.Index]).Where(reader => reader.At.Session is not null).Distinct().ToArray())];
        atOnce = [.. ground.Events.Where(happening => consequences[happening.Index] is { Count: > 0 } events
            && (!IsTimed || events.All(next => obliged[next.Index].Length == 0)))];
    }

    private bool IsTimed => ground.World.Protocol.IsTimed;

    /// <summary>The run with all that may as well happen at once.</summary>
    public Run Saturated(Run run)
    {
        for (var before = -1; before < run.Events.Count;)
        {
            before = run.Events.Count;
            foreach (var candidate in atOnce)
            {
                if (!run.Has(candidate) && run.IsOpen(candidate) && !IsFirst(candidate, run) && IsAtOnce(candidate, run)
                    && steps.CanHappen(candidate, run))
                {
                    steps.Happen(candidate, run);
                }
            }
        }

        return run;
    }

    /// <summary>What is entered first under a key decides about all that comes after, which then follows from it.</summary>
    private static bool IsFirst(Event candidate, Run run) =>
        candidate.Enters is { } entry && !Delivery.Standing(entry, run.Events).Any();

    /// <summary>When messages arrive by the clock, and whether they are late then, is the schedule's business.</summary>
    public bool CanEnd(Run run) =>
        Array.TrueForAll(impatient, at => !run.Reaches(at) || run.HasMoved(at))
        && (IsTimed || ResilientArrived(run));

    private bool ResilientArrived(Run run) => run.Events.TrueForAll(sender => Array.TrueForAll(obliged[sender.Index],
        reader => !run.Reaches(reader.At) || (reader.At.IsExclusive ? run.HasMoved(reader.At) || WasRead(reader, run)
            : run.Has(reader) || IsAnsweredOtherwise(reader, run))));

    /// <summary>However the register stands, the request is taken once.</summary>
    private static bool IsAnsweredOtherwise(Event reader, Run run) => (reader.Enters ?? reader.Finds) is not null
        && run.Events.Exists(other => other.At == reader.At && Equals(other.Input, reader.Input));

    /// <summary>
    /// Whether all copies of what the reader waits for may have been what the same session read before. A reading may have been of a copy
    /// that could be sent without it.
    /// </summary>
    private bool WasRead(Event waiting, Run run)
    {
        var before = run.Events.FindAll(happening => happening.At.Session == waiting.At.Session && Equals(happening.Input, waiting.Input));
        var senders = run.Events.FindAll(sender => Copies(sender) > 0);
        return senders.TrueForAll(sender => before.Exists(reading => ComesWithout(sender, reading, run)))
            && senders.Sum(Copies) <= before.Count;

        int Copies(Event sender) => sender.Sends.Count(sending =>
            IsResilient(sending) && sending.To == waiting.At.Actor && sending.Message.Equals(waiting.Input));
    }

    /// <summary>Whether an event of the run can happen in it before another has.</summary>
    private bool ComesWithout(Event sender, Event reading, Run run)
    {
        var without = steps.Beginning();
        while (run.Events.Find(next => next != reading && !without.Has(next) && steps.CanHappen(next, without)) is { } next)
        {
            steps.Happen(next, without);
        }

        return without.Has(sender);
    }

    /// <summary>
    /// Whether a resilient channel brings the message that is read: then it has to be, even where that teaches nobody anything.
    /// </summary>
    public bool IsOwed(Event happening, Run run) => Array.Exists(obliging[happening.Index], run.Has);

    /// <summary>
    /// Whether every run that goes on from here and ends has the event, or can have it without more to be done for it: it reads what is
    /// sure to arrive, or whoever may be obliged by it, or by what
    /// its actor may do after it, has read it, never comes to where he would, went another way there, or has to go some way from there in
    /// any case.
    /// </summary>
    private bool IsAtOnce(Event happening, Run run) => IsTimed || IsOwed(happening, run)
        || Array.TrueForAll(
            obligedInTheEnd[happening.Index], reader => run.Has(reader) || !CanCome(reader.At, run) || MustGo(reader.At, run));

    /// <summary>Whether a session that is not there any more will be or still is where it can choose.</summary>
    private static bool CanCome(WaitPoint at, Run run) =>
        !run.HasMoved(at) && (at.After is not { } after || run.Has(after) || CanCome(after.At, run));

    /// <summary>Whether no run ends in which the session stays where it is.</summary>
    private bool MustGo(WaitPoint at, Run run) => run.Reaches(at) && (at.HasOtherwise
        || at.Choices.Any(reader => IsOwed(reader, run)
            && !run.Events.Exists(before => before.At.Session == at.Session && Equals(before.Input, reader.Input))));

    /// <summary>A trusted party's event, what that party may do after it, what trusted parties do with what it sends, and so on.</summary>
    private HashSet<Event> Consequences(Event first, ILookup<Event?, Event> later)
    {
        var found = new HashSet<Event> { first };
        var open = new Queue<Event>(found);
        while (open.TryDequeue(out var happening))
        {
            var next = later[happening].Concat(obliged[happening.Index]).Where(next => next.At.Session is null);
            foreach (var consequence in next.Where(found.Add))
            {
                open.Enqueue(consequence);
            }
        }

        return found;
    }

    private static bool IsResilient(Sending sending) => sending.Assurance.HasFlag(Assurance.Resilient);
}
