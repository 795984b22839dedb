using FairExchange.Model.Catalogue;
using FairExchange.Model.Language;
using FairExchange.Verification.Solving;
using FairExchange.Verification.Verdicts;

namespace FairExchange.Tests.Verification;

/// <summary>Each entry gets the property table that it claims, and everything happens that must be able to.</summary>
public class ExpectedVerdictTests
{
    private readonly Verifier verifier = new(() => new Z3Solver());

    public static TheoryData<string> Ids => [.. Entries.All.Select(entry => entry.Id)];

    /// <summary>
    /// Fair CEM at three sessions takes seconds a verdict, and letters with a time in them more than the solver is given; so does what is
    /// not decided for two.
    /// </summary>
    public static TheoryData<string> Quick =>
        [.. Entries.All.Where(entry => entry.Sessions > 1).Select(entry => entry.Id)
            .Where(id => !id.StartsWith("fair-", StringComparison.Ordinal) && id != "cem0-signed-request")];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_property_comes_out_as_expected_at_one_and_two_sessions(string id)
    {
        Assert.True(Entries.TryFind(id, out var protocol));
        foreach (var (_, property, party, _) in Claim.Of(protocol, 1))
        {
            Assert.All(Enumerable.Range(1, protocol.Sessions),
                sessions => AsExpected(verifier.Decide(protocol, property, party, sessions)));
        }
    }

    [Theory]
    [MemberData(nameof(Quick))]
    public void Fairness_comes_out_as_expected_at_three_sessions(string id)
    {
        Assert.True(Entries.TryFind(id, out var protocol));
        Assert.All(protocol.Parties, party => AsExpected(verifier.Decide(protocol, Property.Fairness, party.Name, 3)));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_scenario_can_be_played_unless_it_is_declared_not_to_be(string id)
    {
        Assert.True(Entries.TryFind(id, out var protocol));
        Assert.All(protocol.Scenarios, scenario => Assert.True(verifier.Reach(protocol, scenario).AsExpected, scenario.ToString()));
    }

    [Fact]
    public void An_unknown_verdict_is_never_as_expected()
    {
        var decision = new Decision(
            new Claim(Entries.All[0], Property.Fairness, Entries.All[0].Second.Name, 1), new Verdict.Unknown("timeout"), TimeSpan.Zero);

        Assert.False(decision.AsExpected);
        Assert.False((decision with { Verdict = new Verdict.NoAttackUpTo(1) }).AsExpected);
    }

    private static void AsExpected(Decision decision) => Assert.True(
        decision.AsExpected,
        $"{decision.Claim.Protocol} {decision.Claim.Property} {decision.Claim.Party} {decision.Claim.Sessions}: "
        + $"{decision.Verdict.GetType().Name}");
}
