namespace FairExchange.Verification.Impossibility;

/// <summary>What a search over a class of protocols says.</summary>
internal abstract record Sought
{
    private Sought()
    {
    }

    /// <summary>The smallest that was not found before, and among those the first in the order of the choices.</summary>
    public sealed record Found(Candidate Candidate) : Sought;

    /// <summary>No protocol of the class, or none but those found before.</summary>
    public sealed record None : Sought;

    public sealed record Unknown(string Reason) : Sought;
}
