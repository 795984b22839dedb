using System.Security.Cryptography;
using FairExchange.Applications.Certificates;
using FairExchange.Cryptography;
using FairExchange.Simulation;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;

namespace FairExchange.Tests.Applications.Certificates;

public class PrivateKeyFileTests
{
    [Theory]
    [MemberData(nameof(CertifiedWorld.Suites), MemberType = typeof(CertifiedWorld))]
    public void What_is_written_is_read(string suite)
    {
        var (world, keys) = (CertifiedWorld.Of(suite), CertifiedWorld.Of(suite).KeysOf("Alice"));
        var read = PrivateKeyFile.TryRead(PrivateKeyFile.Write(world.Suite, keys), world.Suite, "Alice")!;

        Assert.Equal("Alice", read.Name);
        Assert.True(keys.Public.Verification.Verify("context"u8, "message"u8, read.Signing.Sign("context"u8, "message"u8)));
        Assert.Equal(keys.Signing.ExportPrivateKey(), read.Signing.ExportPrivateKey());
        Assert.Equal(keys.Decryption.ExportPrivateKey(), read.Decryption.ExportPrivateKey());
        Assert.Equal(keys.Public.Encryption.PublicKey.Span, read.Public.Encryption.PublicKey.Span);
    }

    /// <summary>RFC 5958 with RFC 5915: the platform takes each key for what it is.</summary>
    [Fact]
    public void Keys_on_P256_are_read_by_other_programs()
    {
        var (world, keys) = (CertifiedWorld.Of("p256"), CertifiedWorld.Of("p256").KeysOf("Alice"));
        var blocks = Blocks(PrivateKeyFile.Write(world.Suite, keys));
        using var signing = ECDsa.Create();
        signing.ImportFromPem(blocks[0]);
        using var decryption = ECDiffieHellman.Create();
        decryption.ImportFromPem(blocks[1]);

        Assert.Equal(keys.Public.Verification.PublicKey.ToArray(), Point(signing.ExportParameters(false).Q));
        Assert.Equal(keys.Public.Encryption.PublicKey.ToArray(), Point(decryption.ExportParameters(false).Q));

        static byte[] Point(ECPoint point) => [4, .. point.X!, .. point.Y!];
    }

    /// <summary>RFC 8410: the algorithm says which of the two a key of 32 bytes is.</summary>
    [Fact]
    public void Keys_on_curve_25519_are_read_by_other_programs()
    {
        var (world, keys) = (CertifiedWorld.Of("curve25519"), CertifiedWorld.Of("curve25519").KeysOf("Alice"));
        var read = Blocks(PrivateKeyFile.Write(world.Suite, keys)).Select(block => PrivateKeyFactory.CreateKey(Decoded(block))).ToList();

        Assert.Equal(keys.Public.Verification.PublicKey.ToArray(),
            Assert.IsType<Ed25519PrivateKeyParameters>(read[0]).GeneratePublicKey().GetEncoded());
        Assert.Equal(keys.Public.Encryption.PublicKey.ToArray(),
            Assert.IsType<X25519PrivateKeyParameters>(read[1]).GeneratePublicKey().GetEncoded());

        static byte[] Decoded(string block) => Convert.FromBase64String(block.AsSpan()[PemEncoding.Find(block).Base64Data].ToString());
    }

    [Theory]
    [MemberData(nameof(CertifiedWorld.Suites), MemberType = typeof(CertifiedWorld))]
    public void Whatever_was_not_written_for_keys_of_the_suite_is_refused(string suite)
    {
        var world = CertifiedWorld.Of(suite);
        var text = PrivateKeyFile.Write(world.Suite, world.KeysOf("Alice"));
        var blocks = Blocks(text);
        Assert.Equal(2, blocks.Length);

        string[] bad = ["", "keys", blocks[0], blocks[1], text + " ", text + text, "x"
            + text, text.Replace("PRIVATE KEY", "EC PRIVATE KEY", StringComparison.Ordinal), blocks[0] + world.Root.KeyToPem()];
        Assert.All(bad, given => Assert.Null(PrivateKeyFile.TryRead(given, world.Suite, "Alice")));
        Assert.All(Suite.All.Where(other => other != world.Suite), other => Assert.Null(PrivateKeyFile.TryRead(text, other, "Alice")));
        Assert.All(Enumerable.Range(0, text.Length), length => Assert.Null(PrivateKeyFile.TryRead(text[..length], world.Suite, "Alice")));

        // A changed character is a changed key, which the certificate shows, or no key file.
        var chance = new Chance(1, "key file", suite);
        for (var i = 0; i < text.Length; i++)
        {
            var changed = text[..i] + (char)(33 + chance.Below(90)) + text[(i + 1)..];
            if (changed != text && PrivateKeyFile.TryRead(changed, world.Suite, "Alice") is { } other)
            {
                Assert.Equal(changed, PrivateKeyFile.Write(world.Suite, other));
            }
        }
    }

    private static string[] Blocks(string text) =>
        [.. text.Split("-----BEGIN", StringSplitOptions.RemoveEmptyEntries).Select(block => $"-----BEGIN{block}")];
}
