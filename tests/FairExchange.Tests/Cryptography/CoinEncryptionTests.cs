using System.Security.Cryptography;
using FairExchange.Cryptography;
using FairExchange.Cryptography.Encryption;

namespace FairExchange.Tests.Cryptography;

public class CoinEncryptionTests
{
    private static readonly byte[] Coins = Bytes.Pattern(32, 11);
    private static readonly byte[] Context = Bytes.Pattern(20, 7);
    private static readonly byte[] Plaintext = Bytes.Pattern(300);

    public static TheoryData<string> Suites { get; } = [.. Suite.All.Select(s => s.Name)];

    [Theory]
    [MemberData(nameof(Suites))]
    public void Decryption_gives_plaintext_and_coins_and_encrypting_them_gives_the_same_bytes(string suite)
    {
        CoinEncryption encryption = Encryption(suite);
        using DecryptionKey key = encryption.GenerateKey();
        Assert.True(encryption.TryImport(key.PublicKey.Span, out EncryptionKey? imported));
        foreach (int length in new[] { 0, 1, 15, 16, 17, 64, 300, 65536 })
        {
            byte[] plaintext = Bytes.Pattern(length), ciphertext = encryption.Encrypt(imported, Context, plaintext, Coins);
            Assert.Equal(length + encryption.Overhead, ciphertext.Length);
            Assert.True(encryption.TryDecrypt(key, Context, ciphertext, out byte[]? opened, out byte[]? coins));
            Assert.Equal(plaintext, opened);
            Assert.Equal(Coins, coins);
            Assert.Equal(ciphertext, encryption.Encrypt(key.EncryptionKey, Context, opened, coins));
        }
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void Sixteen_mebibytes_come_back(string suite)
    {
        CoinEncryption encryption = Encryption(suite);
        using DecryptionKey key = encryption.GenerateKey();
        byte[] plaintext = Bytes.Pattern((16 << 20) + 3), ciphertext = encryption.Encrypt(key.EncryptionKey, Context, plaintext, Coins);
        Assert.True(encryption.TryDecrypt(key, Context, ciphertext, out byte[]? opened, out _));
        Assert.True(plaintext.AsSpan().SequenceEqual(opened));
        Assert.False(encryption.TryDecrypt(key, Context, Bytes.Flip(ciphertext, 8 * (15 << 20)), out _, out _));
    }

    /// <summary>Each argument decides both the ephemeral key (first bytes) and, by it, all that follows.</summary>
    [Theory]
    [MemberData(nameof(Suites))]
    public void Another_argument_makes_another_ephemeral_key(string suite)
    {
        CoinEncryption encryption = Encryption(suite);
        using DecryptionKey key = encryption.GenerateKey(), other = encryption.GenerateKey();
        byte[][] ciphertexts =
        [
            encryption.Encrypt(key.EncryptionKey, Context, Plaintext, Coins),
            encryption.Encrypt(other.EncryptionKey, Context, Plaintext, Coins),
            encryption.Encrypt(key.EncryptionKey, Bytes.Flip(Context, 0), Plaintext, Coins),
            encryption.Encrypt(key.EncryptionKey, Context, Bytes.Flip(Plaintext, 2399), Coins),
            encryption.Encrypt(key.EncryptionKey, Context, Plaintext, Bytes.Flip(Coins, 255)),
        ];
        Assert.Equal(5, ciphertexts.Select(c => Convert.ToHexString(c, 0, encryption.PublicKeySize)).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void Another_context_and_another_key_are_rejected(string suite)
    {
        CoinEncryption encryption = Encryption(suite);
        using DecryptionKey key = encryption.GenerateKey(), other = encryption.GenerateKey();
        byte[] ciphertext = encryption.Encrypt(key.EncryptionKey, Context, Plaintext, Coins);
        Assert.False(encryption.TryDecrypt(key, Bytes.Flip(Context, 0), ciphertext, out byte[]? plaintext, out byte[]? coins));
        Assert.Null(plaintext);
        Assert.Null(coins);
        Assert.False(encryption.TryDecrypt(key, [], ciphertext, out _, out _));
        Assert.False(encryption.TryDecrypt(other, Context, ciphertext, out _, out _));
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void Every_flipped_bit_and_every_other_length_is_rejected(string suite)
    {
        CoinEncryption encryption = Encryption(suite);
        using DecryptionKey key = encryption.GenerateKey();
        byte[] ciphertext = encryption.Encrypt(key.EncryptionKey, Context, "short"u8, Coins);
        for (int bit = 0; bit < 8 * ciphertext.Length; bit++)
        {
            Assert.False(encryption.TryDecrypt(key, Context, Bytes.Flip(ciphertext, bit), out _, out _), $"bit {bit}");
        }

        for (int length = 0; length < ciphertext.Length; length++)
        {
            Assert.False(encryption.TryDecrypt(key, Context, ciphertext.AsSpan(0, length), out _, out _), $"length {length}");
        }

        Assert.False(encryption.TryDecrypt(key, Context, [.. ciphertext, 0], out _, out _));
    }

    /// <summary>A sender who draws the ephemeral key seals correctly by RFC 9180: only encrypting again shows the cheat.</summary>
    [Theory]
    [MemberData(nameof(Suites))]
    public void A_sealing_whose_ephemeral_key_does_not_come_from_the_coins_is_rejected(string suite)
    {
        CoinEncryption encryption = Encryption(suite);
        Hpke hpke = HpkeOf(suite);
        using DecryptionKey key = encryption.GenerateKey(), drawn = encryption.GenerateKey();

        byte[] cheat = Seal(hpke, key, drawn);
        Assert.True(hpke.TrySetupReceiver(cheat.AsSpan(0, encryption.PublicKeySize), key, Context, out HpkeReceiver? receiver));
        Assert.True(receiver.TryOpen([], cheat.AsSpan(encryption.PublicKeySize), out byte[]? opened));
        Assert.Equal([.. Coins, .. Plaintext], opened);
        Assert.False(encryption.TryDecrypt(key, Context, cheat, out _, out _));
    }

    /// <summary>
    /// The counterpart: the very same sealing under the key that the coins give is what Encrypt makes, so the layout is as documented.
    /// </summary>
    [Theory]
    [MemberData(nameof(Suites))]
    public void The_documented_derivation_and_layout_make_the_same_ciphertext(string suite)
    {
        CoinEncryption encryption = Encryption(suite);
        Hpke hpke = HpkeOf(suite);
        using DecryptionKey key = encryption.GenerateKey();
        byte[] info =
        [
            .. "HPKE"u8, 0, (byte)hpke.Kem.Id, 0, 1, 0, (byte)hpke.Aead.Id, .. key.PublicKey.Span,
            .. SHA256.HashData(Context), .. SHA256.HashData(Plaintext),
        ];
        byte[] ikm = HKDF.DeriveKey(
            HashAlgorithmName.SHA256, Coins, 32, "fair-exchange coins v1"u8.ToArray(), info);
        using DecryptionKey ephemeral = hpke.Kem.DeriveKeyPair(ikm);
        Assert.Equal(Seal(hpke, key, ephemeral), encryption.Encrypt(key.EncryptionKey, Context, Plaintext, Coins));
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void A_seed_gives_one_key_and_chance_gives_many(string suite)
    {
        CoinEncryption encryption = Encryption(suite);
        using DecryptionKey first = encryption.DeriveKey(Coins), again = encryption.DeriveKey(Coins),
        other = encryption.DeriveKey(Bytes.Flip(Coins, 9));
        using DecryptionKey random = encryption.GenerateKey(), random2 = encryption.GenerateKey();
        Assert.Equal(
            encryption.Encrypt(first.EncryptionKey, Context, Plaintext, Coins),
            encryption.Encrypt(again.EncryptionKey, Context, Plaintext, Coins));
        Assert.NotEqual(first.PublicKey.ToArray(), other.PublicKey.ToArray());
        Assert.NotEqual(random.PublicKey.ToArray(), random2.PublicKey.ToArray());
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void Coins_seeds_and_keys_that_do_not_fit_are_the_callers_mistakes(string suite)
    {
        CoinEncryption encryption = Encryption(suite), foreign = Suite.All.Single(s => s.Name != suite).Encryption;
        using DecryptionKey key = encryption.GenerateKey(), stranger = foreign.GenerateKey();
        Assert.Throws<ArgumentException>(() => encryption.Encrypt(key.EncryptionKey, Context, Plaintext, new byte[31]));
        Assert.Throws<ArgumentException>(() => encryption.Encrypt(key.EncryptionKey, Context, Plaintext, new byte[33]));
        Assert.Throws<ArgumentException>(() => encryption.Encrypt(stranger.EncryptionKey, Context, Plaintext, Coins));
        Assert.Throws<ArgumentException>(() => encryption.TryDecrypt(stranger, Context, new byte[200], out _, out _));
        Assert.Throws<ArgumentException>(() => encryption.DeriveKey(new byte[31]));
        Assert.Throws<ArgumentException>(() => encryption.DeriveKey(new byte[33]));
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void Threads_share_a_key(string suite)
    {
        CoinEncryption encryption = Encryption(suite);
        using DecryptionKey key = encryption.GenerateKey();
        Parallel.For(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            byte[] plaintext = BitConverter.GetBytes(i), ciphertext = encryption.Encrypt(key.EncryptionKey, Context, plaintext, Coins);
            Assert.True(encryption.TryDecrypt(key, Context, ciphertext, out byte[]? opened, out _));
            Assert.Equal(plaintext, opened);
        });
    }

    private static CoinEncryption Encryption(string suite) => Suite.All.Single(s => s.Name == suite).Encryption;

    private static Hpke HpkeOf(string suite) => suite == "p256"
        ? new Hpke(HpkeKem.P256, HpkeAead.Aes128Gcm)
        : new Hpke(HpkeKem.X25519, HpkeAead.ChaCha20Poly1305);

    private static byte[] Seal(Hpke hpke, DecryptionKey recipient, DecryptionKey ephemeral)
    {
        using HpkeSender sender = hpke.SetupSender(recipient.EncryptionKey, Context, ephemeral);
        return [.. sender.Encapsulation.Span, .. sender.Seal([], [.. Coins, .. Plaintext])];
    }
}
