using System.Collections.Immutable;
using FairExchange.Experiments.Reports;

namespace FairExchange.Experiments.Pictures;

/// <summary>One pair of axes with its curves. The key stands below it, where it covers no data.</summary>
/// <param name="Places">The words along the x axis where points have places of their own; empty for numbers.</param>
public sealed record Panel(string Title, Axis X, Axis Y, ImmutableArray<string> Places, ImmutableArray<Curve> Curves)
{
    /// <summary>Whether the rows are those of the table of bins, and not of the summary.</summary>
    public bool IsOfBins { get; init; }

    /// <summary>Null where a run has no such table.</summary>
    internal Summary? Table(Summary summary) => IsOfBins ? summary.Bins : summary;

    public Panel(string title, Axis x, Axis y, IEnumerable<Curve> curves)
        : this(title, x, y, [], [.. curves])
    {
    }
}
