using System.Security.Cryptography;

namespace FairExchange.Cryptography;

internal sealed class PlatformChaChaAead() : HpkeAead(0x0003, 32)
{
    internal override void Seal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> aad, Span<byte> text, Span<byte> tag)
    {
        using var cipher = new ChaCha20Poly1305(key);
        cipher.Encrypt(nonce, text, text, tag, aad);
    }

    internal override bool TryOpen(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> aad, Span<byte> text, ReadOnlySpan<byte> tag)
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
