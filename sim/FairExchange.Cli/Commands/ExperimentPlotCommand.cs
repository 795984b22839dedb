using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using FairExchange.Cli.Reporting;
using FairExchange.Cryptography;
using FairExchange.Experiments.Calibration;
using FairExchange.Experiments.Parameters;
using FairExchange.Experiments.Pictures;
using FairExchange.Experiments.Reports;
using FairExchange.Experiments.Studies;
using Spectre.Console;
using Progress = FairExchange.Cli.Reporting.Progress;

namespace FairExchange.Cli.Commands;

/// <summary><c>experiment plot</c>: pictures and a page of what <c>experiment run</c> left in a folder.</summary>
internal sealed class ExperimentPlotCommand : DocumentedCommand
{
    private const int LargestFile = 1 << 28;

    /// <summary>Of what is in a run's folder, and of what this command adds.</summary>
    private static readonly string[] RunEndings = [".csv", ".json", ".gp", ".svg", ".md"];

    private readonly Option<string?> folder = new("--in")
    {
        Description = $"The folder of a run; {ExperimentCommand.Folder} if left out.",
        HelpName = "DIR",
    };

    private readonly Option<string?> page = new("--page")
    {
        Description = "Where the page goes; DIR/index.html if left out.",
        HelpName = "FILE",
    };

    public ExperimentPlotCommand(CommandContext context)
        : base(
            "plot",
            "Draws each experiment of a run from its summary, with gnuplot: DIR/NAME.svg, the script DIR/NAME.gp to change it, and a "
            + "page with question, picture, answer, table and parameters.",
            "experiment plot --in results/experiments --page results/index.html")
    {
        Options.Add(folder);
        Options.Add(page);
        SetAction(parsed =>
        {
            var from = parsed.GetValue(folder) ?? ExperimentCommand.Folder;
            return Run(context, from, parsed.GetValue(page) ?? Path.Combine(from, "index.html"));
        });
    }

    private static int Run(CommandContext context, string folder, string page)
    {
        WholeFile.Named(folder);
        var experiments = AllExperiments.List.Where(experiment => File.Exists(Path.Combine(folder, SummaryFile(experiment)))).ToList();
        if (experiments.Count == 0)
        {
            throw new UserError($"{folder} has no summary of an experiment: fairexchange experiment run --out {folder}");
        }

        WholeFile.CheckFolder(folder);
        WholeFile.CheckPlace(page);
        WholeFile.CheckOutside(folder, RunEndings, page);
        var parameters = Read(folder, "provenance.json", ShownParameters.Read);
        var ofLastRun = Read(folder, "datapackage.json", Resources);
        var files = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var sections = ImmutableArray.CreateBuilder<PageSection>();
        using (var progress = new Progress(context, experiments.Count))
        {
            foreach (var experiment in experiments)
            {
                var (name, picture) = (ExperimentRun.FileName(experiment), AllPictures.ById[experiment.Id]);
                var title = $"{experiment.Id} {experiment.Name}: {experiment.Question}";
                var bins = !experiment.BinColumns.IsEmpty && File.Exists(Path.Combine(folder, $"{name}-bins.csv"))
                    ? Read(folder, $"{name}-bins.csv", text => Summary.Read(text, experiment.BinColumns)) : null;
                var (script, section) = Read(folder, SummaryFile(experiment), text =>
                {
                    var summary = Summary.Read(text, experiment.Columns) is { Rows.IsEmpty: false } read
                        ? read with { Bins = bins } : throw new FormatException("there is no row in it");
                    var (said, drawn) = Said(experiment, picture, summary, name, title);
                    return (drawn, new PageSection(experiment, summary, said, "", ofLastRun.Contains(SummaryFile(experiment))
                        ? parameters.Of(picture.Groups) : []));
                });
                if (script.Length > 0)
                {
                    files[$"{name}.gp"] = script;
                    files[$"{name}.svg"] = Svg.Clean(Gnuplot.Draw(context, folder, script), title);
                    section = section with { Image = $"{name}.svg" };
                }

                sections.Add(section);
                progress.Step($"{experiment.Id} is drawn");
            }
        }

        // First what may go to another disk, or to a device: without room there, the run's folder stays as it is.
        WholeFile.Write(page, ResultPage.Of(sections.ToImmutable(), Seen(folder, from: page)));
        foreach (var (name, text) in files)
        {
            WholeFile.Write(Path.Combine(folder, name), text);
        }

        context.Output.WriteLine($"{string.Join(", ", experiments.Select(experiment => experiment.Id))}: open {page}.");
        return ExitCode.Done;
    }

