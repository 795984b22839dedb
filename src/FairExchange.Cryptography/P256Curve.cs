using System.Numerics;
using System.Security.Cryptography;

namespace FairExchange.Cryptography;

/// <summary>
/// NIST P-256 (FIPS 186-5; SP 800-186, 3.2.1.3): which byte strings are points and scalars. Checked here and not left to
/// the platform, so that every platform refuses the same ones, and without the cost of an exception.
/// </summary>
internal static class P256Curve
{
    internal const int PointSize = 65;
    internal const int ScalarSize = 32;

    /// <summary>The group's order.</summary>
    internal static BigInteger N => Number(Order);

    private static readonly byte[] Order = Convert.FromHexString("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551");
    private static readonly byte[] HalfOrder = Convert.FromHexString("7FFFFFFF800000007FFFFFFFFFFFFFFFDE737D56D38BCF4279DCE5617E3192A8");
    private static readonly BigInteger Prime =
        Number(Convert.FromHexString("FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF"));
    private static readonly BigInteger B =
        Number(Convert.FromHexString("5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B"));

    /// <summary>
    /// Accepts the uncompressed form of SEC 1, 2.3.3 (0x04, x, y) of a point on the curve, and nothing else. The group's order is prime, so
    /// such a point generates it.
    /// </summary>
    internal static bool TryReadPoint(ReadOnlySpan<byte> bytes, out ECPoint point)
    {
        point = default;
        if (bytes.Length != PointSize || bytes[0] != 4)
        {
            return false;
        }

        BigInteger x = Number(bytes[1..33]), y = Number(bytes[33..]);
        if (x >= Prime || y >= Prime || ((y * y) - (((x * x) - 3) * x) - B) % Prime != 0)
        {
            return false;
        }

        point = new ECPoint { X = bytes[1..33].ToArray(), Y = bytes[33..].ToArray() };
        return true;
    }

    internal static byte[] WritePoint(ECPoint point) => [4, .. point.X!, .. point.Y!];

    /// <summary>True for 32 bytes, big-endian, from 1 to the group's order less one.</summary>
    internal static bool IsScalar(ReadOnlySpan<byte> bytes) =>
        bytes.Length == ScalarSize && bytes.SequenceCompareTo(Order) < 0 && bytes.ContainsAnyExcept((byte)0);

    internal static bool IsHigh(ReadOnlySpan<byte> scalar) => scalar.SequenceCompareTo(HalfOrder) > 0;

    /// <summary>Replaces s by n - s.</summary>
    internal static void Negate(Span<byte> scalar)
    {
        int borrow = 0;
        for (int i = ScalarSize - 1; i >= 0; i--)
        {
            int difference = Order[i] - scalar[i] - borrow;
            scalar[i] = (byte)difference;
            borrow = difference < 0 ? 1 : 0;
        }
    }

    /// <summary>A private key alone: the platform computes the public one.</summary>
    internal static ECParameters Private(byte[] scalar) => new() { Curve = ECCurve.NamedCurves.nistP256, D = scalar };

    internal static ECParameters Public(ECPoint point) => new() { Curve = ECCurve.NamedCurves.nistP256, Q = point };

    /// <summary>The public point of a scalar; the platform computes it.</summary>
    internal static ECPoint Multiple(byte[] scalar)
    {
        using ECDsa key = ECDsa.Create(Private(scalar));
        return key.ExportParameters(includePrivateParameters: false).Q;
    }

    internal static BigInteger Number(ReadOnlySpan<byte> bytes) => new(bytes, isUnsigned: true, isBigEndian: true);

    /// <summary>A number below the order as a scalar is written: 32 bytes, big-endian.</summary>
    internal static byte[] Write(BigInteger number)
    {
        byte[] bytes = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[ScalarSize - bytes.Length], .. bytes];
    }
}
