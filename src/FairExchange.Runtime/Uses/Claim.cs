namespace FairExchange.Runtime.Uses;

/// <summary>What one of the two says against a receipt.</summary>
public enum Claim
{
    /// <summary>The recipient: "I never got it".</summary>
    NeverGot,

    /// <summary>The drawer of a check: "I never drew it".</summary>
    NeverDrawn,

    /// <summary>Drawer or payee: "it was for another amount".</summary>
    OtherAmount,

    /// <summary>The recipient of a notice: "it came too late".</summary>
    TooLate,

    /// <summary>A buyer: "I never asked for it".</summary>
    NeverOrdered,

    /// <summary>A buyer: "it is not what I ordered".</summary>
    OtherGood,
}

/// <summary>The judge's answer to a claim.</summary>
/// <param name="Claim">What was said.</param>
/// <param name="Stands">Whether the evidence leaves it standing.</param>
/// <param name="Reason">Why, in words that follow "no, " or "yes, ".</param>
public sealed record Ruling(Claim Claim, bool Stands, string Reason)
{
    /// <summary>The claim as it is said.</summary>
    public string Words => Claim switch
    {
        Claim.NeverGot => "I never got it",
        Claim.NeverDrawn => "I never drew it",
        Claim.OtherAmount => "it was for another amount",
        Claim.TooLate => "it came too late",
        Claim.NeverOrdered => "I never asked for it",
        Claim.OtherGood => "it is not what I ordered",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
