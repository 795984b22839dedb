using FairExchange.Verification.Verdicts;

namespace FairExchange.Verification.Cutoff;

/// <summary>What is known of the cut-off property for one timing. Only <see cref="Proved"/> is a proof.</summary>
public abstract record CutoffVerdict
{
    private CutoffVerdict()
    {
    }

    /// <summary>In every run, soon after T each honest party knows for good: it has its item, or the other side never gets its own.</summary>
    public sealed record Proved : CutoffVerdict;

    /// <summary>A schedule after which the other side has its item and the honest party, at its end, does not.</summary>
    public sealed record Broken(Trace Trace) : CutoffVerdict;

    /// <summary>An honest party that has given something away may still wait long after T.</summary>
    /// <param name="Party">Who waits.</param>
    public sealed record NeverSettles(string Party) : CutoffVerdict;

    /// <summary>The other side never gets its item, so there is no run of which the property says anything.</summary>
    /// <param name="Party">The honest party.</param>
    public sealed record Vacuous(string Party, string Reason) : CutoffVerdict;

    public sealed record Unknown(string Reason) : CutoffVerdict;
}
