using FairExchange.Model.Language;
using FairExchange.Verification.Grounding;
using FairExchange.Verification.Solving;
using static FairExchange.Model.Catalogue.Symbols;

namespace FairExchange.Verification.Impossibility;

/// <summary>Finds the protocols of a class that fulfil some rules: one after the other, small ones first, each once.</summary>
internal sealed class CandidateSearch
{
    private readonly Unknowns unknowns;
    private readonly ISolver solver;
    private readonly TimeSpan timeout;
    private readonly CancellationToken cancellation;

    /// <summary>No protocol is smaller that was not found before.</summary>
    private int least;

    public CandidateSearch(
        Unknowns unknowns, IEnumerable<(string Heading, IEnumerable<Formula> Formulas)> rules, ISolver solver, TimeSpan timeout,
        CancellationToken cancellation)
    {
        (this.unknowns, this.solver, this.timeout, this.cancellation) = (unknowns, solver, timeout, cancellation);
        foreach (var (heading, formulas) in rules)
        {
            solver.Note(heading);
            foreach (var formula in formulas)
            {
                solver.Assert(formula);
            }
        }
    }

    public CandidateAnswer Next()
    {
        solver.Note("is there such a protocol?");
        return Ask() switch
        {
            SolverAnswer.Satisfiable some => Smallest(some.Model),
            SolverAnswer.Unsatisfiable => new CandidateAnswer.None(),
            SolverAnswer.Unknown unknown => new CandidateAnswer.Unknown(unknown.Reason),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private CandidateAnswer Smallest(IModel model)
    {
        solver.Push();
        solver.Note("the smallest of them");
        while (Taken(model).Count > least)
        {
            var middle = (least + Taken(model).Count - 1) / 2;
            switch (Ask(Formula.AtMost(middle, unknowns.Choices)))
            {
                case SolverAnswer.Satisfiable smaller:
                    model = smaller.Model;
                    break;
                case SolverAnswer.Unsatisfiable:
                    least = middle + 1;
                    break;
                case SolverAnswer.Unknown unknown:
                    return new CandidateAnswer.Unknown(unknown.Reason);
            }
        }

        solver.Note("the first of these");
        solver.Assert(Formula.AtMost(least, unknowns.Choices));
        var (first, problem) = First(model);
        solver.Pop();
        if (problem is not null)
        {
            return new CandidateAnswer.Unknown(problem);
        }

        solver.Note("another one");
        solver.Assert(Formula.Not(Formula.And(unknowns.Choices.Select(choice => first.IsTrue(choice) ? choice : Formula.Not(choice)))));
        return new CandidateAnswer.Found(unknowns.Read(first));
    }

    /// <summary>Settles the choices one after the other, so that what is found does not hang on the mood of a solver's version.</summary>
    private (IModel First, string? Unknown) First(IModel model)
    {
        var settled = 0;
        for (var place = 0; place < least;)
        {
            var taken = Taken(model)[place];
            switch (Ask(Formula.Or(unknowns.Choices[settled..taken])))
            {
                case SolverAnswer.Satisfiable earlier:
                    model = earlier.Model;
                    continue;
                case SolverAnswer.Unknown unknown:
                    return (model, unknown.Reason);
            }

            foreach (var passed in unknowns.Choices[settled..taken])
            {
                solver.Assert(Formula.Not(passed));
            }

            solver.Assert(unknowns.Choices[taken]);
            (settled, place) = (taken + 1, place + 1);
        }

        return (model, null);
    }

    private SolverAnswer Ask(params Formula[] assumptions) => solver.Check(assumptions, timeout, cancellation);

    private List<int> Taken(IModel model) =>
        [.. Enumerable.Range(0, unknowns.Choices.Length).Where(i => model.IsTrue(unknowns.Choices[i]))];
}

/// <summary>What a search over a class of protocols says.</summary>
internal abstract record CandidateAnswer
{
    private CandidateAnswer()
    {
    }

    /// <summary>The smallest that was not found before, and among those the first in the order of the choices.</summary>
    public sealed record Found(Candidate Candidate) : CandidateAnswer;

    /// <summary>No protocol of the class, or none but those found before.</summary>
    public sealed record None : CandidateAnswer;

    public sealed record Unknown(string Reason) : CandidateAnswer;
}

/// <summary>
/// What the choices must fulfil: formulas of which each can be left out. All together they say that a protocol can be followed, serves, and
/// withstands whoever stops.
/// <para>
/// A cheat who only stops is the weakest there is, so that no protocol withstands it says the most. Since he is silent from then on, what
/// the honest party does otherwise brings it no answer, and only a trusted party's answer counts. So each protocol with branches is covered
/// by the run of its honest parties.
/// </para>
/// <para>
/// Why there is none of two parties (section 1.1; Even and Yacobi, 1980, for contracts): a message tells its sender nothing. Let m be the
/// first after which somebody has an item: its receiver does, its sender does not. The receiver stops there. <see cref="OfFirstGain"/> asks
/// for such an m whatever came before, which settles every number of messages at once.
/// </para>
/// </summary>
/// <param name="midway">Whether both may have been sent anything before the first message.</param>
internal sealed class Rules(Unknowns unknowns, bool midway = false)
{
    private readonly Dictionary<(Term.Variable Role, int Message, bool Answered), ConditionalKnowledge> knowledge = [];

    private static readonly (string Heading, IEnumerable<Formula> Formulas)[] OfNothing = [];

    private (string Heading, IEnumerable<Formula> Formulas)[] OfAll =>
    [
        ("one form for each protocol", Shape()), ("a message goes one way", OneAtATime()),
        ("nobody says what it cannot make by then", Makeable()),
    ];

    private TermPool TermPool => unknowns.TermPool;

    private IEnumerable<int> Numbers => Enumerable.Range(1, unknowns.Messages);

    /// <summary>Of a protocol that does what is demanded, each with a heading.</summary>
    public IEnumerable<(string Heading, IEnumerable<Formula> Formulas)> Of(Demands demands) =>
    [
        .. OfAll,
        .. demands.HasFlag(Demands.Effective) ? [("in the end both have their items", Effective())] : OfNothing,
        .. demands.HasFlag(Demands.FairToAlice) ? [("wherever B stops, B does not have its item or A has its own", FairTo(A))] : OfNothing,
        .. demands.HasFlag(Demands.FairToBob) ? [("wherever A stops, A does not have its item or B has its own", FairTo(B))] : OfNothing,
    ];

    /// <summary>Of one message that is the first to bring somebody its item, fair to both.</summary>
    public IEnumerable<(string Heading, IEnumerable<Formula> Formulas)> OfFirstGain() =>
        Of(Demands.FairToAlice | Demands.FairToBob).Append(("neither has its item before, and somebody has after", FirstGain()));

    /// <summary>
    /// One form for each protocol: a shorter one ends with empty messages, and one party at most has a recourse, which is asked with
    /// something.
    /// </summary>
    public IEnumerable<Formula> Shape()
    {
        foreach (var message in Numbers.SkipLast(1))
        {
            yield return Formula.Implies(Formula.Or(Sayings(message + 1)), Formula.Or(Sayings(message)));
        }

        foreach (var party in TermPool.Parties.Where(party => !TermPool.WantsGoods(party)))
        {
            yield return Formula.Or(TermPool.Evidence(party).Select(part => unknowns.Shows(party, part)));
        }

        if (unknowns.Trusted)
        {
            yield return Formula.Not(Formula.And(IsAsker(A), IsAsker(B)));
            yield return Formula.Implies(
                Formula.Or(TermPool.Parties.SelectMany(party => TermPool.Parts.Select(part => unknowns.Gets(party, part)))),
                Formula.Or(IsAsker(A), IsAsker(B)));
        }
    }

    /// <summary>"Information is exchanged non-simultaneously" (section 1.1).</summary>
    public IEnumerable<Formula> OneAtATime() =>
        Numbers.Select(message => Formula.Not(Formula.And(Formula.Or(Sayings(A, message)), Formula.Or(Sayings(B, message)))));

    /// <summary>
    /// Nobody says what it cannot make of what it made and was sent; nor does the trusted party, which has nothing but the request.
    /// </summary>
    public IEnumerable<Formula> Makeable()
    {
        foreach (var (message, party, part) in from message in Numbers
                                               from party in TermPool.Parties
                                               from part in TermPool.Parts
                                               select (message, party, part))
        {
            yield return Formula.Implies(unknowns.Says(party, message, part), KnowledgeOf(party, message - 1).Knows(part));
        }

        if (unknowns.Trusted)
        {
            var helper = new ConditionalKnowledge(TermPool.Trusted, TermPool.Public,
                TermPool.Parts.Select(part => (part, Formula.Or(unknowns.Asks(A, part), unknowns.Asks(B, part)))));
            foreach (var (party, part) in from party in TermPool.Parties from part in TermPool.Parts select (party, part))
            {
                yield return Formula.Implies(unknowns.Gets(party, part), helper.Knows(part));
            }
        }
    }

    public IEnumerable<Formula> Effective() => TermPool.Parties.Select(party => HasItem(party, unknowns.Messages));

    /// <summary>
    /// After each message the other may be silent for ever. The honest party turns to the trusted party if it can; the cheat may, if he
    /// can.
    /// </summary>
    public IEnumerable<Formula> FairTo(Term.Variable honest)
    {
        var cheat = TermPool.Other(honest);
        foreach (var message in Numbers.Prepend(0))
        {
            var asks = unknowns.Trusted ? Formula.And(IsAsker(honest), CanAsk(honest, message)) : Formula.False;
            yield return Formula.Implies(Formula.And(Formula.Not(asks), HasItem(cheat, message)), HasItem(honest, message));
            if (unknowns.Trusted)
            {
                yield return Formula.Implies(
                    Formula.And(Formula.Or(asks, CanAsk(cheat, message)), HasItem(cheat, message, answered: true)),
                    HasItem(honest, message, answered: true));
            }
        }
    }

    /// <summary>Neither has its item before the first message, and somebody after it.</summary>
    public IEnumerable<Formula> FirstGain() =>
    [
        .. TermPool.Parties.Select(party => Formula.Not(HasItem(party, 0))),
        Formula.Or(TermPool.Parties.Select(party => HasItem(party, 1))),
    ];

    private IEnumerable<Formula> Sayings(int message) => TermPool.Parties.SelectMany(party => Sayings(party, message));

    private IEnumerable<Formula> Sayings(Term.Variable party, int message) =>
        TermPool.Parts.Select(part => unknowns.Says(party, message, part));

    private Formula IsAsker(Term.Variable party) => Formula.Or(TermPool.Parts.Select(part => unknowns.Asks(party, part)));

    /// <summary>Whether the party knows all that the request needs, whoever's it is; there must be one.</summary>
    private Formula CanAsk(Term.Variable party, int message) => Formula.And(
        TermPool.Parts.Select(part =>
            Formula.Implies(Formula.Or(unknowns.Asks(A, part), unknowns.Asks(B, part)), KnowledgeOf(party, message).Knows(part)))
            .Prepend(Formula.Or(IsAsker(A), IsAsker(B))));

    private Formula HasItem(Term.Variable party, int message, bool answered = false)
    {
        var known = KnowledgeOf(party, message, answered);
        return TermPool.WantsGoods(party)
            ? known.Knows(TermPool.Subject)
            : Formula.And(TermPool.Evidence(party).Select(part => Formula.Implies(
                unknowns.Shows(party, part), Formula.And(TermPool.Opening(part).Prepend(part).Select(known.Knows)))));
    }

    /// <param name="message">After that one.</param>
    /// <param name="answered">Whether the trusted party has answered both.</param>
    private ConditionalKnowledge KnowledgeOf(Term.Variable party, int message, bool answered = false)
    {
        if (!knowledge.TryGetValue((party, message, answered), out var known))
        {
            var other = TermPool.Other(party);
            known = new ConditionalKnowledge(
                party, TermPool.Public.Union(TermPool.Fresh(party)), TermPool.Parts.Select(part => (part, Formula.Or(
                Enumerable.Range(1, message).Select(Formula (earlier) => unknowns.Says(other, earlier, part))
                    .Concat(answered ? [unknowns.Gets(party, part)] : [])
                    .Concat(midway ? [unknowns.Had(party, part)] : [])))));
            knowledge[(party, message, answered)] = known;
        }

        return known;
    }
}

/// <summary>
/// What a role can derive from what it may have been sent, each part with the formula that says whether it was. An exact definition, as in
/// the search for attacks: so it may stand under a negation.
/// </summary>
internal sealed class ConditionalKnowledge
{
    private readonly Func<Term, bool> ownsKey;
    private readonly IReadOnlySet<Term> initially;
    private readonly ILookup<Term, Formula> teachers;
    private readonly Dictionary<Term, Formula> memo = [];

    public ConditionalKnowledge(Term.Variable role, IReadOnlySet<Term> initially, IEnumerable<(Term Part, Formula WasSent)> sent)
    {
        (ownsKey, this.initially) = (role.Equals, initially);
        teachers = sent
            .SelectMany(given => Deduction.Closure(given.Part, ownsKey).Distinct().Select(taught => (taught, given.WasSent)))
            .ToLookup(pair => pair.taught, pair => pair.WasSent);
    }

    public Formula Knows(Term term)
    {
        if (!memo.TryGetValue(term, out var known))
        {
            var made = Deduction.Ingredients(term, ownsKey) is { } ingredients ? Formula.And(ingredients.Select(Knows)) : Formula.False;
            known = initially.Contains(term) ? Formula.True : Formula.Or(teachers[term].Append(made));
            memo[term] = known;
        }

        return known;
    }
}
