using System.Collections.Immutable;
using FairExchange.Model.Language;
using FairExchange.Runtime.Values;
using FairExchange.Simulation.Engine;
using FairExchange.Simulation.Strategies;
using FairExchange.Verification.Solving;
using FairExchange.Verification.Verdicts;

namespace FairExchange.Simulation.Campaigns;

/// <summary>What is played.</summary>
/// <param name="Exchanges">In each row.</param>
/// <param name="Threads">Results do not depend on it.</param>
public sealed record CampaignPlan(
    ImmutableArray<Matchup> Matchups, long Exchanges, ulong Seed, ImmutableArray<Value.Message> Messages, int Threads);

/// <summary>
/// Plays a plan: blocks of exchanges in parallel, summed up in order, so that neither results nor memory depend on threads or on how many
/// exchanges there are.
/// </summary>
public static class Campaign
{
    private const int BlockSize = 32;

    /// <param name="plan">What is played.</param>
    /// <param name="verdicts">What the outcomes are held against.</param>
    /// <param name="newSolver">Answers for each distinct outcome.</param>
    /// <param name="each">Is told every exchange, in order; null where nobody wants to know.</param>
    /// <param name="progress">Is told the number of exchanges done, from several threads.</param>
    public static ImmutableArray<RowResult> Play(
        CampaignPlan plan, VerdictBook verdicts, Func<ISolver> newSolver, Action<Matchup, ExchangeOutcome>? each, Action<long>? progress,
        CancellationToken cancellation)
    {
        var rows = plan.Matchups.Select(matchup => new RowResult(matchup)).ToImmutableArray();
        var players = plan.Matchups.Select(matchup => new MatchupRunner(matchup, plan.Seed, plan.Messages, verdicts)).ToImmutableArray();
        foreach (var wave in Blocks(plan).Chunk(8 * plan.Threads))
        {
            var played = OrderedParallel.Decide(
                wave,
                plan.Threads,
                block => Enumerable.Range(0, block.Count).Select(offset => players[block.Row].Play(block.First + offset)).ToList(),
                done => progress?.Invoke(done.Count),
                cancellation);
            foreach (var (block, exchanges) in wave.Zip(played))
            {
                foreach (var (exchange, contradictions) in exchanges)
                {
                    rows[block.Row].Add(exchange, contradictions);
                    each?.Invoke(plan.Matchups[block.Row], exchange);
                }
            }
        }

        var answers = OrderedParallel.Decide(
            [.. rows.Zip(players)],
            plan.Threads,
            pair => pair.First.Outcomes.Values.Order().SelectMany(number => pair.Second.AskSolver(number, newSolver, cancellation))
                .ToList(),
            cancellation: cancellation);
        foreach (var (row, disagreements) in rows.Zip(answers))
        {
            row.Contradictions.AddRange(disagreements);
        }

        return rows;
    }

    private static IEnumerable<(int Row, long First, int Count)> Blocks(CampaignPlan plan)
    {
        for (var row = 0; row < plan.Matchups.Length; row++)
        {
            for (var first = 0L; first < plan.Exchanges; first += BlockSize)
            {
                yield return (row, first, (int)Math.Min(BlockSize, plan.Exchanges - first));
            }
        }
    }
}

/// <summary>Who plays how against whom, over which channels: one row of the outcomes.</summary>
/// <param name="Alice">A strategy's name, or <see cref="AllStrategies.Trace"/>.</param>
/// <param name="Bob">A strategy's name, or <see cref="AllStrategies.Trace"/>.</param>
public sealed record Matchup(Protocol Protocol, string Alice, string Bob, Network Network, string Suite)
{
    /// <summary>In the place of a suite: terms, compiled to a table of states (<see cref="Compiling.StateTable"/>).</summary>
    public const string Compiled = "compiled";

    private const string Honest = "honest";

    public bool IsCompiled => Suite == Compiled;

    public bool IsHonest => Alice == Honest && Bob == Honest;

    /// <summary>The party that plays what the solver found; null where neither does.</summary>
    public Role.Party? Tracer => Alice == AllStrategies.Trace ? Protocol.First : Bob == AllStrategies.Trace ? Protocol.Second : null;

    /// <summary>The parties that follow their roles.</summary>
    public IEnumerable<Role.Party> HonestParties =>
        new[] { (Alice, Protocol.First), (Bob, Protocol.Second) }.Where(pair => pair.Item1 == Honest).Select(pair => pair.Item2);

