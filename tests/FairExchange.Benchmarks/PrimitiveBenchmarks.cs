using BenchmarkDotNet.Attributes;
using FairExchange.Cryptography;
using FairExchange.Cryptography.Encryption;
using FairExchange.Cryptography.Signatures;

namespace FairExchange.Benchmarks;

/// <summary>What each suite takes for one operation on 1 KiB.</summary>
[MemoryDiagnoser]
public class PrimitiveBenchmarks
{
    private readonly byte[] message = new byte[1024];
    private readonly byte[] coins = new byte[CoinEncryption.CoinsSize];
    private CoinEncryption encryption = null!;
    private SigningKey signing = null!;
    private DecryptionKey decryption = null!;
    private byte[] signature = [];
    private byte[] ciphertext = [];

    public static IEnumerable<string> SuiteNames => Suite.All.Select(suite => suite.Name);

    [ParamsSource(nameof(SuiteNames))]
    public string SuiteName { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        var suite = Suite.All.Single(suite => suite.Name == SuiteName);
        (encryption, signing, decryption) = (suite.Encryption, suite.Signatures.GenerateKey(), suite.Encryption.GenerateKey());
        (signature, ciphertext) = (Sign(), Encrypt());
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        signing.Dispose();
        decryption.Dispose();
    }

    [Benchmark]
    public byte[] Sign() => signing.Sign("benchmark"u8, message);

    [Benchmark]
    public bool Verify() => signing.VerificationKey.Verify("benchmark"u8, message, signature);

    [Benchmark]
    public byte[] Encrypt() => encryption.Encrypt(decryption.EncryptionKey, "benchmark"u8, message, coins);

    /// <summary>With the check that encrypting again gives the same.</summary>
    [Benchmark]
    public bool Decrypt() => encryption.TryDecrypt(decryption, "benchmark"u8, ciphertext, out _, out _);
}
