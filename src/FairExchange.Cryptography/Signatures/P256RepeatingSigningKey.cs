using System.Diagnostics;
using System.Numerics;
using System.Security.Cryptography;

namespace FairExchange.Cryptography;

/// <summary>
/// ECDSA whose nonce is that of RFC 6979, 3.2 (SHA-256), so that a run of a simulation repeats to the byte. Takes several times as long as the platform's, and not the same
/// time for every key: for derived keys, which are no secrets.
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
