using System.Security.Cryptography;
using Curve = Org.BouncyCastle.Math.EC.Rfc7748.X25519;

namespace FairExchange.Cryptography.Encryption;

/// <summary>A private encryption key. Safe for use by several threads; dispose it after the last of them is done.</summary>
public abstract class DecryptionKey : IDisposable
{
    private readonly Lazy<EncryptionKey> encryptionKey;

    private protected DecryptionKey(HpkeKem kem, ReadOnlyMemory<byte> publicKey, Func<EncryptionKey> encryptionKey)
    {
        Kem = kem;
        PublicKey = publicKey;
        this.encryptionKey = new Lazy<EncryptionKey>(encryptionKey);
    }

    public HpkeKem Kem { get; }

    public ReadOnlyMemory<byte> PublicKey { get; }

    /// <summary>Stays usable after this key is disposed.</summary>
    public EncryptionKey EncryptionKey => encryptionKey.Value;

    /// <summary>SerializePrivateKey (RFC 9180, 7.1.2): 32 bytes, clamped for X25519. The caller zeroes them.</summary>
    /// <exception cref="ObjectDisposedException"/>
    public abstract byte[] ExportPrivateKey();

    /// <summary>Destroys the private key.</summary>
    public abstract void Dispose();

    /// <summary>DH(skX, pkY) of RFC 9180, 4.1, into 32 bytes. False if the result must not be used (7.1.4).</summary>
    internal abstract bool TryAgree(EncryptionKey peer, Span<byte> secret);

    /// <summary>The same with a public key as it came from outside: false also where that is invalid.</summary>
    internal abstract bool TryAgree(ReadOnlySpan<byte> peer, Span<byte> secret);
}

/// <summary>A public encryption key that has been validated (RFC 9180, 7.1.4). Safe for use by several threads.</summary>
public abstract class EncryptionKey
{
    private protected EncryptionKey(HpkeKem kem, ReadOnlyMemory<byte> publicKey)
    {
        Kem = kem;
        PublicKey = publicKey;
    }

    public HpkeKem Kem { get; }

    /// <summary>The one encoding, as <see cref="HpkeKem.TryImportPublicKey"/> takes it.</summary>
    public ReadOnlyMemory<byte> PublicKey { get; }
}

internal sealed class P256DecryptionKey : DecryptionKey
{
    private readonly byte[] scalar;
    private readonly InstancePool<ECDiffieHellman> instances;

    private P256DecryptionKey(HpkeKem kem, byte[] scalar, ECDiffieHellman first, ECPoint point)
        : base(kem, P256Curve.WritePoint(point), () => new P256EncryptionKey(kem, point))
    {
        this.scalar = scalar;
        instances = new InstancePool<ECDiffieHellman>(() => ECDiffieHellman.Create(P256Curve.Private(scalar)));
        instances.Return(first);
    }

    /// <summary>Takes the scalar over, and zeroes it on <see cref="Dispose"/>.</summary>
    internal static P256DecryptionKey Create(HpkeKem kem, byte[] scalar)
    {
        ECDiffieHellman first = ECDiffieHellman.Create(P256Curve.Private(scalar));
        return new P256DecryptionKey(kem, scalar, first, first.ExportParameters(includePrivateParameters: false).Q);
    }

    public override byte[] ExportPrivateKey()
    {
        instances.Return(instances.Take()); // throws once disposed
        return [.. scalar];
    }

    public override void Dispose()
    {
        instances.Close();
        CryptographicOperations.ZeroMemory(scalar);
    }

    internal override bool TryAgree(EncryptionKey peer, Span<byte> secret)
    {
        InstancePool<ECDiffieHellmanPublicKey> peers = ((P256EncryptionKey)peer).Instances;
        ECDiffieHellmanPublicKey instance = peers.Take();
        try
        {
            Agree(instance, secret);
        }
        finally
        {
            peers.Return(instance);
        }

        return true;
    }

    internal override bool TryAgree(ReadOnlySpan<byte> peer, Span<byte> secret)
    {
        if (!P256Curve.TryReadPoint(peer, out ECPoint point))
        {
            return false;
        }

        using ECDiffieHellmanPublicKey instance = P256EncryptionKey.Import(point);
        Agree(instance, secret);
        return true;
    }

    private void Agree(ECDiffieHellmanPublicKey peer, Span<byte> secret)
    {
        ECDiffieHellman instance = instances.Take();
        try
        {
            byte[] x = instance.DeriveRawSecretAgreement(peer);
            x.CopyTo(secret);
            CryptographicOperations.ZeroMemory(x);
        }
        finally
        {
            instances.Return(instance);
        }
    }
}

internal sealed class P256EncryptionKey(HpkeKem kem, ECPoint point) : EncryptionKey(kem, P256Curve.WritePoint(point))
{
    internal InstancePool<ECDiffieHellmanPublicKey> Instances { get; } = new(() => Import(point));

    internal static ECDiffieHellmanPublicKey Import(ECPoint point)
    {
        using ECDiffieHellman instance = ECDiffieHellman.Create(P256Curve.Public(point));
        return instance.PublicKey;
    }
}

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

internal sealed class X25519EncryptionKey(HpkeKem kem, byte[] publicKey) : EncryptionKey(kem, publicKey)
{
    internal byte[] U { get; } = publicKey;
}
