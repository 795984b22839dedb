using FairExchange.Cryptography;
using FairExchange.Cryptography.Encryption;
using FairExchange.Cryptography.Signatures;
using FsCheck;
using FsCheck.Fluent;

namespace FairExchange.Tests.Cryptography;

/// <summary>
/// Whatever bytes come from a peer: an answer, never an exception. Each property meets valid sizes too, or it would stop at the first
/// length check.
/// </summary>
public class HostileInputTests
{
    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(200);

    public static TheoryData<string> Suites { get; } = [.. Suite.All.Select(s => s.Name)];

    [Theory]
    [MemberData(nameof(Suites))]
    public void No_ciphertext_makes_decryption_throw(string name)
    {
        CoinEncryption encryption = Suite.All.Single(s => s.Name == name).Encryption;
        using DecryptionKey key = encryption.GenerateKey();
        byte[] honest = encryption.Encrypt(key.EncryptionKey, [], Bytes.Pattern(40), new byte[32]);
        Check(honest, bytes => encryption.TryDecrypt(key, [], bytes, out _, out _) && !bytes.AsSpan().SequenceEqual(honest));
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void No_bytes_make_an_import_throw(string name)
    {
        Suite suite = Suite.All.Single(s => s.Name == name);
        using SigningKey signing = suite.Signatures.GenerateKey();
        using DecryptionKey decryption = suite.Encryption.GenerateKey();
        Check(signing.PublicKey.ToArray(), bytes =>
            suite.Signatures.TryImport(bytes, out VerificationKey? key) && !key.PublicKey.Span.SequenceEqual(bytes));
        Check(decryption.PublicKey.ToArray(), bytes =>
            suite.Encryption.TryImport(bytes, out EncryptionKey? key) && !key.PublicKey.Span.SequenceEqual(bytes));
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void No_signature_makes_verification_throw(string name)
    {
        using SigningKey key = Suite.All.Single(s => s.Name == name).Signatures.GenerateKey();
        byte[] honest = key.Sign([], []);
        Check(honest, bytes => key.VerificationKey.Verify([], [], bytes) && !bytes.AsSpan().SequenceEqual(honest));
        Check(honest, bytes => key.VerificationKey.Verify(bytes, bytes, honest) && bytes.Length > 0);
    }

    /// <summary>Arbitrary bytes, and the honest ones with arbitrary bytes over their beginning or their end.</summary>
    private static void Check(byte[] honest, Func<byte[], bool> wrong) =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes =>
        {
            int overlap = Math.Min(bytes.Length, honest.Length);
            byte[] head = [.. bytes[..overlap], .. honest[overlap..]], tail = [.. honest[overlap..], .. bytes[..overlap]];
            return !wrong(bytes) && !wrong(head) && !wrong(tail);
        }).Check(Runs);
}
