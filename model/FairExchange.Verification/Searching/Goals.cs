using FairExchange.Model.Language;
using FairExchange.Verification.Solving;

namespace FairExchange.Verification.Searching;

/// <summary>
/// Each property, once: the formula that an outcome must satisfy. The solver is asked for a run that violates it, and a simulated run is held against the same formula.
/// </summary>
public static class Goals
{
    private static readonly Dictionary<Property, Func<Protocol, Term.Variable?, Outcome, Formula>> All = new()
    {
        [Property.Fairness] = Fair,
        [Property.Effectiveness] = (_, _, outcome) => OfEach(outcome, deal => Formula.And(deal.First, deal.Second)),
        [Property.Optimism] = (_, _, outcome) => Formula.Not(outcome.TrustedPartyTookPart),
        [Property.Timeliness] = Ended,
        // After its end a session reads no more: what it lacks then it never gets, and fairness says that neither does the other side.
        [Property.CutOff] = (protocol, party, outcome) => Formula.And(Ended(protocol, party, outcome), Fair(protocol, party, outcome)),
        [Property.NonRepudiationOfReceipt] = (protocol, _, outcome) => Evident(protocol.First, protocol, outcome, deal => deal.First),
        [Property.NonRepudiationOfOrigin] = (protocol, _, outcome) => Evident(protocol.Second, protocol, outcome, deal => deal.Second),
        [Property.Transparency] = (_, _, outcome) => OfEach(outcome, deal => deal.Transparent),
        [Property.Statelessness] = (_, _, outcome) => Formula.Not(outcome.TrustedPartyKept),
        [Property.Confidentiality] = (_, _, outcome) => OfEach(outcome, deal => Formula.Not(deal.Disclosed)),
    };

    /// <param name="protocol">Says who is first and second.</param>
    /// <param name="property">The property.</param>
    /// <param name="party">The honest party that the property speaks of; null where it speaks of both.</param>
    /// <param name="outcome">How a run came out.</param>
    public static Formula Holds(Protocol protocol, Property property, Term.Variable? party, Outcome outcome) =>
        All.TryGetValue(property, out var goal) ? goal(protocol, party, outcome) : throw new ArgumentException($"There is no goal for {property}.", nameof(property));

    private static Formula Ended(Protocol protocol, Term.Variable? party, Outcome outcome) => party == protocol.First.Name ? outcome.FirstEnded : outcome.SecondEnded;

    private static Formula Fair(Protocol protocol, Term.Variable? party, Outcome outcome) => OfEach(outcome, deal => party == protocol.First.Name
        ? Formula.Implies(deal.Second, deal.First)
        : Formula.Implies(deal.First, deal.Second));

    /// <summary>Goods are no evidence: whoever holds them can show nothing of where they came from.</summary>
    private static Formula Evident(Role.Party holder, Protocol protocol, Outcome outcome, Func<DealOutcome, Formula> held) =>
        protocol.ItemOf(holder).IsEvidence ? OfEach(outcome, held) : Formula.False;

    private static Formula OfEach(Outcome outcome, Func<DealOutcome, Formula> goal) => Formula.And(outcome.Deals.Select(goal));
}
