namespace FairExchange.Model.Drawing;

/// <summary>How a message fares.</summary>
public enum MermaidArrow
{
    /// <summary>Solid.</summary>
    Arrives,

    /// <summary>Dotted.</summary>
    MayBeLost,

    /// <summary>Dotted, ending in a cross: nobody reads it.</summary>
    Unread,
}
