using FairExchange.Model.Language;

namespace FairExchange.Runtime.Parties;

/// <summary>Why what came was not taken: a peer's misbehaviour, or the network's, is data.</summary>
public abstract record Rejection
{
    private Rejection()
    {
    }

    /// <summary>Not the one encoding of any value, or over the bounds.</summary>
    public sealed record Malformed : Rejection;

    /// <summary>A value of another shape or kind than <paramref name="Expected"/>.</summary>
    public sealed record WrongShape(Term Expected) : Rejection;

    /// <summary>Not the value that <paramref name="Expected"/> is known to have.</summary>
    public sealed record WrongValue(Term Expected) : Rejection;

    /// <summary>Not a signature of the one who is said to have signed, or nobody vouches for the signer's key.</summary>
    public sealed record BadSignature(Term Expected) : Rejection;

    /// <summary>A ciphertext that does not open, or is not what encrypting again gives.</summary>
    public sealed record DoesNotOpen(Term Expected) : Rejection;

    /// <summary>The trusted party helps subscribers only, and <paramref name="Asker"/> is none.</summary>
    public sealed record NotSubscribed(string Asker) : Rejection;

    /// <summary>The goods that the message speaks of, which travel beside it, have not come.</summary>
    public sealed record GoodsMissing(Term Expected) : Rejection;

    /// <summary>Read already.</summary>
    public sealed record Duplicate : Rejection;

    /// <summary>Nothing is awaited any more, or not after <paramref name="Deadline"/>, which is past on the reader's clock.</summary>
    public sealed record TooLate(Deadline? Deadline = null) : Rejection;

    /// <summary>To go on takes <paramref name="Term"/>, and the directory knows no key for a name in it.</summary>
    public sealed record UnknownKey(Term Term) : Rejection;

    /// <summary>A trusted party that must wait for more has as many requests of <paramref name="Requester"/> open as it keeps for one; null: it has no room to write.</summary>
    public sealed record Busy(string? Requester) : Rejection;

    /// <summary>The reason in words.</summary>
    public string Describe() => this switch
    {
        Malformed => "not the one encoding of any value, or too large",
        WrongShape wrong => $"{wrong.Expected} has another form or kind",
        WrongValue wrong => $"{wrong.Expected} has another value",
        BadSignature wrong => $"{wrong.Expected} is not signed by the one who is said to have signed",
        DoesNotOpen wrong => $"{wrong.Expected} does not open, or is not what encrypting again gives",
        NotSubscribed refused => $"{refused.Asker} has not subscribed, and only subscribers are helped",
        GoodsMissing missing => $"{missing.Expected}, the goods beside the message, are not there",
        Duplicate => "read already",
        UnknownKey unknown => $"{unknown.Term} takes a key that the directory does not know",
        Busy { Requester: "" } => "too many requests are open of those whose name nobody vouches for",
        Busy { Requester: { } requester } => $"too many requests of {requester} are open",
        Busy => "there is no room to write it down: ask again later",
        TooLate { Deadline: { } deadline } => $"it is later than {deadline}",
        TooLate => "nothing is awaited any more",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
