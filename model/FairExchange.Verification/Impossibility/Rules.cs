using FairExchange.Model.Language;
using FairExchange.Verification.Solving;
using static FairExchange.Model.Catalogue.Symbols;

namespace FairExchange.Verification.Impossibility;

/// <summary>
/// What the choices must fulfil: formulas of which each can be left out. All together they say that a protocol can be followed, serves, and withstands whoever stops.
/// <para>
/// A cheat who only stops is the weakest there is, so that no protocol withstands it says the most. Since he is silent from then on, what the honest party does
/// otherwise brings it no answer, and only a trusted party's answer counts. So each protocol with branches is covered by the run of its honest parties.
/// </para>
/// <para>
/// Why there is none of two parties (section 1.1; Even and Yacobi, 1980, for contracts): a message tells its sender nothing. Let m be the first after which somebody has an item: its
/// receiver does, its sender does not. The receiver stops there. <see cref="OfFirstGain"/> asks for such an m whatever came before, which settles every number of messages at once.
/// </para>
/// </summary>
/// <param name="midway">Whether both may have been sent anything before the first message.</param>
internal sealed class Rules(Unknowns unknowns, bool midway = false)
{
    private readonly Dictionary<(Term.Variable Role, int Message, bool Answered), Insight> insights = [];

    private static readonly (string Heading, IEnumerable<Formula> Formulas)[] OfNothing = [];

    private (string Heading, IEnumerable<Formula> Formulas)[] OfAll =>
    [
        ("one form for each protocol", Shape()), ("a message goes one way", OneAtATime()), ("nobody says what it cannot make by then", Makeable()),
    ];

    private Repertoire Repertoire => unknowns.Repertoire;

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

    /// <summary>One form for each protocol: a shorter one ends with empty messages, and one party at most has a recourse, which is asked with something.</summary>
    public IEnumerable<Formula> Shape()
    {
        foreach (var message in Numbers.SkipLast(1))
        {
            yield return Formula.Implies(Formula.Or(Sayings(message + 1)), Formula.Or(Sayings(message)));
        }

        foreach (var party in Repertoire.Parties.Where(party => !Repertoire.WantsGoods(party)))
        {
            yield return Formula.Or(Repertoire.Evidence(party).Select(part => unknowns.Shows(party, part)));
        }

        if (unknowns.Trusted)
        {
            yield return Formula.Not(Formula.And(IsAsker(A), IsAsker(B)));
            yield return Formula.Implies(
                Formula.Or(Repertoire.Parties.SelectMany(party => Repertoire.Parts.Select(part => unknowns.Gets(party, part)))), Formula.Or(IsAsker(A), IsAsker(B)));
        }
    }

    /// <summary>"Information is exchanged non-simultaneously" (section 1.1).</summary>
    public IEnumerable<Formula> OneAtATime() => Numbers.Select(message => Formula.Not(Formula.And(Formula.Or(Sayings(A, message)), Formula.Or(Sayings(B, message)))));

    /// <summary>Nobody says what it cannot make of what it made and was sent; nor does the trusted party, which has nothing but the request.</summary>
    public IEnumerable<Formula> Makeable()
    {
        foreach (var (message, party, part) in from message in Numbers from party in Repertoire.Parties from part in Repertoire.Parts select (message, party, part))
        {
            yield return Formula.Implies(unknowns.Says(party, message, part), InsightOf(party, message - 1).Knows(part));
        }

        if (unknowns.Trusted)
        {
            var helper = new Insight(Repertoire.Trusted, Repertoire.Public, Repertoire.Parts.Select(part => (part, Formula.Or(unknowns.Asks(A, part), unknowns.Asks(B, part)))));
            foreach (var (party, part) in from party in Repertoire.Parties from part in Repertoire.Parts select (party, part))
            {
                yield return Formula.Implies(unknowns.Gets(party, part), helper.Knows(part));
            }
        }
    }

    public IEnumerable<Formula> Effective() => Repertoire.Parties.Select(party => HasItem(party, unknowns.Messages));

    /// <summary>After each message the other may be silent for ever. The honest party turns to the trusted party if it can; the cheat may, if he can.</summary>
    public IEnumerable<Formula> FairTo(Term.Variable honest)
    {
        var cheat = Repertoire.Other(honest);
        foreach (var message in Numbers.Prepend(0))
        {
            var asks = unknowns.Trusted ? Formula.And(IsAsker(honest), CanAsk(honest, message)) : Formula.False;
            yield return Formula.Implies(Formula.And(Formula.Not(asks), HasItem(cheat, message)), HasItem(honest, message));
            if (unknowns.Trusted)
            {
                yield return Formula.Implies(
                    Formula.And(Formula.Or(asks, CanAsk(cheat, message)), HasItem(cheat, message, answered: true)), HasItem(honest, message, answered: true));
            }
        }
    }

    /// <summary>Neither has its item before the first message, and somebody after it.</summary>
    public IEnumerable<Formula> FirstGain() =>
    [
        .. Repertoire.Parties.Select(party => Formula.Not(HasItem(party, 0))),
        Formula.Or(Repertoire.Parties.Select(party => HasItem(party, 1))),
    ];

    private IEnumerable<Formula> Sayings(int message) => Repertoire.Parties.SelectMany(party => Sayings(party, message));

    private IEnumerable<Formula> Sayings(Term.Variable party, int message) => Repertoire.Parts.Select(part => unknowns.Says(party, message, part));

    private Formula IsAsker(Term.Variable party) => Formula.Or(Repertoire.Parts.Select(part => unknowns.Asks(party, part)));

    /// <summary>Whether the party knows all that the request needs, whoever's it is; there must be one.</summary>
    private Formula CanAsk(Term.Variable party, int message) => Formula.And(
        Repertoire.Parts.Select(part => Formula.Implies(Formula.Or(unknowns.Asks(A, part), unknowns.Asks(B, part)), InsightOf(party, message).Knows(part)))
            .Prepend(Formula.Or(IsAsker(A), IsAsker(B))));

    private Formula HasItem(Term.Variable party, int message, bool answered = false)
    {
        var insight = InsightOf(party, message, answered);
        return Repertoire.WantsGoods(party)
            ? insight.Knows(Repertoire.Subject)
            : Formula.And(Repertoire.Evidence(party).Select(part => Formula.Implies(
                unknowns.Shows(party, part), Formula.And(Repertoire.Opening(part).Prepend(part).Select(insight.Knows)))));
    }

    /// <param name="message">After that one.</param>
    /// <param name="answered">Whether the trusted party has answered both.</param>
    private Insight InsightOf(Term.Variable party, int message, bool answered = false)
    {
        if (!insights.TryGetValue((party, message, answered), out var insight))
        {
            var other = Repertoire.Other(party);
            insight = new Insight(party, Repertoire.Public.Union(Repertoire.Fresh(party)), Repertoire.Parts.Select(part => (part, Formula.Or(
                Enumerable.Range(1, message).Select(Formula (earlier) => unknowns.Says(other, earlier, part))
                    .Concat(answered ? [unknowns.Gets(party, part)] : [])
                    .Concat(midway ? [unknowns.Had(party, part)] : [])))));
            insights[(party, message, answered)] = insight;
        }

        return insight;
    }
}
