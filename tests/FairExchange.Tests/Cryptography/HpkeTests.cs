using FairExchange.Cryptography.Encryption;

namespace FairExchange.Tests.Cryptography;

public class HpkeTests
{
    private static readonly string Ff30 = new('F', 60);

    public static TheoryData<int> Kems { get; } = [0x0010, 0x0020];

    public static TheoryData<string> BadP256Points { get; } =
    [
        "",
        "00", // the point at infinity
        "04" + new string('0', 128), // not on the curve
        "036B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296", // the base point, compressed
        "076B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C2"
        + "964FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5", // in hybrid form
        "046B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296"
        + "4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F500", // a byte too long
        // x at or above the prime, standing for x = 0 and x = 5, which points have.
        "04FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFF"
        + "FF66485C780E2F83D72433BD5D84A06BB6541C2AF31DAE871728BF856A174F93F4",
        "04FFFFFFFF000000010000000000000000000000010000000000000000000000"
        + "04459243B9AA581806FE913BCE99817ADE11CA503C64D9A3C533415C083248FBCC",
    ];

    public static TheoryData<string> BadX25519Coordinates { get; } =
    [
        "",
        new string('0', 62),
        new string('0', 66),
        // 2^255 - 19 and the next two, which stand for 0, 1 and 2; 2^255 - 1; 9 with the bit that RFC 7748 ignores.
        "ED" + Ff30 + "7F",
        "EE" + Ff30 + "7F",
        "EF" + Ff30 + "7F",
        "FF" + Ff30 + "7F",
        "0900000000000000000000000000000000000000000000000000000000000080",
        .. X25519Kem.SmallOrder.Select(Convert.ToHexString),
    ];

    [Fact]
    public void The_base_point_of_P256_is_a_public_key() => Assert.True(HpkeKem.P256.TryImportPublicKey(
        Bytes.Hex("046B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C2"
            + "964FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5"), out _));

    [Theory]
    [MemberData(nameof(BadP256Points))]
    public void What_is_not_the_one_encoding_of_a_P256_point_is_neither_key_nor_encapsulation(string hex) => Refuses(HpkeKem.P256, hex);

    [Theory]
    [InlineData("ECFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF7E")]
    [InlineData("EBFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF7F")]
    [InlineData("EDFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEFF7F")]
    [InlineData("0900000000000000000000000000000000000000000000000000000000000000")]
    public void Coordinates_below_the_prime_are_X25519_keys(string hex) =>
        Assert.True(HpkeKem.X25519.TryImportPublicKey(Bytes.Hex(hex), out _));

    [Theory]
    [MemberData(nameof(BadX25519Coordinates))]
    public void What_is_not_the_one_encoding_of_an_X25519_key_is_neither_key_nor_encapsulation(string hex) => Refuses(HpkeKem.X25519, hex);

    /// <summary>The list is refused by value; this shows that each of its members deserves it.</summary>
    [Fact]
    public void Each_listed_point_of_small_order_yields_the_zero_secret()
    {
        foreach (byte[] point in X25519Kem.SmallOrder)
        {
            byte[] secret = Bytes.Pattern(32);
            Org.BouncyCastle.Math.EC.Rfc7748.X25519.ScalarMult(Bytes.Pattern(32, 5), 0, point, 0, secret, 0);
            Assert.Equal(new byte[32], secret);
        }
    }

    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551")]
    [InlineData("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF")]
    [InlineData("01")]
    public void A_P256_private_key_out_of_range_is_the_callers_mistake(string hex) =>
        Assert.Throws<ArgumentException>(() => HpkeKem.P256.ImportPrivateKey(Bytes.Hex(hex)));

    [Theory]
    [MemberData(nameof(Kems))]
    public void An_exported_private_key_is_the_same_key_again(int id)
    {
        HpkeKem kem = Kem(id);
        using DecryptionKey key = kem.GenerateKeyPair(), other = kem.GenerateKeyPair(),
        again = kem.ImportPrivateKey(key.ExportPrivateKey());
        Assert.Equal(key.PublicKey.ToArray(), again.PublicKey.ToArray());
        Assert.Equal(kem.Encap(other.EncryptionKey, key), kem.Encap(other.EncryptionKey, again));
        Assert.NotEqual(key.PublicKey.ToArray(), other.PublicKey.ToArray());
    }

    [Theory]
    [MemberData(nameof(Kems))]
    public void A_disposed_key_is_not_used_and_its_public_half_still_is(int id)
    {
        HpkeKem kem = Kem(id);
        using DecryptionKey sender = kem.GenerateKeyPair();
        DecryptionKey key = kem.GenerateKeyPair();
        EncryptionKey recipient = key.EncryptionKey;
        key.Dispose();
        Assert.Throws<ObjectDisposedException>(() => kem.TryDecap(sender.PublicKey.Span, key, out _));
        Assert.Throws<ObjectDisposedException>(key.ExportPrivateKey);
        Assert.Equal(32, kem.Encap(recipient, sender).Length);
    }

    [Fact]
    public void A_key_of_another_kem_and_short_key_material_are_the_callers_mistakes()
    {
        using DecryptionKey p256 = HpkeKem.P256.GenerateKeyPair(), x25519 = HpkeKem.X25519.GenerateKeyPair();
        Assert.Throws<ArgumentException>(() => HpkeKem.P256.Encap(x25519.EncryptionKey, p256));
        Assert.Throws<ArgumentException>(() => HpkeKem.P256.Encap(p256.EncryptionKey, x25519));
        Assert.Throws<ArgumentException>(() => HpkeKem.P256.TryDecap(p256.PublicKey.Span, x25519, out _));
        Assert.Throws<ArgumentException>(() => HpkeKem.P256.DeriveKeyPair(new byte[31]));
    }

    [Fact]
    public void A_fresh_sender_reaches_the_receiver_and_never_with_the_same_encapsulation()
    {
        var hpke = new Hpke(HpkeKem.X25519, HpkeAead.Aes256Gcm);
        using DecryptionKey key = hpke.Kem.GenerateKeyPair();
        using HpkeSender first = hpke.SetupSender(key.EncryptionKey, "info"u8), second = hpke.SetupSender(key.EncryptionKey, "info"u8);
        Assert.NotEqual(first.Encapsulation.ToArray(), second.Encapsulation.ToArray());
        Assert.True(hpke.TrySetupReceiver(first.Encapsulation.Span, key, "info"u8, out HpkeReceiver? receiver));
        byte[] sealedText = first.Seal("aad"u8, "text"u8);
        Assert.False(receiver.TryOpen("dad"u8, sealedText, out _));
        Assert.False(receiver.TryOpen("aad"u8, sealedText.AsSpan(0, 15), out _));
        Assert.True(receiver.TryOpen("aad"u8, sealedText, out byte[]? text));
        Assert.Equal("text"u8.ToArray(), text);
        Assert.False(receiver.TryOpen("aad"u8, sealedText, out _)); // a replay
        receiver.Dispose();
        Assert.Throws<ObjectDisposedException>(() => receiver.Export([], 32));
    }

    private static HpkeKem Kem(int id) => id == HpkeKem.P256.Id ? HpkeKem.P256 : HpkeKem.X25519;

    private static void Refuses(HpkeKem kem, string hex)
    {
        using DecryptionKey key = kem.GenerateKeyPair();
        Assert.False(kem.TryImportPublicKey(Bytes.Hex(hex), out _));
        Assert.False(kem.TryDecap(Bytes.Hex(hex), key, out _));
    }
}
