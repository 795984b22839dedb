using System.Security.Cryptography;
using Curve = Org.BouncyCastle.Math.EC.Rfc8032.Ed25519;

namespace FairExchange.Cryptography;

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
