using System.Buffers.Binary;
using System.Security.Cryptography;

namespace FairExchange.Cryptography;

/// <summary>What a sender and a receiver share: the key schedule of RFC 9180, 5.1, in base mode, and the nonces of 5.2.</summary>
internal sealed class HpkeKeys : IDisposable
{
    private readonly LabeledHkdf hkdf;
    private readonly HpkeAead aead;
    private ulong sequence;
    private bool disposed;

    internal HpkeKeys(LabeledHkdf hkdf, HpkeAead aead, ReadOnlySpan<byte> sharedSecret, ReadOnlySpan<byte> info)
    {
        this.hkdf = hkdf;
        this.aead = aead;
        Key = new byte[aead.KeySize];

        Span<byte> context = stackalloc byte[1 + (2 * LabeledHkdf.HashSize)]; // the first byte is 0: base mode
        Span<byte> secret = stackalloc byte[LabeledHkdf.HashSize];
        hkdf.Extract(salt: [], "psk_id_hash"u8, ikm: [], context[1..33]);
        hkdf.Extract(salt: [], "info_hash"u8, info, context[33..]);
        hkdf.Extract(sharedSecret, "secret"u8, ikm: [], secret);
        hkdf.Expand(secret, "key"u8, context, Key);
        hkdf.Expand(secret, "base_nonce"u8, context, BaseNonce);
        hkdf.Expand(secret, "exp"u8, context, ExporterSecret);
        CryptographicOperations.ZeroMemory(secret);
    }

    internal byte[] Key { get; }

    internal byte[] BaseNonce { get; } = new byte[HpkeAead.NonceSize];

    internal byte[] ExporterSecret { get; } = new byte[LabeledHkdf.HashSize];

    /// <summary>Seals all but the last <see cref="HpkeAead.TagSize"/> bytes in place, and writes the tag there.</summary>
    internal void Seal(ReadOnlySpan<byte> aad, Span<byte> textAndTag)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        Span<byte> nonce = stackalloc byte[HpkeAead.NonceSize];
        WriteNonce(nonce);
        aead.Seal(Key, nonce, aad, textAndTag[..^HpkeAead.TagSize], textAndTag[^HpkeAead.TagSize..]);
        sequence++;
    }

    /// <summary>Opens in place. A failure does not use up the sequence number (RFC 9180, 5.2).</summary>
    internal bool TryOpen(ReadOnlySpan<byte> aad, Span<byte> textAndTag)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        if (textAndTag.Length < HpkeAead.TagSize)
        {
            return false;
        }

        Span<byte> nonce = stackalloc byte[HpkeAead.NonceSize];
        WriteNonce(nonce);
        if (!aead.TryOpen(Key, nonce, aad, textAndTag[..^HpkeAead.TagSize], textAndTag[^HpkeAead.TagSize..]))
        {
            return false;
        }

        sequence++;
        return true;
    }

    internal byte[] Export(ReadOnlySpan<byte> context, int length)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, 255 * LabeledHkdf.HashSize);
        byte[] output = new byte[length];
        hkdf.Expand(ExporterSecret, "sec"u8, context, output);
        return output;
    }

    public void Dispose()
    {
        disposed = true;
        CryptographicOperations.ZeroMemory(Key);
        CryptographicOperations.ZeroMemory(BaseNonce);
        CryptographicOperations.ZeroMemory(ExporterSecret);
    }

    /// <summary>The base nonce, xor the sequence number, big-endian in the last bytes. 2^64 messages are never reached.</summary>
    internal void WriteNonce(Span<byte> nonce)
    {
        BaseNonce.CopyTo(nonce);
        Span<byte> end = nonce[^sizeof(ulong)..];
        BinaryPrimitives.WriteUInt64BigEndian(end, BinaryPrimitives.ReadUInt64BigEndian(end) ^ sequence);
    }
}
