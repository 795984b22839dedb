using SystemChaCha20Poly1305 = System.Security.Cryptography.ChaCha20Poly1305;

namespace FairExchange.Cryptography;

/// <summary>Authenticated encryption as HPKE uses it (RFC 9180, table 5), with nonces of 12 bytes and tags of 16.</summary>
public abstract class HpkeAead
{
    internal const int NonceSize = 12;

    /// <summary>Bytes by which a sealed text is longer than the plain one (Nt).</summary>
    public const int TagSize = 16;

    private protected HpkeAead(ushort id, int keySize)
    {
        Id = id;
        KeySize = keySize;
    }

    /// <summary>AES-128-GCM, 0x0001.</summary>
    public static HpkeAead Aes128Gcm { get; } = new AesGcmAead(0x0001, 16);

    /// <summary>AES-256-GCM, 0x0002.</summary>
    public static HpkeAead Aes256Gcm { get; } = new AesGcmAead(0x0002, 32);

    /// <summary>ChaCha20-Poly1305 (RFC 8439), 0x0003: the platform's, and BouncyCastle's where it has none, as on Windows 10.</summary>
    public static HpkeAead ChaCha20Poly1305 { get; } =
        SystemChaCha20Poly1305.IsSupported ? new PlatformChaChaAead() : new PortableChaChaAead();

    /// <summary>RFC 9180, table 5.</summary>
    public ushort Id { get; }

    /// <summary>In bytes (Nk).</summary>
    public int KeySize { get; }

    /// <summary>Encrypts in place; the tag follows the text.</summary>
    internal abstract void Seal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> aad, Span<byte> text, Span<byte> tag);

    /// <summary>Decrypts in place. False leaves the text undefined.</summary>
    internal abstract bool TryOpen(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> aad, Span<byte> text, ReadOnlySpan<byte> tag);
}
