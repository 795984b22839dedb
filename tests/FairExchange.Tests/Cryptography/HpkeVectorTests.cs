using System.Text;
using FairExchange.Cryptography.Encryption;

namespace FairExchange.Tests.Cryptography;

public class HpkeVectorTests
{
    public static TheoryData<string> Vectors { get; } = [.. HpkeVector.All.Keys];

    [Fact]
    public void The_file_holds_base_mode_for_two_kems_and_three_aeads() => Assert.Equal(
        [
            "mode 0 kem 0x0010 kdf 0x0001 aead 0x0001", "mode 0 kem 0x0010 kdf 0x0001 aead 0x0002", "mode 0 kem 0x0010 kdf 0x0001 aead "
            + "0x0003",
            "mode 0 kem 0x0020 kdf 0x0001 aead 0x0001", "mode 0 kem 0x0020 kdf 0x0001 aead 0x0002", "mode 0 kem 0x0020 kdf 0x0001 aead "
            + "0x0003",
        ],
        HpkeVector.All.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Keys_are_derived_and_serialised_as_published(string name)
    {
        HpkeVector v = HpkeVector.All[name];
        HpkeKem kem = Suite(v).Kem;
        foreach (var (ikm, sk, pk) in new[] { ("ikmR", "skRm", "pkRm"), ("ikmE", "skEm", "pkEm") })
        {
            using DecryptionKey derived = kem.DeriveKeyPair(v[ikm]);
            using DecryptionKey imported = kem.ImportPrivateKey(v[sk]);
            Assert.Equal(v[pk], derived.PublicKey.ToArray());
            Assert.Equal(v[pk], imported.PublicKey.ToArray());
            Assert.Equal(Serialised(kem, v[sk]), derived.ExportPrivateKey());
            Assert.True(kem.TryImportPublicKey(v[pk], out EncryptionKey? key));
            Assert.Equal(v[pk], key.PublicKey.ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Both_sides_agree_on_the_published_secret(string name)
    {
        HpkeVector v = HpkeVector.All[name];
        HpkeKem kem = Suite(v).Kem;
        using DecryptionKey recipient = kem.DeriveKeyPair(v["ikmR"]), ephemeral = kem.DeriveKeyPair(v["ikmE"]);

        Assert.Equal(v["enc"], ephemeral.PublicKey.ToArray());
        Assert.Equal(v["shared_secret"], kem.Encap(recipient.EncryptionKey, ephemeral));
        Assert.True(kem.TryDecap(v["enc"], recipient, out byte[]? secret));
        Assert.Equal(v["shared_secret"], secret);
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Contexts_hold_the_published_keys_and_export_the_published_secrets(string name)
    {
        HpkeVector v = HpkeVector.All[name];
        var (sender, receiver) = Contexts(v);
        using (sender)
        using (receiver)
        {
            Assert.Equal(v["enc"], sender.Encapsulation.ToArray());
            foreach (HpkeKeys keys in new[] { sender.Keys, receiver.Keys })
            {
                Assert.Equal(v["key"], keys.Key);
                Assert.Equal(v["base_nonce"], keys.BaseNonce);
                Assert.Equal(v["exporter_secret"], keys.ExporterSecret);
            }

            Assert.NotEmpty(v.Each("exports"));
            foreach (HpkeVector export in v.Each("exports"))
            {
                Assert.Equal(export["exported_value"], sender.Export(export["exporter_context"], export.Number("L")));
                Assert.Equal(export["exported_value"], receiver.Export(export["exporter_context"], export.Number("L")));
            }
        }
    }

    /// <summary>The vectors skip ahead, up to message 256: the texts between are sealed and opened too, to count.</summary>
    [Theory]
    [MemberData(nameof(Vectors))]
    public void Each_message_seals_and_opens_as_published(string name)
    {
        HpkeVector v = HpkeVector.All[name];
        var (sender, receiver) = Contexts(v);
        using (sender)
        using (receiver)
        {
            Dictionary<string, HpkeVector> published = v.Each("encryptions").ToDictionary(e => Encoding.ASCII.GetString(e["aad"]));
            int met = 0;
            for (int i = 0; met < published.Count; i++)
            {
                if (!published.TryGetValue($"Count-{i}", out HpkeVector? message))
                {
                    Assert.True(receiver.TryOpen([], sender.Seal([], []), out _));
                    continue;
                }

                byte[] nonce = new byte[HpkeAead.NonceSize];
                sender.Keys.WriteNonce(nonce);
                Assert.Equal(message["nonce"], nonce);
                Assert.Equal(message["ct"], sender.Seal(message["aad"], message["pt"]));
                Assert.False(receiver.TryOpen([0], message["ct"], out _)); // a failure must not count
                Assert.True(receiver.TryOpen(message["aad"], message["ct"], out byte[]? plaintext));
                Assert.Equal(message["pt"], plaintext);
                met++;
            }

            Assert.Equal(6, met);
        }
    }

    private static Hpke Suite(HpkeVector v) => new(
        new[] { HpkeKem.P256, HpkeKem.X25519 }.Single(k => k.Id == v.Number("kem_id")),
        new[] { HpkeAead.Aes128Gcm, HpkeAead.Aes256Gcm, HpkeAead.ChaCha20Poly1305 }.Single(a => a.Id == v.Number("aead_id")));

    private static (HpkeSender Sender, HpkeReceiver Receiver) Contexts(HpkeVector v)
    {
        Hpke hpke = Suite(v);
        using DecryptionKey recipient = hpke.Kem.DeriveKeyPair(v["ikmR"]), ephemeral = hpke.Kem.DeriveKeyPair(v["ikmE"]);
        HpkeSender sender = hpke.SetupSender(recipient.EncryptionKey, v["info"], ephemeral);
        Assert.True(hpke.TrySetupReceiver(v["enc"], recipient, v["info"], out HpkeReceiver? receiver));
        return (sender, receiver);
    }

    /// <summary>The vectors print X25519's private keys as derived; a serialised one is clamped (RFC 9180, 7.1.2).</summary>
    private static byte[] Serialised(HpkeKem kem, byte[] privateKey)
    {
        if (kem == HpkeKem.X25519)
        {
            privateKey[0] &= 0b1111_1000;
            privateKey[31] = (byte)((privateKey[31] & 0b0111_1111) | 0b0100_0000);
        }

        return privateKey;
    }
}
