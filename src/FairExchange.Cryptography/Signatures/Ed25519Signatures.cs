using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Curve = Org.BouncyCastle.Math.EC.Rfc8032.Ed25519;

namespace FairExchange.Cryptography.Signatures;

/// <inheritdoc cref="SignatureAlgorithm.Ed25519"/>
internal sealed class Ed25519Signatures : SignatureAlgorithm
{
    public override int PublicKeySize => Curve.PublicKeySize;

    public override int SignatureSize => Curve.SignatureSize;

    public override bool TryImport(ReadOnlySpan<byte> publicKey, [NotNullWhen(true)] out VerificationKey? key)
    {
        key = null;
        if (publicKey.Length != Curve.PublicKeySize)
        {
            return false;
        }

        // "Full": also refuses points of small order, under which one signature verifies for many messages, and points
        // with a part of small order, on which verifiers disagree.
        byte[] bytes = publicKey.ToArray();
        key = Curve.ValidatePublicKeyFull(bytes, 0) ? new Ed25519VerificationKey(bytes) : null;
        return key is not null;
    }

    public override bool TryImportPrivateKey(ReadOnlySpan<byte> privateKey, [NotNullWhen(true)] out SigningKey? key)
    {
        key = privateKey.Length == SeedSize ? Derive(privateKey) : null;
        return key is not null;
    }

    private protected override SigningKey DeriveRepeating(ReadOnlySpan<byte> seed) => Derive(seed);

    private protected override SigningKey Derive(ReadOnlySpan<byte> seed)
    {
        byte[] secret = seed.ToArray();
        byte[] publicKey = new byte[Curve.PublicKeySize];
        Curve.GeneratePublicKey(secret, 0, publicKey, 0);
        return new Ed25519SigningKey(secret, publicKey);
    }
}

/// <summary>The curve's functions keep no state, so threads share a key as it is.</summary>
internal sealed class Ed25519SigningKey(byte[] secret, byte[] publicKey) : SigningKey(new Ed25519VerificationKey(publicKey))
{
    private volatile bool disposed;

    public override byte[] ExportPrivateKey()
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        return [.. secret];
    }

    public override void Dispose()
    {
        disposed = true;
        CryptographicOperations.ZeroMemory(secret);
    }

    internal override byte[] Sign(byte[] buffer, int length)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        byte[] signature = new byte[Curve.SignatureSize];
        Curve.Sign(secret, 0, publicKey, 0, buffer, 0, length, signature, 0);
        return signature;
    }
}

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
