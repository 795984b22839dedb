using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FairExchange.Experiments.Parameters;
using FairExchange.Experiments.Studies;
using FairExchange.Simulation.Reports;
using FairExchange.Verification.Verdicts;

namespace FairExchange.Experiments.Reports;

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
    /// <returns>The rows of the experiment's table, scenario by scenario.</returns>
    /// <exception cref="FormatException">Parameters do not go together, or a part is not what was kept.</exception>
    public static ImmutableArray<ImmutableArray<string>> Rows(IExperiment experiment, RunPlan plan, int threads, IParts parts, Action? progress, CancellationToken cancellation)
    {
        var digest = plan.Digest;
        var jobs = experiment.Plan(plan.Book).SelectMany(scenario => Enumerable.Range(0, plan.Replications).Select(number => (scenario, number))).ToList();
        return
        [
            .. VerdictTable.Decide(
                jobs,
                threads,
                job =>
                {
                    var name = string.Create(CultureInfo.InvariantCulture, $"{experiment.Id}.{job.scenario.Name}.{job.number}.csv");
                    if (parts.Find(name) is { } kept)
                    {
                        return Part(kept, name, digest, experiment.Columns.Length);
                    }

                    var rows = job.scenario.Run(new Replication(experiment.Id, job.number, plan.Seed));
                    parts.Keep(name, $"{digest}\n{string.Concat(rows.Select(row => $"{string.Join('\t', row)}\n"))}{End}\n");
                    return rows;
                },
                _ => progress?.Invoke(),
                cancellation).SelectMany(rows => rows),
        ];
    }

    /// <summary>The experiment's two tables, added to the files of a run.</summary>
    public static ResultFiles Files(ResultFiles files, IExperiment experiment, ImmutableArray<ImmutableArray<string>> rows)
    {
        var name = FileName(experiment);
        var summary = Summary.Of(experiment.Columns, rows);
        return files
            .With(CellTable.Of(name, $"{experiment.Question} A row for each replication.", experiment.Columns), rows)
            .With(summary.Table($"{name}-summary", $"{experiment.Question} Means and 95 % confidence intervals (Student t) over the replications."), summary.Rows);
    }

    /// <summary>Without its ending.</summary>
    public static string FileName(IExperiment experiment) => $"{experiment.Id}-{experiment.Name}".ToLowerInvariant();

    private const string End = "end";

    private static ImmutableArray<ImmutableArray<string>> Part(string text, string name, string digest, int columns)
    {
        var lines = text.Split('\n');
        return lines.Length < 3 || lines[0] != digest || lines[^2] != End || lines[^1].Length > 0 || lines[1..^2].Any(line => line.Split('\t').Length != columns)
            ? throw new FormatException($"{name} is not a part of this run: remove it")
            : [.. lines[1..^2].Select(line => line.Split('\t').ToImmutableArray())];
    }
}
