using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using FairExchange.Experiments.Parameters;
using FairExchange.Experiments.Reports;
using FairExchange.Experiments.Studies;
using static FairExchange.Experiments.Pictures.HtmlPage;

namespace FairExchange.Experiments.Pictures;

/// <summary>Experiments as parts of a page: for each question, answer, pictures, table and parameters.</summary>
public static class ExperimentParts
{
    private const int Short = 12;

    /// <summary>Rows of a table that a page shows; longer ones are for programs.</summary>
    private const int Shown = 120;

    public const string Introduction =
        "<p>A visible trusted party takes part in every exchange, a virtual one only where something goes "
        + "wrong. Figures are means over independent replications, with half the width of their 95 % confidence interval (Student t). "
        + "Beside the pictures are the tables as CSV, the data dictionary (datapackage.json) and provenance.json.</p>\n";

    /// <param name="folder">Where the pictures and tables are, seen from the page, with / between the parts and at the end; empty for
    /// beside it.</param>
    public static IEnumerable<PagePart> Of(IEnumerable<PageSection> sections, string folder = "")
    {
        foreach (var section in sections)
        {
            var page = new StringBuilder();
            Add(page, section, Text(string.Join('/', folder.Split('/').Select(Uri.EscapeDataString))));
            var experiment = section.Experiment;
            yield return new PagePart(
                experiment.Id, $"{experiment.Id} {experiment.Name}", $"{experiment.Id} {experiment.Name}: {experiment.Question}",
                page.ToString());
        }
    }

    private static void Add(StringBuilder page, PageSection section, string folder)
    {
        var experiment = section.Experiment;
        page.Append(CultureInfo.InvariantCulture, $"<p class=\"answer\">{Text(section.Answer)}</p>\n<div class=\"panels\">\n");
        foreach (var panel in section.Panels)
        {
            page.Append(panel.Image.Length > 0
                ? $"<figure><img src=\"{folder}{Text(Uri.EscapeDataString(panel.Image))}\" alt=\"{Text(panel.Title)}\"></figure>\n"
                : $"<figure class=\"table\">{panel.Table}</figure>\n");
        }

        page.Append("</div>\n");
        page.Append(CultureInfo.InvariantCulture, $"<p>Varied: {Text(experiment.Factors)}.</p>\n");
        var rows = section.Summary.Rows.Length;
        page.Append(CultureInfo.InvariantCulture,
            $"<details{(rows <= Short ? " open" : "")}><summary>Table: {rows} rows (<a "
            + $"href=\"{folder}{Text(Uri.EscapeDataString(ExperimentRun.FileName(experiment)))}-summary.csv\">CSV</a>)</summary>\n");
        Table(page, section.Summary);
        page.Append(rows > Shown ? $"<p>And {rows - Shown} more, in the CSV.</p>\n" : "");
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
        foreach (var row in summary.Rows.Take(Shown))
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
}

/// <summary>A panel of an experiment's picture.</summary>
/// <param name="Image">Its file beside the tables; empty for a panel that is a table.</param>
/// <param name="Table">Marked up; empty for a panel that is drawn.</param>
public sealed record ShownPanel(string Title, string Image, string Table);

/// <summary>A parameter as the page shows it.</summary>
public sealed record ShownParameter(string Name, string Value, string Unit, string Source);

/// <summary>An experiment on the page.</summary>
/// <param name="Answer">The experiment's, from the summary.</param>
/// <param name="Panels">Drawn, or as tables.</param>
/// <param name="Parameters">Those that it reads; empty where they are not known.</param>
public sealed record PageSection(
    IExperiment Experiment, Summary Summary, string Answer, ImmutableArray<ShownPanel> Panels, ImmutableArray<ShownParameter> Parameters);

/// <summary>The parameters of a finished run, as its provenance says them.</summary>
/// <param name="Said">Each by name: value and unit.</param>
public sealed record ShownParameters(ImmutableSortedDictionary<string, string> Said)
{
    private static readonly ImmutableArray<string> OfTheRun = ["scale", "protocols", "replications", "seed", "calibration"];

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
