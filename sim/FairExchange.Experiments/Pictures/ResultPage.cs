using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using FairExchange.Experiments.Parameters;
using FairExchange.Experiments.Reports;
using FairExchange.Experiments.Studies;

namespace FairExchange.Experiments.Pictures;

/// <summary>
/// A page in one file that needs no server and no network: for each experiment question, picture, answer, table and parameters.
/// </summary>
public static class ResultPage
{
    private const int Short = 12;

    private const string Head = """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Fair exchange: load and cost of trusted parties</title>
        <style>
        body { font: 16px/1.5 Helvetica, Arial, sans-serif; color: #111; background: #fff; }
        body { max-width: 1160px; margin: 0 auto; padding: 1rem; }
        h1 { font-size: 1.7rem; } h2 { font-size: 1.25rem; border-top: 1px solid #bbb; margin-top: 2.5rem; padding-top: 1rem; }
        nav a { margin-right: 1rem; } img { width: 100%; height: auto; } .answer { font-weight: bold; }
        details { margin: .5rem 0; } summary { cursor: pointer; } .scroll { overflow: auto; max-height: 32rem; }
        table { border-collapse: collapse; font-size: .8rem; }
        th, td { padding: .15rem .5rem; border-bottom: 1px solid #ddd; text-align: right; white-space: nowrap; }
        th { position: sticky; top: 0; background: #eee; } td.word, th.word { text-align: left; }
        td.source { white-space: normal; text-align: left; }
        .interval { color: #666; }
        </style>
        </head>
        <body>
        <h1>Fair exchange: load and cost of trusted parties</h1>
        <p>A visible trusted party (protocol cem0) takes part in every exchange, a virtual one (fair-cem) only where something goes wrong.
        Figures are means over independent replications, with half the width of their 95 % confidence interval (Student t). Files beside
        the pictures: the tables as CSV, each picture's script for gnuplot, the data dictionary (datapackage.json) and provenance.json.</p>

        """;

    /// <param name="folder">Where the pictures and tables are, seen from the page, with / between the parts and at the end; empty for
    /// beside it.</param>
    public static string Of(ImmutableArray<PageSection> sections, string folder = "")
    {
        var page = new StringBuilder(Head.ReplaceLineEndings("\n")).Append("<nav>");
        foreach (var section in sections)
        {
            page.Append(CultureInfo.InvariantCulture,
                $"<a href=\"#{section.Experiment.Id}\">{Text($"{section.Experiment.Id} {section.Experiment.Name}")}</a>");
        }

        page.Append("</nav>\n");
        foreach (var section in sections)
        {
            Add(page, section, Text(string.Join('/', folder.Split('/').Select(Uri.EscapeDataString))));
        }

        return page.Append("</body>\n</html>\n").ToString();
    }

    private static void Add(StringBuilder page, PageSection section, string folder)
    {
        var experiment = section.Experiment;
        page.Append(CultureInfo.InvariantCulture,
            $"<h2 id=\"{experiment.Id}\">{Text($"{experiment.Id} {experiment.Name}: {experiment.Question}")}</h2>\n<p "
            + $"class=\"answer\">{Text(section.Answer)}</p>\n");
        if (section.Image.Length > 0)
        {
            page.Append(CultureInfo.InvariantCulture,
                $"<p><img src=\"{folder}{Text(Uri.EscapeDataString(section.Image))}\" alt=\"{Text($"{experiment.Id} {experiment.Name}: "
                + $"{experiment.Question}")}\"></p>\n");
        }

        page.Append(CultureInfo.InvariantCulture, $"<p>Varied: {Text(experiment.Factors)}.</p>\n");
        var rows = section.Summary.Rows.Length;
        page.Append(CultureInfo.InvariantCulture,
            $"<details{(rows <= Short ? " open" : "")}><summary>Table: {rows} rows (<a "
            + $"href=\"{folder}{Text(Uri.EscapeDataString(ExperimentRun.FileName(experiment)))}-summary.csv\">CSV</a>)</summary>\n");
        Table(page, section.Summary);
        page.Append("</details>\n");
        if (section.Summary.Bins is { } bins)
        {
            page.Append(CultureInfo.InvariantCulture,
                $"<p>Bin by bin around the busiest one: {bins.Rows.Length} rows (<a "
                + $"href=\"{folder}{Text(Uri.EscapeDataString(ExperimentRun.FileName(experiment)))}-bins.csv\">CSV</a>).</p>\n");
        }

        if (section.Parameters.IsEmpty)
        {
            page.Append("<p>Its parameters are not in provenance.json, which tells of a later run.</p>\n");
            return;
        }

        page.Append(CultureInfo.InvariantCulture,
            $"<details><summary>Parameters: {section.Parameters.Length}</summary>\n<div class=\"scroll\"><table>\n<tr><th "
            + $"class=\"word\">parameter</th><th>value</th><th class=\"word\">unit</th><th class=\"word\">source</th></tr>\n");
        foreach (var parameter in section.Parameters)
        {
            page.Append(CultureInfo.InvariantCulture,
                $"<tr><td class=\"word\">{Text(parameter.Name)}</td><td>{Text(parameter.Value)}</td><td "
                + $"class=\"word\">{Text(parameter.Unit)}</td><td class=\"source\">{Text(parameter.Source)}</td></tr>\n");
        }

        page.Append("</table></div></details>\n");
    }

    /// <summary>Columns that are the same in all rows are said once; a measure and its interval are one cell.</summary>
    private static void Table(StringBuilder page, Summary summary)
    {
        var names = summary.Columns.Select(column => column.Name).ToList();
        var shown = names.Where(name => !name.EndsWith(Summary.Low, StringComparison.Ordinal)
            && !name.EndsWith(Summary.High, StringComparison.Ordinal)).ToList();
        var alike = shown.Where(name => !IsMeasure(name)
            && summary.Rows.Select(row => summary.Text(row, name)).Distinct().Take(2).Count() < 2).ToList();
        var said = string.Join(", ", alike.Select(name => $"{name} {(summary.Rows.IsEmpty ? "" : summary.Text(summary.Rows[0], name))}"));
        page.Append(CultureInfo.InvariantCulture, $"<p>In all rows: {Text(said)}.</p>\n<div class=\"scroll\"><table>\n<tr>");
        shown.RemoveAll(alike.Contains);
        foreach (var name in shown)
        {
            page.Append(CultureInfo.InvariantCulture, $"<th>{Text(IsMeasure(name) ? name[..^Summary.Mean.Length] : name)}</th>");
        }

        page.Append("</tr>\n");
        foreach (var row in summary.Rows)
        {
            page.Append("<tr>").AppendJoin("",
                shown.Select(name => IsMeasure(name)
                    ? Measure(summary, row, name) : $"<td class=\"word\">{Text(summary.Text(row, name))}</td>")).Append("</tr>\n");
        }

        page.Append("</table></div>\n");

        bool IsMeasure(string name) =>
            name.EndsWith(Summary.Mean, StringComparison.Ordinal) && names.Contains(name[..^Summary.Mean.Length] + Summary.Low);
    }

    private static string Measure(Summary summary, ImmutableArray<string> row, string name)
    {
        var (mean, high) = (summary.Number(row, name), summary.Number(row, name[..^Summary.Mean.Length] + Summary.High));
        var half = high - mean;
        return double.IsNaN(mean) ? "<td></td>" : string.Create(
            CultureInfo.InvariantCulture,
            $"<td>{mean:G4}{(half > 0 ? $" <span class=\"interval\">± {half:G2}</span>" : "")}</td>");
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}

