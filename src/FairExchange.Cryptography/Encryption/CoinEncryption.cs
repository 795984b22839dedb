using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using FairExchange.Cryptography.Encryption;

namespace FairExchange.Cryptography;

/// <summary>
/// E_X(m; coins): encryption that its coins determine, and that gives them back. Safe for use by several threads.
/// <para>
/// HPKE in base mode (RFC 9180) whose info is the context and whose sealed text is coins, then plaintext. The ephemeral
/// key comes from DeriveKeyPair over a derivation of coins, context, recipient and plaintext (the idea of Fujisaki and
/// Okamoto). So whoever knows plaintext and coins makes the same bytes again and compares; who does not learns nothing,
/// however few plaintexts are possible; and the owner of the key accepts only what <see cref="Encrypt"/> can have made.
/// </para>
/// <para>A ciphertext is enc, then the sealed text: <see cref="Overhead"/> bytes longer than the plaintext.</para>
/// </summary>
public sealed class CoinEncryption
{
    /// <summary>Bytes of coins.</summary>
    public const int CoinsSize = 32;

    /// <summary>Bytes of the seed that <see cref="DeriveKey"/> takes.</summary>
    public const int SeedSize = HpkeKem.PrivateKeySize;

    private readonly Hpke hpke;

    public CoinEncryption(Hpke hpke) => this.hpke = hpke;

    /// <summary>
    /// Bytes by which a ciphertext is longer than its plaintext: 113 with P-256 (65 + 32 + 16), 80 with X25519 (32 + 32 + 16).
    /// </summary>
    public int Overhead => hpke.Kem.PublicKeySize + CoinsSize + HpkeAead.TagSize;

    /// <summary>In bytes: 65 with P-256, 32 with X25519.</summary>
    public int PublicKeySize => hpke.Kem.PublicKeySize;

    /// <summary>A key from the system's random source.</summary>
    public DecryptionKey GenerateKey() => hpke.Kem.GenerateKeyPair();

    /// <summary>
    /// FOR SIMULATIONS AND TESTS ONLY: the same seed gives the same key, so whoever knows a campaign's seed can read what
    /// all its parties encrypt. Real keys come from <see cref="GenerateKey"/>.
    /// </summary>
    /// <param name="seed"><see cref="SeedSize"/> bytes.</param>
    /// <exception cref="ArgumentException">The seed has another size.</exception>
    public DecryptionKey DeriveKey(ReadOnlySpan<byte> seed) => seed.Length == SeedSize
        ? hpke.Kem.DeriveKeyPair(seed)
        : throw new ArgumentException($"A seed has {SeedSize} bytes, not {seed.Length}.", nameof(seed));

    /// <summary>False, and never an exception, for whatever is not the one encoding of a valid public key.</summary>
    public bool TryImport(ReadOnlySpan<byte> publicKey, [NotNullWhen(true)] out EncryptionKey? key) =>
        hpke.Kem.TryImportPublicKey(publicKey, out key);

    /// <summary>
    /// What <see cref="DecryptionKey.ExportPrivateKey"/> gave. False, and never an exception, for whatever is no private key.
    /// </summary>
    public bool TryImportPrivateKey(ReadOnlySpan<byte> privateKey, [NotNullWhen(true)] out DecryptionKey? key)
    {
        try
        {
            key = hpke.Kem.ImportPrivateKey(privateKey);
            return true;
        }
        catch (ArgumentException)
        {
            key = null;
            return false;
        }
    }

    /// <summary>The same arguments give the same bytes.</summary>
    /// <param name="coins">32 bytes, random, and used for no other plaintext: they alone hide a guessable one.</param>
    /// <exception cref="ArgumentException">Coins of another size, or a key of another suite.</exception>
    public byte[] Encrypt(EncryptionKey to, ReadOnlySpan<byte> context, ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> coins)
    {
        if (coins.Length != CoinsSize)
        {
            throw new ArgumentException($"Coins have {CoinsSize} bytes, not {coins.Length}.", nameof(coins));
        }

        using DecryptionKey ephemeral = DeriveEphemeral(to.PublicKey.Span, context, plaintext, coins);
        using HpkeSender sender = hpke.SetupSender(to, context, ephemeral);

        byte[] ciphertext = GC.AllocateUninitializedArray<byte>(checked(Overhead + plaintext.Length));
        sender.Encapsulation.Span.CopyTo(ciphertext);
        Span<byte> body = ciphertext.AsSpan(sender.Encapsulation.Length);
        coins.CopyTo(body);
        plaintext.CopyTo(body[CoinsSize..]);
        sender.Keys.Seal(aad: [], body);
        return ciphertext;
    }

    /// <summary>False, and never an exception, for whatever <see cref="Encrypt"/> cannot have made for this key and context.</summary>
    /// <exception cref="ArgumentException">A key of another suite.</exception>
    public bool TryDecrypt(
        DecryptionKey key,
        ReadOnlySpan<byte> context,
        ReadOnlySpan<byte> ciphertext,
        [NotNullWhen(true)] out byte[]? plaintext,
        [NotNullWhen(true)] out byte[]? coins)
    {
        plaintext = coins = null;
        if (ciphertext.Length < Overhead)
        {
            return false;
        }

        ReadOnlySpan<byte> enc = ciphertext[..hpke.Kem.PublicKeySize], body = ciphertext[enc.Length..];
        if (!hpke.TrySetupReceiver(enc, key, context, out HpkeReceiver? receiver))
        {
            return false;
        }

        byte[] rented = ArrayPool<byte>.Shared.Rent(body.Length);
        Span<byte> opened = rented.AsSpan(0, body.Length);
        try
        {
            body.CopyTo(opened);
            if (!receiver.Keys.TryOpen(aad: [], opened)
                || !IsReencryption(key, enc, context, opened[CoinsSize..^HpkeAead.TagSize], opened[..CoinsSize]))
            {
                return false;
            }

            coins = opened[..CoinsSize].ToArray();
            plaintext = opened[CoinsSize..^HpkeAead.TagSize].ToArray();
            return true;
        }
        finally
        {
            receiver.Dispose();
            CryptographicOperations.ZeroMemory(opened);
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>
    /// Whether encrypting again gives the same ciphertext. That is decided by enc: from the same enc follow the same
    /// shared secret, key and nonce, and an opened text has one sealing under them.
    /// </summary>
    private bool IsReencryption(
        DecryptionKey key, ReadOnlySpan<byte> enc, ReadOnlySpan<byte> context, ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> coins)
    {
        using DecryptionKey ephemeral = DeriveEphemeral(key.PublicKey.Span, context, plaintext, coins);
        return CryptographicOperations.FixedTimeEquals(ephemeral.PublicKey.Span, enc);
    }

    private DecryptionKey DeriveEphemeral(
        ReadOnlySpan<byte> recipient, ReadOnlySpan<byte> context, ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> coins)
    {
        Span<byte> ikm = stackalloc byte[HpkeKem.PrivateKeySize];

        // Every part has a known length within a suite, so no two sets of arguments share their bytes.
        byte[] info = [.. hpke.SuiteId, .. recipient, .. SHA256.HashData(context), .. SHA256.HashData(plaintext)];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, coins, ikm, salt: "fair-exchange coins v1"u8, info);
        DecryptionKey ephemeral = hpke.Kem.DeriveKeyPair(ikm);
        CryptographicOperations.ZeroMemory(ikm);
        return ephemeral;
    }
}
