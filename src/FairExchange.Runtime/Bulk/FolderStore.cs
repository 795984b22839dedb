using System.Security.Cryptography;
using FairExchange.Cryptography;
using FairExchange.Runtime.Values;

namespace FairExchange.Runtime.Bulk;

/// <summary>
/// Goods as files of one folder, of any size and in constant memory: a <see cref="Value.Filed"/> is what is sealed. Files are called by their SHA-256 digests,
/// <c>….message</c> in the plain and <c>….sealed</c> under a key, and appear whole or not at all: what does not open to its end leaves no message.
/// </summary>
/// <remarks>That the disk is full, or a file cannot be read, is an <see cref="IOException"/>: it is no misbehaviour of a peer's.</remarks>
/// <param name="folder">A folder that is there.</param>
/// <param name="most">The most bytes that are taken of sealed goods from outside.</param>
public sealed class FolderStore(string folder, long most = long.MaxValue) : IBulkStore
{
    private const string Plain = "message";
    private const string Sealed = "sealed";

    /// <summary>Takes goods that are to be sealed.</summary>
    public Value.Filed Add(Stream message) => new(Write(Plain, message, long.MaxValue));

    /// <summary>The message's bytes, for whoever wants to read them.</summary>
    /// <exception cref="FileNotFoundException">It is not there.</exception>
    public Stream Read(Value.Filed message) => File.OpenRead(Path(message.Bytes, Plain));

    /// <exception cref="InvalidDataException">There are more bytes than are taken; nothing is kept.</exception>
    public Value.Bulk Receive(Stream goods) => new(Write(Sealed, goods, most));

    public Stream? Read(Value.Bulk goods) => Length(goods) is null ? null : File.OpenRead(Path(goods.Bytes, Sealed));

    public long? Length(Value.Bulk goods) => new FileInfo(Path(goods.Bytes, Sealed)) is { Exists: true, Length: var length } ? length : null;

    public Value.Bulk? Seal(Value message, Value.Key key, ReadOnlySpan<byte> context)
    {
        if (message is not Value.Filed filed || !File.Exists(Path(filed.Bytes, Plain)))
        {
            return null;
        }

        using var plaintext = Read(filed);
        var unfinished = Unfinished();
        try
        {
            byte[] digest;
            using var hash = SHA256.Create();
            using (var ciphertext = File.Create(unfinished))
            using (var read = new CryptoStream(plaintext, hash, CryptoStreamMode.Read))
            {
                digest = StreamEncryption.Seal(read, ciphertext, key.Bytes.Span, context);
            }

            // The file may have changed since it came: what is no longer the message that it is called is not sealed as that message.
            return CryptographicOperations.FixedTimeEquals(hash.Hash, filed.Bytes.Span) ? new Value.Bulk(Finish(unfinished, new Bytes(digest), Sealed)) : null;
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    public Value? TryOpen(Value.Bulk goods, Value.Key key, ReadOnlySpan<byte> context)
    {
        if (Length(goods) is null)
        {
            return null;
        }

        using var ciphertext = File.OpenRead(Path(goods.Bytes, Sealed));
        var unfinished = Unfinished();
        try
        {
            byte[] message;
            using (var hash = SHA256.Create())
            {
                using (var plaintext = new CryptoStream(File.Create(unfinished), hash, CryptoStreamMode.Write))
                {
                    // The file may have changed since it came: what counts is what was read.
                    if (!StreamEncryption.TryOpen(ciphertext, plaintext, key.Bytes.Span, context, out var digest)
                        || !CryptographicOperations.FixedTimeEquals(digest, goods.Bytes.Span))
                    {
                        return null;
                    }
                }

                message = hash.Hash!;
            }

            return new Value.Filed(Finish(unfinished, new Bytes(message), Plain));
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    private Bytes Write(string kind, Stream from, long most)
    {
        var unfinished = Unfinished();
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            using (var file = File.Create(unfinished))
            {
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
            }

            return Finish(unfinished, new Bytes(hash.GetHashAndReset()), kind);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    private Bytes Finish(string unfinished, Bytes digest, string kind)
    {
        // On the disk before it has its name: who has goods signs for them, and must have them after a power cut too.
        using (var file = File.OpenHandle(unfinished, FileMode.Open, FileAccess.ReadWrite))
        {
            RandomAccess.FlushToDisk(file);
        }

        File.Move(unfinished, Path(digest, kind), overwrite: true);
        return digest;
    }

    private string Path(Bytes digest, string kind) => System.IO.Path.Combine(folder, $"{Convert.ToHexStringLower(digest.Span)}.{kind}");

    private string Unfinished() => System.IO.Path.Combine(folder, $"{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))}.unfinished");
}
