using System.Collections.Immutable;
using System.Globalization;
using FairExchange.Experiments.Reports;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace FairExchange.Experiments.Pictures;

/// <summary>
/// A panel as SVG, drawn by ScottPlot: intervals are bands with bars at the points; curves differ in colour, dashes and points, so that the
/// colour-blind tell them apart, and who prints in grey; the key stands below the axes, where it covers no data. The same panel has the
/// same bytes on every machine: what depends on letters is measured with the font that comes with the program.
/// </summary>
public static class PanelDrawing
{
    /// <summary>Pixels. Telephones show this width, larger screens enlarge it.</summary>
    private const int Width = 380, Left = 58, Right = 14, Axes = 230, Below = 46, TitleLine = 16, KeyLine = 17;

    private const int LettersOfTitle = 54, LettersOfShortKey = 24;

    /// <summary>Of Okabe and Ito's palette, which the colour-blind tell apart, neighbours light and dark.</summary>
    private static readonly ImmutableArray<string> Colours =
        ["#1a1a1a", "#d55e00", "#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#7a7a7a"];

    private static readonly ImmutableArray<int> RoundSteps = [1, 2, 5, 10];

    private static readonly ImmutableArray<MarkerShape> Markers =
    [
        MarkerShape.FilledCircle, MarkerShape.OpenSquare, MarkerShape.FilledTriangleUp, MarkerShape.OpenDiamond, MarkerShape.FilledSquare,
        MarkerShape.OpenCircle, MarkerShape.FilledDiamond, MarkerShape.OpenTriangleDown,
    ];

    private static readonly ImmutableArray<LinePattern> Dashes =
        [LinePattern.Solid, LinePattern.Dashed, LinePattern.DenselyDashed, LinePattern.Dotted];

    /// <param name="panel">With a point in each of its curves.</param>
    public static string Of(Panel panel, Summary summary)
    {
        PlotFont.Use();
        var table = panel.Table(summary)!;
        var title = Wrapped(panel.Title, LettersOfTitle);
        var above = (TitleLine * title.Count) + 18;
        var plot = new Plot();
        plot.Layout.Fixed(new PixelPadding(Left, Right, Below, above));
        var points = panel.Curves.Select(curve => (Curve: curve, Points: Points(curve, panel, table))).ToList();
        foreach (var (curve, at) in points)
        {
            Draw(plot, curve.Style, at);
        }

        Limit(plot, panel, [.. points.SelectMany(curve => curve.Points)]);
        plot.Axes.Title.Label.Text = string.Join('\n', title);
        plot.Axes.Bottom.Label.Text = panel.X.Title;
        plot.Axes.Left.Label.Text = panel.Y.Title;
        Look(plot);
        var (high, key) = (above + Axes + Below, Key(panel));
        return PanelSvg.Joined(panel.Title, Width, [(plot.GetSvgXml(Width, high), high), key]);
    }

    private static List<Point> Points(Curve curve, Panel panel, Summary table) =>
    [
        .. table.Where([.. curve.Where]).Select(row =>
        {
            var y = Place(table.Number(row, curve.Y), panel.Y);
            return new Point(Place(table.Number(row, curve.X), panel.X), y, End(curve.Low, y), End(curve.High, y));

            // One replication has no interval.
            double End(string column, double or) => Place(table.Number(row, column), panel.Y) is var end && double.IsFinite(end) ? end : or;
        }).Where(point => double.IsFinite(point.X) && double.IsFinite(point.Y)),
    ];

    private static double Place(double figure, Axis axis) =>
        !axis.IsLog ? figure : figure > axis.Floor ? Math.Log10(figure) : axis.Floor > 0 ? Math.Log10(axis.Floor) : double.NaN;

    private static void Draw(Plot plot, int style, List<Point> points)
    {
        var colour = Color.FromHex(Colours[style % Colours.Length]);
        double[] xs = [.. points.Select(point => point.X)];
        if (points.Exists(point => point.High > point.Low))
        {
            var band = plot.Add.FillY(xs, [.. points.Select(point => point.Low)], [.. points.Select(point => point.High)]);
            band.FillColor = colour.WithAlpha(0.15);
            band.LineWidth = 0;
            foreach (var point in points.Where(point => point.High > point.Low))
            {
                var bar = plot.Add.Line(point.X, point.Low, point.X, point.High);
                (bar.LineColor, bar.LineWidth) = (colour, 1);
            }
        }

        Look(plot.Add.Scatter(xs, [.. points.Select(point => point.Y)]), style);
    }

    private static void Look(ScottPlot.Plottables.Scatter line, int style)
    {
        var colour = Color.FromHex(Colours[style % Colours.Length]);
        (line.LineColor, line.LineWidth, line.LinePattern) = (colour, 1.6f, Dashes[style % Dashes.Length]);
        (line.MarkerShape, line.MarkerSize, line.MarkerFillColor, line.MarkerLineColor, line.MarkerLineWidth) =
            (Markers[style % Markers.Length], 7, colour, colour, 1.4f);
    }

