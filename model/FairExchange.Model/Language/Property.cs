using System.Collections.Immutable;

namespace FairExchange.Model.Language;

/// <summary>A property by its name in the field; how it is encoded for the solver and watched in a run is Verification's.</summary>
/// <param name="PerParty">Stated for each of the two parties on its own.</param>
public sealed record Property(string Name, bool PerParty)
{
    /// <summary>Whatever the other side can show or has learned, the honest party ends with the matching item (strong fairness, section 1).</summary>
    public static Property Fairness { get; } = new("fairness", PerParty: true);

    /// <summary>Both honest and no message lost: both get their items.</summary>
    public static Property Effectiveness { get; } = new("effectiveness", PerParty: false);

    /// <summary>Both honest and no message lost: no trusted party takes part (section 1.3, the first high-level property).</summary>
    public static Property Optimism { get; } = new("optimism", PerParty: false);

    public static ImmutableArray<Property> All { get; } = [Fairness, Effectiveness, Optimism];

    public override string ToString() => Name;
}
