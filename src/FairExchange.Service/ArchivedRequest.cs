using FairExchange.Runtime.Values;

namespace FairExchange.Service;

/// <summary>What has become of an archived request.</summary>
public enum RequestState
{
    /// <summary>It came early and fits nothing yet; gives way when the mailbox is full, and only then.</summary>
    Waiting,

    /// <summary>Taken; what it began waits for more.</summary>
    Open,

    /// <summary>Taken and answered: proof of what was done, and no part of the party's state any more.</summary>
    Settled,
}

/// <summary>A message that a trusted party took, byte for byte as it came.</summary>
/// <param name="Number">Counts from 1 in the order in which they were taken.</param>
/// <param name="Meaning">What it says, by <see cref="RequestDigest"/>: signed anew it has other bytes, and is the same request.</param>
/// <param name="At">When it came, to the millisecond: by that time it is held to deadlines, also when it is replayed.</param>
public sealed record ArchivedRequest(long Number, Bytes Request, Bytes Meaning, RequestState State, DateTimeOffset At);