    private static void Limit(Plot plot, Panel panel, List<Point> points)
    {
        var (left, right) = (points.Min(point => point.X), points.Max(point => point.X));
        var (low, high) = (points.Min(point => point.Low), points.Max(point => point.High));
        if (!panel.Y.IsLog)
        {
            low = Math.Min(0, low);
        }

        var (wide, tall) = (right > left ? right - left : 1, high > low ? high - low : 1);
        plot.Axes.SetLimits(left - (0.04 * wide), right + (0.04 * wide), low - (0.04 * tall), high + (0.05 * tall));
        plot.Axes.Bottom.TickGenerator = Ticks(panel.X, plot.Axes.GetLimits().Left, plot.Axes.GetLimits().Right);
        plot.Axes.Left.TickGenerator = Ticks(panel.Y, plot.Axes.GetLimits().Bottom, plot.Axes.GetLimits().Top);
    }

    private static NumericManual Ticks(Axis axis, double from, double to)
    {
        // Decades where there are several; else 1, 2 and 5 of each.
        var places = !axis.IsLog ? Steps(from, to)
            : to - from >= 2 ? Every((int)Math.Ceiling((to - from) / 6))
            : [.. Every(1).Prepend(Math.Floor(from)).SelectMany(decade => RoundSteps[..3].Select(digit => decade + Math.Log10(digit)))];
        double[] shown = [.. places.Where(place => place >= from && place <= to)];
        return new NumericManual(shown, [.. shown.Select(place => Say(axis.IsLog ? Math.Pow(10, place) : place))]);

        double[] Every(int decades) => [.. Enumerable
            .Range((int)Math.Ceiling(from), Math.Max(0, (int)(Math.Floor(to) - Math.Ceiling(from)) + 1))
            .Where(decade => decade % decades == 0).Select(decade => (double)decade)];
    }

    private static double[] Steps(double from, double to)
    {
        var least = (to - from) / 6;
        var decade = Math.Pow(10, Math.Floor(Math.Log10(least)));
        var step = RoundSteps.First(factor => factor * decade >= least) * decade;
        return [.. Enumerable.Range(0, 20).Select(i => (Math.Ceiling(from / step) + i) * step)];
    }

    private static string Say(double figure)
    {
        var rounded = double.Parse(figure.ToString("G3", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return rounded == 0 ? "0" : Math.Abs(rounded) is >= 0.001 and < 100_000
            ? rounded.ToString("0.#####", CultureInfo.InvariantCulture)
            : Picture.Say(rounded.ToString("0.##E+0", CultureInfo.InvariantCulture)).Replace("E-", "e-", StringComparison.Ordinal);
    }

    private static void Look(Plot plot)
    {
        plot.FigureBackground.Color = Colors.Transparent;
        plot.DataBackground.Color = Colors.Transparent;
        plot.Grid.MajorLineColor = Color.FromHex("#d0d0d0");
        plot.Axes.Right.FrameLineStyle.Width = 0;
        plot.Axes.Top.FrameLineStyle.Width = 0;
        plot.Font.Set(PlotFont.Name);
        plot.Axes.Title.Label.FontSize = 12.5f;
        plot.Axes.Title.Label.Bold = false;
        foreach (var axis in new IAxis[] { plot.Axes.Bottom, plot.Axes.Left })
        {
            axis.Label.Bold = false;
            axis.Label.FontSize = 11;
            axis.TickLabelStyle.FontSize = 11;
        }

        plot.Axes.Color(Color.FromHex(Colours[0]));
    }

    /// <summary>Each style once, with its name.</summary>
    private static (string Svg, int Height) Key(Panel panel)
    {
        var styles = panel.Curves.DistinctBy(curve => curve.Style).ToList();
        var columns = styles.Count > 1 && styles.TrueForAll(curve => curve.Title.Length <= LettersOfShortKey) ? 2 : 1;
        var lines = (styles.Count + columns - 1) / columns;
        var (key, height) = (new Plot(), (lines * KeyLine) + 4);
        key.Layout.Frameless();
        key.HideGrid();
        foreach (var (curve, i) in styles.Select((curve, i) => (curve, i)))
        {
            var (x, y) = (20 + (i / lines * ((Width / 2) - 10)), height - 2 - (((i % lines) + 0.5) * KeyLine));
            Look(key.Add.Scatter((double[])[x, x + 15, x + 30], (double[])[y, y, y]), curve.Style);
            var words = key.Add.Text(curve.Title, x + 38, y);
            (words.LabelFontName, words.LabelFontSize, words.LabelAlignment) = (PlotFont.Name, 11, Alignment.MiddleLeft);
            words.LabelFontColor = Color.FromHex(Colours[0]);
        }

        key.Axes.SetLimits(0, Width, 0, height);
        key.FigureBackground.Color = Colors.Transparent;
        key.DataBackground.Color = Colors.Transparent;
        return (key.GetSvgXml(Width, height), height);
    }

    private static List<string> Wrapped(string words, int width)
    {
        List<string> lines = [""];
        foreach (var word in words.Split(' '))
        {
            if (lines[^1].Length > 0 && lines[^1].Length + word.Length >= width)
            {
                lines.Add("");
            }

            lines[^1] += lines[^1].Length == 0 ? word : $" {word}";
        }

        return lines;
    }

    private readonly record struct Point(double X, double Y, double Low, double High);
}
