using FairExchange.Model.Language;
using FairExchange.Verification.Grounding;
using FairExchange.Verification.Solving;

namespace FairExchange.Verification.Searching;

/// <summary>
/// What somebody knows at the end of each round, as a definition over events: a term is known if an event taught it, if it can be put
/// together from known ones, or if an event taught a symmetric encryption of it whose key is known. The definition is exact in both
/// directions, so it may stand under a negation ("never gets its item").
/// </summary>
internal sealed class Knowledge
{
    private readonly Timeline timeline;
    private readonly Func<Term, bool> ownsKey;
    private readonly HashSet<Term> initially;
    private readonly Dictionary<Term, List<(Event Event, Formula Counts)>> teachers = [];
    private readonly ILookup<Term, Term.SymmetricEncryption> sealings;
    private readonly Dictionary<(Term Term, int Round, Real? By), Formula> memo = [];

    private Knowledge(Timeline timeline, Func<Term, bool> ownsKey, IEnumerable<Term> initially, Func<Event, IEnumerable<Term>> teaches,
        Func<Event, Formula>? counts = null)
    {
        this.timeline = timeline;
        this.ownsKey = ownsKey;
        this.initially = [.. initially];
        foreach (var happening in timeline.Ground.Events)
        {
            var made = happening.Made.Concat(happening.Beforehand).SelectMany(term => Deduction.Closure(term, ownsKey)).ToHashSet();
            foreach (var term in teaches(happening).SelectMany(term => Deduction.Closure(term, ownsKey)).Distinct())
            {
                var teacher = (happening, made.Contains(term) ? Formula.True : counts?.Invoke(happening) ?? Formula.True);
                (teachers.TryGetValue(term, out var known) ? known : teachers[term] = []).Add(teacher);
            }
        }

        sealings = teachers.Keys.OfType<Term.SymmetricEncryption>().ToLookup(sealing => sealing.Plaintext);
    }

    /// <summary>The adversary reads what is sent where it can read, and gets what is handed over to it.</summary>
    public static Knowledge OfAdversary(Timeline timeline)
    {
        var (world, domains) = (timeline.Ground.World, timeline.Ground.Domains);
        return new(
            timeline,
            name => world.Corrupted.Contains(name),
            domains.Public.Concat(domains.Adversarial),
            happening => happening.Sends.Where(world.AdversaryReads).Concat(happening.HandedOver).Select(sending => sending.Message));
    }

    /// <summary>
    /// An honest party holds what it made, what its sessions know beforehand, and what it has read. Names are everybody's; a contract or a
    /// time that others have agreed on, or junk of somebody's, is not.
    /// </summary>
    /// <param name="counts">Whether what an event reads counts.</param>
    public static Knowledge Of(Term.Constant honest, Timeline timeline, Func<Event, Formula> counts) => new(
        timeline,
        name => name.Equals(honest),
        Names(timeline),
        happening => happening.At.Session?.Player == honest
            ? [.. happening.Made, .. happening.Beforehand, .. happening.Input is { } input ? (Term[])[input] : []] : [],
        counts);

    /// <summary>
    /// A trusted party that does its part and wonders about all that it is sent, what it refuses included: with its key, and with nothing
    /// beforehand but names. A contract that the two negotiated is no secret among them, and still none of its business. What a cheat
    /// itself sends it, and what it answers to that, shows nothing of the protocol.
    /// </summary>
    public static Knowledge OfTrusted(Term.Constant trusted, Timeline timeline) => new(
        timeline,
        trusted.Equals,
        Names(timeline),
        happening => timeline.Ground.World.HasAdversary && happening.At.Session is null
            ? []
            : happening.Sends.Where(sending => sending.To == trusted).Select(sending => sending.Message)
                .Concat(happening.At.Actor == trusted && happening.Input is { } input ? [input] : []));

    /// <param name="reader">Whoever reads it then: where there are clocks, what it is made of must have been there by its time. Null: by
    /// the end.</param>
    public Formula Knows(Term term, int round, Event? reader = null)
    {
        var key = (term, round, reader is null ? null : timeline.Clocks?.TimeOf(reader));
        if (!memo.TryGetValue(key, out var known))
        {
            known = Derive(term, round, part => Knows(part, round, reader), reader);
            memo[key] = known;
        }

        return known;
    }

