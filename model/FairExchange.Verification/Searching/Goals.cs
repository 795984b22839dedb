using FairExchange.Model.Language;
using FairExchange.Verification.Solving;

namespace FairExchange.Verification.Searching;

/// <summary>
/// Each property, once: the formula that an outcome must satisfy. The solver is asked for a run that violates it, and a simulated run is held against the same formula.
/// </summary>
public static class Goals
{
    /// <param name="protocol">Says who is first and second.</param>
    /// <param name="property">The property.</param>
    /// <param name="party">The honest party that the property speaks of; null where it speaks of both.</param>
    /// <param name="outcome">How a run came out.</param>
    public static Formula Holds(Protocol protocol, Property property, Term.Variable? party, Outcome outcome)
    {
        if (property == Property.Fairness)
        {
            return Formula.And(outcome.Deals.Select(deal => party == protocol.First.Name
                ? Formula.Implies(deal.Second, deal.First)
                : Formula.Implies(deal.First, deal.Second)));
        }

        if (property == Property.Effectiveness)
        {
            return Formula.And(outcome.Deals.Select(deal => Formula.And(deal.First, deal.Second)));
        }

        return property == Property.Optimism
            ? Formula.Not(outcome.TrustedPartyTookPart)
            : throw new ArgumentException($"There is no goal for {property}.", nameof(property));
    }
}
