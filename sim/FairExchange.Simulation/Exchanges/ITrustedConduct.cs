using FairExchange.Runtime.Values;

namespace FairExchange.Simulation.Exchanges;

/// <summary>What trusted parties did in a run, and what they could know by its end.</summary>
public interface ITrustedConduct
{
    /// <summary>One of them received a message.</summary>
    bool TookPart { get; }

    /// <summary>One of them kept something of a request after its answer, to wait for another.</summary>
    bool Kept { get; }

    /// <summary>Somebody's item was complete when it read what one of them had sent, and not before.</summary>
    bool Helped { get; }

    /// <summary>Whether the value was in what they received, in the clear or under their own keys.</summary>
    bool HasBeenShown(Value value);
}
