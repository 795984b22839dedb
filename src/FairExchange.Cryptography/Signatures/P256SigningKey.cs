using System.Security.Cryptography;

namespace FairExchange.Cryptography;

internal sealed class P256SigningKey : SigningKey
{
    private readonly byte[] scalar;
    private readonly InstancePool<ECDsa> instances;

    private P256SigningKey(byte[] scalar, ECDsa first, ECPoint point)
        : base(new P256VerificationKey(point))
    {
        this.scalar = scalar;
        instances = new InstancePool<ECDsa>(() => ECDsa.Create(P256Curve.Private(scalar)));
        instances.Return(first);
    }

    /// <summary>Takes the scalar over, and zeroes it on <see cref="Dispose"/>.</summary>
    internal static P256SigningKey Create(byte[] scalar)
    {
        ECDsa first = ECDsa.Create(P256Curve.Private(scalar));
        return new P256SigningKey(scalar, first, first.ExportParameters(includePrivateParameters: false).Q);
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

    internal override byte[] Sign(byte[] buffer, int length)
    {
        ECDsa instance = instances.Take();
        byte[] signature;
        try
        {
            signature = instance.SignData(buffer, 0, length, HashAlgorithmName.SHA256);
        }
        finally
        {
            instances.Return(instance);
        }

        // (r, s) and (r, n - s) verify alike: without one rule anyone could turn a signature into a second one.
        Span<byte> s = signature.AsSpan(P256Curve.ScalarSize);
        if (P256Curve.IsHigh(s))
        {
            P256Curve.Negate(s);
        }

        return signature;
    }
}
