using System.Security.Cryptography;
using FairExchange.Cryptography;
using FairExchange.Cryptography.Encryption;
using FairExchange.Cryptography.Signatures;

namespace FairExchange.Tests.Cryptography;

/// <summary>Keys and contexts that have gone out and come back, and those that are over.</summary>
public class KeyLifetimeTests
{
    private static readonly byte[] P256Order = Bytes.Hex("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551");

    public static TheoryData<string> Suites => [.. Suite.All.Select(suite => suite.Name)];

    [Theory]
    [MemberData(nameof(Suites))]
    public void A_private_key_that_was_exported_is_the_same_key_again(string name)
    {
        var suite = Named(name);
        using SigningKey signing = suite.Signatures.GenerateKey();
        using DecryptionKey decryption = suite.Encryption.GenerateKey();

        Assert.True(suite.Signatures.TryImportPrivateKey(signing.ExportPrivateKey(), out SigningKey? signs));
        Assert.True(suite.Encryption.TryImportPrivateKey(decryption.ExportPrivateKey(), out DecryptionKey? decrypts));
        Assert.Equal(signing.PublicKey.ToArray(), signs.PublicKey.ToArray());
        Assert.True(signing.VerificationKey.Verify("context"u8, "message"u8, signs.Sign("context"u8, "message"u8)));
        Assert.Equal(decryption.PublicKey.ToArray(), decrypts.PublicKey.ToArray());
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void What_is_no_private_key_is_refused(string name)
    {
        var suite = Named(name);
        List<byte[]> none = [[], new byte[31], new byte[33]];
        if (suite == Suite.P256)
        {
            none.AddRange([new byte[32], P256Order, Enumerable.Repeat((byte)255, 32).ToArray()]);
        }

        Assert.All(none, bytes => Assert.False(suite.Signatures.TryImportPrivateKey(bytes, out _)));
        Assert.All(none, bytes => Assert.False(suite.Encryption.TryImportPrivateKey(bytes, out _)));
    }

    /// <summary>With and without chance: what was disposed of gives its secret to nobody.</summary>
    [Theory]
    [MemberData(nameof(Suites))]
    public void A_disposed_key_neither_signs_nor_is_exported(string name)
    {
        var signatures = Named(name).Signatures;
        foreach (SigningKey key in new[] { signatures.GenerateKey(), signatures.DeriveKey(new byte[32]),
            signatures.DeriveRepeatingKey(new byte[32]) })
        {
            key.Sign([], []);
            key.Dispose();
            Assert.Throws<ObjectDisposedException>(() => key.Sign([], []));
            Assert.Throws<ObjectDisposedException>(key.ExportPrivateKey);
        }
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void A_repeating_key_signs_alike_each_time_and_takes_a_seed_of_the_documented_size(string name)
    {
        var signatures = Named(name).Signatures;
        using SigningKey key = signatures.DeriveRepeatingKey(new byte[SignatureAlgorithm.SeedSize]);

        Assert.Equal(key.Sign("context"u8, "message"u8), key.Sign("context"u8, "message"u8));
        Assert.Throws<ArgumentException>(() => signatures.DeriveRepeatingKey(new byte[SignatureAlgorithm.SeedSize - 1]));
        Assert.Throws<ArgumentException>(() => signatures.DeriveRepeatingKey(new byte[SignatureAlgorithm.SeedSize + 1]));
    }

    [Fact]
    public void A_disposed_context_seals_opens_and_exports_nothing()
    {
        var hpke = new Hpke(HpkeKem.P256, HpkeAead.Aes128Gcm);
        using DecryptionKey key = hpke.Kem.GenerateKeyPair();
        HpkeSender sender = hpke.SetupSender(key.EncryptionKey, "info"u8);
        Assert.True(hpke.TrySetupReceiver(sender.Encapsulation.Span, key, "info"u8, out HpkeReceiver? receiver));
        byte[] text = sender.Seal("aad"u8, "text"u8);
        sender.Dispose();
        receiver.Dispose();

        Assert.Throws<ObjectDisposedException>(() => sender.Seal("aad"u8, "text"u8));
        Assert.Throws<ObjectDisposedException>(() => receiver.TryOpen("aad"u8, text, out _));
        Assert.Throws<ObjectDisposedException>(() => sender.Keys.Export("context"u8, 32));
    }

    /// <summary>RFC 9180, 5.3: up to 255 times the size of a hash.</summary>
    [Fact]
    public void As_much_is_exported_as_HKDF_gives_and_no_more()
    {
        var hpke = new Hpke(HpkeKem.X25519, HpkeAead.Aes128Gcm);
        using DecryptionKey key = hpke.Kem.GenerateKeyPair();
        using HpkeSender sender = hpke.SetupSender(key.EncryptionKey, "info"u8);

        Assert.Single(sender.Keys.Export([], 1));
        Assert.Equal(255 * 32, sender.Keys.Export([], 255 * 32).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => sender.Keys.Export([], -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => sender.Keys.Export([], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => sender.Keys.Export([], (255 * 32) + 1));
    }

    /// <summary>Whoever has the key can seal an empty chunk behind a full one: that would be a second sealing of one plaintext.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_plaintext_has_one_sealing_also_for_who_has_the_key(bool isMade)
    {
        var (key, plaintext) = (new byte[32], new byte[StreamEncryption.ChunkSize]);
        byte[] derived = HKDF.DeriveKey(
            HashAlgorithmName.SHA256, key, 64, "fair-exchange bulk v1"u8.ToArray(), SHA256.HashData("context"u8));
        using var aes = new AesGcm(derived.AsSpan(32), 16);
        byte[] stream = [.. derived[..32], .. Chunk(plaintext, 0, isLast: !isMade), .. isMade ? Chunk([], 1, isLast: true) : []];

        Assert.Equal(!isMade, StreamEncryption.TryOpen(new MemoryStream(stream), new MemoryStream(), key, "context"u8, out _));

        byte[] Chunk(byte[] text, byte number, bool isLast)
        {
            var (sealedText, tag) = (new byte[text.Length], new byte[16]);
            aes.Encrypt((byte[])[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, number, isLast ? (byte)1 : (byte)0], text, sealedText, tag);
            return [.. sealedText, .. tag];
        }
    }

    private static Suite Named(string name) => Suite.All.Single(suite => suite.Name == name);
}
