using System.Text;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using FairExchange.Cryptography;
using FairExchange.Cryptography.Encryption;
using FairExchange.Cryptography.Signatures;
using FairExchange.Model.Catalogue.CertifiedMail;
using FairExchange.Model.Language;
using FairExchange.Runtime.Parties;
using FairExchange.Runtime.Values;
using FairExchange.Simulation.Engine;
using static FairExchange.Model.Catalogue.Symbols;

namespace FairExchange.Benchmarks;

/// <summary>
/// What running a definition costs beside its cryptography: one honest exchange of 1 KiB by fair-cem from bytes to bytes, and one resolve,
/// each against the sum of the operations that it cannot do without, on inputs of the same sizes. The column Ratio is the answer.
/// </summary>
[MemoryDiagnoser]
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
[CategoriesColumn]
public class OverheadBenchmarks
{
    private readonly Value.Message message = new(new Bytes(new byte[1024]));
    private readonly byte[] coins = new byte[CoinEncryption.CoinsSize];
    private readonly byte[] context = Encoding.ASCII.GetBytes($"fair-exchange/2 fair-cem {FairCem.Protocol.Digest}\0signature");
    private Suite suite = null!;
    private Principals principals = null!;
    private TrustedParty postOffice = null!;
    private byte[] request = [];
    private byte[] plaintext = [];
    private byte[] ciphertext = [];
    private byte[] signed = [];
    private byte[] signature = [];
    private SigningKey signing = null!;
    private DecryptionKey decryption = null!;

    public static IEnumerable<string> SuiteNames => Suite.All.Select(suite => suite.Name);

    [ParamsSource(nameof(SuiteNames))]
    public string SuiteName { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        suite = Suite.All.Single(suite => suite.Name == SuiteName);
        principals = Principals.Of(SuiteName, seed: 1, ["Alice", "Bob", "VPO"]);
        postOffice = new TrustedParty(Of(FairCem.Protocol.TrustedParties[0], "VPO"));
        (signing, decryption) = (suite.Signatures.GenerateKey(), suite.Encryption.GenerateKey());
        plaintext = Wire.Encode(new Value.Tuple([new Value.Name("Alice"), new Value.Name("Bob"), message]));
        ciphertext = Encrypt();
        signed = Wire.Encode(new Value.Ciphertext(new Bytes(ciphertext)));
        signature = signing.Sign(context, signed);
        request = Requested();
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        signing.Dispose();
        decryption.Dispose();
    }

    /// <summary>Alice encrypts, Bob signs, Alice verifies, Bob encrypts again and compares.</summary>
    [Benchmark(Baseline = true)]
    [BenchmarkCategory("exchange")]
    public bool ExchangePrimitives()
    {
        var z = Encrypt();
        var receipt = signing.Sign(context, signed);
        return signing.VerificationKey.Verify(context, signed, receipt) && Encrypt().AsSpan().SequenceEqual(z);
    }

    [Benchmark]
    [BenchmarkCategory("exchange")]
    public bool Exchange()
    {
        var (alice, z) = Session.Start(Of(FairCem.Protocol.First, "Alice"), Given(FairCem.Protocol.First));
        var (bob, _) = Session.Start(Of(FairCem.Protocol.Second, "Bob"), Given(FairCem.Protocol.Second));
        (bob, var receipt) = bob.Receive(Sent(z));
        (alice, var opening) = alice.Receive(Sent(receipt));
        (bob, _) = bob.Receive(Sent(opening));
        return alice.IsFinished && bob.IsFinished ? true : throw new InvalidOperationException("The exchange does not end.");
    }

    /// <summary>The post office verifies Bob's signature and decrypts, which encrypts again and compares.</summary>
    [Benchmark(Baseline = true)]
    [BenchmarkCategory("resolve")]
    public bool ResolvePrimitives() =>
        signing.VerificationKey.Verify(context, signed, signature)
            && suite.Encryption.TryDecrypt(decryption, context, ciphertext, out _, out _);

    [Benchmark]
    [BenchmarkCategory("resolve")]
    public int Resolve()
    {
        var (_, answers) = postOffice.Receive(request);
        var length = answers.OfType<Effect.Send>().Sum(answer => Wire.Encode(answer.Message).Length);
        return length > 0 ? length : throw new InvalidOperationException("The post office does not answer.");
    }

    private byte[] Encrypt() => suite.Encryption.Encrypt(decryption.EncryptionKey, context, plaintext, coins);

    private Execution Of(Role role, string name) =>
        new(FairCem.Protocol, role, principals.OperationsOf(name, FairCem.Protocol), new SystemCoins());

    private Dictionary<Term.Variable, Value> Given(Role.Party role) => role.Name == A
        ? new() { [B] = new Value.Name("Bob"), [M] = message }
        : [];

    private byte[] Requested()
    {
        var (_, z) = Session.Start(Of(FairCem.Protocol.First, "Alice"), Given(FairCem.Protocol.First));
        var (bob, _) = Session.Start(Of(FairCem.Protocol.Second, "Bob"), Given(FairCem.Protocol.Second));
        (bob, _) = bob.Receive(Sent(z));
        return Sent(bob.TimeOut().Effects);
    }

    private static byte[] Sent(IEnumerable<Effect> effects) => Wire.Encode(effects.OfType<Effect.Send>().Single().Message);
}
