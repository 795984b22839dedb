using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace FairExchange.Cryptography;

/// <summary>
/// E_K(M) for goods of any size: from stream to stream, in constant memory, and committing to its key. Safe for use by several threads.
/// <para>
/// A sealed stream is a commitment of 32 bytes, then chunks of <see cref="ChunkSize"/> bytes of plaintext (the last one has what is left),
/// each under AES-256-GCM with its tag of 16 bytes. Commitment and encryption key come from the key by HKDF-SHA256 with the context in its
/// info. The nonce is seven zero bytes, the chunk's number in four bytes (big-endian) and a byte that is 1 for the last chunk: so none can
/// be left out, moved, added or cut off (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015).
/// </para>
/// <para>
/// AES-GCM alone commits to nothing: it is easy to make one ciphertext that two keys open to two plaintexts. Here they would have to share
/// a commitment, which is a collision of HMAC-SHA256. A key and a digest of the sealed stream thus determine the plaintext; and the same
/// key and plaintext give the same bytes, so whoever has both makes them again and compares. The price: a key is for one plaintext only.
/// </para>
/// </summary>
public static class StreamEncryption
{
    /// <summary>Bytes of a key.</summary>
    public const int KeySize = 32;

    /// <summary>Bytes of plaintext in every chunk but the last: 64 KiB.</summary>
    public const int ChunkSize = 64 * 1024;

    private const int CommitmentSize = 32;
    private const int TagSize = 16;
    private const int NonceSize = 12;

    /// <summary>How long the sealed stream is: for 0 bytes 48, and 16 more for every further chunk.</summary>
    public static long SealedLength(long plaintext) =>
        CommitmentSize + plaintext + (TagSize * Math.Max(1, (plaintext + ChunkSize - 1) / ChunkSize));

    /// <summary>Seals all that is left of a stream.</summary>
    /// <param name="plaintext">Read to its end.</param>
    /// <param name="ciphertext">Written from where it stands.</param>
    /// <param name="key">32 random bytes, used for no other plaintext.</param>
    /// <param name="context">What the encryption is bound to.</param>
    /// <returns>SHA-256 of what was written.</returns>
    /// <exception cref="ArgumentException">A key of another size.</exception>
    /// <exception cref="CryptographicException">More than 2^32 chunks, which are 256 TiB.</exception>
    public static byte[] Seal(Stream plaintext, Stream ciphertext, ReadOnlySpan<byte> key, ReadOnlySpan<byte> context)
    {
        using var chunks = new Chunks(key, context);
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Write(chunks.Commitment);
        var (now, next) = (new byte[ChunkSize + TagSize], new byte[ChunkSize + TagSize]);
        var length = plaintext.ReadAtLeast(now.AsSpan(0, ChunkSize), ChunkSize, throwOnEndOfStream: false);
        while (true)
        {
            // The last chunk is known for it only when nothing comes after it.
            var following = length < ChunkSize ? 0 : plaintext.ReadAtLeast(next.AsSpan(0, ChunkSize), ChunkSize, throwOnEndOfStream: false);
            chunks.Seal(now.AsSpan(0, length + TagSize), isLast: following == 0);
            Write(now.AsSpan(0, length + TagSize));
            if (following == 0)
            {
                return digest.GetHashAndReset();
            }

            (now, next, length) = (next, now, following);
        }

        void Write(ReadOnlySpan<byte> bytes)
        {
            digest.AppendData(bytes);
            ciphertext.Write(bytes);
        }
    }

    /// <summary>Opens all that is left of a stream.</summary>
    /// <param name="ciphertext">Read as far as it is good.</param>
    /// <param name="plaintext">Gets each chunk as soon as that one is verified: where the answer is false, THROW AWAY what was written, for
    /// it may be cut short.</param>
    /// <param name="key">32 bytes, from whomever.</param>
    /// <param name="context">As it was sealed.</param>
    /// <param name="digest">SHA-256 of the sealed stream, for the caller to compare; null where the answer is false.</param>
    /// <returns>False for whatever <see cref="Seal"/> cannot have made with this key and context.</returns>
    /// <exception cref="ArgumentException">A key of another size.</exception>
    public static bool TryOpen(
        Stream ciphertext, Stream plaintext, ReadOnlySpan<byte> key, ReadOnlySpan<byte> context, [NotNullWhen(true)] out byte[]? digest)
    {
        digest = null;
        using var chunks = new Chunks(key, context);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> commitment = stackalloc byte[CommitmentSize];
        if (Read(ciphertext, commitment) < CommitmentSize || !CryptographicOperations.FixedTimeEquals(commitment, chunks.Commitment))
        {
            return false;
        }

        hash.AppendData(commitment);
        var (now, next) = (new byte[ChunkSize + TagSize], new byte[ChunkSize + TagSize]);
        var length = Read(ciphertext, now);
        for (var isFirst = true; ; isFirst = false)
        {
            var following = length < now.Length ? 0 : Read(ciphertext, next);
            // Only a stream of nothing has an empty chunk.
            if (length < TagSize || (length == TagSize && !isFirst))
            {
                return false;
            }

            hash.AppendData(now.AsSpan(0, length));
            if (!chunks.TryOpen(now.AsSpan(0, length), isLast: following == 0))
            {
                return false;
            }

            plaintext.Write(now.AsSpan(0, length - TagSize));
            if (following == 0)
            {
                digest = hash.GetHashAndReset();
                return true;
            }

            (now, next, length) = (next, now, following);
        }
    }

    private static int Read(Stream from, Span<byte> into) => from.ReadAtLeast(into, into.Length, throwOnEndOfStream: false);

    /// <summary>The cipher under one key, with the number of the next chunk.</summary>
    private sealed class Chunks : IDisposable
    {
        private readonly AesGcm aes;
        private readonly byte[] nonce = new byte[NonceSize];
        private ulong number;

        public Chunks(ReadOnlySpan<byte> key, ReadOnlySpan<byte> context)
        {
            if (key.Length != KeySize)
            {
                throw new ArgumentException($"A key has {KeySize} bytes, not {key.Length}.", nameof(key));
            }

            Span<byte> derived = stackalloc byte[CommitmentSize + KeySize];
            HKDF.DeriveKey(HashAlgorithmName.SHA256, key, derived, salt: "fair-exchange bulk v1"u8, info: SHA256.HashData(context));
            Commitment = derived[..CommitmentSize].ToArray();
            aes = new AesGcm(derived[CommitmentSize..], TagSize);
            CryptographicOperations.ZeroMemory(derived);
        }

        public byte[] Commitment { get; }

        public void Seal(Span<byte> chunk, bool isLast)
        {
            Count(isLast);
            aes.Encrypt(nonce, chunk[..^TagSize], chunk[..^TagSize], chunk[^TagSize..]);
        }

        public bool TryOpen(Span<byte> chunk, bool isLast)
        {
            Count(isLast);
            try
            {
                aes.Decrypt(nonce, chunk[..^TagSize], chunk[^TagSize..], chunk[..^TagSize]);
                return true;
            }
            catch (AuthenticationTagMismatchException)
            {
                return false;
            }
        }

        public void Dispose() => aes.Dispose();

        private void Count(bool isLast)
        {
            if (number > uint.MaxValue)
            {
                throw new CryptographicException("The stream has more than 2^32 chunks.");
            }

            BinaryPrimitives.WriteUInt32BigEndian(nonce.AsSpan(NonceSize - 5), (uint)number++);
            nonce[^1] = isLast ? (byte)1 : (byte)0;
        }
    }
}
