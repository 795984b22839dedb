using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace FairExchange.Cryptography;

/// <summary>Signatures with one accepted encoding of a public key and of a signature. Safe for use by several threads.</summary>
public abstract class SignatureAlgorithm
{
    /// <summary>Bytes of the seed that <see cref="DeriveKey"/> takes.</summary>
    public const int SeedSize = 32;

    private protected SignatureAlgorithm() { }

    /// <summary>
    /// ECDSA over P-256 with SHA-256 (FIPS 186-5, 6). Public key: 65 bytes, uncompressed point (SEC 1, 2.3.3). Signature:
    /// 64 bytes, r and s big-endian (IEEE P1363), s at most half the group's order.
    /// </summary>
    public static SignatureAlgorithm P256 { get; } = new P256Signatures();

    /// <summary>
    /// Ed25519 (RFC 8032, 5.1). Public key: 32 bytes, canonical, of the group's prime order. Signature: 64 bytes, R of that order, S below
    /// the order.
    /// </summary>
    public static SignatureAlgorithm Ed25519 { get; } = new Ed25519Signatures();

    /// <summary>In bytes.</summary>
    public abstract int PublicKeySize { get; }

    /// <summary>In bytes.</summary>
    public abstract int SignatureSize { get; }

    /// <summary>A key from the system's random source.</summary>
    public SigningKey GenerateKey()
    {
        Span<byte> seed = stackalloc byte[SeedSize];
        try
        {
            RandomNumberGenerator.Fill(seed);
            return Derive(seed);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
        }
    }

    /// <summary>
    /// FOR SIMULATIONS AND TESTS ONLY: the same seed gives the same key, so whoever knows a campaign's seed can sign for
    /// all its parties. Real keys come from <see cref="GenerateKey"/>.
    /// </summary>
    /// <param name="seed"><see cref="SeedSize"/> bytes. Ed25519 takes it as the private key of RFC 8032, 5.1.5.</param>
    /// <exception cref="ArgumentException">The seed has another size.</exception>
    public SigningKey DeriveKey(ReadOnlySpan<byte> seed) => seed.Length == SeedSize
        ? Derive(seed)
        : throw new ArgumentException($"A seed has {SeedSize} bytes, not {seed.Length}.", nameof(seed));

    /// <summary>FOR SIMULATIONS AND TESTS ONLY: the key of <see cref="DeriveKey"/>, which signs the same message with the same bytes each time. Slower with ECDSA.</summary>
    /// <inheritdoc cref="DeriveKey"/>
    public SigningKey DeriveRepeatingKey(ReadOnlySpan<byte> seed) => seed.Length == SeedSize
        ? DeriveRepeating(seed)
        : throw new ArgumentException($"A seed has {SeedSize} bytes, not {seed.Length}.", nameof(seed));

    /// <summary>False, and never an exception, for whatever is not the one encoding of a valid public key.</summary>
    public abstract bool TryImport(ReadOnlySpan<byte> publicKey, [NotNullWhen(true)] out VerificationKey? key);

    /// <summary>What <see cref="SigningKey.ExportPrivateKey"/> gave. False, and never an exception, for whatever is no private key.</summary>
    public abstract bool TryImportPrivateKey(ReadOnlySpan<byte> privateKey, [NotNullWhen(true)] out SigningKey? key);

    private protected abstract SigningKey DeriveRepeating(ReadOnlySpan<byte> seed);

    private protected abstract SigningKey Derive(ReadOnlySpan<byte> seed);
}
