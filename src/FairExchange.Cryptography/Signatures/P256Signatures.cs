using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace FairExchange.Cryptography;

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
