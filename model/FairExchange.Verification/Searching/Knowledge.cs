using FairExchange.Model.Language;
using FairExchange.Verification.Grounding;
using FairExchange.Verification.Solving;

namespace FairExchange.Verification.Searching;

/// <summary>
/// What somebody knows at the end of each round, as a definition over events: a term is known if an event taught it, if it can be put together from
/// known ones, or if an event taught a symmetric encryption of it whose key is known. The definition is exact in both directions, so it may stand under a negation ("never gets its item").
/// </summary>
internal sealed class Knowledge
{
    private readonly Timeline timeline;
    private readonly Func<Term, bool> ownsKey;
    private readonly HashSet<Term> initially;
    private readonly Dictionary<Term, List<(Event Event, Formula Counts)>> teachers = [];
    private readonly ILookup<Term, Term.SymmetricEncryption> sealings;
    private readonly Dictionary<(Term Term, int Round, Real? By), Formula> memo = [];

    private Knowledge(Timeline timeline, Func<Term, bool> ownsKey, IEnumerable<Term> initially, Func<Event, IEnumerable<Term>> teaches, Func<Event, Formula>? counts = null)
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
    /// An honest party holds what it made, what its sessions know beforehand, and what it has read. Names are everybody's; a contract or a time that others have agreed on, or junk of somebody's, is not.
    /// </summary>
    /// <param name="counts">Whether what an event reads counts.</param>
    public static Knowledge Of(Term.Constant honest, Timeline timeline, Func<Event, Formula> counts) => new(
        timeline,
        name => name.Equals(honest),
        Names(timeline),
        happening => happening.At.Session?.Player == honest ? [.. happening.Made, .. happening.Beforehand, .. happening.Input is { } input ? (Term[])[input] : []] : [],
        counts);

    /// <summary>
    /// A trusted party that does its part and wonders about all that it is sent, what it refuses included: with its key, and with nothing beforehand but names. A contract that the two negotiated is
    /// no secret among them, and still none of its business. What a cheat itself sends it, and what it answers to that, shows nothing of the protocol.
    /// </summary>
    public static Knowledge OfTrusted(Term.Constant trusted, Timeline timeline) => new(
        timeline,
        trusted.Equals,
        Names(timeline),
        happening => timeline.Ground.World.HasAdversary && happening.At.Session is null
            ? []
            : happening.Sends.Where(sending => sending.To == trusted).Select(sending => sending.Message).Concat(happening.At.Actor == trusted && happening.Input is { } input ? [input] : []));

    /// <param name="reader">Whoever reads it then: where there are clocks, what it is made of must have been there by its time. Null: by the end.</param>
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
            : Formula.Or(Derive(part, round, With, reader), Formula.Or(Deduction.Holding(part, extra).Select(sealing => With(sealing.Key))));
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
        teachers.TryGetValue(term, out var events) ? Formula.Or(events.Select(teacher => Formula.And(teacher.Counts, timeline.OnBefore(teacher.Event, round, reader)))) : Formula.False;
}
