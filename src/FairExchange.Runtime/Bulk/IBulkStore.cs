using FairExchange.Runtime.Values;

namespace FairExchange.Runtime.Bulk;

/// <summary>
/// Where goods lie, plain and under a key. Messages speak of them by digest, so a message has one length whatever the goods' size; who carries messages carries
/// the sealed goods beside them, and earlier. Opening and sealing stream.
/// </summary>
public interface IBulkStore
{
    /// <summary>Takes sealed goods from outside, to the end of the stream; whether they open is another matter.</summary>
    Value.Bulk Receive(Stream goods);

    /// <summary>The sealed goods, for whoever carries them beside a message; null where they are not there.</summary>
    Stream? Read(Value.Bulk goods);

    /// <summary>Bytes of the sealed goods; null where they are not there.</summary>
    long? Length(Value.Bulk goods);

    /// <summary>Seals a message and keeps the result; the same arguments give the same. Null where the message is not there.</summary>
    Value.Bulk? Seal(Value message, Value.Key key, ReadOnlySpan<byte> context);

    /// <summary>The message in sealed goods; null where they are not there or are not what <see cref="Seal"/> makes with this key and context.</summary>
    Value? TryOpen(Value.Bulk goods, Value.Key key, ReadOnlySpan<byte> context);
}
