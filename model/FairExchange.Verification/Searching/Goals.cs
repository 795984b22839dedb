using FairExchange.Model.Language;
using FairExchange.Verification.Solving;

namespace FairExchange.Verification.Searching;

/// <summary>
/// Each property, once: the formula that an outcome must satisfy, and the one that says whether the property says anything of it. The solver is asked for a run that violates the first, and
/// where there is none for one that satisfies the second, lest a proof be of nothing; a simulated run is held against the same formulas.
/// </summary>
public static class Goals
{
    private static readonly Dictionary<Property, Goal> All = new()
    {
        [Property.Fairness] = new(Fair, IsShown, "the other side never gets its item, whatever it does"),
        [Property.Accountability] = new(
            (protocol, party, outcome) => Formula.Not(party == protocol.First.Name ? outcome.FirstFramed : outcome.SecondFramed), IsShown, "no evidence is ever shown against the party"),
        [Property.Effectiveness] = new((_, _, outcome) => OfEach(outcome, deal => Formula.And(deal.First, deal.Second)), Completes, Never),
        [Property.Optimism] = new((_, _, outcome) => Formula.Not(outcome.TrustedPartyTookPart), Completes, Never),
        [Property.Timeliness] = new(Ended, TookPart, "the party never sends or reads anything"),
        // After its end a session reads no more: what it lacks then it never gets, and fairness says that neither does the other side.
        [Property.CutOff] = new(
            (protocol, party, outcome) => Formula.And(Ended(protocol, party, outcome), Fair(protocol, party, outcome)),
            (protocol, party, outcome) => Formula.And(TookPart(protocol, party, outcome), IsShown(protocol, party, outcome)),
            "the party never takes part in a run in which the other side gets its item"),
        [Property.NonRepudiationOfReceipt] = new(
            (protocol, _, outcome) => Evident(protocol.First, protocol, outcome, deal => deal.First), (_, _, outcome) => OfAny(outcome, deal => deal.First), "no honest run ends with the evidence"),
        [Property.NonRepudiationOfOrigin] = new(
            (protocol, _, outcome) => Evident(protocol.Second, protocol, outcome, deal => deal.Second), (_, _, outcome) => OfAny(outcome, deal => deal.Second), "no honest run ends with the evidence"),
        [Property.Transparency] = new(
            (_, _, outcome) => OfEach(outcome, deal => deal.Transparent),
            (_, _, outcome) => OfAny(outcome, deal => deal.Helped),
            "nobody ever gets its item through a trusted party"),
        [Property.Statelessness] = new((_, _, outcome) => Formula.Not(outcome.TrustedPartyKept), (_, _, outcome) => outcome.TrustedPartyTookPart, Idle),
        [Property.Confidentiality] = new(
            (_, _, outcome) => OfEach(outcome, deal => Formula.Not(deal.Disclosed)),
            (_, _, outcome) => Formula.And(outcome.TrustedPartyTookPart, Formula.Of(!outcome.Deals.IsEmpty)),
            Idle),
    };

    private const string Never = "no honest run completes";

    private const string Idle = "no trusted party is ever sent anything";

    /// <param name="protocol">Says who is first and second.</param>
    /// <param name="property">The property.</param>
    /// <param name="party">The honest party that the property speaks of; null where it speaks of both.</param>
    /// <param name="outcome">How a run came out.</param>
    public static Formula Holds(Protocol protocol, Property property, Term.Variable? party, Outcome outcome) => Of(property).Holds(protocol, party, outcome);

    /// <summary>Whether the run is one that makes it worth anything that the property holds.</summary>
    /// <inheritdoc cref="Holds" path="/param"/>
    public static Formula Speaks(Protocol protocol, Property property, Term.Variable? party, Outcome outcome) => Of(property).Speaks(protocol, party, outcome);

    /// <summary>Why the property says nothing where it speaks of no run.</summary>
    public static string Emptiness(Property property) => Of(property).Emptiness;

    private static Goal Of(Property property) => All.TryGetValue(property, out var goal) ? goal : throw new ArgumentException($"There is no goal for {property}.", nameof(property));

    private static Formula Ended(Protocol protocol, Term.Variable? party, Outcome outcome) => party == protocol.First.Name ? outcome.FirstEnded : outcome.SecondEnded;

    private static Formula TookPart(Protocol protocol, Term.Variable? party, Outcome outcome) => party == protocol.First.Name ? outcome.FirstTookPart : outcome.SecondTookPart;

    private static Formula Fair(Protocol protocol, Term.Variable? party, Outcome outcome) => OfEach(outcome, deal => party == protocol.First.Name
        ? Formula.Implies(deal.Second, deal.First)
        : Formula.Implies(deal.First, deal.Second));

    /// <summary>The other side holds its item of some deal.</summary>
    private static Formula IsShown(Protocol protocol, Term.Variable? party, Outcome outcome) => OfAny(outcome, deal => party == protocol.First.Name ? deal.Second : deal.First);

    private static Formula Completes(Protocol protocol, Term.Variable? party, Outcome outcome) => OfAny(outcome, deal => Formula.And(deal.First, deal.Second));

    /// <summary>Goods are no evidence: whoever holds them can show nothing of where they came from.</summary>
    private static Formula Evident(Role.Party holder, Protocol protocol, Outcome outcome, Func<DealOutcome, Formula> held) =>
        protocol.ItemOf(holder).IsEvidence ? OfEach(outcome, held) : Formula.False;

    private static Formula OfEach(Outcome outcome, Func<DealOutcome, Formula> goal) => Formula.And(outcome.Deals.Select(goal));

    private static Formula OfAny(Outcome outcome, Func<DealOutcome, Formula> goal) => Formula.Or(outcome.Deals.Select(goal));

    /// <param name="Emptiness">Why it says nothing where it speaks of no run.</param>
    private sealed record Goal(Func<Protocol, Term.Variable?, Outcome, Formula> Holds, Func<Protocol, Term.Variable?, Outcome, Formula> Speaks, string Emptiness);
}
