using System.Collections.Immutable;
using FairExchange.Model.Language;

namespace FairExchange.Verification.Grounding;

/// <summary>Values of which kinds, where a party reads them, may have to be others than those that an attack speaks of.</summary>
internal static class Doubts
{
    /// <summary>Of what kinds something may keep the item from being held. One that has a fresh value of the holder's own in it is nobody else's, whatever else is held.</summary>
    public static ImmutableHashSet<(Sort Sort, string Component)> Lacked(Protocol protocol, Components components, Item item)
    {
        var holder = protocol.Party(item.Holder);
        var fresh = holder.Script.AllSteps().OfType<Step.Fresh>().SelectMany(step => step.Variables).ToHashSet();
        var open = item.Forms.SelectMany(form => form.Variables()).Where(variable => variable != holder.Name && protocol.TrustedParties.All(trusted => trusted.Name != variable)).ToList();
        return open.Exists(fresh.Contains) ? [] : [.. open.Select(components.Of)];
    }

    /// <summary>
    /// Of what kinds evidence against the item's holder says something that none of its signatures covers: what it knew beforehand or has read may not be what the evidence says.
    /// </summary>
    public static ImmutableHashSet<(Sort Sort, string Component)> Of(Protocol protocol, Components components, Item item)
    {
        var accused = protocol.Party(item.Holder);
        var evidence = protocol.ItemOf(protocol.Counterpart(accused));
        return evidence.IsEvidence
            ? [.. evidence.Forms.SelectMany(form => protocol.Commitments(accused, form).Believed).Where(variable => variable != accused.Name && protocol.TrustedParties.All(trusted => trusted.Name != variable)).Select(components.Of)]
            : [];
    }
}
