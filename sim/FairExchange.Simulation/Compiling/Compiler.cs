using System.Collections.Immutable;
using FairExchange.Simulation.Campaigns;
using FairExchange.Simulation.Exchanges;

namespace FairExchange.Simulation.Compiling;

/// <summary>
/// Compiles the exchanges of one row: plays every course that chance can take, once, with the very simulator that plays them one by one,
/// and keeps of each place where chance decides only what may still follow. Places with the same future are one state, so that the table is
/// the smallest that comes out alike: whatever of a definition's terms no receive and no property looks at is gone from it.
/// </summary>
public sealed class Compiler
{
    /// <summary>How many courses are played at most; some hundred are usual, and a thousand take about a second.</summary>
    public const int MostCourses = 20_000;

    private readonly Func<Draws, (ExchangeOutcome Played, ImmutableArray<Contradiction> Contradictions)> play;
    private readonly CancellationToken cancellation;
    private readonly Dictionary<string, int> known = [];
    private readonly List<(ImmutableArray<double> Weights, ImmutableArray<int> Next)> states = [];
    private readonly List<FinalState> endings = [];
    private int courses;

    private Compiler(Func<Draws, (ExchangeOutcome Played, ImmutableArray<Contradiction> Contradictions)> play,
        CancellationToken cancellation) => (this.play, this.cancellation) = (play, cancellation);

    /// <param name="play">Plays one exchange; what happens in it may depend on what it draws alone.</param>
    /// <exception cref="NotCompilableException">Chance decides in ways that cannot be counted, or there are more than
    /// <see cref="MostCourses"/>.</exception>
    public static StateTable Compile(
        Func<Draws, (ExchangeOutcome Played, ImmutableArray<Contradiction> Contradictions)> play, CancellationToken cancellation = default)
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

        var (played, contradictions) = play(ScriptedChance.Draws(told, out var decisions));
        ImmutableArray<int> way = [.. decisions.Made.Select(decision => decision.Taken)];
        var then = EndingOf(new FinalState(played, contradictions, way));
        for (var place = way.Length - 1; place >= told.Length; place--)
        {
            var weights = decisions.Made[place].Weights;
            then = StateOf(weights, [then, .. Enumerable.Range(1, weights.Length - 1).Select(other => Explore([.. way[..place], other]))]);
        }

        return then;
    }

    private int EndingOf(FinalState ending)
    {
        var (played, meter) = (ending.Played, ending.Played.Meter);
        var contradicted = string.Join('|', ending.Contradictions.Select(contradiction => contradiction.What));
        var key = FormattableString.Invariant(
            $"{played.Result} {played.Signature} {meter} {contradicted}");
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

/// <summary>One place where chance decides: how likely each alternative is, and which one was taken.</summary>
public readonly record struct Fork(ImmutableArray<double> Weights, int Taken);

/// <summary>
/// In the place of chance: takes the way that it is told at each decision, the first one where it is told nothing more, and remembers what
/// there was to decide. So every course of an exchange can be played, each once. A duration is no decision: it is always the shortest, as
/// channels that take their time differ in when things happen only.
/// </summary>
/// <param name="told">Which alternative to take at the first decision, at the second, ...</param>
public sealed class ScriptedChance(ImmutableArray<int> told) : Chance(0, "decisions")
{
    private const int MostAlternatives = 64;

    private readonly List<Fork> made = [];

    public IReadOnlyList<Fork> Made => made;

    public static Draws Draws(ImmutableArray<int> told, out ScriptedChance decisions)
    {
        decisions = new ScriptedChance(told);
        return new Draws(decisions, new Chance(0, "decisions", "coins"), new Chance(0, "decisions", "message"));
    }

    /// <exception cref="NotCompilableException">There are too many alternatives to take each.</exception>
    public override int Below(int count) => count <= MostAlternatives ? Decide([.. Enumerable.Repeat(1.0, count)])
        : throw new NotCompilableException($"one of {count} values is drawn, and each would be a course of its own");

    public override int Among(params ReadOnlySpan<int> weights)
    {
        var likely = ImmutableArray.CreateBuilder<double>(weights.Length);
        foreach (var weight in weights)
        {
            likely.Add(weight);
        }

        return Decide(likely.MoveToImmutable());
    }

    public override bool Happens(double probability) =>
        probability is not (0 or 1) ? Decide([probability, 1 - probability]) == 0 : probability == 1;

    public override long Duration(int least, int most) => least;

    /// <exception cref="NotCompilableException">Always: there are no alternatives that could be counted.</exception>
    public override double NextDouble() => throw new NotCompilableException("a number is drawn from a continuum");

    private int Decide(ImmutableArray<double> weights)
    {
        if (weights.Length == 1)
        {
            return 0;
        }

        var taken = made.Count < told.Length ? told[made.Count] : 0;
        made.Add(new Fork(weights, taken));
        return taken;
    }
}

/// <summary>The courses of an exchange cannot be counted, or are too many. The message says why.</summary>
public sealed class NotCompilableException(string message) : Exception(message);
