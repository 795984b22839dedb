using BenchmarkDotNet.Attributes;
using FairExchange.Model.Catalogue.CertifiedMail;
using FairExchange.Runtime.Values;
using FairExchange.Simulation;
using FairExchange.Simulation.Campaigns;
using FairExchange.Simulation.Compiling;
using FairExchange.Simulation.Strategies;

namespace FairExchange.Benchmarks;

/// <summary>
/// Exchanges of fair-cem with an Alice who cheats at random: one by one on terms, and on the table of states that these compile to; the
/// figures are per exchange.
/// </summary>
[MemoryDiagnoser]
public class StateTableBenchmarks
{
    private const int Many = 1_000_000;

    private readonly MatchupRunner player = new(
        new Matchup(FairCem.Protocol, "random", "honest", Network.All[0], Matchup.Compiled),
        seed: 1,
        [new Value.Message(new Bytes("one"u8.ToArray())), new Value.Message(new Bytes("two"u8.ToArray()))],
        new VerdictBook([]));

    private StateTable table = null!;
    private long[] counts = [];
    private long number;

    [GlobalSetup]
    public void Setup()
    {
        table = Compile();
        counts = new long[table.Endings.Length];
    }

    /// <summary>Once for each row of a campaign.</summary>
    [Benchmark]
    public StateTable Compile() => Compiler.Compile(draws => player.Play(draws, null));

    [Benchmark]
    public Result OneByOne() => player.Play(number++).Played.Result;

    [Benchmark(OperationsPerInvoke = Many)]
    public void OnTheTable() => table.Play(new Chance(1, "benchmark"), Many, counts);

    [Benchmark(OperationsPerInvoke = 2 * Many)]
    public void OnTheTableByTwoThreads() => Parallel.For(0, 2, new ParallelOptions { MaxDegreeOfParallelism = 2 }, thread =>
        table.Play(new Chance(1, "benchmark", $"{thread}"), Many, new long[counts.Length]));
}
