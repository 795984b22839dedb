using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Security.Cryptography;

namespace FairExchange.Cryptography.Signatures;

/// <inheritdoc cref="SignatureAlgorithm.P256"/>
internal sealed class P256Signatures : SignatureAlgorithm
{
    internal const int Size = 64;

    public override int PublicKeySize => P256Curve.PointSize;

    public override int SignatureSize => Size;

    public override bool TryImport(ReadOnlySpan<byte> publicKey, [NotNullWhen(true)] out VerificationKey? key)
    {
        key = P256Curve.TryReadPoint(publicKey, out ECPoint point) ? new P256VerificationKey(point) : null;
        return key is not null;
    }

    public override bool TryImportPrivateKey(ReadOnlySpan<byte> privateKey, [NotNullWhen(true)] out SigningKey? key)
    {
        key = P256Curve.IsScalar(privateKey) ? P256SigningKey.Create(privateKey.ToArray()) : null;
        return key is not null;
    }

    /// <summary>Candidates from HKDF-SHA256 until one is a scalar; all but one seed in 2^32 take the first.</summary>
    private static byte[] DeriveScalar(ReadOnlySpan<byte> seed)
    {
        byte[] scalar = new byte[P256Curve.ScalarSize];
        byte counter = 0;
        do
        {
            HKDF.DeriveKey(HashAlgorithmName.SHA256, seed, scalar, salt: "fair-exchange signing key v1"u8, info: [counter]);
            counter = checked((byte)(counter + 1));
        }
        while (!P256Curve.IsScalar(scalar));
        return scalar;
    }

    private protected override SigningKey Derive(ReadOnlySpan<byte> seed) => P256SigningKey.Create(DeriveScalar(seed));

    private protected override SigningKey DeriveRepeating(ReadOnlySpan<byte> seed) => new P256RepeatingSigningKey(DeriveScalar(seed));
}

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

/// <summary>
/// ECDSA whose nonce is that of RFC 6979, 3.2 (SHA-256), so that a run of a simulation repeats to the byte. Takes several times as long as
/// the platform's, and not the same time for every key: for derived keys, which are no secrets.
/// </summary>
internal sealed class P256RepeatingSigningKey(byte[] scalar) : SigningKey(new P256VerificationKey(P256Curve.Multiple(scalar)))
{
    private volatile bool disposed;

    public override byte[] ExportPrivateKey()
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        return [.. scalar];
    }

    public override void Dispose()
    {
        disposed = true;
        CryptographicOperations.ZeroMemory(scalar);
    }

    internal override byte[] Sign(byte[] buffer, int length)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        BigInteger n = P256Curve.N, d = P256Curve.Number(scalar), z = P256Curve.Number(SHA256.HashData(buffer.AsSpan(0, length)));
        foreach (byte[] nonce in Nonces(P256Curve.Write(z % n)))
        {
            BigInteger r = P256Curve.Number(P256Curve.Multiple(nonce).X) % n;
            BigInteger s = BigInteger.ModPow(P256Curve.Number(nonce), n - 2, n) * (z + (r * d)) % n;
            if (!r.IsZero && !s.IsZero)
            {
                // The lower of s and n - s, by the rule of P256SigningKey.
                return [.. P256Curve.Write(r), .. P256Curve.Write(BigInteger.Min(s, n - s))];
            }
        }

        throw new UnreachableException();
    }

    /// <summary>Steps b to h of RFC 6979, 3.2: one nonce, and another for each that cannot be used.</summary>
    private IEnumerable<byte[]> Nonces(byte[] digest)
    {
        byte[] v = [.. Enumerable.Repeat((byte)1, SHA256.HashSizeInBytes)], k = new byte[SHA256.HashSizeInBytes];
        foreach (byte separator in (byte[])[0, 1])
        {
            k = HMACSHA256.HashData(k, (byte[])[.. v, separator, .. scalar, .. digest]);
            v = HMACSHA256.HashData(k, v);
        }

        while (true)
        {
            v = HMACSHA256.HashData(k, v);
            if (P256Curve.IsScalar(v))
            {
                yield return v;
            }

            k = HMACSHA256.HashData(k, (byte[])[.. v, 0]);
            v = HMACSHA256.HashData(k, v);
        }
    }
}

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
