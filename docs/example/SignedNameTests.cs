using System.Collections.Immutable;
using FairExchange.Model.Catalogue.CertifiedMail;
using FairExchange.Model.Language;
using FairExchange.Simulation;
using FairExchange.Simulation.Campaigns;
using FairExchange.Simulation.Engine;
using FairExchange.Simulation.Exchanges;
using FairExchange.Simulation.Replaying;
using FairExchange.Verification.Solving;
using FairExchange.Verification.Verdicts;
using Xunit;

namespace Example;

public class SignedNameTests
{
    private const int Sessions = 2;

    [Fact]
    public void It_stays_fair_to_both()
    {
        var decisions = Decide(SignedName.Protocol, Property.Fairness);

        Assert.Equal(2 * Sessions, decisions.Length);
        Assert.All(decisions, decision => Assert.True(decision.AsExpected, $"{decision.Claim}: {decision.Verdict}"));
    }

    [Fact]
    public void No_cheat_that_is_known_gets_more_than_the_proof_allows()
    {
        var matchups = Matchup.Usual(SignedName.Protocol, "p256", isAttacked: _ => false);
        var plan = new CampaignPlan([.. matchups], Exchanges: 5, Seed: 1, SampleMessages.Default, Threads: 1);
        var rows = Campaign.Play(
            plan, new VerdictBook(Decide(SignedName.Protocol, Property.Fairness)), () => new Z3Solver(), each: null, progress: null,
            TestContext.Current.CancellationToken);

        Assert.All(rows, row => Assert.Empty(row.Contradictions));
        Assert.True(rows.Sum(row => row.Exchanges) > 50);
    }

    /// <summary>What it mends: the attack on Fair CEM as published, found and played on real bytes.</summary>
    [Fact]
    public void Without_the_name_Bob_is_cheated()
    {
        var attack = Decide(FairCem.Protocol, Property.Fairness).Select(decision => decision.Verdict).OfType<Verdict.Attacked>().First();
        var played = Replay.Of(attack.Trace, FairCem.Protocol, Principals.Of("p256", 1, Replay.Names(attack.Trace, FairCem.Protocol)),
            SampleMessages.Default, new Chance(1, "example"));

        Assert.True(played.Unfair, string.Join(Environment.NewLine, played.Words));
    }

    private static ImmutableArray<Decision> Decide(Protocol protocol, Property property) => Verifier.DecideAll(
        [.. Claim.All([protocol], Sessions).Where(claim => claim.Property == property)], threads: 1, () => new Z3Solver(),
        cancellation: TestContext.Current.CancellationToken);
}
