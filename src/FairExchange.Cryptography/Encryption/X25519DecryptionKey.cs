using System.Security.Cryptography;
using Curve = Org.BouncyCastle.Math.EC.Rfc7748.X25519;

namespace FairExchange.Cryptography;

/// <summary>The curve's functions keep no state, so threads share a key as it is. Takes the scalar over.</summary>
internal sealed class X25519DecryptionKey : DecryptionKey
{
    private readonly byte[] scalar;
    private volatile bool disposed;

    internal X25519DecryptionKey(HpkeKem kem, byte[] scalar)
        : this(kem, scalar, Public(scalar)) { }

    private X25519DecryptionKey(HpkeKem kem, byte[] scalar, byte[] publicKey)
        : base(kem, publicKey, () => new X25519EncryptionKey(kem, publicKey)) => this.scalar = scalar;

    public override byte[] ExportPrivateKey()
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        byte[] clamped = [.. scalar];
        clamped[0] &= 0xf8;
        clamped[^1] = (byte)((clamped[^1] & 0x7f) | 0x40);
        return clamped;
    }

    public override void Dispose()
    {
        disposed = true;
        CryptographicOperations.ZeroMemory(scalar);
    }

    internal override bool TryAgree(EncryptionKey peer, Span<byte> secret) => TryAgree(((X25519EncryptionKey)peer).U, secret);

    internal override bool TryAgree(ReadOnlySpan<byte> peer, Span<byte> secret) =>
        X25519Kem.IsPublicKey(peer) && TryAgree(peer.ToArray(), secret);

    private static byte[] Public(byte[] scalar)
    {
        byte[] publicKey = new byte[X25519Kem.Size];
        Curve.ScalarMultBase(scalar, 0, publicKey, 0);
        return publicKey;
    }

    private bool TryAgree(byte[] peer, Span<byte> secret)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        byte[] output = new byte[X25519Kem.Size];
        bool agreed = Curve.CalculateAgreement(scalar, 0, peer, 0, output, 0); // false for an all-zero secret
        output.CopyTo(secret);
        CryptographicOperations.ZeroMemory(output);
        return agreed;
    }
}
