using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FairExchange.Experiments.Parameters;
using FairExchange.Experiments.Reports;
using FairExchange.Simulation.Reports;
using FairExchange.Verification.Verdicts;

namespace FairExchange.Experiments.Studies;

/// <summary>
/// An experiment as the runner, the reports and the command line see it. Write one by deriving from <see cref="Experiment{TRow}"/>.
/// </summary>
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
    ImmutableArray<Column> Columns { get; }

    /// <summary>All columns of its second table, in which time goes on from row to row; none where it has no such table.</summary>
    ImmutableArray<Column> BinColumns { get; }

    /// <summary>Its scenarios under these parameters, before any work.</summary>
    /// <exception cref="FormatException">Parameters do not go together; one line says which.</exception>
    ImmutableArray<PlannedScenario> Plan(ParameterBook book);

    /// <summary>The answer to the question in one sentence, with figures from the summary.</summary>
    string Answer(Summary summary);
}

/// <summary>A scenario whose rows are already text, cell by cell in the order of the columns.</summary>
public sealed record PlannedScenario(string Name, Func<Replication, RunCells> Run);

/// <summary>A setting of the factors. One replication of it may give several rows: visible and virtual side by side.</summary>
/// <param name="Name">Lower-case words and figures joined by hyphens; no other scenario of the experiment has it.</param>
/// <param name="Run">Called on any thread, in any order; what it returns depends on its argument alone.</param>
public sealed record StudyCase<TRow>(string Name, Func<Replication, IEnumerable<TRow>> Run)
    where TRow : Row;

/// <summary>An experiment with rows of its own kind.</summary>
/// <param name="factors">What is varied, in a few words.</param>
public abstract class Experiment<TRow>(string id, string name, string question, string factors) : IExperiment
    where TRow : Row
{
    public string Id => id;

    public string Name => name;

    public string Question => question;

    public string Factors => factors;

    public ImmutableArray<Column> Columns => Outputs.Declared;

    public virtual ImmutableArray<Column> BinColumns => [];

    /// <summary>Columns after the common ones.</summary>
    protected abstract Table<TRow> Outputs { get; }

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

    protected abstract IEnumerable<StudyCase<TRow>> Scenarios(ParameterBook book);

    /// <summary>What the table of bins has of a row, in the order of <see cref="BinColumns"/>.</summary>
    protected virtual IEnumerable<ImmutableArray<string>> BinsOf(TRow row) => [];
}

/// <summary>The experiments, in the order of their ids.</summary>
public static class AllExperiments
{
    public static ImmutableArray<IExperiment> List { get; } =
    [
        new BreakEvenExperiment(),
        new LoadExperiment(),
        new PatienceExperiment(),
        new BurstsExperiment(),
        new OutageExperiment(),
        new LiabilityExperiment(),
        new SubscriptionExperiment(),
        new ManyExperiment(),
        new YearExperiment(),
    ];
}

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

    public string Digest =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(
            '\n', Said.Select(pair => $"{pair.Key}={pair.Value}")))));
}

/// <summary>
/// Runs an experiment's replications on several threads, keeps each when it is done, and puts them together in the order of the plan.
/// </summary>
public static class ExperimentRun
{
    /// <param name="progress">Told after each replication, on any thread.</param>
    /// <returns>The rows of the experiment's tables, scenario by scenario.</returns>
    /// <exception cref="FormatException">Parameters do not go together, or a part is not what was kept.</exception>
    public static RunCells Rows(
        IExperiment experiment, RunPlan plan, int threads, IParts parts, Action? progress, CancellationToken cancellation)
    {
        var digest = plan.Digest;
        var jobs = experiment.Plan(plan.Book)
            .SelectMany(scenario => Enumerable.Range(0, plan.Replications).Select(number => (scenario, number))).ToList();
        var done = OrderedParallel.Decide(
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
                var lines = cells.Rows.Select(row => string.Join('\t', row))
                    .Concat(cells.Bins.Select(row => BinMark + string.Join('\t', row)));
                parts.Keep(name, $"{digest}\n{string.Concat(lines.Select(line => $"{line}\n"))}{End}\n");
                return cells;
            },
            _ => progress?.Invoke(),
            cancellation);
        return new RunCells([.. done.SelectMany(cells => cells.Rows)], [.. done.SelectMany(cells => cells.Bins)]);
    }

    /// <summary>Means and intervals, those of the bins with them.</summary>
    public static Summary Summarise(IExperiment experiment, RunCells cells) =>
        Summary.Of(experiment.Columns, cells.Rows) with
        {
            Bins = experiment.BinColumns.IsEmpty ? null : Summary.Of(experiment.BinColumns, cells.Bins),
        };

    /// <summary>
    /// The experiment's tables, added to the files of a run. Of bins there is the summary alone: as many rows whatever the number of
    /// replications.
    /// </summary>
    public static ResultFiles Files(ResultFiles files, IExperiment experiment, RunCells cells)
    {
        var name = FileName(experiment);
        var summary = Summarise(experiment, cells);
        var tables = files
            .With(StudyTable.OfCells(name, $"{experiment.Question} A row for each replication.", experiment.Columns), cells.Rows)
            .With(summary.Table($"{name}-summary",
                $"{experiment.Question} Means and 95 % confidence intervals (Student t) over the replications."), summary.Rows);
        return summary.Bins is not { } bins ? tables
            : tables.With(bins.Table($"{name}-bins",
                $"{experiment.Question} Bin by bin around the busiest one: means and 95 % confidence intervals (Student t) over the "
                + "replications."), bins.Rows);
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
        return new RunCells(
            Cells(ofBins[false], experiment.Columns), Cells(ofBins[true].Select(line => line[BinMark.Length..]), experiment.BinColumns));

        ImmutableArray<ImmutableArray<string>> Cells(IEnumerable<string> some, ImmutableArray<Column> columns) =>
            [.. some.Select(line => line.Split('\t').ToImmutableArray() is var row && row.Length == columns.Length
                && columns.Zip(row).All(pair => pair.First.Takes(pair.Second)) ? row : throw Foreign())];

        FormatException Foreign() => new($"{name} is not a part of this run: remove it");
    }
}
