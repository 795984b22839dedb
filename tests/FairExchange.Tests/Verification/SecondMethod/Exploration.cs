using FairExchange.Model.Language;
using FairExchange.Verification.Grounding;

namespace FairExchange.Tests.Verification.SecondMethod;

/// <summary>
/// Looks for an unfair run without a solver: starts from nothing and adds one event at a time that can happen, in every way, to every set of
/// events reached. A set can be an end if time has run out where it can and resilient messages have been read.
/// <para>
/// Two shortcuts, both exact. Sets that are renamings of each other count once (<see cref="Renamings"/>). And where <c>eager</c>, what a trusted party
/// does that can only teach the adversary is done at once: such an event obliges nobody to anything, fits into every run that reaches it, and
/// knowing more never keeps the adversary from anything, nor takes an item from the honest party.
/// </para>
/// <para>
/// Where there are deadlines, a set is reached as if there were none, and then counts only if some order and some times make a run of it (<see cref="Schedules"/>): what can
/// happen by the clock can happen without one.
/// </para>
/// </summary>
internal sealed class Exploration
{
    private readonly Ground ground;
    private readonly Role.Party role;
    private readonly Lexicon lexicon;
    private readonly Reader adversary;
    private readonly Reader honest;
    private readonly Renamings renamings;
    private readonly List<Claim> claims;
    private readonly List<Accusation> accusations;
    private readonly ILookup<(Term.Constant To, Term? Message), Event> readers;
    private readonly HashSet<Event> atOnce;
    private readonly IReadOnlyList<Schedules> schedules;

    /// <param name="bounds">Of clocks and channels, for a protocol with deadlines; a sample of all if left out.</param>
    public Exploration(World world, Role.Party role, bool eager = true, params IReadOnlyList<Bounds> bounds)
    {
        this.role = role;
        ground = Ground.Of(world);
        claims = [.. Claims.Against(ground, role)];
        accusations = [.. Accusation.Against(ground, role)];
        var player = world.Honest.Single();
        lexicon = new Lexicon(ground.Events.SelectMany(TermsOf).Concat(ground.Domains.Public).Concat(ground.Domains.Adversarial)
            .Concat(claims.SelectMany(claim => claim.Matching.Prepend(claim.Shown))).Concat(accusations.Select(accusation => accusation.Evidence)));
        adversary = new Reader(lexicon, name => world.Corrupted.Contains(name), ground.Domains.Public.Concat(ground.Domains.Adversarial));
        honest = new Reader(lexicon, player.Equals, ground.Domains.Public);
        renamings = new Renamings(ground);
        readers = ground.Events.ToLookup(happening => (happening.At.Actor, happening.Input));
        atOnce = [.. eager ? ground.Events.Where(ObligesNobody) : []];
        schedules = world.Protocol.IsTimed
            ? [.. (bounds.Count > 0 ? bounds : Bounds.Sample).Select(bound => new Schedules(bound, CanHappen, (next, run) => Teaches(next, run) || IsOwed(next, run), Happen, readers))]
            : [];
    }

    /// <summary>How many sets of events were looked at.</summary>
    public int Looked { get; private set; }

    /// <summary>How many it looks at for one question before it gives up.</summary>
    public int Most { get; init; } = int.MaxValue;

    /// <summary>An unfair run of the fewest chosen events, or null if there is none.</summary>
    /// <param name="fewerThan">How many chosen events it must not have.</param>
    public IReadOnlyList<Event>? FindUnfairRun(int fewerThan = int.MaxValue) => Find(IsUnfair, fewerThan);

    /// <summary>A run at whose end a session of the role, having said or read something, waits for ever; null if there is none.</summary>
    public IReadOnlyList<Event>? FindHangingRun() => Find(Hangs, int.MaxValue);

    /// <summary>A run, at its end, of which the one or the other is true, or both; null if there is none.</summary>
    /// <param name="takesPart">A session of the role has said or read something.</param>
    /// <param name="isShown">Something may be held against the honest party.</param>
    public IReadOnlyList<Event>? FindRun(bool takesPart, bool isShown) =>
        Find(run => (!takesPart || run.Events.Exists(happening => happening.At.Role == role && SaidOrRead(happening))) && (!isShown || claims.Exists(claim => IsHeld(claim, run))), int.MaxValue);

