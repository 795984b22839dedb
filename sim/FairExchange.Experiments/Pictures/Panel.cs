using System.Collections.Immutable;

namespace FairExchange.Experiments.Pictures;

/// <summary>One pair of axes with its curves. The key stands below it, where it covers no data.</summary>
/// <param name="Places">The words along the x axis where points have places of their own; empty for numbers.</param>
public sealed record Panel(string Title, Axis X, Axis Y, ImmutableArray<string> Places, ImmutableArray<Curve> Curves)
{
    public Panel(string title, Axis x, Axis y, IEnumerable<Curve> curves)
        : this(title, x, y, [], [.. curves])
    {
    }
}
