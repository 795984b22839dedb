using System.Collections.Immutable;
using System.Globalization;
using FairExchange.Experiments.Protocols;
using FairExchange.Experiments.Reports;

namespace FairExchange.Experiments.Pictures;

/// <summary>What is drawn of an experiment: panels, two in a row.</summary>
/// <param name="Groups">Groups of parameters that the experiment reads, its own and the shared ones: for the page.</param>
/// <param name="Panels">Made from the summary, for which values a factor has depends on the run.</param>
public sealed record Picture(ImmutableArray<string> Groups, Func<Summary, ImmutableArray<Panel>> Panels)
{
    /// <summary>A summary's protocols, with what a key calls them: by the kind of their trusted party, where one is alone of it.</summary>
    internal static ImmutableArray<(string Title, (string Column, string Value) Is)> Sides(Summary summary, string? kind = null) =>
    [
        .. summary.Protocols(kind).Select(protocol =>
        {
            var of = summary.Text(summary.Where(("protocol", protocol)).First(), "trusted_party");
            return (summary.Protocols(of).Length == 1 ? of : protocol, ("protocol", protocol));
        }),
    ];

    /// <summary>Those with a virtual trusted party; where there is none, all.</summary>
    internal static ImmutableArray<(string Title, (string Column, string Value) Is)> Virtuals(Summary summary) =>
        Sides(summary, StudiedProtocol.Virtual) is { IsEmpty: false } some ? some : Sides(summary);

    internal static Axis CheatingRate { get; } = new("cheating rate (share of exchanges; 0 stands at the left end)", true, 1e-6);

    /// <summary>The values of a factor, in the order of the summary.</summary>
    internal static ImmutableArray<string> Values(Summary summary, string column, params (string Column, string Value)[] where) =>
        [.. summary.Where(where).Select(row => summary.Text(row, column)).Distinct()];

    /// <summary>A large number as people write it: 1e9 for 1E+09.</summary>
    internal static string Say(string number) =>
        number.Replace("E+0", "e", StringComparison.Ordinal).Replace("E+", "e", StringComparison.Ordinal);

    /// <summary>Of a factor the greatest value, or the least, or the one in the middle, as answers take them.</summary>
    internal static string Most(Summary summary, string column) => Ordered(summary, column)[^1];

    internal static string Least(Summary summary, string column) => Ordered(summary, column)[0];

    internal static string Middle(Summary summary, string column)
    {
        var values = Ordered(summary, column);
        return values[values.Length / 2];
    }

    private static ImmutableArray<string> Ordered(Summary summary, string column) => [.. summary.Where(Virtuals(summary)[0].Is)
        .OrderBy(row => summary.Number(row, column)).Select(row => summary.Text(row, column)).Distinct()];

    /// <summary>What of a picture there are points for.</summary>
    public ImmutableArray<Panel> Shown(Summary summary) =>
    [
        .. Panels(summary)
            .Select(panel => panel with { Curves = [.. panel.Curves.Where(curve => curve.HasPoints(summary, panel))] })
            .Where(panel => !panel.Curves.IsEmpty),
    ];

    /// <summary>Of a factor the value nearest to a number, on a logarithmic scale.</summary>
    internal static string Near(Summary summary, string column, double number) => summary.Rows
        .Where(row => summary.Number(row, column) > 0)
            .MinBy(row => Math.Abs(Math.Log(summary.Number(row, column) / number))) is { IsDefault: false } row
            ? summary.Text(row, column) : "";
}

/// <summary>One pair of axes with its curves. The key stands below it, where it covers no data.</summary>
/// <param name="Places">The words along the x axis where points have places of their own; empty for numbers.</param>
public sealed record Panel(string Title, Axis X, Axis Y, ImmutableArray<string> Places, ImmutableArray<Curve> Curves)
{
    /// <summary>Whether the rows are those of the table of bins, and not of the summary.</summary>
    public bool IsOfBins { get; init; }

    /// <summary>Whether it is a table: over places of words, and where there is one point a series.</summary>
    public bool IsTable(Summary summary) => !Places.IsEmpty || Curves.All(curve => Table(summary)!.Where([.. curve.Where]).Count() == 1);

    /// <summary>Null where a run has no such table.</summary>
    internal Summary? Table(Summary summary) => IsOfBins ? summary.Bins : summary;

    public Panel(string title, Axis x, Axis y, IEnumerable<Curve> curves)
        : this(title, x, y, [], [.. curves])
    {
    }
}

/// <summary>Rows of a summary, drawn as a line, or as a point over a place of its own.</summary>
/// <param name="Style">Curves of one style look alike; different ones differ in dashes, points and shade.</param>
/// <param name="Title">In the key, where each style stands once.</param>
/// <param name="Where">Which rows.</param>
/// <param name="X">A column; or a number, the place of a point on an axis of words.</param>
/// <param name="Y">A column of means.</param>
/// <param name="Low">The lower end of its interval; and <paramref name="High"/> the upper one.</param>
public sealed record Curve(
    int Style, string Title, ImmutableArray<(string Column, string Value)> Where, string X, string Y, string Low, string High)
{
    /// <summary>With the 95 % interval of the measure.</summary>
    public static Curve Of(int style, string title, string x, string measure, params ImmutableArray<(string Column, string Value)> where) =>
        new(style, title, where, x, measure + Summary.Mean, measure + Summary.Low, measure + Summary.High);

    /// <summary>Places on an axis of words: those of a panel's <see cref="Panel.Places"/>, from 1.</summary>
    public bool IsPlace => double.TryParse(X, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    /// <summary>Whether there is anything to draw.</summary>
    internal bool HasPoints(Summary summary, Panel panel) => panel.Table(summary) is { } table && table.Where([.. Where]).Any(row =>
        Drawable(IsPlace ? 1 : table.Number(row, X), panel.X) && Drawable(table.Number(row, Y), panel.Y));

    private static bool Drawable(double figure, Axis axis) => double.IsFinite(figure) && (!axis.IsLog || figure > 0 || axis.Floor > 0);
}

/// <summary>An axis of a panel.</summary>
/// <param name="Title">With the unit.</param>
/// <param name="IsLog">Logarithmic; what is not above 0 cannot be drawn on it.</param>
/// <param name="Floor">On a logarithmic axis: what lies below is drawn there, and the title says what that means.</param>
public sealed record Axis(string Title, bool IsLog, double Floor = 0);

/// <summary>The picture of each experiment, by its id.</summary>
public static class AllPictures
{
    public static ImmutableDictionary<string, Picture> ById { get; } = ImmutableDictionary<string, Picture>.Empty
        .Add("E1", CostPictures.BreakEven)
        .Add("E2", LoadPictures.Load)
        .Add("E3", UserPictures.Patience)
        .Add("E4", LoadPictures.Bursts)
        .Add("E5", UserPictures.Outage)
        .Add("E6", CostPictures.Liability)
        .Add("E7", UserPictures.Subscription)
        .Add("E8", LoadPictures.Many)
        .Add("E9", LoadPictures.Year);
}
