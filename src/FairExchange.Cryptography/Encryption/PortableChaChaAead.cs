using System.Security.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Cipher = Org.BouncyCastle.Crypto.Modes.ChaCha20Poly1305;

namespace FairExchange.Cryptography;

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

    internal override bool TryOpen(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> aad, Span<byte> text, ReadOnlySpan<byte> tag)
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
