using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace FairExchange.Cryptography;

/// <inheritdoc cref="HpkeKem.X25519"/>
internal sealed class X25519Kem() : HpkeKem(0x0020)
{
    internal const int Size = 32;

    /// <summary>The coordinates below 2^255 - 19 of all points of small order, on the curve and its twist: with them every secret is zero.</summary>
    internal static readonly ImmutableArray<byte[]> SmallOrder =
    [
        Convert.FromHexString("0000000000000000000000000000000000000000000000000000000000000000"),
        Convert.FromHexString("0100000000000000000000000000000000000000000000000000000000000000"),
        Convert.FromHexString("E0EB7A7C3B41B8AE1656E3FAF19FC46ADA098DEB9C32B1FD866205165F49B800"),
        Convert.FromHexString("5F9C95BCA3508C24B1D0B1559C83EF5B04445CC4581C8E86D8224EDDD09F1157"),
        Convert.FromHexString("ECFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF7F"),
    ];

    public override int PublicKeySize => Size;

    public override DecryptionKey ImportPrivateKey(ReadOnlySpan<byte> privateKey) => privateKey.Length == PrivateKeySize
        ? new X25519DecryptionKey(this, privateKey.ToArray())
        : throw new ArgumentException($"An X25519 private key has {PrivateKeySize} bytes, not {privateKey.Length}.", nameof(privateKey));

    public override bool TryImportPublicKey(ReadOnlySpan<byte> publicKey, [NotNullWhen(true)] out EncryptionKey? key)
    {
        key = IsPublicKey(publicKey) ? new X25519EncryptionKey(this, publicKey.ToArray()) : null;
        return key is not null;
    }

    internal static bool IsPublicKey(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size || !IsBelowPrime(bytes))
        {
            return false;
        }

        foreach (byte[] point in SmallOrder)
        {
            if (bytes.SequenceEqual(point))
            {
                return false;
            }
        }

        return true;
    }

    private protected override DecryptionKey Derive(ReadOnlySpan<byte> prk)
    {
        byte[] scalar = new byte[PrivateKeySize];
        Hkdf.Expand(prk, "sk"u8, info: [], scalar);
        return new X25519DecryptionKey(this, scalar);
    }

    /// <summary>Little-endian; from 2^255 - 19 on, a number of 255 bits is ED to FF, then FF up to the last byte, 7F.</summary>
    private static bool IsBelowPrime(ReadOnlySpan<byte> u) =>
        u[^1] < 0x7f || (u[^1] == 0x7f && (u[0] < 0xed || u[1..^1].ContainsAnyExcept((byte)0xff)));
}
