using BenchmarkDotNet.Attributes;
using FairExchange.Model.Catalogue;
using FairExchange.Model.Language;
using FairExchange.Verification.Solving;
using FairExchange.Verification.Verdicts;

namespace FairExchange.Benchmarks;

/// <summary>One verdict: fairness for one party, one session, from the definition to the proof or the minimal trace.</summary>
[MemoryDiagnoser]
public class VerdictBenchmarks
{
    private Protocol protocol = null!;
    private Term.Variable party = null!;

    public static IEnumerable<string> Protocols => Entries.All.Select(protocol => protocol.Id);

    [ParamsSource(nameof(Protocols))]
    public string Protocol { get; set; } = "";

    [Params("A", "B")]
    public string Party { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        protocol = Entries.All.Single(entry => entry.Id == Protocol);
        party = protocol.Parties.Single(role => role.Name.Symbol == Party).Name;
    }

    [Benchmark]
    public Verdict Fairness() => new Verifier(() => new Z3Solver()).Decide(new Claim(protocol, Property.Fairness, party, 1)).Verdict;
}