    /// <summary>A run, at its end, in which something may be held against the honest party, and it holds the matching item; null if there is none.</summary>
    public IReadOnlyList<Event>? FindRunForBoth() => Find(run => claims.Exists(claim => IsHeld(claim, run) && Matches(claim, HeldBy(run))), int.MaxValue);

    /// <summary>A run at whose end evidence can be shown of a deal in which no session of the role took part; null if there is none.</summary>
    public IReadOnlyList<Event>? FindFramingRun() => Find(IsFramed, int.MaxValue);

    private List<Event>? Find(Func<Run, bool> isBad, int fewerThan)
    {
        var visited = new HashSet<string>();
        var open = new Queue<Run>();
        open.Enqueue(Saturated(new Run(ground, adversary.Beginning())));
        while (open.TryDequeue(out var run))
        {
            Looked++;
            if (visited.Count > Most)
            {
                throw new ExplorationTooLargeException($"more than {Most} sets of events");
            }

            if (CanEnd(run) && isBad(run) && (schedules.Count == 0 || schedules.Any(schedule => IsPlayable(run, schedule, isBad))))
            {
                return run.Events;
            }

            foreach (var next in ground.Events.Where(candidate => run.Chosen.Count + 1 < fewerThan && !run.Has(candidate) && CanHappen(candidate, run)))
            {
                if (visited.Add(renamings.Canonical([.. run.Chosen, next.Index])))
                {
                    var extended = new Run(run);
                    extended.Chosen.Add(next.Index);
                    Happen(next, extended);
                    open.Enqueue(Saturated(extended));
                }
            }
        }

        return null;
    }

    private static IEnumerable<Term> TermsOf(Event happening) =>
        happening.Sends.Concat(happening.HandedOver).Select(sending => sending.Message).Concat(happening.Made).Concat(happening.Input is { } input ? [input] : []);

    private static bool IsResilient(Sending sending) => sending.Assurance.HasFlag(Assurance.Resilient);

    /// <summary>A trusted party's event whose resilient messages nobody waits for, and after which that goes for all that may follow.</summary>
    private bool ObligesNobody(Event happening) =>
        happening.At.Session is null
        && happening.Sends.Where(IsResilient).All(sending => !readers[(sending.To, sending.Message)].Any())
        && ground.Events.Where(later => later.Parent == happening).All(ObligesNobody);

    private bool CanHappen(Event candidate, Run run) =>
        run.Reaches(candidate.At) && !(candidate.At.IsExclusive && run.HasMoved(candidate.At))
        && (candidate.Input is not { } input || run.Sent.Contains((candidate.At.Actor, input)) || AdversaryBrings(lexicon[input], candidate, run));

    private bool AdversaryBrings(int input, Event candidate, Run run)
    {
        if (candidate.HandedOver.IsEmpty)
        {
            return adversary.Derives(run.Seen, input);
        }

        // What is handed over comes with the very answer that it is handed over against.
        var seen = (bool[])run.Seen.Clone();
        candidate.HandedOver.ToList().ForEach(sending => adversary.Learn(seen, lexicon[sending.Message]));
        return adversary.Derives(seen, input);
    }

    private bool Teaches(Event happening, Run run) => ReadOf(happening).Any(sending => adversary.IsNew(run.Seen, lexicon[sending.Message]));

    /// <summary>Whether a resilient channel brings the message that is read: then it has to be, by the clock, even where that teaches nobody anything.</summary>
    private static bool IsOwed(Event happening, Run run) => run.Events.Exists(sender =>
        sender.Sends.Any(sending => IsResilient(sending) && sending.To == happening.At.Actor && sending.Message.Equals(happening.Input)));

    /// <summary>What the adversary reads of an event.</summary>
    private IEnumerable<Sending> ReadOf(Event happening) => happening.Sends.Where(ground.World.AdversaryReads).Concat(happening.HandedOver);

    private void Happen(Event happening, Run run)
    {
        run.Add(happening);
        foreach (var sending in ReadOf(happening))
        {
            adversary.Learn(run.Seen, lexicon[sending.Message]);
        }
    }

