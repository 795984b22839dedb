using System.Collections.Immutable;
using FairExchange.Simulation.Campaigns;
using FairExchange.Verification.Solving;

namespace FairExchange.Simulation.Compiling;

/// <summary>
/// The exchanges of one row as a table of states: in each, one draw decides what comes next, until an ending is reached. Made by
/// <see cref="Compiler"/>.
/// </summary>
public sealed class StateTable
{
    private readonly int start;
    private readonly State[] states;
    private readonly Column[] columns;

    /// <param name="start">A state, or the complement of an ending where chance decides nothing.</param>
    /// <param name="states">For each, how likely which state (or the complement of which ending) follows; a state comes after all that may
    /// follow it.</param>
    internal StateTable(
        int start, IReadOnlyList<(ImmutableArray<double> Weights, ImmutableArray<int> Next)> states, ImmutableArray<FinalState> endings)
    {
        (this.start, Endings) = (start, endings);
        var all = new List<Column>();
        this.states = [.. states.Select(state =>
        {
            all.AddRange(Alias(state.Weights, state.Next));
            return new State(all.Count - state.Next.Length, (ulong)state.Next.Length);
        })];
        columns = [.. all];
        Probabilities = Exact(start, states, endings.Length);
    }

    public ImmutableArray<FinalState> Endings { get; }

    /// <summary>How likely each ending is, exactly (but for rounding): what the shares of a simulation tend to.</summary>
    public ImmutableArray<double> Probabilities { get; }

    public int States => states.Length;

    /// <summary>Plays exchanges and counts them by their endings.</summary>
    /// <param name="chance">One word is drawn for each decision.</param>
    /// <param name="exchanges">How many.</param>
    /// <param name="counts">One for each of <see cref="Endings"/>; added to.</param>
    public void Play(Chance chance, long exchanges, Span<long> counts)
    {
        for (var exchange = 0L; exchange < exchanges; exchange++)
        {
            var place = start;
            while (place >= 0)
            {
                var state = states[place];
                // The high word of the product chooses the column, the low word is uniform within it.
                var column = columns[state.First + (int)Math.BigMul(chance.Next(), state.Columns, out var rest)];
                place = rest < column.Threshold ? column.Own : column.Alias;
            }

            counts[~place]++;
        }
    }

    /// <summary>
    /// Walker's alias method (as Vose builds it): as many columns of equal weight as there are alternatives, each shared by two of them at
    /// most.
    /// </summary>
    private static Column[] Alias(ImmutableArray<double> weights, ImmutableArray<int> next)
    {
        var heights = weights.Select(weight => weight * weights.Length / weights.Sum()).ToArray();
        var low = new Stack<int>(Enumerable.Range(0, heights.Length).Where(i => heights[i] < 1));
        var high = new Stack<int>(Enumerable.Range(0, heights.Length).Where(i => heights[i] >= 1));
        var columns = next.Select(own => new Column(ulong.MaxValue, own, own)).ToArray();
        while (low.TryPop(out var small) && high.TryPop(out var large))
        {
            columns[small] = new Column((ulong)(heights[small] * Math.Pow(2, 64)), next[small], next[large]);
            heights[large] -= 1 - heights[small];
            (heights[large] < 1 ? low : high).Push(large);
        }

        return columns;
    }

    private static ImmutableArray<double> Exact(
        int start, IReadOnlyList<(ImmutableArray<double> Weights, ImmutableArray<int> Next)> states, int endings)
    {
        var reached = new double[states.Count];
        var ended = new double[endings];
        Reach(start, 1);
        for (var place = states.Count - 1; place >= 0; place--)
        {
            var (weights, next) = states[place];
            for (var way = 0; way < next.Length; way++)
            {
                Reach(next[way], reached[place] * weights[way] / weights.Sum());
            }
        }

        return [.. ended];

        void Reach(int place, double probability)
        {
            if (place < 0)
            {
                ended[~place] += probability;
            }
            else
            {
                reached[place] += probability;
            }
        }
    }

    private readonly record struct State(int First, ulong Columns);

    private readonly record struct Column(ulong Threshold, int Own, int Alias);
}

/// <summary>How an exchange may come out.</summary>
/// <param name="Played">Result, outcome and meter; its number and its time say nothing.</param>
/// <param name="Contradictions">What it contradicts, as for any exchange.</param>
/// <param name="Way">ScriptedChance that lead to it, the first found; played again, on terms or on bytes, they lead to it again.</param>
public sealed record FinalState(ExchangeOutcome Played, ImmutableArray<Contradiction> Contradictions, ImmutableArray<int> Way);

/// <summary>
/// Plays a plan on tables of states: each row is compiled once, and then an exchange is a handful of draws. Outcomes are as likely as in
/// <see cref="Campaign"/> and held against the same verdicts; which exchange comes out how is another matter, for other numbers are drawn.
/// </summary>
public static class CompiledCampaign
{
    private const int BlockSize = 1 << 20;

    /// <inheritdoc cref="Campaign.Play"/>
    /// <exception cref="NotCompilableException">A row cannot be compiled.</exception>
    public static ImmutableArray<RowResult> Play(
        CampaignPlan plan, VerdictBook verdicts, Func<ISolver> newSolver, Action<long>? progress, CancellationToken cancellation) =>
        [.. plan.Matchups.Select(matchup => Play(matchup, plan, verdicts, newSolver, progress, cancellation))];

    private static RowResult Play(Matchup matchup, CampaignPlan plan, VerdictBook verdicts, Func<ISolver> newSolver, Action<long>? progress,
        CancellationToken cancellation)
    {
        var player = new MatchupRunner(matchup, plan.Seed, plan.Messages, verdicts);
        var table = Compiler.Compile(draws => player.Play(draws, null), cancellation);
        var counts = new long[table.Endings.Length];
        var blocks = (plan.Exchanges + BlockSize - 1) / BlockSize;
        Parallel.For(0L, blocks, new ParallelOptions { MaxDegreeOfParallelism = plan.Threads, CancellationToken = cancellation },
            () => new long[counts.Length], (block, _, own) =>
        {
            var size = Math.Min(BlockSize, plan.Exchanges - (block * BlockSize));
            // A stream for each block, so that the counts do not depend on who plays it.
            table.Play(new Chance(plan.Seed, matchup.Protocol.Id, matchup.Alice, matchup.Bob, matchup.Network.Name, "compiled",
                block.ToString(System.Globalization.CultureInfo.InvariantCulture)), size, own);
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
            row.Contradictions.AddRange(player.AskSolver(ScriptedChance.Draws(ending.Way, out var _), null, newSolver, cancellation));
        }

        return row;
    }
}
