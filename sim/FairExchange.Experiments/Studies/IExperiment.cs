using System.Collections.Immutable;
using FairExchange.Experiments.Parameters;
using FairExchange.Experiments.Reports;

namespace FairExchange.Experiments.Studies;

/// <summary>An experiment as the runner, the reports and the command line see it. Write one by deriving from <see cref="Experiment{TRow}"/>.</summary>
public interface IExperiment
{
    /// <summary>E1 to E9.</summary>
    string Id { get; }

    /// <summary>One word, as in <c>load</c>.</summary>
    string Name { get; }

    string Question { get; }

    /// <summary>What is varied, in a few words.</summary>
    string Factors { get; }

    /// <summary>All columns of its table, the common ones first.</summary>
    ImmutableArray<OutputColumn> Columns { get; }

    /// <summary>All columns of its second table, in which time goes on from row to row; none where it has no such table.</summary>
    ImmutableArray<OutputColumn> BinColumns { get; }

    /// <summary>Its scenarios under these parameters, before any work.</summary>
    /// <exception cref="FormatException">Parameters do not go together; one line says which.</exception>
    ImmutableArray<PlannedScenario> Plan(ParameterBook book);

    /// <summary>The answer to the question in one sentence, with figures from the summary.</summary>
    string Answer(Summary summary);
}

/// <summary>A scenario whose rows are already text, cell by cell in the order of the columns.</summary>
public sealed record PlannedScenario(string Name, Func<Replication, RunCells> Run);
