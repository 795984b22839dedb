namespace FairExchange.Model.Language;

/// <summary>What a variable may stand for. Sorts keep the universe of a bounded search finite, and bytes of one kind from being read as another.</summary>
public enum Sort
{
    /// <summary>A participant's unique identifier (the paper's A, B, PO).</summary>
    Name,

    /// <summary>A message or good, 0 bytes to 16 MiB.</summary>
    Message,

    /// <summary>The randomness of one encryption, 32 bytes.</summary>
    Coins,

    /// <summary>What an encryption yields, opaque to everyone who can neither decrypt nor re-encrypt.</summary>
    Ciphertext,

    /// <summary>The text of a would-be contract that both sides negotiated beforehand; no secret.</summary>
    Contract,

    /// <summary>A point of time, milliseconds since 1970 UTC; no secret. What clocks show is compared with it.</summary>
    Time,

    /// <summary>The key of one symmetric encryption, 32 bytes.</summary>
    Key,

    /// <summary>What a symmetric encryption yields: of any size, so that it travels as a file beside the message that speaks of it.</summary>
    Bulk,

    /// <summary>What a hash yields, 32 bytes.</summary>
    Digest,
}
