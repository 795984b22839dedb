using BenchmarkDotNet.Attributes;
using FairExchange.Model.Catalogue;
using FairExchange.Runtime.Values;
using FairExchange.Simulation.Engine;
using FairExchange.Simulation.Exchanges;
using FairExchange.Simulation.Strategies;

namespace FairExchange.Benchmarks;

/// <summary>One honest exchange of 1 KiB from the first message to the last, all roles together, simulator included.</summary>
[MemoryDiagnoser]
public class ExchangeBenchmarks
{
    private Setting setting = null!;
    private long number;

    public static IEnumerable<string> Protocols => Entries.All.Select(protocol => protocol.Id);

    public static IEnumerable<string> SuiteNames => Principals.SuiteNames;

    [ParamsSource(nameof(Protocols))]
    public string Protocol { get; set; } = "";

    [ParamsSource(nameof(SuiteNames))]
    public string SuiteName { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        var protocol = Entries.All.Single(entry => entry.Id == Protocol);
        var principals = Principals.Of(
            SuiteName, seed: 1, Exchange.Names.Concat(protocol.TrustedParties.Select(party => party.Name.Symbol)));
        setting = new Setting(
            protocol, principals, new Honest(), new Honest(), Network.All[0], [new Value.Message(new Bytes(new byte[1024]))]);
    }

    [Benchmark]
    public bool Play() => Exchange.Play(setting, seed: 1, number++).Observation.Both;
}