    /// <param name="given">Messages that come with this very step, beside what is known.</param>
    public Formula Knows(Term term, int round, IEnumerable<Term> given, Event? reader = null)
    {
        var extra = given.SelectMany(message => Deduction.Closure(message, ownsKey)).ToHashSet();
        return extra.Count == 0 ? Knows(term, round, reader) : With(term);
        Formula With(Term part) => extra.Contains(part) ? Formula.True
            : Formula.Or(
                Derive(part, round, With, reader), Formula.Or(Deduction.Holding(part, extra).Select(sealing => With(sealing.Key))));
    }

    private static IEnumerable<Term> Names(Timeline timeline) => timeline.Ground.Domains.Public.Where(atom => atom.Sort == Sort.Name);

    private Formula Derive(Term term, int round, Func<Term, Formula> knows, Event? reader)
    {
        if (initially.Contains(term))
        {
            return Formula.True;
        }

        var made = Deduction.Ingredients(term, ownsKey) is { } ingredients ? Formula.And(ingredients.Select(knows)) : Formula.False;
        var opened = sealings[term].Select(sealing => Formula.And(Taught(sealing, round, reader), knows(sealing.Key)));
        return Formula.Or([Taught(term, round, reader), made, .. opened]);
    }

    private Formula Taught(Term term, int round, Event? reader) =>
        teachers.TryGetValue(term, out var events)
            ? Formula.Or(events.Select(teacher => Formula.And(teacher.Counts, timeline.OnBefore(teacher.Event, round, reader))))
            : Formula.False;
}

/// <summary>
/// Which copy of a message is read where, as a choice that a run makes once: what somebody still waits for is no longer on its way where
/// its only copy has been read before. The choice is open only where it makes a difference. Where nobody duplicates, that is where several
/// have sent the same message. An adversary may bring a message as often as it likes, and so the one that a resilient channel owes may be
/// the one that the same session has read at an earlier place.
/// </summary>
internal sealed class Copies
{
    private readonly Dictionary<(Event Sender, Event Reader), Formula> chosen = [];
    private readonly ILookup<(Term.Constant To, Term Message), Event> readers;
    private readonly Timeline timeline;

    public Copies(Timeline timeline, Func<string, Formula> atom)
    {
        this.timeline = timeline;
        readers = timeline.Ground.Events.Where(happening => happening.Input is not null && IsUsedUp(timeline.Ground.World, happening))
            .ToLookup(happening => (happening.At.Actor, happening.Input!));
        foreach (var reader in readers.SelectMany(group => group))
        {
            var senders = timeline.SendersOf(reader).ToList();
            foreach (var sender in timeline.Ground.World.HasAdversary
                ? senders.FindAll(sender => Owes(sender, reader) && IsReadAgain(reader)) : senders.Count > 1 ? senders : [])
            {
                chosen[(sender, reader)] = atom($"{reader} reads what {sender} sent");
            }
        }
    }

    /// <summary>
    /// Whether a copy that is read there is gone: a session's, and where nobody duplicates a request's to a trusted party that waits for
    /// more, which may read the same request at several places. One
    /// that keeps nothing has one place for each.
    /// </summary>
    public static bool IsUsedUp(World world, Event reader) =>
        reader.At.IsExclusive || (!world.HasAdversary && reader.At.Role is Role.Trusted { WaitsForMore: true });

    /// <summary>That a reader takes one copy, and that no copy which was sent is taken twice.</summary>
    public IEnumerable<Formula> Always()
    {
        foreach (var choices in chosen.GroupBy(choice => choice.Key.Reader))
        {
            yield return Formula.AtMost(1, choices.Select(choice => choice.Value));
        }

        foreach (var choices in timeline.Ground.World.HasAdversary
            ? chosen.GroupBy(choice => (choice.Key.Sender, choice.Key.Reader.At.Session, choice.Key.Reader.Input)) : [])
        {
            yield return Formula.AtMost(Sent(choices.Key.Sender, choices.First().Key.Reader), choices.Select(choice => choice.Value));
        }
    }

    /// <summary>Where nobody duplicates: whether the reader takes the sender's copy.</summary>
    public Formula Carries(Event sender, Event reader) => chosen.GetValueOrDefault((sender, reader), Formula.True);

