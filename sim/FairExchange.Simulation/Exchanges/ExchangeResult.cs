using FairExchange.Runtime.Bulk;

namespace FairExchange.Simulation.Exchanges;

/// <summary>What an exchange cost whom. Bytes are those of messages on the wire and of goods beside them; the symbolic suite has none.</summary>
public sealed record Meter
{
    public long Messages { get; set; }

    public long Bytes { get; set; }

    /// <summary>Messages that a trusted party received.</summary>
    public long TrustedRequests { get; set; }

    /// <summary>Bytes that a trusted party received or sent.</summary>
    public long TrustedBytes { get; set; }

    /// <summary>Public-key operations of trusted parties: signing, verifying, encrypting, decrypting count one each.</summary>
    public long TrustedOperations { get; set; }

    /// <summary>Bytes that a trusted party must keep as proof of what it did: all that it read, where it holds state; none where it is stateless.</summary>
    public long StoredBytes { get; set; }

    /// <summary>Whether any trusted party received a message.</summary>
    public bool TrustedPartyTookPart => TrustedRequests > 0;

    public void Clear() => (Messages, Bytes, TrustedRequests, TrustedBytes, TrustedOperations, StoredBytes) = (0, 0, 0, 0, 0, 0);

    /// <summary>A message leaves for wherever.</summary>
    public void Sent(long bytes)
    {
        Messages++;
        Bytes += bytes;
    }

    /// <summary>A message has reached a trusted party.</summary>
    /// <param name="isKept">It was taken by a party that holds state.</param>
    public void Requested(int bytes, bool isKept)
    {
        TrustedRequests++;
        TrustedBytes += bytes;
        StoredBytes += isKept ? bytes : 0;
    }

    public void Add(Meter other, long times = 1)
    {
        Messages += times * other.Messages;
        Bytes += times * other.Bytes;
        TrustedRequests += times * other.TrustedRequests;
        TrustedBytes += times * other.TrustedBytes;
        TrustedOperations += times * other.TrustedOperations;
        StoredBytes += times * other.StoredBytes;
    }
}

/// <summary>One exchange as it came out.</summary>
/// <param name="Observation">Who holds what.</param>
/// <param name="EndMs">When the last thing happened, in milliseconds of virtual time.</param>
/// <param name="Goods">The goods that travelled beside messages, which a judge may want to see.</param>
public sealed record ExchangeResult(Observation Observation, Meter Meter, long EndMs, Side First, Side Second, IBulkStore Goods);