/// <summary>A parameter as the page shows it.</summary>
public sealed record ShownParameter(string Name, string Value, string Unit, string Source);

/// <summary>An experiment on the page.</summary>
/// <param name="Answer">The experiment's, from the summary.</param>
/// <param name="Image">The picture's file beside the page; empty where there is none.</param>
/// <param name="Parameters">Those that it reads; empty where they are not known.</param>
public sealed record PageSection(
    IExperiment Experiment, Summary Summary, string Answer, string Image, ImmutableArray<ShownParameter> Parameters);

/// <summary>The parameters of a finished run, as its provenance says them.</summary>
/// <param name="Said">Each by name: value and unit.</param>
public sealed record ShownParameters(ImmutableSortedDictionary<string, string> Said)
{
    private static readonly ImmutableArray<string> OfTheRun = ["scale", "replications", "seed", "calibration"];

    private const string Given = "given by who ran the experiment";

    /// <param name="provenance">The text of <c>provenance.json</c>.</param>
    /// <exception cref="FormatException">In one line, what is wrong.</exception>
    public static ShownParameters Read(string provenance)
    {
        try
        {
            using var json = JsonDocument.Parse(provenance, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return new ShownParameters(json.RootElement.GetProperty("parameters").EnumerateObject()
                .ToImmutableSortedDictionary(member => member.Name, member => member.Value.GetString() ?? "", StringComparer.Ordinal));
        }
        catch (Exception problem) when (problem is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException)
        {
            throw new FormatException("it is not the provenance of a run: run the experiments anew", problem);
        }
    }

    /// <summary>
    /// Those of some groups. The source is that of the program's own file where the value is; a run does not keep what a user's file says
    /// of sources.
    /// </summary>
    public ImmutableArray<ShownParameter> Of(ImmutableArray<string> groups)
    {
        var scale = Said.GetValueOrDefault("scale") == "paper" ? Scale.Paper : Scale.Quick;
        var shipped = ParameterBook.Default(scale).Parameters;
        return
        [
            .. groups.SelectMany(group => Said.Where(pair => pair.Key.Split('.')[0] == group)).Select(pair =>
            {
                var unit = shipped.TryGetValue(pair.Key, out var known) && pair.Value.EndsWith($" {known.Unit}", StringComparison.Ordinal)
                    ? known.Unit : "";
                return new ShownParameter(pair.Key, unit.Length > 0
                    ? pair.Value[..^(unit.Length + 1)] : pair.Value, unit, known?.Say(scale) == pair.Value ? known.Source : Given);
            }),
            .. OfTheRun.Where(Said.ContainsKey)
                .Select(name => new ShownParameter(name, Said[name], "", name == "calibration" ? "measured service times" : "of the run")),
        ];
    }
}

/// <summary>What gnuplot draws, without what says which gnuplot it was: the same picture has the same bytes.</summary>
public static partial class Svg
{
    /// <param name="title">Read out to who does not see the picture.</param>
    public static string Clean(string drawn, string title) =>
        Title().Replace(Produced().Replace(drawn.ReplaceLineEndings("\n"), ""), _ => $"<title>{WebUtility.HtmlEncode(title)}</title>", 1);

    [GeneratedRegex(@"<desc>.*?</desc>\n?", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Produced();

    [GeneratedRegex("<title>.*?</title>", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Title();
}
