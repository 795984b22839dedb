using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text;
using FairExchange.Experiments.Studies;
using FairExchange.Simulation.Campaigns;
using FairExchange.Simulation.Reports;

namespace FairExchange.Cli.Reporting;

/// <summary>
/// One line on a terminal's standard error that says how far the work is, how long it has taken and will take, and leaves no trace. It
/// moves on while a single step takes long.
/// </summary>
internal sealed class Progress : IDisposable
{
    private const int LineWidth = 72;

    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1), Telling = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private readonly CommandContext context;
    private readonly long total;
    private readonly long began;
    private readonly ITimer? timer;
    private long done;
    private string what;
    private bool isOver;

    /// <param name="what">What is being done, until the first step says it.</param>
    public Progress(CommandContext context, long total, string what = "")
    {
        (this.context, this.total, this.what) = (context, total, what);
        began = context.Clock.GetTimestamp();
        timer = context.ErrorIsTerminal ? context.Clock.CreateTimer(_ => Show(), null, Tick, Tick) : null;
    }

    /// <summary>One more is done. Called on any thread.</summary>
    public void Step(string what) => Reach(Interlocked.Increment(ref done), what);

    /// <summary>So many are done. Called on any thread.</summary>
    public void Reach(long count, string what)
    {
        if (!context.ErrorIsTerminal)
        {
            return;
        }

        lock (gate)
        {
            done = Math.Max(done, count);
            this.what = what;
            Show();
        }
    }

    public void Dispose()
    {
        timer?.Dispose();
        lock (gate)
        {
            isOver = true;
            if (context.ErrorIsTerminal)
            {
                context.Error.Write($"\r{new string(' ', LineWidth)}\r");
            }
        }
    }

    private void Show()
    {
        lock (gate)
        {
            if (isOver)
            {
                return;
            }

            var passed = context.Clock.GetElapsedTime(began);
            var left = done == 0 || done >= total ? "" : $", about {Say(passed * ((double)(total - done) / done))} more";
            var line = $"{done} of {total}  {what}{(passed < Telling ? "" : $"  {Say(passed)}{left}")}";
            context.Error.Write($"\r{line.PadRight(LineWidth)}");
        }
    }

    private static string Say(TimeSpan time) => time.ToString(time.TotalHours < 1 ? @"m\:ss" : @"h\:mm\:ss", CultureInfo.InvariantCulture);
}

/// <summary>
/// The folder <c>unfinished</c> of a run: each replication that is done, a whole file, and what the run was begun with. Gone when the run
/// is whole.
/// </summary>
internal sealed class PartFolder : IParts
{
    private const string Name = "unfinished", Begun = "begun-with.txt";
    private const int Largest = 1 << 26;
    private readonly string folder;

    private PartFolder(string folder) => this.folder = folder;

    /// <exception cref="UserError">There is an unfinished run that is not to go on, or one with other parameters.</exception>
    public static PartFolder Open(string output, RunPlan plan, ImmutableArray<IExperiment> experiments, bool resume)
    {
        var folder = Path.Combine(output, Name);
        var begun = Path.Combine(folder, Begun);
        var lines = plan.Said.Add("experiments", string.Join(" ", experiments.Select(experiment => experiment.Id)))
            .Select(pair => $"{pair.Key}: {pair.Value}").ToList();
        if (!File.Exists(begun))
        {
            WholeFile.Write(begun, string.Join('\n', lines) + "\n");
            return new PartFolder(folder);
        }

        if (!resume)
        {
            throw new UserError($"{folder} has a run that was not finished: go on with it by --resume, or remove the folder");
        }

        var before = Encoding.UTF8.GetString(WholeFile.ReadPlain(begun, Largest)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return before.Except(lines).Concat(lines.Except(before)).FirstOrDefault() is { } other
            ? throw new UserError(
                $"the run in {folder} was begun with another {other.Split(':')[0]} ({Value(before, other)}, now {Value(lines, other)}): "
                + "give the same again, or remove the folder")
            : new PartFolder(folder);
    }

    public string? Find(string name) =>
        Path.Combine(folder, name) is var path && File.Exists(path) ? Encoding.UTF8.GetString(WholeFile.ReadPlain(path, Largest)) : null;

    public void Keep(string name, string text) => WholeFile.Write(Path.Combine(folder, name), text);

    public void Remove() => Directory.Delete(folder, recursive: true);

    private static string Value(IEnumerable<string> lines, string line) =>
        lines.FirstOrDefault(known => known.Split(':')[0] == line.Split(':')[0]) is { } found ? found.Split(':', 2)[^1].Trim() : "nothing";
}

/// <summary>Writes results to a folder, each file whole.</summary>
internal static class ResultFolder
{
    /// <param name="parameters">What decides the results, by name.</param>
    /// <exception cref="UserError">A file cannot be written.</exception>
    public static void Write(
        string folder, ResultFiles results, ParseResult parsed, IEnumerable<KeyValuePair<string, string>> parameters, TimeSpan took)
    {
        var provenance = Provenance.Of([.. parsed.Tokens.Select(token => token.Value)],
            parameters.ToImmutableSortedDictionary(StringComparer.Ordinal), TimeProvider.System, took);
        foreach (var (name, text) in results.Complete(provenance).Files)
        {
            WholeFile.Write(Path.Combine(folder, name), text);
        }
    }

    /// <param name="plans">What was played, a plan for each suite: alike in seed and messages.</param>
    /// <exception cref="UserError">A file cannot be written.</exception>
    public static void Write(string folder, ResultFiles results, ParseResult parsed, IReadOnlyList<CampaignPlan> plans, TimeSpan took) =>
        Write(folder, results, parsed, new Dictionary<string, string>
        {
            ["seed"] = plans[0].Seed.ToString(CultureInfo.InvariantCulture),
            ["exchanges_per_row"] = string.Join(", ", plans.Select(plan => $"{plan.Exchanges} with {plan.Matchups[0].Suite}")),
            ["messages"] = plans[0].Messages.Length.ToString(CultureInfo.InvariantCulture),
        }, took);
}
