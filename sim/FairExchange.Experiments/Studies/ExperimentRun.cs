using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FairExchange.Experiments.Parameters;
using FairExchange.Experiments.Reports;
using FairExchange.Simulation.Reports;
using FairExchange.Verification.Verdicts;

namespace FairExchange.Experiments.Studies;

/// <summary>Where finished parts of a run are kept until it is whole. Called on several threads.</summary>
public interface IParts
{
    /// <summary>Null where the part is not there.</summary>
    string? Find(string name);

    void Keep(string name, string text);
}

/// <summary>What decides a run's results.</summary>
public sealed record RunPlan(ParameterBook Book, int Replications, ulong Seed)
{
    /// <summary>Replications unless the user says otherwise.</summary>
    public static int UsualReplications(Scale scale) => scale == Scale.Quick ? 5 : 30;

    /// <summary>All of it by name. Two runs with the same have the same bytes.</summary>
    public ImmutableSortedDictionary<string, string> Said => Book.Said
        .Add("replications", Replications.ToString(CultureInfo.InvariantCulture))
        .Add("seed", Seed.ToString(CultureInfo.InvariantCulture));

    public string Digest => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', Said.Select(pair => $"{pair.Key}={pair.Value}")))));
}

/// <summary>Runs an experiment's replications on several threads, keeps each when it is done, and puts them together in the order of the plan.</summary>
public static class ExperimentRun
{
    /// <param name="progress">Told after each replication, on any thread.</param>
    /// <returns>The rows of the experiment's tables, scenario by scenario.</returns>
    /// <exception cref="FormatException">Parameters do not go together, or a part is not what was kept.</exception>
    public static RunCells Rows(IExperiment experiment, RunPlan plan, int threads, IParts parts, Action? progress, CancellationToken cancellation)
    {
        var digest = plan.Digest;
        var jobs = experiment.Plan(plan.Book).SelectMany(scenario => Enumerable.Range(0, plan.Replications).Select(number => (scenario, number))).ToList();
        var done = VerdictTable.Decide(
            jobs,
            threads,
            job =>
            {
                var name = string.Create(CultureInfo.InvariantCulture, $"{experiment.Id}.{job.scenario.Name}.{job.number}.csv");
                if (parts.Find(name) is { } kept)
                {
                    return Part(kept, name, digest, experiment);
                }

                var cells = job.scenario.Run(new Replication(experiment.Id, job.number, plan.Seed));
                var lines = cells.Rows.Select(row => string.Join('\t', row)).Concat(cells.Bins.Select(row => BinMark + string.Join('\t', row)));
                parts.Keep(name, $"{digest}\n{string.Concat(lines.Select(line => $"{line}\n"))}{End}\n");
                return cells;
            },
            _ => progress?.Invoke(),
            cancellation);
        return new RunCells([.. done.SelectMany(cells => cells.Rows)], [.. done.SelectMany(cells => cells.Bins)]);
    }

    /// <summary>Means and intervals, those of the bins with them.</summary>
    public static Summary Summarise(IExperiment experiment, RunCells cells) =>
        Summary.Of(experiment.Columns, cells.Rows) with { Bins = experiment.BinColumns.IsEmpty ? null : Summary.Of(experiment.BinColumns, cells.Bins) };

    /// <summary>The experiment's tables, added to the files of a run. Of bins there is the summary alone: as many rows whatever the number of replications.</summary>
    public static ResultFiles Files(ResultFiles files, IExperiment experiment, RunCells cells)
    {
        var name = FileName(experiment);
        var summary = Summarise(experiment, cells);
        var tables = files
            .With(CellTable.Of(name, $"{experiment.Question} A row for each replication.", experiment.Columns), cells.Rows)
            .With(summary.Table($"{name}-summary", $"{experiment.Question} Means and 95 % confidence intervals (Student t) over the replications."), summary.Rows);
        return summary.Bins is not { } bins ? tables
            : tables.With(bins.Table($"{name}-bins", $"{experiment.Question} Bin by bin around the busiest one: means and 95 % confidence intervals (Student t) over the replications."), bins.Rows);
    }

    /// <summary>Without its ending.</summary>
    public static string FileName(IExperiment experiment) => $"{experiment.Id}-{experiment.Name}".ToLowerInvariant();

    private const string End = "end", BinMark = "+\t";

    private static RunCells Part(string text, string name, string digest, IExperiment experiment)
    {
        var lines = text.Split('\n');
        if (lines.Length < 3 || lines[0] != digest || lines[^2] != End || lines[^1].Length > 0)
        {
            throw Foreign();
        }

        var ofBins = lines[1..^2].ToLookup(line => line.StartsWith(BinMark, StringComparison.Ordinal));
        return new RunCells(Cells(ofBins[false], experiment.Columns), Cells(ofBins[true].Select(line => line[BinMark.Length..]), experiment.BinColumns));

        ImmutableArray<ImmutableArray<string>> Cells(IEnumerable<string> some, ImmutableArray<OutputColumn> columns) =>
            [.. some.Select(line => line.Split('\t').ToImmutableArray() is var row && row.Length == columns.Length && columns.Zip(row).All(pair => pair.First.Takes(pair.Second)) ? row : throw Foreign())];

        FormatException Foreign() => new($"{name} is not a part of this run: remove it");
    }
}
