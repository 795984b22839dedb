using System.Collections.Immutable;
using FairExchange.Simulation.Campaigns;
using FairExchange.Simulation.Exchanges;

namespace FairExchange.Simulation.Compiling;

/// <summary>
/// Compiles the exchanges of one row: plays every course that chance can take, once, with the very simulator that plays them one by one, and keeps of each place where
/// chance decides only what may still follow. Places with the same future are one state, so that the table is the smallest that comes out alike: whatever of a
/// definition's terms no receive and no property looks at is gone from it.
/// </summary>
public sealed class Compiler
{
    /// <summary>How many courses are played at most; some hundred are usual, and a thousand take about a second.</summary>
    public const int MostCourses = 20_000;

    private readonly Func<Draws, (Played Played, ImmutableArray<Contradiction> Contradictions)> play;
    private readonly CancellationToken cancellation;
    private readonly Dictionary<string, int> known = [];
    private readonly List<(ImmutableArray<double> Weights, ImmutableArray<int> Next)> states = [];
    private readonly List<Ending> endings = [];
    private int courses;

    private Compiler(Func<Draws, (Played Played, ImmutableArray<Contradiction> Contradictions)> play, CancellationToken cancellation) => (this.play, this.cancellation) = (play, cancellation);

    /// <param name="play">Plays one exchange; what happens in it may depend on what it draws alone.</param>
    /// <exception cref="NotCompilableException">Chance decides in ways that cannot be counted, or there are more than <see cref="MostCourses"/>.</exception>
    public static StateTable Compile(Func<Draws, (Played Played, ImmutableArray<Contradiction> Contradictions)> play, CancellationToken cancellation = default)
    {
        var compiler = new Compiler(play, cancellation);
        var start = compiler.Explore([]);
        return new StateTable(start, compiler.states, [.. compiler.endings]);
    }

    /// <summary>All that may follow these decisions: the number of a state, or the complement of an ending's.</summary>
    private int Explore(ImmutableArray<int> told)
    {
        cancellation.ThrowIfCancellationRequested();
        if (++courses > MostCourses)
        {
            throw new NotCompilableException($"there are more than {MostCourses} courses that it can take");
        }

        var (played, contradictions) = play(Decisions.Draws(told, out var decisions));
        ImmutableArray<int> way = [.. decisions.Made.Select(decision => decision.Taken)];
        var then = EndingOf(new Ending(played, contradictions, way));
        for (var place = way.Length - 1; place >= told.Length; place--)
        {
            var weights = decisions.Made[place].Weights;
            then = StateOf(weights, [then, .. Enumerable.Range(1, weights.Length - 1).Select(other => Explore([.. way[..place], other]))]);
        }

        return then;
    }

    private int EndingOf(Ending ending)
    {
        var (played, meter) = (ending.Played, ending.Played.Meter);
        var key = FormattableString.Invariant($"{played.Result} {played.Signature} {meter} {string.Join('|', ending.Contradictions.Select(contradiction => contradiction.What))}");
        if (known.TryAdd(key, ~endings.Count))
        {
            endings.Add(ending);
        }

        return known[key];
    }

    private int StateOf(ImmutableArray<double> weights, ImmutableArray<int> next)
    {
        // Where all ways lead to the same, nothing is decided.
        if (next.All(state => state == next[0]))
        {
            return next[0];
        }

        var key = FormattableString.Invariant($"{string.Join(' ', weights)} > {string.Join(' ', next)}");
        if (known.TryAdd(key, states.Count))
        {
            states.Add((weights, next));
        }

        return known[key];
    }
}
