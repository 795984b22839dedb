namespace FairExchange.Cryptography;

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
