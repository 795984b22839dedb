using System.Collections.Immutable;
using FairExchange.Model.Language;

namespace FairExchange.Verification.Grounding;

/// <summary>
/// Kinds of values that decide about a party's item or about evidence against it: where it reads one, it may have to be another.
/// </summary>
internal static class DecisiveKinds
{
    /// <summary>
    /// Of what kinds something may keep the item from being held. One that has a fresh value of the holder's own in it is nobody else's,
    /// whatever else is held.
    /// </summary>
    public static ImmutableHashSet<(Sort Sort, string Component)> OfHolding(Protocol protocol, Components components, Item item)
    {
        var holder = protocol.Party(item.Holder);
        var fresh = holder.Script.AllSteps().OfType<Step.Fresh>().SelectMany(step => step.Variables).ToHashSet();
        var open = item.Forms.SelectMany(form => form.Variables()).ToList();
        return open.Exists(fresh.Contains) ? [] : Kinds(protocol, components, holder, open);
    }

    /// <summary>
    /// Of what kinds evidence against the item's holder says something that none of its signatures covers: what it knew beforehand or has
    /// read may not be what the evidence says.
    /// </summary>
    public static ImmutableHashSet<(Sort Sort, string Component)> OfAccusation(Protocol protocol, Components components, Item item)
    {
        var accused = protocol.Party(item.Holder);
        var evidence = protocol.ItemOf(protocol.Counterpart(accused));
        return evidence.IsEvidence
            ? Kinds(protocol, components, accused, evidence.Forms.SelectMany(form => protocol.Commitments(accused, form).Believed))
            : [];
    }

    /// <summary>Its own name and the trusted parties' are what they are.</summary>
    private static ImmutableHashSet<(Sort Sort, string Component)> Kinds(
        Protocol protocol, Components components, Role.Party party, IEnumerable<Term.Variable> variables) =>
        [.. variables.Where(variable => protocol.TrustedParties.Select(trusted => trusted.Name).Append(party.Name).All(name => name != variable))
            .Select(components.Of)];
}