    /// <summary>Each way to cheat against an honest other side, and both honest over each kind of channel.</summary>
    public static IEnumerable<Matchup> Usual(Protocol protocol, string suite, Func<Role.Party, bool> isAttacked)
    {
        var reliable = Network.All[0];
        foreach (var network in Network.All.Where(network => network.IsCountable || suite != Compiled))
        {
            yield return new Matchup(protocol, Honest, Honest, network, suite);
        }

        foreach (var alice in Applicable(protocol, protocol.First, isAttacked(protocol.Second)).Where(name => name != Honest))
        {
            yield return new Matchup(protocol, alice, Honest, reliable, suite);
        }

        foreach (var bob in Applicable(protocol, protocol.Second, isAttacked(protocol.First)).Where(name => name != Honest))
        {
            yield return new Matchup(protocol, Honest, bob, reliable, suite);
        }
    }

    /// <summary>Every pair of the strategies named, as far as they apply to the protocol, over reliable channels.</summary>
    public static IEnumerable<Matchup> Pairs(
        Protocol protocol, string suite, ImmutableArray<string> alice, ImmutableArray<string> bob, Func<Role.Party, bool> isAttacked) =>
        from a in Applicable(protocol, protocol.First, isAttacked(protocol.Second)).Where(alice.Contains)
        from b in Applicable(protocol, protocol.Second, isAttacked(protocol.First)).Where(bob.Contains)
        where (a != AllStrategies.Trace || b == Honest) && (b != AllStrategies.Trace || a == Honest)
        select new Matchup(protocol, a, b, Network.All[0], suite);

    private static IEnumerable<string> Applicable(Protocol protocol, Role.Party role, bool hasTrace) =>
        AllStrategies.Of(protocol, role).Where(strategy => strategy.AppliesTo(protocol, role)).Select(strategy => strategy.Name)
            .Concat(hasTrace ? [AllStrategies.Trace] : []);
}

/// <summary>How an exchange came out, in one word; unfair only towards a party that is honest.</summary>
public enum Result
{
    Both,
    Neither,
    UnfairToAlice,
    UnfairToBob,
}

/// <summary>One exchange of a campaign.</summary>
/// <param name="Number">Counts from 0 within its row; with the campaign's seed it is what replays it.</param>
public sealed record ExchangeOutcome(long Number, Result Result, Meter Meter, long EndMs, string Signature);

/// <summary>
/// Something that must not be: a proof that a run violates, an attack that does not come out, a judge or a solver that disagrees.
/// </summary>
/// <param name="Exchange">Its number; null where it concerns no single exchange.</param>
public sealed record Contradiction(Matchup Matchup, string What, ulong Seed, long? Exchange)
{
    public override string ToString() =>
        $"{Matchup.Protocol.Id}, Alice {Matchup.Alice}, Bob {Matchup.Bob}, {Matchup.Network}, {Matchup.Suite}: {What} (seed "
        + $"{Seed}{(Exchange is null ? "" : $", exchange {Exchange}")})";
}

/// <summary>A row of a campaign, summed up; its size does not grow with the number of exchanges.</summary>
public sealed class RowResult(Matchup matchup)
{
    private const int MostContradictions = 5;

    private readonly Dictionary<Result, long> results = Enum.GetValues<Result>().ToDictionary(result => result, _ => 0L);

    public Matchup Matchup => matchup;

    public long Exchanges { get; private set; }

    public long TrustedPartyRuns { get; private set; }

    public Meter Sum { get; } = new();

    /// <summary>Each distinct outcome, with the number of the first exchange that had it.</summary>
    public Dictionary<string, long> Outcomes { get; } = [];

    /// <summary>The first few.</summary>
    public List<Contradiction> Contradictions { get; } = [];

    public long this[Result result] => results[result];

    /// <param name="times">How many exchanges came out exactly so.</param>
    public void Add(ExchangeOutcome played, IEnumerable<Contradiction> contradictions, long times = 1)
    {
        Exchanges += times;
        results[played.Result] += times;
        TrustedPartyRuns += played.Meter.TrustedPartyTookPart ? times : 0;
        Sum.Add(played.Meter, times);
        Outcomes.TryAdd(played.Signature, played.Number);
        Contradictions.AddRange(contradictions.Take(MostContradictions - Contradictions.Count));
    }
}

/// <summary>
/// The same seed makes the same decisions on terms and on bytes, so rows that differ in the suite alone must come out alike.
/// </summary>
public static class SuiteComparison
{
    public static IEnumerable<Contradiction> Differences(IEnumerable<RowResult> rows, ulong seed) =>
        from alike in rows.GroupBy(row => (row.Matchup.Protocol, row.Matchup.Alice, row.Matchup.Bob, row.Matchup.Network, row.Exchanges))
        let first = alike.First()
        from row in alike.Skip(1)
        where Enum.GetValues<Result>().Any(result => row[result] != first[result])
            || row.TrustedPartyRuns != first.TrustedPartyRuns || row.Sum.Messages != first.Sum.Messages
            || !row.Outcomes.Keys.ToHashSet().SetEquals(first.Outcomes.Keys)
        select new Contradiction(row.Matchup, $"comes out otherwise than with {first.Matchup.Suite}", seed, null);
}
