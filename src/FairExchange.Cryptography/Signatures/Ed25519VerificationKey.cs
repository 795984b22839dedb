using Curve = Org.BouncyCastle.Math.EC.Rfc8032.Ed25519;

namespace FairExchange.Cryptography;

/// <summary>The curve's functions keep no state, so threads share a key as it is.</summary>
internal sealed class Ed25519VerificationKey(byte[] publicKey) : VerificationKey(publicKey)
{
    /// <summary>
    /// The library refuses S at or above the order (RFC 8032, 5.1.7). On an R with a part of small order, which only the
    /// signer can make, its two generations disagree: so R is held to the rule for public keys, which all honest ones
    /// satisfy, or evidence would be worth what the judge's library says.
    /// </summary>
    internal override bool Verify(byte[] buffer, int length, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != Curve.SignatureSize)
        {
            return false;
        }

        byte[] bytes = signature.ToArray();
        return Curve.Verify(bytes, 0, publicKey, 0, buffer, 0, length) && Curve.ValidatePublicKeyFull(bytes, 0);
    }
}
