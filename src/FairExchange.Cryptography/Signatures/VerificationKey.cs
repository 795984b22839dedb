namespace FairExchange.Cryptography;

/// <summary>
/// A public signature key. Safe for use by several threads.
/// <para>
/// The signed bytes are: <c>fair-exchange signature v1</c> in ASCII, the signer's public key, the length of the context
/// in four bytes (big-endian), the context, the message. All but the last have a known length, so no two triples of key,
/// context and message share their bytes. The key is among them because ECDSA alone lets a stranger build, for a given
/// message and signature, another key that verifies them, where a model's SIG_B(m) has one signer.
/// </para>
/// </summary>
public abstract class VerificationKey
{
    private protected VerificationKey(ReadOnlyMemory<byte> publicKey) => PublicKey = publicKey;

    /// <summary>The one encoding, as <see cref="SignatureAlgorithm.TryImport"/> takes it.</summary>
    public ReadOnlyMemory<byte> PublicKey { get; }

    /// <summary>False, and never an exception, for hostile input of any length.</summary>
    public bool Verify(ReadOnlySpan<byte> context, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (!SignedBytes.Fit(PublicKey.Span, context, message))
        {
            return false;
        }

        using var signed = new SignedBytes(PublicKey.Span, context, message);
        return Verify(signed.Buffer, signed.Length, signature);
    }

    /// <summary>Verifies the first bytes of a buffer as they stand, without framing.</summary>
    internal abstract bool Verify(byte[] buffer, int length, ReadOnlySpan<byte> signature);
}
