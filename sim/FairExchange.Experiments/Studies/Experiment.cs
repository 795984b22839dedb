using System.Collections.Immutable;
using FairExchange.Experiments.Parameters;
using FairExchange.Experiments.Reports;

namespace FairExchange.Experiments.Studies;

/// <summary>A setting of the factors. One replication of it may give several rows: visible and virtual side by side.</summary>
/// <param name="Name">Lower-case words and figures joined by hyphens; no other scenario of the experiment has it.</param>
/// <param name="Run">Called on any thread, in any order; what it returns depends on its argument alone.</param>
public sealed record Scenario<TRow>(string Name, Func<Replication, IEnumerable<TRow>> Run)
    where TRow : Row;

/// <summary>An experiment with rows of its own kind.</summary>
public abstract class Experiment<TRow> : IExperiment
    where TRow : Row
{
    public abstract string Id { get; }

    public abstract string Name { get; }

    public abstract string Question { get; }

    public abstract string Factors { get; }

    public ImmutableArray<OutputColumn> Columns => [.. Outputs.Columns.Select(column => column.Column)];

    public virtual ImmutableArray<OutputColumn> BinColumns => [];

    /// <summary>Columns after the common ones.</summary>
    protected abstract Outputs<TRow> Outputs { get; }

    public ImmutableArray<PlannedScenario> Plan(ParameterBook book)
    {
        var (outputs, names) = (Outputs, new HashSet<string>(StringComparer.Ordinal));
        return
        [
            .. Scenarios(book).Select(scenario => !names.Add(scenario.Name)
                ? throw new FormatException($"{Id} has the scenario {scenario.Name} twice: a list of its parameters has one value twice")
                : new PlannedScenario(
                    scenario.Name,
                    replication =>
                    {
                        var rows = scenario.Run(replication).ToList();
                        return new RunCells([.. rows.Select(outputs.Cells)], [.. rows.SelectMany(BinsOf)]);
                    })),
        ];
    }

    public abstract string Answer(Summary summary);

    protected abstract IEnumerable<Scenario<TRow>> Scenarios(ParameterBook book);

    /// <summary>What the table of bins has of a row, in the order of <see cref="BinColumns"/>.</summary>
    protected virtual IEnumerable<ImmutableArray<string>> BinsOf(TRow row) => [];
}
