using System.Collections.Immutable;
using System.Globalization;
using FairExchange.Experiments.Reports;

namespace FairExchange.Experiments.Pictures;

/// <summary>Rows of a summary, drawn as a line, or as a point over a place of its own.</summary>
/// <param name="Style">Curves of one style look alike; different ones differ in dashes, points and shade.</param>
/// <param name="Title">In the key, where each style stands once.</param>
/// <param name="Where">Which rows.</param>
/// <param name="X">A column; or a number, the place of a point on an axis of words.</param>
/// <param name="Y">A column of means.</param>
/// <param name="Low">The lower end of its interval; and <paramref name="High"/> the upper one.</param>
public sealed record Curve(int Style, string Title, ImmutableArray<(string Column, string Value)> Where, string X, string Y, string Low, string High)
{
    /// <summary>With the 95 % interval of the measure.</summary>
    public static Curve Of(int style, string title, string x, string measure, params ImmutableArray<(string Column, string Value)> where) =>
        new(style, title, where, x, measure + Summary.Mean, measure + Summary.Low, measure + Summary.High);

    /// <summary>Places on an axis of words: those of a panel's <see cref="Panel.Places"/>, from 1.</summary>
    public bool IsPlace => double.TryParse(X, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    /// <summary>Whether there is anything to draw: gnuplot refuses a plot without a point.</summary>
    internal bool HasPoints(Summary summary, Panel panel) => panel.Table(summary) is { } table && table.Where([.. Where]).Any(row =>
        Drawable(IsPlace ? 1 : table.Number(row, X), panel.X) && Drawable(table.Number(row, Y), panel.Y));

    private static bool Drawable(double figure, Axis axis) => double.IsFinite(figure) && (!axis.IsLog || figure > 0 || axis.Floor > 0);
}
