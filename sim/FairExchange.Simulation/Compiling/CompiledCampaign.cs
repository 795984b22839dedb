using System.Collections.Immutable;
using FairExchange.Simulation.Campaigns;
using FairExchange.Verification.Solving;

namespace FairExchange.Simulation.Compiling;

/// <summary>
/// Plays a plan on tables of states: each row is compiled once, and then an exchange is a handful of draws. Outcomes are as likely as in <see cref="Campaign"/> and held
/// against the same verdicts; which exchange comes out how is another matter, for other numbers are drawn.
/// </summary>
public static class CompiledCampaign
{
    private const int BlockSize = 1 << 20;

    /// <inheritdoc cref="Campaign.Play"/>
    /// <exception cref="NotCompilableException">A row cannot be compiled.</exception>
    public static ImmutableArray<RowResult> Play(CampaignPlan plan, VerdictBook verdicts, Func<ISolver> newSolver, Action<long>? progress, CancellationToken cancellation) =>
        [.. plan.Matchups.Select(matchup => Play(matchup, plan, verdicts, newSolver, progress, cancellation))];

    private static RowResult Play(Matchup matchup, CampaignPlan plan, VerdictBook verdicts, Func<ISolver> newSolver, Action<long>? progress, CancellationToken cancellation)
    {
        var player = new Player(matchup, plan.Seed, plan.Messages, verdicts);
        var table = Compiler.Compile(draws => player.Play(draws, null), cancellation);
        var counts = new long[table.Endings.Length];
        var blocks = (plan.Exchanges + BlockSize - 1) / BlockSize;
        Parallel.For(0L, blocks, new ParallelOptions { MaxDegreeOfParallelism = plan.Threads, CancellationToken = cancellation }, () => new long[counts.Length], (block, _, own) =>
        {
            var size = Math.Min(BlockSize, plan.Exchanges - (block * BlockSize));
            // A stream for each block, so that the counts do not depend on who plays it.
            table.Play(new Chance(plan.Seed, matchup.Protocol.Id, matchup.Alice, matchup.Bob, matchup.Network.Name, "compiled", block.ToString(System.Globalization.CultureInfo.InvariantCulture)), size, own);
            progress?.Invoke(size);
            return own;
        }, own =>
        {
            lock (counts)
            {
                for (var ending = 0; ending < counts.Length; ending++)
                {
                    counts[ending] += own[ending];
                }
            }
        });

        var row = new RowResult(matchup);
        foreach (var (ending, times) in table.Endings.Zip(counts).Where(pair => pair.Second > 0))
        {
            row.Add(ending.Played, ending.Contradictions, times);
        }

        foreach (var ending in table.Endings.DistinctBy(ending => ending.Played.Signature))
        {
            row.Contradictions.AddRange(player.AskSolver(Decisions.Draws(ending.Way, out var _), null, newSolver, cancellation));
        }

        return row;
    }
}
