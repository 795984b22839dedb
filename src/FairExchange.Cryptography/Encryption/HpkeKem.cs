using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace FairExchange.Cryptography.Encryption;

/// <summary>DHKEM with HKDF-SHA256 (RFC 9180, 4.1), without its authenticated mode. Safe for use by several threads.</summary>
public abstract class HpkeKem
{
    /// <summary>Bytes of a private key (Nsk).</summary>
    public const int PrivateKeySize = 32;

    /// <summary>Bytes of a shared secret (Nsecret).</summary>
    public const int SharedSecretSize = 32;

    private protected HpkeKem(ushort id)
    {
        Id = id;
        Hkdf = new LabeledHkdf([.. "KEM"u8, (byte)(id >> 8), (byte)id]);
    }

    /// <summary>DHKEM(P-256, HKDF-SHA256), 0x0010. Public keys have 65 bytes, uncompressed (SEC 1, 2.3.3).</summary>
    public static HpkeKem P256 { get; } = new P256Kem();

    /// <summary>
    /// DHKEM(X25519, HKDF-SHA256), 0x0020. Public keys have 32 bytes. Narrower than RFC 7748: a coordinate at or above
    /// 2^255 - 19 is refused, which no honest sender makes, so that a key has one encoding.
    /// </summary>
    public static HpkeKem X25519 { get; } = new X25519Kem();

    /// <summary>RFC 9180, table 2.</summary>
    public ushort Id { get; }

    /// <summary>Bytes of a public key and of an encapsulation, which is one (Npk, Nenc).</summary>
    public abstract int PublicKeySize { get; }

    internal LabeledHkdf Hkdf { get; }

    /// <summary>A key from the system's random source.</summary>
    public DecryptionKey GenerateKeyPair()
    {
        Span<byte> ikm = stackalloc byte[PrivateKeySize];
        try
        {
            RandomNumberGenerator.Fill(ikm);
            return DeriveKeyPair(ikm);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(ikm);
        }
    }

    /// <summary>DeriveKeyPair (RFC 9180, 7.1.3): a key that is as secret, and as random, as what it is derived from.</summary>
    /// <param name="ikm">At least <see cref="PrivateKeySize"/> bytes.</param>
    /// <exception cref="ArgumentException">Fewer bytes.</exception>
    public DecryptionKey DeriveKeyPair(ReadOnlySpan<byte> ikm)
    {
        if (ikm.Length < PrivateKeySize)
        {
            throw new ArgumentException($"Key material has at least {PrivateKeySize} bytes, not {ikm.Length}.", nameof(ikm));
        }

        Span<byte> prk = stackalloc byte[LabeledHkdf.HashSize];
        Hkdf.Extract(salt: [], "dkp_prk"u8, ikm, prk);
        DecryptionKey key = Derive(prk);
        CryptographicOperations.ZeroMemory(prk);
        return key;
    }

    /// <summary>DeserializePrivateKey (RFC 9180, 7.1.2).</summary>
    /// <exception cref="ArgumentException">Not a private key: another size, or out of the curve's range.</exception>
    public abstract DecryptionKey ImportPrivateKey(ReadOnlySpan<byte> privateKey);

    /// <summary>
    /// DeserializePublicKey (RFC 9180, 7.1.1 and 7.1.4). False, and never an exception, for whatever is not the one encoding of a valid
    /// key.
    /// </summary>
    public abstract bool TryImportPublicKey(ReadOnlySpan<byte> publicKey, [NotNullWhen(true)] out EncryptionKey? key);

    /// <summary>
    /// Encap (RFC 9180, 4.1) with an ephemeral key of the caller's choice; the encapsulation is that key's public half.
    /// A key that is not fresh or derived from fresh coins betrays the secret.
    /// </summary>
    /// <exception cref="ArgumentException">A key of another KEM.</exception>
    public byte[] Encap(EncryptionKey recipient, DecryptionKey ephemeral)
    {
        Demand(recipient.Kem, nameof(recipient));
        Demand(ephemeral.Kem, nameof(ephemeral));

        Span<byte> dh = stackalloc byte[SharedSecretSize];
        return ephemeral.TryAgree(recipient, dh)
            ? ExtractAndExpand(dh, ephemeral.PublicKey.Span, recipient.PublicKey.Span)
            : throw new CryptographicException("The recipient's public key yields no secret (RFC 9180, 7.1.4).");
    }

    /// <summary>Decap (RFC 9180, 4.1). False, and never an exception, for whatever is not an encapsulation.</summary>
    /// <exception cref="ArgumentException">A key of another KEM.</exception>
    public bool TryDecap(ReadOnlySpan<byte> enc, DecryptionKey key, [NotNullWhen(true)] out byte[]? sharedSecret)
    {
        Demand(key.Kem, nameof(key));

        Span<byte> dh = stackalloc byte[SharedSecretSize];
        sharedSecret = key.TryAgree(enc, dh) ? ExtractAndExpand(dh, enc, key.PublicKey.Span) : null;
        return sharedSecret is not null;
    }

    private protected abstract DecryptionKey Derive(ReadOnlySpan<byte> prk);

    private byte[] ExtractAndExpand(Span<byte> dh, ReadOnlySpan<byte> enc, ReadOnlySpan<byte> recipient)
    {
        Span<byte> prk = stackalloc byte[LabeledHkdf.HashSize];
        byte[] sharedSecret = new byte[SharedSecretSize];
        Hkdf.Extract(salt: [], "eae_prk"u8, dh, prk);
        Hkdf.Expand(prk, "shared_secret"u8, [.. enc, .. recipient], sharedSecret);
        CryptographicOperations.ZeroMemory(dh);
        CryptographicOperations.ZeroMemory(prk);
        return sharedSecret;
    }

    private void Demand(HpkeKem kem, string parameter)
    {
        if (kem != this)
        {
            throw new ArgumentException($"The key belongs to KEM 0x{kem.Id:x4}, not to 0x{Id:x4}.", parameter);
        }
    }
}

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

/// <inheritdoc cref="HpkeKem.X25519"/>
internal sealed class X25519Kem() : HpkeKem(0x0020)
{
    internal const int Size = 32;

    /// <summary>
    /// The coordinates below 2^255 - 19 of all points of small order, on the curve and its twist: with them every secret is zero.
    /// </summary>
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
