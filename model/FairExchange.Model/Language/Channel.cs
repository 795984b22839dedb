namespace FairExchange.Model.Language;

/// <summary>What a protocol assumes of a channel beyond that it exists. Without any of it, the adversary owns the channel: reads, loses, delays, reorders, replays, injects.</summary>
[Flags]
public enum Assurance
{
    /// <summary>The adversary's channel.</summary>
    Lossy = 0,

    /// <summary>Every message that is sent arrives after a finite, unbounded time. The adversary still reads and injects.</summary>
    Resilient = 1,

    /// <summary>Only the addressee reads what is sent; others may inject.</summary>
    Private = 2,

    /// <summary>
    /// A mailman in person: the addressee gets the message in the moment in which the sender gets the answer that it waits for, or not at all
    /// (section 1.2, "making sure that").
    /// </summary>
    InPerson = 4 | Resilient | Private,
}

/// <summary>A channel from one role to another.</summary>
public sealed record Channel(Term.Variable From, Term.Variable To, Assurance Assurance);
