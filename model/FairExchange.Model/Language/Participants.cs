using System.Collections.Immutable;

namespace FairExchange.Model.Language;

/// <summary>What those are called who play a protocol's parties in runs, proofs and traces. No trusted party is called so.</summary>
public static class Participants
{
    /// <summary>Who plays the first and the second party.</summary>
    public const string First = "Alice", Second = "Bob";

    /// <summary>The adversary's identities, in the order in which they are needed.</summary>
    public static ImmutableArray<string> Adversaries { get; } = ["Mallory", "Trudy", "Oscar", "Eve"];

    /// <summary>Whether runs may call a participant so: also where more identities are needed than have a name of their own, and get a number.</summary>
    public static bool IsNameOfOne(string name) =>
        Adversaries.Add(First).Add(Second).Any(taken => string.Equals(taken, name.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9'), StringComparison.OrdinalIgnoreCase));
}
