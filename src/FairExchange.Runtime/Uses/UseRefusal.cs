namespace FairExchange.Runtime.Uses;

/// <summary>Why a receipt that the judge accepts is no receipt for what its message says it is.</summary>
public abstract record UseRefusal
{
    private UseRefusal()
    {
    }

    /// <summary>The message calls itself something that it is not the one encoding of.</summary>
    public sealed record Malformed(string Kind) : UseRefusal;

    /// <summary>It names others than the two between whom it went.</summary>
    public sealed record OtherParties(string Kind, string Sender, string Recipient, string NamedSender, string NamedRecipient) : UseRefusal;

    /// <summary>Check or order is not signed by the one who is said to have signed.</summary>
    public sealed record NotSigned(string Kind, string Signer) : UseRefusal;

    /// <summary>A notice that went by a protocol without a cut-off time: when it was there, nobody can say.</summary>
    public sealed record NoCutOff(string Protocol) : UseRefusal;

    /// <summary>The two had agreed on another type of transaction, for which they may recognise other trusted parties.</summary>
    public sealed record OtherTransaction(string Kind, string Expected, string Agreed) : UseRefusal;

    /// <summary>The check, or another by the same drawer under the same number, has been paid.</summary>
    public sealed record Paid(Check Presented, Check Before) : UseRefusal;

    /// <summary>The reason in words.</summary>
    public string Describe() => this switch
    {
        Malformed bad => $"what was received calls itself {A(bad.Kind)} and is none: not the one encoding of any",
        OtherParties other => $"what {other.Recipient} received from {other.Sender} is {A(other.Kind)} of {other.NamedSender}'s for {other.NamedRecipient}",
        NotSigned not => $"the {not.Kind} that was received is not signed by {not.Signer}",
        NoCutOff no => $"{no.Protocol} has no cut-off time, so nobody can say by when the notice was there",
        OtherTransaction other => $"{A(other.Kind)} is of the type {other.Expected}, and the two agreed on a trusted party for {other.Agreed}",
        Paid paid => paid.Presented with { Signature = paid.Before.Signature } == paid.Before ? $"{paid.Before} has been paid" : $"{paid.Before} has been paid, and no number is drawn twice",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string A(string kind) => kind == SaleOrder.Word ? $"an {kind}" : $"a {kind}";
}
