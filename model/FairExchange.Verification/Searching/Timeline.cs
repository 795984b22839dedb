using FairExchange.Model.Language;
using FairExchange.Verification.Grounding;
using FairExchange.Verification.Solving;

namespace FairExchange.Verification.Searching;

/// <summary>
/// Which events have happened by the end of each round, one Boolean per event and round. Events are monotone; an event needs its parent by
/// the same round, and an input that is there since the round before.
/// </summary>
internal sealed class Timeline
{
    private readonly Vocabulary vocabulary = new();
    private readonly string[] names;
    private readonly List<Atom[]> rounds = [];
    private readonly Dictionary<(Term.Constant To, Term Message), List<Event>> senders = [];
    private readonly ILookup<RegisterEntry, Event> entering;
    private readonly Dictionary<Term.Constant, Knowledge> knowledge = [];
    private readonly Knowledge adversary;
    private readonly Dictionary<Term.Constant, Knowledge> withoutTrusted = [];

    /// <param name="ground">The events.</param>
    /// <param name="timing">For a protocol that looks at clocks; null: nothing is ever late, and time is only "sooner or later".</param>
    /// <param name="isUndisturbed">Both are honest, and nobody loses patience as long as anything is on its way to anybody.</param>
    public Timeline(Ground ground, Timing? timing = null, bool isUndisturbed = false)
    {
        Ground = ground;
        names = [.. ground.Events.Select(happening => happening.ToString())];
        if (names.Distinct().Count() != names.Length)
        {
            // Two events under one name would be one Boolean, and verdicts about neither.
            throw new InvalidOperationException("Two events bear the same name.");
        }

        foreach (var (happening,
            key) in ground.Events.SelectMany(happening =>
            happening.Sends.Select(sending => (sending.To, sending.Message)).Distinct().Select(key => (happening, key))))
        {
            (senders.TryGetValue(key, out var known) ? known : senders[key] = []).Add(happening);
        }

        entering = ground.Events.Where(happening => happening.Enters is not null).ToLookup(happening => happening.Enters!);
        IsUndisturbed = isUndisturbed;
        Copies = new Copies(this, vocabulary.Atom);
        adversary = Knowledge.OfAdversary(this);
        foreach (var honest in ground.World.Honest)
        {
            knowledge[honest] = Knowledge.Of(honest, this, _ => Formula.True);
        }

        foreach (var honest in ground.World.HasAdversary ? [] : ground.World.Honest)
        {
            withoutTrusted[honest] = Knowledge.Of(honest, this, reader => Formula.Not(Copies.IsFromTrusted(reader)));
        }

        foreach (var trusted in ground.World.Protocol.TrustedParties.Select(World.TrustedName))
        {
            knowledge[trusted] = Knowledge.OfTrusted(trusted, this);
        }

        Clocks = timing is not null && ground.World.Protocol.IsTimed ? new Clocks(ground, timing, vocabulary.Real) : null;
    }

    public Ground Ground { get; }

    /// <summary>Null where the protocol looks at no clock: then time is only "sooner or later".</summary>
    internal Clocks? Clocks { get; }

    /// <summary>Which copy of a message is read where.</summary>
    internal Copies Copies { get; }

    /// <summary>
    /// Whether time runs out for somebody only where nothing is on its way any more. Then rounds are the order in which things happen, and
    /// not only steps of derivation: what happens in one was decided by what had happened before.
    /// </summary>
    public bool IsUndisturbed { get; }

    /// <summary>How many rounds there are by now.</summary>
    public int Rounds => rounds.Count;

    /// <summary>Whether the event has happened by the end of that round; in round 0 nothing has.</summary>
    public Formula On(Event happening, int round) => round == 0 ? Formula.False : rounds[round - 1][happening.Index];

    /// <summary>
    /// Whether the event has happened by the end of that round and, where there are clocks, no later than the one that makes use of it.
    /// </summary>
    internal Formula OnBefore(Event happening, int round, Event? reader) => reader is null || Clocks is null
        ? On(happening, round)
        : Formula.And(On(happening, round), Clocks.Precedes(happening, reader));

    /// <summary>What the adversary can derive at the end of a round.</summary>
    public Formula AdversaryKnows(Term term, int round) => adversary.Knows(term, round);

    /// <summary>What an honest party holds at the end of a round: what it made and what it has read, in whatever session.</summary>
    public Formula Holds(Term.Constant honest, Term term, int round) => knowledge[honest].Knows(term, round);

    /// <summary>The same without what has come from a trusted party.</summary>
    public Formula HoldsWithoutTrusted(Term.Constant honest, Term term, int round) => withoutTrusted[honest].Knows(term, round);

    /// <summary>What a trusted party has been shown by the end of a round.</summary>
    public Formula Learns(Term.Constant trusted, Term term, int round) => knowledge[trusted].Knows(term, round);

    public IEnumerable<Event> SendersOf(Event reader) =>
        reader.Input is { } input && senders.TryGetValue((reader.At.Actor, input), out var known) ? known : [];

