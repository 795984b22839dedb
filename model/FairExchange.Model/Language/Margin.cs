namespace FairExchange.Model.Language;

/// <summary>
/// A named span between a point of time and a party's deadline. How long it must be depends on how far clocks are off and how long resilient channels take,
/// so a definition says it in these: <c>2 skews + 1 delay</c>.
/// </summary>
/// <param name="Name">A parameter of the protocol: whoever runs or verifies it may give another value.</param>
/// <param name="Skews">How many times the bound on what a clock is off.</param>
/// <param name="Delays">How many times the bound on what a resilient channel takes.</param>
public sealed record Margin(string Name, int Skews, int Delays)
{
    public override string ToString() => Name;
}
