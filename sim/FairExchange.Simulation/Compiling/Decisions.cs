using System.Collections.Immutable;
using FairExchange.Simulation.Exchanges;

namespace FairExchange.Simulation.Compiling;

/// <summary>One place where chance decides: how likely each alternative is, and which one was taken.</summary>
public readonly record struct Decision(ImmutableArray<double> Weights, int Taken);

/// <summary>
/// In the place of chance: takes the way that it is told at each decision, the first one where it is told nothing more, and remembers what there was to decide. So
/// every course of an exchange can be played, each once. A duration is no decision: it is always the shortest, as channels that take their time differ in when things happen only.
/// </summary>
/// <param name="told">Which alternative to take at the first decision, at the second, ...</param>
public sealed class Decisions(ImmutableArray<int> told) : Chance(0, "decisions")
{
    private const int MostAlternatives = 64;

    private readonly List<Decision> made = [];

    public IReadOnlyList<Decision> Made => made;

    public static Draws Draws(ImmutableArray<int> told, out Decisions decisions)
    {
        decisions = new Decisions(told);
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

    public override bool Happens(double probability) => probability is not (0 or 1) ? Decide([probability, 1 - probability]) == 0 : probability == 1;

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
        made.Add(new Decision(weights, taken));
        return taken;
    }
}