    /// <summary>Adds a round and what must hold in it.</summary>
    public void AddRound(ISolver solver)
    {
        var round = Rounds + 1;
        solver.Note($"round {round}");
        foreach (var formula in round == 1 ? Copies.Always().Concat(Clocks?.Always() ?? []) : [])
        {
            solver.Assert(formula);
        }

        rounds.Add([.. names.Select(name => vocabulary.Atom($"{name} @{round}"))]);
        foreach (var happening in Ground.Events)
        {
            var now = On(happening, round);
            var before = On(happening, round - 1);
            solver.Assert(Formula.Implies(before, now));
            if (Clocks is not null)
            {
                solver.Assert(Formula.Implies(now, Formula.Or(before, Clocks.Allows(happening))));
            }

            if (happening.Parent is { } parent)
            {
                solver.Assert(Formula.Implies(now, On(parent, round)));
            }

            if (happening.Input is not null)
            {
                solver.Assert(Formula.Implies(now, Formula.Or(before, Available(happening, round - 1))));
            }

            if (happening.Finds is { } found)
            {
                solver.Assert(Formula.Implies(now, Formula.Or(before, Stands(found, happening, round - 1))));
            }
        }

        foreach (var formula in IsUndisturbed ? Ending.Patience(this, round).Concat(Ending.GoesOnFirst(this, round)) : [])
        {
            solver.Assert(formula);
        }
    }

    /// <summary>Whether the event could have happened by the end of a round, as far as its parent and its input go.</summary>
    public Formula Enabled(Event happening, int round) => round == 0 ? Formula.False : Formula.And(
        happening.Parent is { } parent ? On(parent, round) : Formula.True,
        happening.Input is null ? Formula.True : Available(happening, round - 1),
        happening.Finds is { } found ? Stands(found, happening, round - 1) : Formula.True);

    /// <summary>
    /// A register is written once: under each key one value at most is ever entered, by whatever requests. Which is entered first then
    /// needs no telling: what finds another finds it after that was entered.
    /// </summary>
    public IEnumerable<Formula> OneValuePerKey(int round) => entering.GroupBy(entries => (entries.Key.Of, entries.Key.Key))
        .Where(values => values.Count() > 1)
        .Select(values => Formula.AtMost(1, values.Select(entries => Formula.Or(entries.Select(entry => On(entry, round))))));

    /// <summary>What a formula over one round's events says of a run of exactly these events.</summary>
    public bool IsTrueOf(Formula formula, int round, IReadOnlySet<Event> happened)
    {
        var atoms = happened.Select(happening => rounds[round - 1][happening.Index]).ToHashSet();
        return formula.Evaluate(atoms.Contains);
    }

    /// <summary>Whether the other value that the event finds in a register stands there by the end of a round.</summary>
    private Formula Stands(RegisterEntry found, Event finding, int round) =>
        Formula.Or(entering[found].Select(entry => OnBefore(entry, round, finding)));

    private Formula Available(Event reader, int round)
    {
        var senders = SendersOf(reader);
        return Ground.World.HasAdversary
            ? Formula.And(
                Formula.Or(
                    Formula.Or(senders.Select(sender => OnBefore(sender, round, reader))),
                    adversary.Knows(reader.Input!, round, reader.HandedOver.Select(sending => sending.Message), Clocks is null
                        ? null : reader)),
                Copies.AreThere(reader, round))
            : Formula.Or(senders.Select(sender => Formula.And(Copies.Carries(sender, reader), OnBefore(sender, round, reader))));
    }
}

/// <summary>What is true of a run that has come to its end. Leaving out any of the first three attacks fair protocols.</summary>
internal static class Ending
{
    /// <summary>An honest session goes one way, and so does what stands under a key of a register.</summary>
    public static IEnumerable<Formula> OneWay(Timeline timeline, int round) => timeline.Ground.WaitPoints
        .Where(at => at.IsExclusive)
        .Select(at => Formula.AtMost(1, at.Choices.Select(choice => timeline.On(choice, round)))).Concat(timeline.OneValuePerKey(round));

    /// <summary>Where a session waits with an <c>Otherwise</c>, time has run out for it or something fitting came.</summary>
    public static IEnumerable<Formula> TimeHasRunOut(Timeline timeline, int round) => timeline.Ground.WaitPoints
        .Where(at => at.HasOtherwise)
        .Select(at => Formula.Implies(Reached(timeline, at, round), Moved(timeline, at, round)));

    /// <summary>
    /// What was sent over a resilient channel has been read by whoever waits for it: requests are answered, and answers arrive.
    /// </summary>
    public static IEnumerable<Formula> ResilientArrives(Timeline timeline, int round) =>
        Arrives(timeline, round, sending => sending.Assurance.HasFlag(Assurance.Resilient), timeline.Clocks);

    /// <summary>
    /// A run that nobody disturbs has come to rest: every session has begun, and every message has arrived, once and not too late.
    /// </summary>
    public static IEnumerable<Formula> Undisturbed(Timeline timeline, int round)
    {
        var late = timeline.Ground.Events.Where(happening => !happening.TooLateFor.IsEmpty)
            .Select(happening => Formula.Not(timeline.On(happening, round)));
        return AtRest(timeline, round).Concat(timeline.Copies.EachOnce(round)).Concat(late);
    }

