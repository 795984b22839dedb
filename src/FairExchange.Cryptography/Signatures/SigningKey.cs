namespace FairExchange.Cryptography;

/// <summary>A private signature key. Safe for use by several threads; dispose it after the last of them is done.</summary>
public abstract class SigningKey : IDisposable
{
    private protected SigningKey(VerificationKey verificationKey) => VerificationKey = verificationKey;

    public ReadOnlyMemory<byte> PublicKey => VerificationKey.PublicKey;

    /// <summary>Stays usable after this key is disposed.</summary>
    public VerificationKey VerificationKey { get; }

    /// <summary>
    /// A signature that holds for this context, this message and this key only; what is signed is said at
    /// <see cref="VerificationKey"/>. ECDSA draws a fresh nonce, so only Ed25519 repeats its bytes.
    /// </summary>
    /// <exception cref="ArgumentException">Context and message do not fit into one array together (2 GiB).</exception>
    /// <exception cref="ObjectDisposedException"/>
    public byte[] Sign(ReadOnlySpan<byte> context, ReadOnlySpan<byte> message)
    {
        if (!SignedBytes.Fit(PublicKey.Span, context, message))
        {
            throw new ArgumentException("Context and message are longer than one array together.", nameof(message));
        }

        using var signed = new SignedBytes(PublicKey.Span, context, message);
        return Sign(signed.Buffer, signed.Length);
    }

    /// <summary>32 bytes: the scalar, big-endian, of P-256; the private key of RFC 8032, 5.1.5, for Ed25519. The caller zeroes them.</summary>
    /// <exception cref="ObjectDisposedException"/>
    public abstract byte[] ExportPrivateKey();

    /// <summary>Destroys the private key.</summary>
    public abstract void Dispose();

    /// <summary>Signs the first bytes of a buffer as they stand, without framing.</summary>
    internal abstract byte[] Sign(byte[] buffer, int length);
}
