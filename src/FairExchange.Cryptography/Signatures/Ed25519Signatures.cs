using System.Diagnostics.CodeAnalysis;
using Curve = Org.BouncyCastle.Math.EC.Rfc8032.Ed25519;

namespace FairExchange.Cryptography;

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
