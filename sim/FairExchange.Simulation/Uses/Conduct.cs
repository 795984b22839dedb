namespace FairExchange.Simulation.Uses;

/// <summary>Who does not do its part.</summary>
public enum Conduct
{
    Honest,

    /// <summary>The sender takes the receipt and says no more.</summary>
    SenderStops,

    /// <summary>The recipient tells the sender nothing, and has the trusted party open what came.</summary>
    RecipientStops,

    /// <summary>The recipient answers nobody.</summary>
    RecipientIsSilent,
}
