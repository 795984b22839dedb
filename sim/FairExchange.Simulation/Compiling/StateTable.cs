using System.Collections.Immutable;

namespace FairExchange.Simulation.Compiling;

/// <summary>
/// The exchanges of one row as a table of states: in each, one draw decides what comes next, until an ending is reached. Made by <see cref="Compiler"/>.
/// </summary>
public sealed class StateTable
{
    private readonly int start;
    private readonly State[] states;
    private readonly Column[] columns;

    /// <param name="start">A state, or the complement of an ending where chance decides nothing.</param>
    /// <param name="states">For each, how likely which state (or the complement of which ending) follows; a state comes after all that may follow it.</param>
    internal StateTable(int start, IReadOnlyList<(ImmutableArray<double> Weights, ImmutableArray<int> Next)> states, ImmutableArray<Ending> endings)
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

    public ImmutableArray<Ending> Endings { get; }

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

    /// <summary>Walker's alias method (as Vose builds it): as many columns of equal weight as there are alternatives, each shared by two of them at most.</summary>
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

    private static ImmutableArray<double> Exact(int start, IReadOnlyList<(ImmutableArray<double> Weights, ImmutableArray<int> Next)> states, int endings)
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
