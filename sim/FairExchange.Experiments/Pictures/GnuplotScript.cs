using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using FairExchange.Experiments.Reports;

namespace FairExchange.Experiments.Pictures;

/// <summary>
/// A picture as a script for gnuplot, to be run in the folder of the summary, which it reads by the names of its columns: <c>gnuplot
/// NAME.gp > NAME.svg</c>. Intervals are bands with bars at the points, and bars alone over places that no line joins; curves differ in
/// dashes, points and shade, so that they are told apart in grey; keys stand below the axes, where they cover no data.
/// </summary>
public static class GnuplotScript
{
    /// <summary>
    /// Pixels: a panel's width, what stands above and below its axes, and a line of the key. gnuplot wants the margin in characters.
    /// </summary>
    private const int Width = 560, Above = 56, Axes = 270, Below = 78, KeyLine = 17, KeysInLine = 2;

    private const double Character = 18.5;

    /// <summary>How dark a band is: two that overlap are seen as two.</summary>
    private const string Band = "0.15";

    private static readonly ImmutableArray<string> Shades = ["#000000", "#606060", "#303030", "#808080"];

    private static readonly ImmutableArray<int> Points = [7, 4, 9, 6, 5, 8, 13, 12];

    /// <param name="name">Of the summary's file, without its ending.</param>
    /// <returns>Empty where there is nothing to draw.</returns>
    public static string Of(Picture picture, Summary summary, string name, string question)
    {
        var panels = picture.Panels(summary)
            .Select(panel => panel with { Curves = [.. panel.Curves.Where(curve => curve.HasPoints(summary, panel))] })
            .Where(panel => !panel.Curves.IsEmpty).ToList();
        if (panels.Count == 0)
        {
            return "";
        }

        var rows = (panels.Count + 1) / 2;
        var keys = panels.Max(panel => (panel.Curves.Select(curve => curve.Style).Distinct().Count() + KeysInLine - 1) / KeysInLine);
        var script = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"# {question.ReplaceLineEndings(" ")}\n# Draw it anew: gnuplot {name}.gp > {name}.svg\n")
            .Append(CultureInfo.InvariantCulture,
                $"csv = '{name}-summary.csv'\n{(panels.Exists(panel => panel.IsOfBins) ? $"bins = '{name}-bins.csv'\n" : "")}")
            .Append(CultureInfo.InvariantCulture,
                $"set terminal svg size {Width * Math.Min(2, panels.Count)},{(Above + Axes + Below + (KeyLine * (keys + 1))) * rows} "
                + $"dynamic enhanced font 'Helvetica,Arial,sans-serif,13' background rgb 'white'\n")
            .Append("set datafile separator comma\nset datafile columnheaders\nset datafile missing NaN\nset encoding utf8\n")
            .Append("or(a, b) = a == a ? a : b # the second where the first is no number: one replication has no interval\n")
            .Append("set grid back lc rgb '#d0d0d0' lt 1\nset border 3\nset tics nomirror out\n")
            .Append(CultureInfo.InvariantCulture,
                $"set tmargin 3\nset lmargin 11\nset bmargin {(Below + (KeyLine * (keys + 1))) / Character:F1}\nset key at graph "
                + $"0.45,{-Below / (double)Axes:F3} center top vertical Left reverse maxrows {keys} font ',11' samplen 3.5 width -2\n")
            .Append(CultureInfo.InvariantCulture, $"set multiplot layout {rows},{Math.Min(2, panels.Count)}\n");
        foreach (var panel in panels)
        {
            Add(script, panel);
        }

