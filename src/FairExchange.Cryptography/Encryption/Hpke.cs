using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace FairExchange.Cryptography.Encryption;

/// <summary>
/// Hybrid public key encryption (RFC 9180) in base mode with HKDF-SHA256. Safe for use by several threads; the contexts
/// that it sets up are not.
/// </summary>
public sealed class Hpke
{
    private const int KdfId = 0x0001; // HKDF-SHA256

    private readonly LabeledHkdf hkdf;

    public Hpke(HpkeKem kem, HpkeAead aead)
    {
        Kem = kem;
        Aead = aead;
        SuiteId = [.. "HPKE"u8, (byte)(kem.Id >> 8), (byte)kem.Id, KdfId >> 8, KdfId, (byte)(aead.Id >> 8), (byte)aead.Id];
        hkdf = new LabeledHkdf(SuiteId);
    }

    public HpkeKem Kem { get; }

    public HpkeAead Aead { get; }

    internal byte[] SuiteId { get; }

    /// <summary>SetupBaseS (RFC 9180, 5.1.1) with a fresh ephemeral key.</summary>
    /// <exception cref="ArgumentException">A key of another KEM.</exception>
    public HpkeSender SetupSender(EncryptionKey recipient, ReadOnlySpan<byte> info)
    {
        using DecryptionKey ephemeral = Kem.GenerateKeyPair();
        return SetupSender(recipient, info, ephemeral);
    }

    /// <summary>SetupBaseS with an ephemeral key of the caller's choice: see <see cref="HpkeKem.Encap"/> for the danger.</summary>
    /// <exception cref="ArgumentException">A key of another KEM.</exception>
    public HpkeSender SetupSender(EncryptionKey recipient, ReadOnlySpan<byte> info, DecryptionKey ephemeral)
    {
        byte[] sharedSecret = Kem.Encap(recipient, ephemeral);
        var sender = new HpkeSender(new HpkeKeys(hkdf, Aead, sharedSecret, info), ephemeral.PublicKey);
        CryptographicOperations.ZeroMemory(sharedSecret);
        return sender;
    }

    /// <summary>SetupBaseR (RFC 9180, 5.1.1). False, and never an exception, for whatever is not an encapsulation.</summary>
    /// <exception cref="ArgumentException">A key of another KEM.</exception>
    public bool TrySetupReceiver(
        ReadOnlySpan<byte> enc, DecryptionKey key, ReadOnlySpan<byte> info, [NotNullWhen(true)] out HpkeReceiver? receiver)
    {
        receiver = null;
        if (!Kem.TryDecap(enc, key, out byte[]? sharedSecret))
        {
            return false;
        }

        receiver = new HpkeReceiver(new HpkeKeys(hkdf, Aead, sharedSecret, info));
        CryptographicOperations.ZeroMemory(sharedSecret);
        return true;
    }
}

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

/// <summary>A sender's context (RFC 9180, 5.2): each call of <see cref="Seal"/> takes the next nonce. For one thread.</summary>
public sealed class HpkeSender : IDisposable
{
    internal HpkeSender(HpkeKeys keys, ReadOnlyMemory<byte> enc)
    {
        Keys = keys;
        Encapsulation = enc;
    }

    /// <summary>enc: what the receiver needs besides its key, <see cref="HpkeKem.PublicKeySize"/> bytes.</summary>
    public ReadOnlyMemory<byte> Encapsulation { get; }

    internal HpkeKeys Keys { get; }

    /// <summary><see cref="HpkeAead.TagSize"/> bytes longer than the plaintext.</summary>
    /// <exception cref="ObjectDisposedException"/>
    public byte[] Seal(ReadOnlySpan<byte> aad, ReadOnlySpan<byte> plaintext)
    {
        byte[] output = new byte[checked(plaintext.Length + HpkeAead.TagSize)];
        plaintext.CopyTo(output);
        Keys.Seal(aad, output);
        return output;
    }

    /// <summary>A secret that the receiver can export too (RFC 9180, 5.3).</summary>
    /// <param name="length">At most 8160 bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">A longer or negative length.</exception>
    /// <exception cref="ObjectDisposedException"/>
    public byte[] Export(ReadOnlySpan<byte> exporterContext, int length) => Keys.Export(exporterContext, length);

    /// <summary>Zeroes the keys.</summary>
    public void Dispose() => Keys.Dispose();
}

/// <summary>A receiver's context (RFC 9180, 5.2): opens in the order in which the sender sealed. For one thread.</summary>
public sealed class HpkeReceiver : IDisposable
{
    internal HpkeReceiver(HpkeKeys keys) => Keys = keys;

    internal HpkeKeys Keys { get; }

    /// <summary>False, and never an exception, for whatever is not the sender's next text; the context then still awaits that.</summary>
    /// <exception cref="ObjectDisposedException"/>
    public bool TryOpen(ReadOnlySpan<byte> aad, ReadOnlySpan<byte> ciphertext, [NotNullWhen(true)] out byte[]? plaintext)
    {
        byte[] buffer = ciphertext.ToArray();
        plaintext = Keys.TryOpen(aad, buffer) ? buffer[..^HpkeAead.TagSize] : null;
        return plaintext is not null;
    }

    /// <inheritdoc cref="HpkeSender.Export"/>
    public byte[] Export(ReadOnlySpan<byte> exporterContext, int length) => Keys.Export(exporterContext, length);

    /// <summary>Zeroes the keys.</summary>
    public void Dispose() => Keys.Dispose();
}

/// <summary>LabeledExtract and LabeledExpand (RFC 9180, 4) with HKDF-SHA256, for one suite_id.</summary>
internal sealed class LabeledHkdf(byte[] suiteId)
{
    internal const int HashSize = 32;

    internal void Extract(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> label, ReadOnlySpan<byte> ikm, Span<byte> prk)
    {
        byte[] labeled = [.. Version, .. suiteId, .. label, .. ikm];
        HKDF.Extract(HashAlgorithmName.SHA256, labeled, salt, prk);
        CryptographicOperations.ZeroMemory(labeled);
    }

    internal void Expand(ReadOnlySpan<byte> prk, ReadOnlySpan<byte> label, ReadOnlySpan<byte> info, Span<byte> output)
    {
        byte[] labeled = [(byte)(output.Length >> 8), (byte)output.Length, .. Version, .. suiteId, .. label, .. info];
        HKDF.Expand(HashAlgorithmName.SHA256, prk, output, labeled);
    }

    private static ReadOnlySpan<byte> Version => "HPKE-v1"u8;
}
