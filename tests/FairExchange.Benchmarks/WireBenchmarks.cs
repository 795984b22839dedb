using BenchmarkDotNet.Attributes;
using FairExchange.Runtime.Values;

namespace FairExchange.Benchmarks;

/// <summary>A receipt of fair-cem, (A, B, M, r, SIG_B(Z)), to bytes and back.</summary>
[MemoryDiagnoser]
public class WireBenchmarks
{
    private Value receipt = null!;
    private byte[] bytes = [];

    /// <summary>The message's size in bytes.</summary>
    [Params(1024, 1024 * 1024)]
    public int MessageBytes { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var (alice, bob, message) = (new Value.Name("Alice"), new Value.Name("Bob"), new Bytes(new byte[MessageBytes]));
        var signature = new Value.Signature(bob, new Value.Ciphertext(message), new Bytes(new byte[64]));
        receipt = new Value.Tuple([alice, bob, new Value.Message(message), new Value.Coins(new Bytes(new byte[32])), signature]);
        bytes = Encode();
    }

    [Benchmark]
    public byte[] Encode() => Wire.Encode(receipt);

    [Benchmark]
    public Value? Decode() => Wire.TryDecode(bytes);
}
