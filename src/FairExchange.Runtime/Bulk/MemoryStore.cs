using System.Collections.Concurrent;
using System.Security.Cryptography;
using FairExchange.Cryptography;
using FairExchange.Runtime.Values;

namespace FairExchange.Runtime.Bulk;

/// <summary>Goods in memory, for those that are not large: a <see cref="Value.Message"/> is what is sealed. Safe for use by several threads.</summary>
public sealed class MemoryStore : IBulkStore
{
    private readonly ConcurrentDictionary<Value.Bulk, byte[]> goods = [];

    public Value.Bulk Receive(Stream goods)
    {
        using var bytes = new MemoryStream();
        goods.CopyTo(bytes);
        return Keep(bytes.ToArray(), SHA256.HashData(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)));
    }

    public Stream? Read(Value.Bulk goods) => this.goods.TryGetValue(goods, out var bytes) ? new MemoryStream(bytes, writable: false) : null;

    public long? Length(Value.Bulk goods) => this.goods.TryGetValue(goods, out var bytes) ? bytes.Length : null;

    public Value.Bulk? Seal(Value message, Value.Key key, ReadOnlySpan<byte> context)
    {
        if (message is not Value.Message { Bytes: var bytes })
        {
            return null;
        }

        using var plaintext = new MemoryStream(bytes.Span.ToArray(), writable: false);
        using var ciphertext = new MemoryStream((int)StreamEncryption.SealedLength(bytes.Length));
        var digest = StreamEncryption.Seal(plaintext, ciphertext, key.Bytes.Span, context);
        return Keep(ciphertext.ToArray(), digest);
    }

    public Value? TryOpen(Value.Bulk goods, Value.Key key, ReadOnlySpan<byte> context)
    {
        if (!this.goods.TryGetValue(goods, out var bytes))
        {
            return null;
        }

        using var ciphertext = new MemoryStream(bytes, writable: false);
        using var plaintext = new MemoryStream(bytes.Length);
        return StreamEncryption.TryOpen(ciphertext, plaintext, key.Bytes.Span, context, out _) ? new Value.Message(new Bytes(plaintext.ToArray())) : null;
    }

    private Value.Bulk Keep(byte[] bytes, byte[] digest)
    {
        var kept = new Value.Bulk(new Bytes(digest));
        goods.TryAdd(kept, bytes);
        return kept;
    }
}
