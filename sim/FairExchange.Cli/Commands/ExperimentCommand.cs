using System.Collections.Immutable;
using System.CommandLine;
using System.Diagnostics;
using FairExchange.Cli.Reporting;
using FairExchange.Experiments.Parameters;
using FairExchange.Experiments.Protocols;
using FairExchange.Experiments.Reports;
using FairExchange.Experiments.Studies;
using FairExchange.Experiments.Workload;
using FairExchange.Model.Language;
using FairExchange.Simulation.Reports;
using Spectre.Console;
using Progress = FairExchange.Cli.Reporting.Progress;

namespace FairExchange.Cli.Commands;

/// <summary><c>experiment list|run|plot|calibrate</c>: what a trusted party has to carry and what it costs.</summary>
internal sealed class ExperimentCommand : DocumentedCommand
{
    /// <summary>Where runs are written unless the user says otherwise.</summary>
    internal const string Folder = "results/experiments";

    public ExperimentCommand(CommandContext context)
        : base("experiment", "Load and cost of trusted parties, visible and virtual: simulations with confidence intervals, at "
            + "parameters that a file replaces.",
            "experiment list",
            "experiment run E2 --out my-results",
            "experiment plot --in my-results")
    {
        Subcommands.Add(new ExperimentListCommand(context));
        Subcommands.Add(new ExperimentRunCommand(context));
        Subcommands.Add(new ExperimentPlotCommand(context));
        Subcommands.Add(new ExperimentCalibrateCommand(context));
    }

    /// <exception cref="UserError">There is none of that id.</exception>
    internal static IExperiment Find(string id) =>
        AllExperiments.List.FirstOrDefault(experiment => string.Equals(experiment.Id, id, StringComparison.OrdinalIgnoreCase))
        ?? throw Choices.None("experiment", id, [.. AllExperiments.List.Select(experiment => experiment.Id)]);
}

/// <summary><c>experiment list</c>.</summary>
internal sealed class ExperimentListCommand : DocumentedCommand
{
    public ExperimentListCommand(CommandContext context)
        : base("list", "The experiments, each with its question and what it varies.", "experiment list") => SetAction(_ =>
    {
        var table = Tables.New("id", "name", "question", "varies");
        foreach (var experiment in AllExperiments.List)
        {
            table.AddRow(Tables.Cell(experiment.Id), Tables.Cell(experiment.Name), Tables.Cell(experiment.Question),
                Tables.Cell(experiment.Factors));
        }

        Tables.Write(context, table);
        return ExitCode.Done;
    });
}

/// <summary><c>experiment run [ID…]</c>: replications to CSV, which go on where they were killed.</summary>
internal sealed class ExperimentRunCommand : DocumentedCommand
{
    private const int LargestCalibration = 1 << 20;

    private readonly Argument<string[]> ids = new("ID")
    {
        Description = "Experiments (see experiment list); all if left out.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string?> protocols = CommandOptions.Text("--protocols", "ID,…",
        "The protocols whose trusted parties are compared; "
        + $"{string.Join(",", StudiedProtocol.Usual.Select(protocol => protocol.Id))} if left out.");

    private readonly Option<string?> parameters = CommandOptions.Parameters("A YAML file that replaces parameters");

    private readonly Option<string?> calibration = CommandOptions.Text("--calibration", "FILE",
        "Service times of experiment calibrate; those that come with the program if left out.");

    private readonly Option<int?> replications = CommandOptions.Replications();

    private readonly Option<ulong?> seed = CommandOptions.Seed();

    private readonly Option<int?> threads = CommandOptions.Threads();

    private readonly Option<string?> scale = CommandOptions.Text("--scale", "quick|paper",
        "quick: a coarse grid, 5 replications; paper: all of it, 30; quick if left out.");

    private readonly Option<bool> resume = CommandOptions.Flag("--resume",
        "Go on with a run that was killed; it ends with the same bytes as one that was not.");

    private readonly Option<string?> folder = CommandOptions.Text("--out", "DIR",
        $"Where to write; {ExperimentCommand.Folder} if left out.");

    public ExperimentRunCommand(CommandContext context)
        : base(
            "run",
            "Runs experiments: a CSV with a row for each replication, one with means and 95 % intervals, their dictionary and provenance.",
            "experiment run E2",
            "experiment run --scale paper --out results/paper",
            "experiment run E2 --protocols cem0,fair-cem-named",
            "experiment run E2 --params mine.yaml --replications 10 --seed 7")
    {
        Takes(ids, protocols, parameters, calibration, replications, seed, threads, scale, resume, folder);
        SetAction(parsed => Run(context, parsed));
    }

