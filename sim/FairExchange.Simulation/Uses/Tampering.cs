using FairExchange.Runtime.Judging;
using FairExchange.Runtime.Values;

namespace FairExchange.Simulation.Uses;

/// <summary>What a holder changes in evidence, hoping that the judge does not see it.</summary>
public static class Tampering
{
    /// <summary>Puts another value of the same kind in place of what is shown beside the signature; what is signed stays.</summary>
    public static Evidence With(this Evidence evidence, Value other) => evidence.Shown is Value.Tuple shown
        ? evidence with { Shown = new Value.Tuple([.. shown.Items.Select(item => item.GetType() == other.GetType() ? other : item)]) }
        : evidence;
}