        return script.Append("unset multiplot\n").ToString();
    }

    private static void Add(StringBuilder script, Panel panel)
    {
        script.Append(CultureInfo.InvariantCulture,
            $"\nset title {Quoted(panel.Title)} font ',13'\nset xlabel {Quoted(panel.X.Title)}\nset ylabel {Quoted(panel.Y.Title)}\n");
        foreach (var (name, axis) in new[] { ("x", panel.X), ("y", panel.Y) })
        {
            script.Append(axis.IsLog
                ? $"set logscale {name}\nset format {name} '10^{{%T}}'\n" : $"unset logscale {name}\nset format {name} '%g'\n");
        }

        script.Append(panel.Places.IsEmpty ? "set xtics autofreq rotate by 0\nset autoscale x\nset autoscale xfix\n" : string.Create(
            CultureInfo.InvariantCulture,
            $"set xtics ({string.Join(", ", panel.Places.Select((place, at) => $"{Quoted(place)} {at + 1}"))}) rotate by 0\nset xrange "
            + $"[0.5:{panel.Places.Length + 0.5}]\n"));
        script.Append(panel.Y.IsLog ? "set autoscale y\n" : "set yrange [*<0:*]\n")
            .Append("set offsets graph 0.03, graph 0.03, graph 0.04, 0\nplot ");
        script.AppendJoin(", \\\n  ",
            panel.Curves.Select((curve, at) => Text(curve, panel, panel.Curves.Take(at).All(other => other.Style != curve.Style))))
            .Append('\n');
    }

    /// <param name="isFirst">Of its style, which stands in the key once.</param>
    private static string Text(Curve curve, Panel panel, bool isFirst)
    {
        var where = string.Join(" && ", curve.Where.Select(pair => $"strcol('{pair.Column}') eq {Literal(pair.Value)}"));
        var x = $"({where} ? {(curve.IsPlace ? Place(curve) : Cell(curve.X, panel.X))} : NaN)";
        var colour = $"lc rgb '{Shades[curve.Style % Shades.Length]}'";
        var (table, y) = (panel.IsOfBins ? "bins" : "csv", Cell(curve.Y, panel.Y));
        var ends = string.Concat(new[] { curve.Low, curve.High }.Select(end => $":(or({Cell(end, panel.Y)}, {y}))"));
        var band = curve.IsPlace
            ? "" : $"{table} using {x}{ends} with filledcurves {colour.Replace("lc", "fc", StringComparison.Ordinal)} fs transparent "
                + $"solid {Band} noborder notitle, \\\n  ";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{band}{table} using {x}:{y}{ends} with yerrorbars {colour} dt 1 lw 1 pt 0 notitle, \\\n  {table} using {x}:{y} with "
            + $"linespoints {colour} dt {(curve.Style % 5) + 1} pt {Points[curve.Style % Points.Length]} ps 0.8 lw 1.5 "
            + $"{(isFirst ? $"title {Quoted(curve.Title)}" : "notitle")}");
    }

    /// <summary>Styles stand side by side at a place, so that none hides another.</summary>
    private static string Place(Curve curve) =>
        (double.Parse(curve.X, CultureInfo.InvariantCulture) + ((curve.Style - 1.5) * 0.09))
            .ToString("0.###", CultureInfo.InvariantCulture);

    private static string Cell(string column, Axis axis) => axis is { IsLog: true, Floor: > 0 }
        ? string.Create(CultureInfo.InvariantCulture, $"(column('{column}') < {axis.Floor} ? {axis.Floor} : column('{column}'))")
        : $"(column('{column}'))";

    /// <summary>gnuplot's own marks for raised, lowered and grouped text are taken as letters.</summary>
    private static string Quoted(string text) => Literal(string.Concat(text.Select(letter => letter switch
    {
        '_' or '^' or '{' or '}' or '@' or '&' or '~' or '\\' => $"\\{letter}",
        _ => letter.ToString(),
    })));

    /// <summary>
    /// In single quotes nothing but the quote itself is special; but the end of a line ends them, and what comes after it would be a
    /// command. Texts come from tables that anybody may have written.
    /// </summary>
    private static string Literal(string text) =>
        $"'{string.Concat(text.Select(letter => letter == '\'' ? "''" : char.IsControl(letter) ? " " : letter.ToString()))}'";
}
