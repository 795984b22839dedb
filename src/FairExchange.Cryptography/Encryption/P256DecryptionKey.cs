using System.Security.Cryptography;

namespace FairExchange.Cryptography;

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
