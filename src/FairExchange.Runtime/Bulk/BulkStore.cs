using System.Collections.Concurrent;
using System.Security.Cryptography;
using FairExchange.Cryptography;
using FairExchange.Runtime.Files;
using FairExchange.Runtime.Values;

namespace FairExchange.Runtime.Bulk;

/// <summary>
/// Where goods lie, plain and under a key. Messages speak of them by digest, so a message has one length whatever the goods' size; who
/// carries messages carries the sealed goods beside them, and earlier. Opening and sealing stream.
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

    /// <summary>
    /// The message in sealed goods; null where they are not there or are not what <see cref="Seal"/> makes with this key and context.
    /// </summary>
    Value? TryOpen(Value.Bulk goods, Value.Key key, ReadOnlySpan<byte> context);
}

/// <summary>
/// Goods in memory, for those that are not large: a <see cref="Value.Message"/> is what is sealed. Safe for use by several threads.
/// </summary>
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
        return StreamEncryption.TryOpen(ciphertext, plaintext, key.Bytes.Span, context, out _)
            ? new Value.Message(new Bytes(plaintext.ToArray())) : null;
    }

    private Value.Bulk Keep(byte[] bytes, byte[] digest)
    {
        var kept = new Value.Bulk(new Bytes(digest));
        goods.TryAdd(kept, bytes);
        return kept;
    }
}

/// <summary>
/// Goods as files of one folder, of any size and in constant memory: a <see cref="Value.Filed"/> is what is sealed. Files are called by
/// their SHA-256 digests,
/// <c>….message</c> in the plain and <c>….sealed</c> under a key, and appear whole or not at all: what does not open to its end leaves no
/// message.
/// </summary>
/// <remarks>That the disk is full, or a file cannot be read, is an <see cref="IOException"/>: it is no misbehaviour of a peer's.</remarks>
/// <param name="folder">A folder that is there.</param>
/// <param name="most">The most bytes that are taken of sealed goods from outside.</param>
/// <param name="disk">What is written goes through it: who has goods signs for them, and must have them after a power cut too.</param>
public sealed class FolderStore(string folder, long most, IDisk disk) : IBulkStore
{
    private const string Plain = "message";
    private const string Sealed = "sealed";

    public FolderStore(string folder, long most = long.MaxValue)
        : this(folder, most, Disk.System)
    {
    }


    /// <summary>Takes goods that are to be sealed.</summary>
    public Value.Filed Add(Stream message) => new(Write(Plain, message, long.MaxValue));

    /// <summary>The message's bytes, for whoever wants to read them.</summary>
    /// <exception cref="FileNotFoundException">It is not there.</exception>
    public Stream Read(Value.Filed message) => File.OpenRead(Path(message.Bytes, Plain));

    /// <exception cref="InvalidDataException">There are more bytes than are taken; nothing is kept.</exception>
    public Value.Bulk Receive(Stream goods) => new(Write(Sealed, goods, most));

    public Stream? Read(Value.Bulk goods) => Length(goods) is null ? null : File.OpenRead(Path(goods.Bytes, Sealed));

    public long? Length(Value.Bulk goods) =>
        new FileInfo(Path(goods.Bytes, Sealed)) is { Exists: true, Length: var length } ? length : null;

    public Value.Bulk? Seal(Value message, Value.Key key, ReadOnlySpan<byte> context)
    {
        if (message is not Value.Filed filed || !File.Exists(Path(filed.Bytes, Plain)))
        {
            return null;
        }

        using var plaintext = Read(filed);
        var about = context.ToArray();
        Bytes? made = null;
        Replacement.Write(disk, Unfinished(), ciphertext =>
        {
            using var hash = SHA256.Create();
            using var read = new CryptoStream(plaintext, hash, CryptoStreamMode.Read, leaveOpen: true);
            var digest = new Bytes(StreamEncryption.Seal(read, ciphertext, key.Bytes.Span, about));
            // The file may have changed since it came: what is no longer the message that it is called is not sealed as that message.
            made = CryptographicOperations.FixedTimeEquals(hash.Hash, filed.Bytes.Span) ? digest : null;
            return made is { } known ? Path(known, Sealed) : null;
        });
        return made is { } goods ? new Value.Bulk(goods) : null;
    }

    public Value? TryOpen(Value.Bulk goods, Value.Key key, ReadOnlySpan<byte> context)
    {
        if (Length(goods) is null)
        {
            return null;
        }

        using var ciphertext = File.OpenRead(Path(goods.Bytes, Sealed));
        var about = context.ToArray();
        Bytes? opened = null;
        Replacement.Write(disk, Unfinished(), file =>
        {
            using var hash = SHA256.Create();
            using (var plaintext = new CryptoStream(file, hash, CryptoStreamMode.Write, leaveOpen: true))
            {
                // The file may have changed since it came: what counts is what was read.
                if (!StreamEncryption.TryOpen(ciphertext, plaintext, key.Bytes.Span, about, out var digest)
                    || !CryptographicOperations.FixedTimeEquals(digest, goods.Bytes.Span))
                {
                    return null;
                }
            }

            opened = new Bytes(hash.Hash!);
            return Path(opened.Value, Plain);
        });
        return opened is { } message ? new Value.Filed(message) : null;
    }

    private Bytes Write(string kind, Stream from, long most)
    {
        Bytes? written = null;
        Replacement.Write(disk, Unfinished(), file =>
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var buffer = new byte[StreamEncryption.ChunkSize];
            for (long taken = 0; from.Read(buffer) is > 0 and var count;)
            {
                taken += count;
                if (taken > most)
                {
                    throw new InvalidDataException($"There are more than {most} bytes.");
                }

                hash.AppendData(buffer, 0, count);
                file.Write(buffer, 0, count);
            }

            written = new Bytes(hash.GetHashAndReset());
            return Path(written.Value, kind);
        });
        return written!.Value;
    }

    private string Path(Bytes digest, string kind) => System.IO.Path.Combine(folder, $"{Convert.ToHexStringLower(digest.Span)}.{kind}");

    private string Unfinished() =>
        System.IO.Path.Combine(folder, $"{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))}.unfinished");
}