    /// <summary>The answer, and the picture's script.</summary>
    /// <exception cref="FormatException">Rows are missing that one of the two speaks of.</exception>
    private static (string Answer, string Script) Said(IExperiment experiment, Picture picture, Summary summary, string name, string title)
    {
        try
        {
            return (experiment.Answer(summary), GnuplotScript.Of(picture, summary, name, title));
        }
        catch (Exception problem) when (problem is InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            throw new FormatException("it lacks rows that its answer or picture needs: run the experiment anew", problem);
        }
    }

    /// <summary>The way from a page to a folder, as a browser goes it.</summary>
    private static string Seen(string folder, string from)
    {
        var way = Path.GetRelativePath(Path.GetDirectoryName(Path.GetFullPath(from))!, Path.GetFullPath(folder))
            .Replace(Path.DirectorySeparatorChar, '/');
        return way == "." ? "" : $"{way}/";
    }

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

    private static T Read<T>(string folder, string name, Func<string, T> read)
    {
        var path = Path.Combine(folder, name);
        try
        {
            return read(TextFile.Read(path, LargestFile, isFound: true));
        }
        catch (FormatException problem)
        {
            throw new UserError($"{path}: {problem.Message}");
        }
    }
}

/// <summary><c>experiment calibrate</c>: times a resolve and a relay on this machine.</summary>
internal sealed class ExperimentCalibrateCommand : DocumentedCommand
{
    private const int Rounds = 5;

    private readonly Option<string?> file = new("--out")
    {
        Description = "Where to write the calibration; calibration.csv if left out.",
        HelpName = "FILE",
    };

    private readonly Option<long?> samples =
        CampaignOptions.Exchanges(
            $"Exchanges to time in each of {Rounds} rounds, per suite, operation and size; 200 if left out. The quietest round counts.");

    public ExperimentCalibrateCommand(CommandContext context)
        : base(
            "calibrate",
            "Times what a trusted party does for an exchange (a resolve of fair-cem, a relay of cem0), per suite and message size, on "
            + "this machine. "
            + "experiment run --calibration FILE uses it; the one that comes with the program keeps results alike everywhere.",
            "experiment calibrate --out mine.csv")
    {
        Options.Add(file);
        Options.Add(samples);
        SetAction(parsed => Run(context, parsed));
    }

    private int Run(CommandContext context, ParseResult parsed)
    {
        var path = parsed.GetValue(file) ?? "calibration.csv";
        WholeFile.CheckPlace(path);
        var jobs = (from suite in Suite.All
                    from work in Enum.GetValues<TrustedWork>()
                    from size in Calibrator.Sizes
                    select (suite.Name, Work: work, Size: size)).ToList();
        var calibrator = new Calibrator(context.Clock);
        var rounds = new List<(int Job, ServiceTime Time)>();
        using (var progress = new Progress(context, Rounds * jobs.Count))
        {
            // One round of all after another: whoever disturbs now is gone by the next round.
            for (var i = 0; i < Rounds * jobs.Count; i++)
            {
                var (suite, work, size) = jobs[i % jobs.Count];
                rounds.Add((i % jobs.Count,
                    calibrator.Measure(suite, work, size, (int)(parsed.GetValue(samples) ?? 200), context.Cancellation)));
                progress.Step($"{suite} {work}");
            }
        }

        List<ServiceTime> times = [.. rounds.GroupBy(round => round.Job, round => round.Time).Select(Calibrator.Quietest)];

        using var text = new StringWriter(CultureInfo.InvariantCulture);
        ServiceTime.Table.Write(text, times);
        WholeFile.Write(path, text.ToString());
        var table = Tables.New("suite", "operation", "message bytes", "mean us", "p50 us", "p99 us", "spread us");
        foreach (var time in times)
        {
            string[] words = [time.Suite, Word(time.Work), $"{time.MessageBytes}", Say(time.MeanUs), Say(time.MedianUs), Say(time.P99Us),
                Say(time.DeviationUs)];
            table.AddRow([.. words.Select(word => Tables.Cell(word))]);
        }

        Tables.Write(context, table);
        context.Output.WriteLine($"{path} is written.");
        return ExitCode.Done;
    }

    private static string Word(TrustedWork work) => work.ToString().ToLowerInvariant();

    private static string Say(double microseconds) => microseconds.ToString("F1", CultureInfo.InvariantCulture);
}
