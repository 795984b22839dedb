using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace FairExchange.Cryptography;

/// <inheritdoc cref="HpkeKem.P256"/>
internal sealed class P256Kem() : HpkeKem(0x0010)
{
    public override int PublicKeySize => P256Curve.PointSize;

    public override DecryptionKey ImportPrivateKey(ReadOnlySpan<byte> privateKey) => P256Curve.IsScalar(privateKey)
        ? P256DecryptionKey.Create(this, privateKey.ToArray())
        : throw new ArgumentException("Not a P-256 private key: 32 bytes from 1 to the order less one.", nameof(privateKey));

    public override bool TryImportPublicKey(ReadOnlySpan<byte> publicKey, [NotNullWhen(true)] out EncryptionKey? key)
    {
        key = P256Curve.TryReadPoint(publicKey, out ECPoint point) ? new P256EncryptionKey(this, point) : null;
        return key is not null;
    }

    private protected override DecryptionKey Derive(ReadOnlySpan<byte> prk)
    {
        byte[] scalar = new byte[P256Curve.ScalarSize];
        byte counter = 0;
        do
        {
            Hkdf.Expand(prk, "candidate"u8, [counter], scalar);
            counter = checked((byte)(counter + 1));
        }
        while (!P256Curve.IsScalar(scalar));
        return P256DecryptionKey.Create(this, scalar);
    }
}
