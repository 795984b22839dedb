using System.Security.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Cipher = Org.BouncyCastle.Crypto.Modes.ChaCha20Poly1305;
using SystemChaCha20Poly1305 = System.Security.Cryptography.ChaCha20Poly1305;

namespace FairExchange.Cryptography.Encryption;

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
    internal abstract bool TryOpen(
        ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> aad, Span<byte> text, ReadOnlySpan<byte> tag);
}

internal sealed class AesGcmAead(ushort id, int keySize) : HpkeAead(id, keySize)
{
    internal override void Seal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> aad, Span<byte> text, Span<byte> tag)
    {
        using var aes = new AesGcm(key, TagSize);
        aes.Encrypt(nonce, text, text, tag, aad);
    }

    internal override bool TryOpen(
        ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> aad, Span<byte> text, ReadOnlySpan<byte> tag)
    {
        using var aes = new AesGcm(key, TagSize);
        try
        {
            aes.Decrypt(nonce, text, tag, text, aad);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }
}

internal sealed class PlatformChaChaAead() : HpkeAead(0x0003, 32)
{
    internal override void Seal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> aad, Span<byte> text, Span<byte> tag)
    {
        using var cipher = new ChaCha20Poly1305(key);
        cipher.Encrypt(nonce, text, text, tag, aad);
    }

    internal override bool TryOpen(
        ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> aad, Span<byte> text, ReadOnlySpan<byte> tag)
    {
        using var cipher = new ChaCha20Poly1305(key);
        try
        {
            cipher.Decrypt(nonce, text, tag, text, aad);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }
}

/// <summary>
/// BouncyCastle's, some thirty times slower than a platform's. Through arrays, the form that both generations of the
/// library have.
/// </summary>
internal sealed class PortableChaChaAead() : HpkeAead(0x0003, 32)
{
    internal override void Seal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> aad, Span<byte> text, Span<byte> tag)
    {
        byte[] input = text.ToArray();
        byte[] output = Run(forEncryption: true, key, nonce, aad, input);
        CryptographicOperations.ZeroMemory(input);
        output.AsSpan(0, text.Length).CopyTo(text);
        output.AsSpan(text.Length).CopyTo(tag);
    }

    internal override bool TryOpen(
        ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> aad, Span<byte> text, ReadOnlySpan<byte> tag)
    {
        try
        {
            byte[] output = Run(forEncryption: false, key, nonce, aad, [.. text, .. tag]);
            output.CopyTo(text);
            CryptographicOperations.ZeroMemory(output);
            return true;
        }
        catch (InvalidCipherTextException)
        {
            return false;
        }
    }

    private static byte[] Run(bool forEncryption, ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> aad, byte[] input)
    {
        var cipher = new Cipher();
        cipher.Init(forEncryption, new AeadParameters(new KeyParameter(key.ToArray()), 8 * TagSize, nonce.ToArray(), aad.ToArray()));
        byte[] output = new byte[cipher.GetOutputSize(input.Length)];
        int written = cipher.ProcessBytes(input, 0, input.Length, output, 0);
        cipher.DoFinal(output, written);
        return output;
    }
}