    /// <summary>Where nobody duplicates: whether what the reader takes was sent by a trusted party.</summary>
    public Formula IsFromTrusted(Event reader) =>
        Formula.Or(timeline.SendersOf(reader).Where(sender => sender.At.Role is Role.Trusted).Select(sender => Carries(sender, reader)));

    /// <summary>With an adversary: whether all copies that the reader is said to take are there.</summary>
    public Formula AreThere(Event reader, int round) => Formula.And(chosen.Count == 0 ? [] : timeline.SendersOf(reader)
        .Where(sender => chosen.ContainsKey((sender, reader)))
        .Select(sender => Formula.Implies(chosen[(sender, reader)], timeline.OnBefore(sender, round, reader))));

    /// <summary>Where nobody duplicates: no message is read more often than it has been sent.</summary>
    public IEnumerable<Formula> EachOnce(int round) =>
        from sender in timeline.Ground.Events
        from message in sender.Sends.Select(sending => (sending.To, sending.Message)).Distinct()
        let reads = Reads(sender, message, round)
        where reads.Count > 1
        let sent = Missing(sender, message, round)
        select Formula.AtMost(sent.Most, reads.Concat(sent.Missing));

    /// <summary>Whether what the sender sent is no longer on its way to a session that waits for it, since it was read elsewhere.</summary>
    public Formula ReadElsewhere(Event sender, Event waiting, int round)
    {
        var message = (waiting.At.Actor, waiting.Input!);
        if (timeline.Ground.World.HasAdversary)
        {
            return chosen.Count == 0
                ? Formula.False : AllOf(sender, waiting,
                    [.. Before(waiting).Where(reader => chosen.ContainsKey((sender, reader))).Select(reader => chosen[(sender, reader)])]);
        }

        // As many have been read as have been sent.
        var (reads, (_, missing)) = (Reads(sender, message, round), Missing(sender, message, round));
        return reads.Count > 1 ? Formula.AtMost(reads.Count, reads.Select(Formula.Not).Concat(missing.Select(Formula.Not))) : Formula.False;
    }

    private static Formula AllOf(Event sender, Event waiting, List<Formula> read) =>
        Sent(sender, waiting) is var sent && read.Count < sent ? Formula.False
        : Formula.AtMost(read.Count - sent, read.Select(Formula.Not));

    /// <summary>For each place where it may be read, whether it is.</summary>
    private List<Formula> Reads(Event sender, (Term.Constant To, Term Message) message, int round) =>
        [.. readers[message].Select(reader => Formula.And(Carries(sender, reader), timeline.On(reader, round)))];

    /// <summary>
    /// How many copies there can be, and for each whether it is missing. A trusted party's answer is one event, and yet a message for each
    /// who asked.
    /// </summary>
    private (int Most, List<Formula> Missing) Missing(Event sender, (Term.Constant To, Term Message) message, int round)
    {
        var askers = sender.At.IsExclusive ? [] : timeline.SendersOf(sender).ToList();
        var sent = sender.Sends.Count(sending => sending.To == message.To && sending.Message.Equals(message.Message));
        List<Formula> missing = [.. Enumerable.Repeat(askers.Count > 1 ? askers : [sender], sent).SelectMany(events => events)
            .Select(happening => Formula.Not(Formula.And(timeline.On(sender, round), timeline.On(happening, round))))];
        return (missing.Count, missing);
    }

    private static bool Owes(Event sender, Event reader) =>
        sender.Sends.Any(sending => sending.To == reader.At.Actor && sending.Message.Equals(reader.Input)
            && sending.Assurance.HasFlag(Assurance.Resilient));

    private static int Sent(Event sender, Event reader) =>
        sender.Sends.Count(sending => sending.To == reader.At.Actor && sending.Message.Equals(reader.Input));

    /// <summary>Whether the same session may wait for the same message later on.</summary>
    private bool IsReadAgain(Event reader) =>
        readers[(reader.At.Actor, reader.Input!)]
            .Concat(timeline.Ground.WaitPoints.SelectMany(at => at.PassedOver).Where(other => Equals(other.Input, reader.Input)))
        .Any(other => other.At.Session == reader.At.Session && Before(other).Contains(reader));

    /// <summary>Where the session has read the same message on its way to here.</summary>
    private static IEnumerable<Event> Before(Event waiting)
    {
        for (var step = waiting.Parent; step is not null; step = step.Parent)
        {
            if (Equals(step.Input, waiting.Input))
            {
                yield return step;
            }
        }
    }
}