    private Run Saturated(Run run)
    {
        while (atOnce.FirstOrDefault(candidate => !run.Has(candidate) && CanHappen(candidate, run)) is { } next)
        {
            Happen(next, run);
        }

        return run;
    }

    private bool IsPlayable(Run run, Schedules schedule, Func<Run, bool> isBad)
    {
        var due = run.Chosen.Select(index => ground.Events[index]).ToList();
        return schedule.Exists(new Run(ground, adversary.Beginning()), due, [.. run.Events.Except(due)], isBad);
    }

    /// <summary>When messages arrive by the clock, and whether they are late then, is the schedule's business.</summary>
    private bool CanEnd(Run run) =>
        ground.WaitPoints.All(at => !run.Reaches(at) || !at.HasOtherwise || run.HasMoved(at))
        && (ground.World.Protocol.IsTimed || ResilientArrived(run));

    private bool ResilientArrived(Run run) => run.Events.SelectMany(sender => sender.Sends.Where(IsResilient)).SelectMany(sending => readers[(sending.To, sending.Message)])
        .All(reader => !run.Reaches(reader.At) || (reader.At.IsExclusive ? run.HasMoved(reader.At) || WasRead(reader, run) : run.Has(reader)));

    /// <summary>Whether all copies of what the reader waits for may have been what the same session read before. A reading may have been of a copy that could be sent without it.</summary>
    private bool WasRead(Event waiting, Run run)
    {
        var before = run.Events.Where(happening => happening.At.Session == waiting.At.Session && Equals(happening.Input, waiting.Input)).ToList();
        var senders = run.Events.FindAll(sender => Copies(sender) > 0);
        return senders.TrueForAll(sender => before.Exists(reading => ComesWithout(sender, reading, run))) && senders.Sum(Copies) <= before.Count;

        int Copies(Event sender) => sender.Sends.Count(sending => IsResilient(sending) && sending.To == waiting.At.Actor && sending.Message.Equals(waiting.Input));
    }

    /// <summary>Whether an event of the run can happen in it before another has.</summary>
    private bool ComesWithout(Event sender, Event reading, Run run)
    {
        var without = new Run(ground, adversary.Beginning());
        while (run.Events.Find(next => next != reading && !without.Has(next) && CanHappen(next, without)) is { } next)
        {
            Happen(next, without);
        }

        return without.Has(sender);
    }

    private bool Hangs(Run run) => run.Events.Where(happening => happening.At.Role == role)
        .GroupBy(happening => happening.At.Session)
        .Select(session => (Last: session.MaxBy(Depth)!, SaidOrRead: session.Any(SaidOrRead)))
        .Any(session => session.SaidOrRead && ground.WaitPoints.Any(at => at.After == session.Last));

    private static bool SaidOrRead(Event happening) => happening.Kind != EventKind.Start || !happening.Sends.IsEmpty;

    private bool IsHeld(Claim claim, Run run) => (claim.Entry is null || run.Has(claim.Entry)) && adversary.Derives(run.Seen, lexicon[claim.Shown]);

    private static int Depth(Event happening) => happening.Parent is { } parent ? Depth(parent) + 1 : 0;

    private bool IsFramed(Run run) => accusations.Exists(accusation => adversary.Derives(run.Seen, lexicon[accusation.Evidence]) && !accusation.IsTrueOf(run.Events));

    private bool IsUnfair(Run run)
    {
        var held = HeldBy(run);
        return claims.Exists(claim => IsHeld(claim, run) && !Matches(claim, held));
    }

    private bool Matches(Claim claim, bool[] held) => claim.Matching.Any(item => honest.Derives(held, lexicon[item]));

    private bool[] HeldBy(Run run)
    {
        var held = honest.Beginning();
        foreach (var happening in run.Events.Where(happening => happening.At.Session is not null))
        {
            happening.Made.Concat(happening.Input is { } input ? [input] : []).ToList().ForEach(term => honest.Learn(held, lexicon[term]));
        }

        return held;
    }
}

/// <summary>Given up: there are more runs than were to be looked at.</summary>
internal sealed class ExplorationTooLargeException(string message) : Exception(message);
