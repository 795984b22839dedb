namespace FairExchange.Verification.Impossibility;

/// <summary>
/// What is demanded of a protocol. Given up one by one, there is such a protocol of two parties; all together, there is none. Who stops is silent for good, so
/// what a party does otherwise is no matter here: only what it can have the trusted party answer.
/// </summary>
[Flags]
public enum Demands
{
    None = 0,

    /// <summary>Where both are honest, the messages alone bring both their items: a trusted party takes no part.</summary>
    Effective = 1,

    /// <summary>Wherever Bob stops, he does not have his item, or Alice has hers.</summary>
    FairToAlice = 2,

    /// <summary>Wherever Alice stops, she does not have her item, or Bob has his.</summary>
    FairToBob = 4,

    All = Effective | FairToAlice | FairToBob,
}
