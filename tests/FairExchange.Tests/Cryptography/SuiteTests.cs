using FairExchange.Cryptography;
using FairExchange.Cryptography.Encryption;
using FairExchange.Cryptography.Signatures;

namespace FairExchange.Tests.Cryptography;

public class SuiteTests
{
    [Fact]
    public void Suites_are_found_by_their_exact_names()
    {
        Assert.Equal(["p256", "curve25519"], Suite.All.Select(s => s.Name));
        Assert.All(Suite.All, s => Assert.True(Suite.TryGet(s.Name, out Suite? found) && found == s));
        Assert.False(Suite.TryGet("P256", out _));
        Assert.False(Suite.TryGet("", out _));
    }

    [Theory]
    [InlineData("p256", 65, 64, 65, 113)]
    [InlineData("curve25519", 32, 64, 32, 80)]
    public void Sizes_are_as_documented(string name, int publicKey, int signature, int encryptionKey, int overhead)
    {
        Assert.True(Suite.TryGet(name, out Suite? suite));
        using SigningKey signing = suite.Signatures.GenerateKey();
        using DecryptionKey decryption = suite.Encryption.GenerateKey();
        Assert.Equal(
            (publicKey, signature, encryptionKey, overhead),
            (suite.Signatures.PublicKeySize, suite.Signatures.SignatureSize, suite.Encryption.PublicKeySize, suite.Encryption.Overhead));
        Assert.Equal(
            (publicKey, signature, encryptionKey, overhead),
            (signing.PublicKey.Length, signing.Sign([], []).Length, decryption.PublicKey.Length,
                suite.Encryption.Encrypt(decryption.EncryptionKey, [], [], new byte[32]).Length));
    }
}
