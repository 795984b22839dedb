using FairExchange.Model.Language;
using FairExchange.Runtime.Values;

namespace FairExchange.Runtime.Parties;

/// <summary>What a party wants done by whoever runs it.</summary>
public abstract record Effect
{
    private Effect()
    {
    }

    /// <param name="Label">The paper's name of the step.</param>
    /// <param name="To">To whom.</param>
    /// <param name="Term">What the definition calls it.</param>
    /// <param name="Message">What is to be sent, as <see cref="Wire.Encode"/> writes it.</param>
    /// <param name="Assurance">What the protocol assumes of the channel.</param>
    public sealed record Send(string Label, Value.Name To, Term Term, Value Message, Assurance Assurance) : Effect;

    /// <summary>Call <see cref="Session.TimeOut"/> when patience is over, unless the session has moved on by then.</summary>
    /// <param name="Alarm">And call it at this time on the own clock at the latest; patience is not asked where it is that or nothing.
    /// Null: patience alone decides.</param>
    public sealed record SetTimer(string Awaiting, Alert? Alarm = null) : Effect;

    /// <summary>The value stands under the key of a trusted party's register: <see cref="TrustedParty"/> keeps it there.</summary>
    public sealed record Entered(Value Key, Value Value) : Effect;

    /// <summary>The party's item is complete.</summary>
    public sealed record Obtained(Item Item) : Effect;

    /// <summary>The script is at its end.</summary>
    public sealed record Finished : Effect;

    /// <summary>What came was not taken.</summary>
    public sealed record Rejected(Rejection Reason) : Effect;
}

/// <summary>When time runs out for who waits, on its own clock.</summary>
/// <param name="AtMs">In milliseconds since 1970. What has come by the deadline is read, so who waits until it is called one millisecond
/// after.</param>
/// <param name="IsPatient">Not before that, however much patience there is.</param>
public sealed record Alert(long AtMs, bool IsPatient);

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

    /// <summary>
    /// A trusted party that must wait for more has as many requests of <paramref name="Requester"/> open as it keeps for one; null: it has
    /// no room to write.
    /// </summary>
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
