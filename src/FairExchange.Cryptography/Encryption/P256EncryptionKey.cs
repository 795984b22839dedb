using System.Security.Cryptography;

namespace FairExchange.Cryptography;

internal sealed class P256EncryptionKey(HpkeKem kem, ECPoint point) : EncryptionKey(kem, P256Curve.WritePoint(point))
{
    internal InstancePool<ECDiffieHellmanPublicKey> Instances { get; } = new(() => Import(point));

    internal static ECDiffieHellmanPublicKey Import(ECPoint point)
    {
        using ECDiffieHellman instance = ECDiffieHellman.Create(P256Curve.Public(point));
        return instance.PublicKey;
    }
}
