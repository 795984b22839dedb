using System.Collections.Immutable;
using System.Text;
using FairExchange.Experiments.Studies;

namespace FairExchange.Cli.Reporting;

/// <summary>The folder <c>unfinished</c> of a run: each replication that is done, a whole file, and what the run was begun with. Gone when the run is whole.</summary>
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
        var lines = plan.Said.Add("experiments", string.Join(" ", experiments.Select(experiment => experiment.Id))).Select(pair => $"{pair.Key}: {pair.Value}").ToList();
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
            ? throw new UserError($"the run in {folder} was begun with another {other.Split(':')[0]} ({Value(before, other)}, now {Value(lines, other)}): give the same again, or remove the folder")
            : new PartFolder(folder);
    }

    public string? Find(string name) => Path.Combine(folder, name) is var path && File.Exists(path) ? Encoding.UTF8.GetString(WholeFile.ReadPlain(path, Largest)) : null;

    public void Keep(string name, string text) => WholeFile.Write(Path.Combine(folder, name), text);

    public void Remove() => Directory.Delete(folder, recursive: true);

    private static string Value(IEnumerable<string> lines, string line) => lines.FirstOrDefault(known => known.Split(':')[0] == line.Split(':')[0]) is { } found ? found.Split(':', 2)[^1].Trim() : "nothing";
}
