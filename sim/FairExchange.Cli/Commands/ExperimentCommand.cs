using FairExchange.Cli.Reporting;
using FairExchange.Experiments.Studies;
using Spectre.Console;

namespace FairExchange.Cli.Commands;

/// <summary><c>experiment list|run|plot|calibrate</c>: what a trusted party has to carry and what it costs.</summary>
internal sealed class ExperimentCommand : Verb
{
    /// <summary>Where runs are written unless the user says otherwise.</summary>
    internal const string Folder = "results/experiments";

    public ExperimentCommand(Surroundings around)
        : base("experiment", "Load and cost of trusted parties, visible and virtual: simulations with confidence intervals, at parameters that a file replaces.",
            "experiment list",
            "experiment run E2 --out my-results",
            "experiment plot --in my-results")
    {
        Subcommands.Add(new ExperimentListCommand(around));
        Subcommands.Add(new ExperimentRunCommand(around));
        Subcommands.Add(new ExperimentPlotCommand(around));
        Subcommands.Add(new ExperimentCalibrateCommand(around));
    }

    /// <exception cref="UserError">There is none of that id.</exception>
    internal static IExperiment Find(string id) => AllExperiments.List.FirstOrDefault(experiment => string.Equals(experiment.Id, id, StringComparison.OrdinalIgnoreCase))
        ?? throw Choices.None("experiment", id, [.. AllExperiments.List.Select(experiment => experiment.Id)]);
}

/// <summary><c>experiment list</c>.</summary>
internal sealed class ExperimentListCommand : Verb
{
    public ExperimentListCommand(Surroundings around)
        : base("list", "The experiments, each with its question and what it varies.", "experiment list") => SetAction(_ =>
    {
        var table = Tables.New("id", "name", "question", "varies");
        foreach (var experiment in AllExperiments.List)
        {
            table.AddRow(Tables.Cell(experiment.Id), Tables.Cell(experiment.Name), Tables.Cell(experiment.Question), Tables.Cell(experiment.Factors));
        }

        Tables.Write(around, table);
        return ExitCode.Done;
    });
}
