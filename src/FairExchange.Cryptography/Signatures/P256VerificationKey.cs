using System.Security.Cryptography;

namespace FairExchange.Cryptography;

internal sealed class P256VerificationKey(ECPoint point) : VerificationKey(P256Curve.WritePoint(point))
{
    private readonly InstancePool<ECDsa> instances = new(() => ECDsa.Create(P256Curve.Public(point)));

    internal override bool Verify(byte[] buffer, int length, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != P256Signatures.Size
            || !P256Curve.IsScalar(signature[..P256Curve.ScalarSize])
            || !P256Curve.IsScalar(signature[P256Curve.ScalarSize..])
            || P256Curve.IsHigh(signature[P256Curve.ScalarSize..]))
        {
            return false;
        }

        ECDsa instance = instances.Take();
        try
        {
            return instance.VerifyData(buffer.AsSpan(0, length), signature, HashAlgorithmName.SHA256);
        }
        finally
        {
            instances.Return(instance);
        }
    }
}
