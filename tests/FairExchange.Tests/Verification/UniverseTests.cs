using FairExchange.Model.Catalogue;
using FairExchange.Model.Language;
using FairExchange.Verification.Solving;
using FairExchange.Verification.Verdicts;

namespace FairExchange.Tests.Verification;

/// <summary>One more name, message, coins, contract and piece of junk changes no verdict: the universe is wide enough.</summary>
public class UniverseTests
{
    private readonly Verifier verifier = new(() => new Z3Solver());
    private readonly Verifier wider = new(() => new Z3Solver(), wider: 1);

    public static TheoryData<string, int> Cases
    {
        get
        {
            var cases = new TheoryData<string, int>();
            foreach (var entry in Entries.All)
            {
                cases.Add(entry.Id, 1);
                if (!entry.Id.StartsWith("fair-", StringComparison.Ordinal))
                {
                    cases.Add(entry.Id, 2);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_wider_universe_changes_no_verdict(string id, int sessions)
    {
        Assert.True(Entries.TryFind(id, out var protocol));
        Assert.All(protocol.Parties, party => Assert.Equal(
            Said(verifier.Judge(protocol, Property.Fairness, party.Name, sessions)), Said(wider.Judge(protocol, Property.Fairness, party.Name, sessions))));
    }

    /// <summary>The verdict with its rounds, or with the length of the smallest attack.</summary>
    private static string Said(Judgement judgement) => judgement.Verdict is Verdict.Attacked attacked
        ? $"attacked in {attacked.Rounds} rounds and {attacked.Trace.Steps.Length} steps"
        : judgement.Verdict.ToString();
}
