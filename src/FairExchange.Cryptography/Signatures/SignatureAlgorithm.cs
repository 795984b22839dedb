using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace FairExchange.Cryptography.Signatures;

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

    /// <summary>
    /// FOR SIMULATIONS AND TESTS ONLY: the key of <see cref="DeriveKey"/>, which signs the same message with the same bytes each time.
    /// Slower with ECDSA.
    /// </summary>
    /// <inheritdoc cref="DeriveKey"/>
    public SigningKey DeriveRepeatingKey(ReadOnlySpan<byte> seed) => seed.Length == SeedSize
        ? DeriveRepeating(seed)
        : throw new ArgumentException($"A seed has {SeedSize} bytes, not {seed.Length}.", nameof(seed));

    /// <summary>False, and never an exception, for whatever is not the one encoding of a valid public key.</summary>
    public abstract bool TryImport(ReadOnlySpan<byte> publicKey, [NotNullWhen(true)] out VerificationKey? key);

    /// <summary>
    /// What <see cref="SigningKey.ExportPrivateKey"/> gave. False, and never an exception, for whatever is no private key.
    /// </summary>
    public abstract bool TryImportPrivateKey(ReadOnlySpan<byte> privateKey, [NotNullWhen(true)] out SigningKey? key);

    private protected abstract SigningKey DeriveRepeating(ReadOnlySpan<byte> seed);

    private protected abstract SigningKey Derive(ReadOnlySpan<byte> seed);
}

/// <summary>A private signature key. Safe for use by several threads; dispose it after the last of them is done.</summary>
public abstract class SigningKey : IDisposable
{
    private protected SigningKey(VerificationKey verificationKey) => VerificationKey = verificationKey;

    public ReadOnlyMemory<byte> PublicKey => VerificationKey.PublicKey;

    /// <summary>Stays usable after this key is disposed.</summary>
    public VerificationKey VerificationKey { get; }

    /// <summary>
    /// A signature that holds for this context, this message and this key only; what is signed is said at
    /// <see cref="VerificationKey"/>. ECDSA draws a fresh nonce, so only Ed25519 repeats its bytes.
    /// </summary>
    /// <exception cref="ArgumentException">Context and message do not fit into one array together (2 GiB).</exception>
    /// <exception cref="ObjectDisposedException"/>
    public byte[] Sign(ReadOnlySpan<byte> context, ReadOnlySpan<byte> message)
    {
        if (!SignedBytes.Fit(PublicKey.Span, context, message))
        {
            throw new ArgumentException("Context and message are longer than one array together.", nameof(message));
        }

        using var signed = new SignedBytes(PublicKey.Span, context, message);
        return Sign(signed.Buffer, signed.Length);
    }

    /// <summary>
    /// 32 bytes: the scalar, big-endian, of P-256; the private key of RFC 8032, 5.1.5, for Ed25519. The caller zeroes them.
    /// </summary>
    /// <exception cref="ObjectDisposedException"/>
    public abstract byte[] ExportPrivateKey();

    /// <summary>Destroys the private key.</summary>
    public abstract void Dispose();

    /// <summary>Signs the first bytes of a buffer as they stand, without framing.</summary>
    internal abstract byte[] Sign(byte[] buffer, int length);
}

/// <summary>
/// A public signature key. Safe for use by several threads.
/// <para>
/// The signed bytes are: <c>fair-exchange signature v1</c> in ASCII, the signer's public key, the length of the context
/// in four bytes (big-endian), the context, the message. All but the last have a known length, so no two triples of key,
/// context and message share their bytes. The key is among them because ECDSA alone lets a stranger build, for a given
/// message and signature, another key that verifies them, where a model's SIG_B(m) has one signer.
/// </para>
/// </summary>
public abstract class VerificationKey
{
    private protected VerificationKey(ReadOnlyMemory<byte> publicKey) => PublicKey = publicKey;

    /// <summary>The one encoding, as <see cref="SignatureAlgorithm.TryImport"/> takes it.</summary>
    public ReadOnlyMemory<byte> PublicKey { get; }

    /// <summary>False, and never an exception, for hostile input of any length.</summary>
    public bool Verify(ReadOnlySpan<byte> context, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (!SignedBytes.Fit(PublicKey.Span, context, message))
        {
            return false;
        }

        using var signed = new SignedBytes(PublicKey.Span, context, message);
        return Verify(signed.Buffer, signed.Length, signature);
    }

    /// <summary>Verifies the first bytes of a buffer as they stand, without framing.</summary>
    internal abstract bool Verify(byte[] buffer, int length, ReadOnlySpan<byte> signature);
}

/// <summary>The framing that <see cref="VerificationKey"/> describes, in a rented buffer.</summary>
internal readonly ref struct SignedBytes
{
    internal SignedBytes(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> context, ReadOnlySpan<byte> message)
    {
        Length = (int)Size(publicKey, context, message);
        Buffer = ArrayPool<byte>.Shared.Rent(Length);

        Span<byte> rest = Buffer;
        rest = Append(rest, Label);
        rest = Append(rest, publicKey);
        BinaryPrimitives.WriteInt32BigEndian(rest, context.Length);
        rest = Append(rest[sizeof(int)..], context);
        Append(rest, message);
    }

    internal byte[] Buffer { get; }

    internal int Length { get; }

    private static ReadOnlySpan<byte> Label => "fair-exchange signature v1"u8;

    internal static bool Fit(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> context, ReadOnlySpan<byte> message) =>
        Size(publicKey, context, message) <= Array.MaxLength;

    /// <summary>What is signed may be a secret, and whoever rents the buffer next is not to find it there.</summary>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(Buffer.AsSpan(0, Length));
        ArrayPool<byte>.Shared.Return(Buffer);
    }

    private static long Size(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> context, ReadOnlySpan<byte> message) =>
        (long)Label.Length + publicKey.Length + sizeof(int) + context.Length + message.Length;

    private static Span<byte> Append(Span<byte> rest, ReadOnlySpan<byte> part)
    {
        part.CopyTo(rest);
        return rest[part.Length..];
    }
}
