using System.Security.Cryptography;

namespace FairExchange.Cryptography;

internal sealed class AesGcmAead(ushort id, int keySize) : HpkeAead(id, keySize)
{
    internal override void Seal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> aad, Span<byte> text, Span<byte> tag)
    {
        using var aes = new AesGcm(key, TagSize);
        aes.Encrypt(nonce, text, text, tag, aad);
    }

    internal override bool TryOpen(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> aad, Span<byte> text, ReadOnlySpan<byte> tag)
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
