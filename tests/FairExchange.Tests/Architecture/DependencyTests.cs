namespace FairExchange.Tests.Architecture;

/// <summary>Dependencies point one way: between projects, and between the folders of Model and of Verification.</summary>
public class DependencyTests
{
    private static readonly Dictionary<string, string[]> References = new()
    {
        ["Model"] = [],
        ["Verification"] = ["Model"],
        ["Cryptography"] = [],
        ["Runtime"] = ["Cryptography", "Model"],
        ["Applications"] = ["Runtime"],
        ["Simulation"] = ["Runtime", "Verification"],
        ["Experiments"] = ["Simulation"],
        ["Cli"] = ["Applications", "Experiments", "Simulation"],
        ["Tests"] = ["Cli"],
        ["Benchmarks"] = ["Simulation"],
        ["Mutants"] = ["Applications", "Cli", "Cryptography", "Model", "Runtime", "Verification"],
    };

    /// <summary>What each folder may use, of its own project and of Model.</summary>
    private static readonly Dictionary<string, string[]> Folders = new()
    {
        ["Model.Language"] = [],
        ["Model.Definition"] = ["Model.Language"],
        ["Model.Catalogue"] = ["Model.Language", "Model.Definition"],
        ["Model.Drawing"] = ["Model.Language"],
        ["Verification.Solving"] = [],
        ["Verification.Universes"] = ["Model.Language"],
        ["Verification.Grounding"] = ["Model.Language", "Verification.Universes"],
        ["Verification.Searching"] = ["Model.Language", "Verification.Grounding", "Verification.Solving"],
        ["Verification.Traces"] =
            ["Model.Language", "Model.Drawing", "Verification.Grounding", "Verification.Searching", "Verification.Solving"],
        ["Verification.Verdicts"] =
        [
            "Model.Language", "Verification.Universes", "Verification.Grounding", "Verification.Searching", "Verification.Solving",
            "Verification.Traces",
        ],
        ["Verification.Cutoff"] =
        [
            "Model.Language", "Verification.Grounding", "Verification.Searching", "Verification.Solving", "Verification.Traces",
            "Verification.Verdicts",
        ],
        ["Verification.Impossibility"] =
        [
            "Model.Language", "Model.Definition", "Model.Catalogue", "Verification.Grounding", "Verification.Solving",
            "Verification.Verdicts",
        ],
    };

    public static TheoryData<string> FolderNames => [.. Folders.Keys];

    [Fact]
    public void Projects_reference_what_the_layout_says_and_nothing_else() => Assert.Equal(
        References.OrderBy(pair => pair.Key, StringComparer.Ordinal), Sources.Projects().OrderBy(pair => pair.Key, StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(FolderNames))]
    public void Folders_use_what_lies_below_them_and_nothing_else(string folder)
    {
        var parts = folder.Split('.');
        var files = Sources.Files($"model/FairExchange.{parts[0]}/{parts[1]}").ToList();

        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.All(Sources.Uses(file), used => Assert.Contains(
            Folders[folder].Append(folder), allowed => $"{used}.".StartsWith($"FairExchange.{allowed}.", StringComparison.Ordinal))));
    }

    [Fact]
    public void Every_folder_of_Model_and_Verification_has_its_place() => Assert.Equal(
        Folders.Keys.Order(StringComparer.Ordinal),
        Sources.Files("model").Select(file => file.Split('/')).Select(parts => $"{parts[1]["FairExchange.".Length..]}.{parts[2]}")
            .Distinct().Order(StringComparer.Ordinal));

    /// <summary>Each folder's own way up: whoever reads one need not have read those that use it.</summary>
    [Fact]
    public void No_two_folders_of_a_project_use_each_other_not_even_by_way_of_others()
    {
        var used = new[] { "model", "src", "sim" }.SelectMany(Sources.Files).ToLookup(FolderOf, file => Sources.Uses(file));

        Assert.All(used.Select(files => files.Key), folder => Assert.DoesNotContain(folder, Below(folder)));

        IEnumerable<string> Uses(string folder) => used[folder].SelectMany(uses => uses).Distinct()
            .Select(name => used.Select(files => files.Key).Where(other => $"{name}.".StartsWith($"{other}.", StringComparison.Ordinal))
                .MaxBy(other => other.Length)!)
            .Where(other => other != folder);

        IEnumerable<string> Below(string folder)
        {
            var (seen, open) = (new HashSet<string>(), new Stack<string>(Uses(folder)));
            while (open.TryPop(out var next))
            {
                if (seen.Add(next))
                {
                    Uses(next).ToList().ForEach(open.Push);
                }
            }

            return seen;
        }

        // model/FairExchange.Model/Catalogue/CertifiedMail/… is FairExchange.Model.Catalogue.
        static string FolderOf(string file) => string.Join('.', file.Split('/')[1..^1].Take(2));
    }

    [Fact]
    public void Code_of_Model_and_Verification_is_taken_in_by_using_and_not_by_full_names() => Assert.All(
        Sources.Files("model"),
        file => Assert.DoesNotContain(Sources.Lines(file), line => line.Contains("FairExchange.", StringComparison.Ordinal)
            && !line.StartsWith("using ", StringComparison.Ordinal) && !line.StartsWith("namespace ", StringComparison.Ordinal)));

    [Fact]
    public void No_file_has_more_than_400_lines_and_no_line_more_than_140_columns() => Assert.All(
        new[] { "model", "src", "sim", "tests" }.SelectMany(Sources.Files), file =>
        {
            Assert.True(Sources.Lines(file).Length <= 400, $"{file} is longer than 400 lines: it is more than one room");
            Assert.All(Sources.Lines(file).Index(), line => Assert.True(line.Item.Length <= 140, $"{file}({line.Index + 1}) is too wide"));
        });
}
