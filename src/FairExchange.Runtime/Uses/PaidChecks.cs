using System.Collections.Immutable;
using FairExchange.Runtime.Operations;

namespace FairExchange.Runtime.Uses;

/// <summary>A bank's list of the checks that it has paid. An electronic check can be copied; its number cannot be drawn, or paid, twice.</summary>
public sealed record PaidChecks(ImmutableDictionary<(string Drawer, long Number), Check> Paid)
{
    public static PaidChecks None { get; } = new(ImmutableDictionary<(string Drawer, long Number), Check>.Empty);

    /// <summary>Why a check is not paid; null where it can be.</summary>
    public UseRefusal? Find(Check presented) => Paid.TryGetValue((presented.Drawer, presented.Number), out var before) ? new UseRefusal.Paid(presented, before) : null;

    /// <summary>Pays a check, once.</summary>
    /// <param name="presented">By its payee; that it is the payee who presents it is the bank's to see to.</param>
    /// <param name="keys">The bank's own list.</param>
    /// <param name="refusal">Why it is not paid.</param>
    /// <returns>The list with the check on it; as it was where the check is refused.</returns>
    public PaidChecks Present(Check presented, IKeyDirectory keys, out UseRefusal? refusal)
    {
        refusal = presented.IsSigned(keys) ? Find(presented) : new UseRefusal.NotSigned(presented.Kind, presented.Drawer);
        return refusal is null ? new PaidChecks(Paid.Add((presented.Drawer, presented.Number), presented)) : this;
    }
}