    private int Run(CommandContext context, ParseResult parsed)
    {
        var watch = Stopwatch.StartNew();
        ImmutableArray<IExperiment> experiments = [.. (parsed.GetValue(ids) ?? []).Select(ExperimentCommand.Find).Distinct()];
        experiments = experiments.IsEmpty ? AllExperiments.List : experiments;
        var book = Book(parsed) with { Protocols = Protocols(context, parsed.GetValue(protocols)) };
        var plan = new RunPlan(book, parsed.GetValue(replications) ?? RunPlan.UsualReplications(book.Scale), parsed.GetValue(seed)
            ?? CommandOptions.DefaultSeed);
        var output = parsed.GetValue(folder) ?? ExperimentCommand.Folder;
        foreach (var experiment in experiments)
        {
            Named(parsed, () => experiment.Plan(book));
        }

        WholeFile.CheckFolder(output);
        var parts = PartFolder.Open(output, plan, experiments, parsed.GetValue(resume));
        var files = experiments.Aggregate(
            ResultFiles.Empty.With(ParameterBook.Table, book.Rows()).With(WorkRow.Table, WorkRow.Of(book)),
            (made, experiment) => Run(context, made, experiment, plan, parsed.GetValue(threads) ?? context.Threads, parts));
        ResultFolder.Write(output, files, parsed, plan.Said, watch.Elapsed);
        parts.Remove();
        context.Output.WriteLine($"{string.Join(", ", experiments.Select(experiment => experiment.Id))}: results are in {output}.");
        return ExitCode.Done;
    }

    private static ResultFiles Run(
        CommandContext context, ResultFiles made, IExperiment experiment, RunPlan plan, int threads, PartFolder parts)
    {
        var scenarios = experiment.Plan(plan.Book).Length;
        RunCells cells;
        using (var progress = new Progress(context, (long)scenarios * plan.Replications, $"replications of {experiment.Id}"))
        {
            try
            {
                cells = ExperimentRun.Rows(
                    experiment, plan, threads, parts, () => progress.Step($"replications of {experiment.Id}"), context.Cancellation);
            }
            catch (FormatException problem)
            {
                throw new UserError(problem.Message);
            }
        }

        context.Output.WriteLine($"{experiment.Id} {experiment.Name}: {experiment.Question}");
        context.Output.WriteLine($"  {experiment.Answer(ExperimentRun.Summarise(experiment, cells))}");
        var name = ExperimentRun.FileName(experiment);
        context.Output.WriteLine(
            $"  {scenarios} scenarios, {plan.Replications} replications: {name}.csv, "
            + $"{name}-summary.csv{(experiment.BinColumns.IsEmpty ? "" : $", {name}-bins.csv")}");
        return ExperimentRun.Files(made, experiment, cells);
    }

    private ParameterBook Book(ParseResult parsed)
    {
        var book = ParameterBook.Default(parsed.GetValue(scale) switch
        {
            null or "quick" => Scale.Quick,
            "paper" => Scale.Paper,
            var other => throw Choices.None("scale", other, ["quick", "paper"]),
        });
        book = parsed.GetValue(calibration) is { } times
            ? book with { ServiceTimes = TextFile.Parse(times, LargestCalibration, ServiceTimes.Read) } : book;
        return CommandOptions.ReadParameters(parsed.GetValue(parameters), book);
    }

    /// <exception cref="UserError">There is no such protocol, it has no trusted party, or is there twice.</exception>
    private static ImmutableArray<StudiedProtocol> Protocols(CommandContext context, string? given)
    {
        if (given is null)
        {
            return StudiedProtocol.Usual;
        }

        ImmutableArray<string> ids = [.. given.Split(',').Select(id => id.Trim(' '))];
        if (ids.Contains("") || ids.CountBy(id => id).Any(id => id.Value > 1))
        {
            throw new UserError($"--protocols is '{Legible.Shown(given)}': ids of protocols are wanted, each once, with commas between");
        }

        try
        {
            return [.. ids.Select(id => StudiedProtocol.Usual.FirstOrDefault(usual => usual.Protocol == context.Find(id))
                ?? new StudiedProtocol(context.Find(id)))];
        }
        catch (FormatException problem)
        {
            throw new UserError($"--protocols: {problem.Message}");
        }
    }

    private void Named(ParseResult parsed, Action check)
    {
        try
        {
            check();
        }
        catch (FormatException problem)
        {
            throw new UserError($"{parsed.GetValue(parameters) ?? parsed.GetValue(calibration) ?? "parameters"}: {problem.Message}");
        }
    }
}