    /// <summary>
    /// Nobody loses patience in this round of an undisturbed run but where nothing was on its way any more, to anybody: what will be sent
    /// in answer to what is on its way counts as well. And one at a time, since what the first does then may be what another waits for.
    /// Only whoever gets what fits neither now nor later gives up at once.
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
            yield return Formula.Implies(
                lost, Formula.Or([atRest, .. Misfits(timeline, timeOut).Select(sender => timeline.On(sender, round - 1))]));
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
    public static IEnumerable<Event> Rivals(Ground ground, Event beginning) =>
        beginning.At is { Role: Role.Trusted { WaitsForMore: true }, After: null }
        ? ground.Events.Where(rival => rival.At.Actor == beginning.At.Actor && rival.Parent is not null
            && Equals(rival.Input, beginning.Input))
        : [];

    /// <summary>
    /// Whoever sends the actor what its session reads neither there nor later, unless it gives up, nor has read before, and no other
    /// session of it does: what came does not fit.
    /// </summary>
    private static IEnumerable<Event> Misfits(Timeline timeline, Event timeOut)
    {
        var readable = timeline.Ground.Events
            .Where(reader => reader.At.Actor == timeOut.At.Actor && reader.Input is not null
                && (reader.At.Session != timeOut.At.Session || Follows(timeOut, reader)
                    || (Follows(reader, timeOut.Parent!) && !Follows(reader, timeOut))))
            .Select(reader => reader.Input!).ToHashSet();
        return timeline.Ground.Events.Where(sender =>
            sender.Sends.Any(sending => sending.To == timeOut.At.Actor && !readable.Contains(sending.Message)));
    }

    private static bool Follows(Event later, Event earlier) => later == earlier || (later.Parent is { } parent && Follows(parent, earlier));

    private static IEnumerable<Formula> AtRest(Timeline timeline, int round) =>
        timeline.Ground.WaitPoints.Where(at => at.After is null && at.IsExclusive).Select(at => Moved(timeline, at, round))
            .Concat(Arrives(timeline, round, _ => true));

    /// <summary>Every session in the role that has sent or read anything has gone on to its end.</summary>
    public static Formula Ended(Timeline timeline, int round, Role.Party role) => Formula.And(timeline.Ground.WaitPoints
        .Where(at => at.IsExclusive && at.Role == role && at.After is { } after && (after.Kind != EventKind.Start || !after.Sends.IsEmpty))
        .Select(at => Formula.Implies(Reached(timeline, at, round), Moved(timeline, at, round))));

    /// <summary>Some session in the role has done more than to begin.</summary>
    public static Formula TookPart(Timeline timeline, int round, Role.Party role) => Formula.Or(timeline.Ground.Events
        .Where(happening => happening.At.Role == role && (happening.Kind != EventKind.Start || !happening.Sends.IsEmpty))
            .Select(happening => timeline.On(happening, round)));

    /// <summary>
    /// Some trusted party has come to a place where it waits for more, with what it has read until then, or has entered something in its
    /// register.
    /// </summary>
    public static Formula Kept(Timeline timeline, int round) => Formula.Or(timeline.Ground.WaitPoints
        .Where(at => !at.IsExclusive && at.After is not null).Select(at => Reached(timeline, at, round))
        .Concat(timeline.Ground.Events.Where(happening => happening.Enters is not null)
            .Select(happening => timeline.On(happening, round))));

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
                // A session that went another way has taken this message for late; a trusted party takes every request, by one handler or
                // another where a deadline is between them, and however its register stands.
                var taken = at.IsExclusive
                    ? Formula.Or(Moved(timeline, at, round, Within), timeline.Copies.ReadElsewhere(sender, fitting, round))
                    : Formula.Or(
                        Copies.IsUsedUp(timeline.Ground.World, fitting)
                            ? timeline.Copies.ReadElsewhere(sender, fitting, round) : Formula.False,
                        Formula.Or(Handlers(fitting).Select(reader => Formula.And(timeline.On(reader, round), Within(reader)))));
                var late = clocks?.MayBeLate(fitting, sender) ?? Formula.False;
                yield return Formula.Implies(
                    Formula.And(timeline.On(sender, round), Reached(timeline, at, round)), Formula.Or(taken, late));
                Formula Within(Event choice) => clocks?.ByArrival(choice, sender) ?? Formula.True;
            }
        }

        IEnumerable<Event> Handlers(Event fitting) =>
            fitting is { TooLateFor.IsEmpty: true, Enters: null, Finds: null }
                ? [fitting] : waiting[(fitting.At.Actor, fitting.Input!)].Where(reader => reader.At.After == fitting.At.After);
    }

    private static Formula Reached(Timeline timeline, WaitPoint at, int round) =>
        at.After is { } after ? timeline.On(after, round) : Formula.True;

    private static Formula Moved(Timeline timeline, WaitPoint at, int round, Func<Event, Formula>? inTime = null) =>
        Formula.Or(at.Choices.Select(choice =>
        inTime is null ? timeline.On(choice, round) : Formula.And(timeline.On(choice, round), inTime(choice))));
}
