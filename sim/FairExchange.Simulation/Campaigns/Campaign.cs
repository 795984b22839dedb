using System.Collections.Immutable;
using FairExchange.Runtime.Values;
using FairExchange.Verification.Solving;
using FairExchange.Verification.Verdicts;

namespace FairExchange.Simulation.Campaigns;

/// <summary>What is played.</summary>
/// <param name="Exchanges">In each row.</param>
/// <param name="Threads">Results do not depend on it.</param>
public sealed record CampaignPlan(ImmutableArray<Matchup> Matchups, long Exchanges, ulong Seed, ImmutableArray<Value.Message> Messages, int Threads);

/// <summary>Plays a plan: blocks of exchanges in parallel, summed up in order, so that neither results nor memory depend on threads or on how many exchanges there are.</summary>
public static class Campaign
{
    private const int BlockSize = 32;

    /// <param name="plan">What is played.</param>
    /// <param name="verdicts">What the outcomes are held against.</param>
    /// <param name="newSolver">Answers for each distinct outcome.</param>
    /// <param name="each">Is told every exchange, in order; null where nobody wants to know.</param>
    /// <param name="progress">Is told the number of exchanges done, from several threads.</param>
    public static ImmutableArray<RowResult> Play(
        CampaignPlan plan, VerdictBook verdicts, Func<ISolver> newSolver, Action<Matchup, Played>? each, Action<long>? progress, CancellationToken cancellation)
    {
        var rows = plan.Matchups.Select(matchup => new RowResult(matchup)).ToImmutableArray();
        var players = plan.Matchups.Select(matchup => new Player(matchup, plan.Seed, plan.Messages, verdicts)).ToImmutableArray();
        foreach (var wave in Blocks(plan).Chunk(8 * plan.Threads))
        {
            var played = VerdictTable.Decide(
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

        var answers = VerdictTable.Decide(
            [.. rows.Zip(players)],
            plan.Threads,
            pair => pair.First.Outcomes.Values.Order().SelectMany(number => pair.Second.AskSolver(number, newSolver, cancellation)).ToList(),
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
