using System.Collections.Immutable;
using FairExchange.Model.Catalogue;
using FairExchange.Model.Language;
using FairExchange.Runtime.Values;
using FairExchange.Simulation.Campaigns;
using FairExchange.Simulation.Engine;
using FairExchange.Simulation.Exchanges;
using FairExchange.Simulation.Strategies;
using FairExchange.Verification.Solving;
using FairExchange.Verification.Traces;
using FairExchange.Verification.Verdicts;

namespace FairExchange.Tests.Simulation;

/// <summary>Exchanges for tests: small messages, a fixed seed, and verdicts as the catalogue expects them.</summary>
internal static class Runs
{
    public const ulong Seed = 7;

    private static readonly Dictionary<(string, Term.Variable?), Lazy<Trace>> Attacks = Entries.All.Concat(Variants.BrokenFairCem.All)
        .SelectMany(protocol => protocol.Expectations.Where(expectation => expectation.AttackedFrom is not null)
            .Select(expectation => (protocol, expectation)))
        .Where(pair => pair.expectation.Property == Property.Fairness)
        .ToDictionary(
            pair => (pair.protocol.Id, pair.expectation.Party),
            pair => new Lazy<Trace>(() =>
                Find(pair.protocol, pair.expectation.Property, pair.expectation.Party, pair.expectation.AttackedFrom!.Value)));

    public static ImmutableArray<Value.Message> Messages { get; } = [.. new[] { "one", "two, longer", "", "four" }.Select(Message)];

    public static Network Reliable => Channel("reliable");

    /// <summary>What verification says by the catalogue's own word: traces are found, proofs are taken for granted here.</summary>
    public static VerdictBook Book { get; } = new(
        from protocol in Entries.All
        from expectation in protocol.Expectations
        from sessions in new[] { 1, 2 }
        where expectation.Property == Property.Fairness || !expectation.IsAttackedAt(sessions)
        select new Decision(
            new Claim(protocol, expectation.Property, expectation.Party, sessions),
            expectation.IsAttackedAt(sessions)
                ? new Verdict.Attacked(1, Attack(protocol, expectation.Party)) : new Verdict.Proved(sessions, 1),
            TimeSpan.Zero));

    public static Value.Message Message(string text) => new(new Bytes(System.Text.Encoding.UTF8.GetBytes(text)));

    public static Network Channel(string name) => Network.All.Single(network => network.Name == name);

    /// <summary>The smallest attack on the party's fairness, as Z3 finds it; found once.</summary>
    public static Trace Attack(Protocol protocol, Term.Variable? party) => Attacks[(protocol.Id, party)].Value;

    public static Trace Find(Protocol protocol, Property property, Term.Variable? party, int sessions) =>
        Assert.IsType<Verdict.Attacked>(new Verifier(() => new Z3Solver()).Decide(protocol, property, party, sessions).Verdict).Trace;

    public static ImmutableArray<ExchangeResult> Play(
        Protocol protocol, string alice, string bob, string channel = "reliable", string suite = "symbolic", int count = 12)
    {
        var setting = new Setting(
            protocol,
            Principals.Of(suite, Seed, Exchange.Names.Concat(protocol.TrustedParties.Select(party => party.Name.Symbol))),
            AllStrategies.Alice.Single(strategy => strategy.Name == alice),
            AllStrategies.Bob.Single(strategy => strategy.Name == bob),
            Channel(channel),
            Messages);
        Assert.True(setting.Alice.AppliesTo(protocol, protocol.First) && setting.Bob.AppliesTo(protocol, protocol.Second));
        return [.. Enumerable.Range(0, count).Select(number => Exchange.Play(setting, Seed, number))];
    }

    /// <summary>How exchanges come out, each different way once.</summary>
    public static IEnumerable<Result> Results(Protocol protocol, string alice, string bob, string channel = "reliable", int count = 12)
    {
        var player = new MatchupRunner(new Matchup(protocol, alice, bob, Channel(channel), "symbolic"), Seed, Messages, Book);
        return Enumerable.Range(0, count).Select(number => player.Play(number).Played.Result).Distinct().Order();
    }

    public static ImmutableArray<RowResult> Campaign(
        IEnumerable<Matchup> matchups, VerdictBook verdicts, Func<ISolver>? solver = null, long exchanges = 6, int threads = 2,
        ulong seed = Seed, Action<Matchup, ExchangeOutcome>? each = null) =>
        global::FairExchange.Simulation.Campaigns.Campaign.Play(
            new CampaignPlan([.. matchups], exchanges, seed, Messages, threads), verdicts, solver
                ?? (() => new Z3Solver()), each, null, CancellationToken.None);

    /// <summary>All that a campaign of the whole catalogue plays.</summary>
    public static IEnumerable<Matchup> Usual(string suite) =>
        Entries.All.SelectMany(protocol => Matchup.Usual(protocol, suite, party => Book.Attack(protocol, party) is not null));
}
