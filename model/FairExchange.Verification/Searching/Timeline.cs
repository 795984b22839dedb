using FairExchange.Model.Language;
using FairExchange.Verification.Grounding;
using FairExchange.Verification.Solving;

namespace FairExchange.Verification.Searching;

/// <summary>
/// Which events have happened by the end of each round, one Boolean per event and round. Events are monotone; an event needs its parent by the same
/// round, and an input that is there since the round before.
/// </summary>
public sealed class Timeline
{
    private readonly Vocabulary vocabulary = new();
    private readonly string[] names;
    private readonly List<Atom[]> rounds = [];
    private readonly Dictionary<(Term.Constant To, Term Message), List<Event>> senders = [];
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

        foreach (var (happening, key) in ground.Events.SelectMany(happening => happening.Sends.Select(sending => (sending.To, sending.Message)).Distinct().Select(key => (happening, key))))
        {
            (senders.TryGetValue(key, out var known) ? known : senders[key] = []).Add(happening);
        }

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
    /// Whether time runs out for somebody only where nothing is on its way any more. Then rounds are the order in which things happen, and not only steps of derivation: what happens in one
    /// was decided by what had happened before.
    /// </summary>
    public bool IsUndisturbed { get; }

    /// <summary>How many rounds there are by now.</summary>
    public int Rounds => rounds.Count;

    /// <summary>Whether the event has happened by the end of that round; in round 0 nothing has.</summary>
    public Formula On(Event happening, int round) => round == 0 ? Formula.False : rounds[round - 1][happening.Index];

    /// <summary>Whether the event has happened by the end of that round and, where there are clocks, no later than the one that makes use of it.</summary>
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
        }

        foreach (var formula in IsUndisturbed ? Ending.Patience(this, round).Concat(Ending.GoesOnFirst(this, round)) : [])
        {
            solver.Assert(formula);
        }
    }

    /// <summary>Whether the event could have happened by the end of a round, as far as its parent and its input go.</summary>
    public Formula Enabled(Event happening, int round) => round == 0 ? Formula.False : Formula.And(
        happening.Parent is { } parent ? On(parent, round) : Formula.True,
        happening.Input is null ? Formula.True : Available(happening, round - 1));

    /// <summary>What a formula over one round's events says of a run of exactly these events.</summary>
    public bool IsTrueOf(Formula formula, int round, IReadOnlySet<Event> happened)
    {
        var atoms = happened.Select(happening => rounds[round - 1][happening.Index]).ToHashSet();
        return formula.Evaluate(atoms.Contains);
    }

    private Formula Available(Event reader, int round)
    {
        var senders = SendersOf(reader);
        return Ground.World.HasAdversary
            ? Formula.And(
                Formula.Or(
                    Formula.Or(senders.Select(sender => OnBefore(sender, round, reader))),
                    adversary.Knows(reader.Input!, round, reader.HandedOver.Select(sending => sending.Message), Clocks is null ? null : reader)),
                Copies.AreThere(reader, round))
            : Formula.Or(senders.Select(sender => Formula.And(Copies.Carries(sender, reader), OnBefore(sender, round, reader))));
    }
}
