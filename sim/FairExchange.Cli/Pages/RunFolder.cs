using System.Collections.Immutable;
using System.Text.Json;
using FairExchange.Cli.Reporting;
using FairExchange.Experiments.Pictures;
using FairExchange.Experiments.Reports;
using FairExchange.Experiments.Studies;

namespace FairExchange.Cli.Pages;

/// <summary>What <c>experiment run</c> left in a folder, drawn.</summary>
/// <param name="Sections">Of the page, an experiment each.</param>
/// <param name="Pictures">By their files' names.</param>
internal sealed record RunFolder(ImmutableArray<PageSection> Sections, ImmutableSortedDictionary<string, string> Pictures)
{
    private const int LargestFile = 1 << 28;

    /// <summary>Whether there is a summary of an experiment.</summary>
    public static bool IsThere(string folder) => There(folder).Any();

    /// <exception cref="UserError">There is none, or a file is damaged.</exception>
    public static RunFolder Read(CommandContext context, string folder)
    {
        var experiments = There(folder).ToList();
        if (experiments.Count == 0)
        {
            throw new UserError($"{folder} has no summary of an experiment: fairexchange experiment run --out {folder}");
        }

        var parameters = Read(folder, "provenance.json", ShownParameters.Read);
        var ofLastRun = Read(folder, "datapackage.json", Resources);
        var pictures = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var sections = ImmutableArray.CreateBuilder<PageSection>();
        using var progress = new Progress(context, experiments.Count);
        foreach (var experiment in experiments)
        {
            var (name, picture) = (ExperimentRun.FileName(experiment), AllPictures.ById[experiment.Id]);
            var bins = !experiment.BinColumns.IsEmpty && File.Exists(Path.Combine(folder, $"{name}-bins.csv"))
                ? Read(folder, $"{name}-bins.csv", text => Summary.Read(text, experiment.BinColumns)) : null;
            sections.Add(Read(folder, SummaryFile(experiment), text =>
            {
                var summary = Summary.Read(text, experiment.Columns) is { Rows.IsEmpty: false } read
                    ? read with { Bins = bins } : throw new FormatException("there is no row in it");
                var (said, panels) = Said(experiment, picture, summary);
                var shown = ImmutableArray.CreateBuilder<ShownPanel>();
                foreach (var panel in panels)
                {
                    var file = panel.IsTable(summary) ? "" : $"{name}-{shown.Count + 1}.svg";
                    shown.Add(new ShownPanel(panel.Title, file, file.Length == 0 ? PanelTable.Of(panel, summary) : ""));
                    if (file.Length > 0)
                    {
                        pictures[file] = PanelDrawing.Of(panel, summary);
                    }
                }

                return new PageSection(experiment, summary, said, shown.ToImmutable(), ofLastRun.Contains(SummaryFile(experiment))
                    ? parameters.Of(picture.Groups) : []);
            }));
            progress.Step($"{experiment.Id} is drawn");
        }

        return new RunFolder(sections.ToImmutable(), pictures.ToImmutable());
    }

    /// <summary>The answer, and what is drawn.</summary>
    /// <exception cref="FormatException">Rows are missing that one of the two speaks of.</exception>
    private static (string Answer, ImmutableArray<Panel> Panels) Said(IExperiment experiment, Picture picture, Summary summary)
    {
        try
        {
            return (experiment.Answer(summary), picture.Shown(summary));
        }
        catch (Exception problem) when (problem is InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            throw new FormatException("it lacks rows that its answer or picture needs: run the experiment anew", problem);
        }
    }

    private static IEnumerable<IExperiment> There(string folder) =>
        AllExperiments.List.Where(experiment => File.Exists(Path.Combine(folder, SummaryFile(experiment))));

    private static string SummaryFile(IExperiment experiment) => $"{ExperimentRun.FileName(experiment)}-summary.csv";

    private static ImmutableHashSet<string> Resources(string datapackage)
    {
        try
        {
            using var json = JsonDocument.Parse(datapackage, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return [.. json.RootElement.GetProperty("resources").EnumerateArray()
                .Select(resource => resource.GetProperty("path").GetString() ?? "")];
        }
        catch (Exception problem) when (problem is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException("it is not the data dictionary of a run: run the experiments anew", problem);
        }
    }

    private static T Read<T>(string folder, string name, Func<string, T> read) =>
        TextFile.Parse(Path.Combine(folder, name), LargestFile, read, isFound: true);
}
