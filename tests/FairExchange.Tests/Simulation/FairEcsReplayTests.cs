using FairExchange.Model.Catalogue.ContractSigning;
using FairExchange.Model.Language;
using FairExchange.Simulation;
using FairExchange.Simulation.Engine;
using FairExchange.Simulation.Replaying;
using FairExchange.Tests.Cli;
using FairExchange.Tests.Variants;
using FairExchange.Verification.Traces;

namespace FairExchange.Tests.Simulation;

/// <summary>The attacks on contract signing on bytes: they come out where the check is missing, and not on fair-ecs-bound.</summary>
public class FairEcsReplayTests
{
    public static TheoryData<string> Broken => [.. BrokenFairEcs.All.Select(variant => variant.Id)];

    [Theory]
    [InlineData("A")]
    [InlineData("B")]
    public void An_attack_on_fair_ecs_comes_out_on_it_and_fails_on_fair_ecs_bound(string party)
    {
        var trace = Runs.Attack(FairEcs.Protocol, FairEcs.Protocol.Parties.Single(role => role.Name.Symbol == party).Name);

        Assert.All(Principals.SuiteNames, suite => Assert.True(Play(trace, FairEcs.Protocol, suite).Unfair));
        Assert.All(Principals.SuiteNames, suite => Assert.False(Play(trace, FairEcsBound.Protocol, suite).Unfair));
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public void An_attack_on_a_missing_check_comes_out_where_it_is_missing_and_fails_on_fair_ecs_bound(string id)
    {
        var variant = BrokenFairEcs.All.Single(protocol => protocol.Id == id);
        var trace = Runs.Find(variant, Property.Fairness, variant.Expectations.Single().Party, 1);

        Assert.All(Principals.SuiteNames, suite => Assert.True(Play(trace, variant, suite).Unfair));
        Assert.All(Principals.SuiteNames, suite => Assert.False(Play(trace, FairEcsBound.Protocol, suite).Unfair));
    }

    /// <summary>From a file, by a judge who was not there: each wronged party is held to what it signed.</summary>
    [Theory]
    [InlineData("A", "p256", "accepted: Alice signed ")]
    [InlineData("A", "curve25519", "accepted: Alice signed ")]
    [InlineData("B", "p256", "accepted: Bob signed ")]
    [InlineData("B", "curve25519", "accepted: Bob signed ")]
    public void What_the_attacker_of_fair_ecs_shows_is_accepted_offline(string party, string suite, string said)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["a.json"],
            TraceFile.Write(Runs.Attack(FairEcs.Protocol, FairEcs.Protocol.Parties.Single(role => role.Name.Symbol == party).Name)));

        Assert.Equal(0, Shell.Run("replay", folder["a.json"], "--suite", suite, "--evidence", folder["shown"]).Code);
        var judged = Shell.Run("judge", folder["shown"]);

        Assert.Equal((0, ""), (judged.Code, judged.Error));
        Assert.StartsWith(said, judged.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("p256")]
    [InlineData("curve25519")]
    public void Both_hold_what_a_judge_accepts_after_an_honest_run_of_fair_ecs_bound(string suite)
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, Shell.Run(
            "simulate", "fair-ecs-bound", "--alice", "honest", "--bob", "honest", "--exchanges", "1", "--suite", suite, "--evidence",
            folder["held"]).Code);

        var files = Directory.GetFiles(folder["held"]).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(2, files.Count);
        Assert.StartsWith("accepted: Bob signed ", Shell.Run("judge", files[0]).Output, StringComparison.Ordinal);
        Assert.StartsWith("accepted: Alice signed ", Shell.Run("judge", files[1]).Output, StringComparison.Ordinal);
    }

    private static ReplayResult Play(Trace trace, Protocol protocol, string suite) =>
        Replay.Of(trace, protocol, Principals.Of(suite, Runs.Seed, Replay.Names(trace, protocol)), Runs.Messages, new Chance(1));
}
