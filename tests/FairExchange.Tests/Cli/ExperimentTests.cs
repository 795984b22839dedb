using System.Text;
using System.Text.Json;
using FairExchange.Experiments.Studies;

namespace FairExchange.Tests.Cli;

public class ExperimentTests
{
    private const string Small =
        "load: { exchanges_per_s: { value: [80, 1000], unit: exchanges/s }, cheating_rate: { value: [0.01], unit: fraction }, suites: { "
        + "value: [p256], unit: name }, mixes: { value: [short], unit: name }, arrivals: { value: 200, unit: requests } }";

    [Fact]
    public void The_list_has_every_experiment_with_its_question()
    {
        var run = Shell.Run("experiment", "list");

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.All(AllExperiments.List,
            experiment => Assert.Contains(run.Lines, line => line.TrimStart().StartsWith($"{experiment.Id} ", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("there is no experiment 'X77'; there are ", "run", "X77")]
    [InlineData("there is no scale 'large'; there are quick, paper", "run", "--scale", "large")]
    [InlineData("--replications is '1': a number from 2 to 10000", "run", "--replications", "1")]
    [InlineData("--seed is '-1'", "run", "--seed", "-1")]
    [InlineData("there is no protocol 'fair-cen'; did you mean fair-cem", "run", "--protocols", "cem0,fair-cen")]
    [InlineData("--protocols: honest-cem has no trusted party", "run", "--protocols", "cem0,honest-cem")]
    [InlineData("--protocols is 'cem0,cem0': ids of protocols are wanted, each once", "run", "--protocols", "cem0,cem0")]
    [InlineData("--protocols is 'cem0,': ids of protocols are wanted, each once", "run", "--protocols", "cem0,")]
    [InlineData("--protocols is '': ids of protocols are wanted, each once", "run", "--protocols", "")]
    [InlineData("no-such-file cannot be read", "run", "--params", "no-such-file")]
    [InlineData("no-such-file cannot be read", "run", "--calibration", "no-such-file")]
    [InlineData("the name of a file or folder is empty", "run", "--out", "")]
    [InlineData("the name of a file or folder is empty", "calibrate", "--out", "")]
    [InlineData("--exchanges is '0'", "calibrate", "--exchanges", "0")]
    public void Whatever_is_wrong_takes_one_line_before_any_work(string said, params string[] args) =>
        Shell.Run(["experiment", .. args]).AssertMisused(said);

    [Theory]
    [InlineData("load: { arrivals: { value: 1000, unit: s } }", "mine.yaml: load.arrivals is in requests, not in 's'")]
    [InlineData("resolve: { timeout: { value: 0.999, unit: fraction } }", "mine.yaml: a rate of cheating and resolve.timeout")]
    public void A_wrong_parameter_is_refused_with_file_and_name_and_nothing_is_written(string yaml, string said)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["mine.yaml"], yaml);

        Shell.Run("experiment", "run", "E2", "--params", folder["mine.yaml"], "--out", folder["out"]).AssertMisused(said);
        Assert.Equal(["mine.yaml"], folder.Names);
    }

    [Fact]
    public void A_run_is_tables_with_dictionary_and_provenance_and_one_sentence()
    {
        using var folder = new TemporaryFolder();

        var run = Run(folder, "out");

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Contains(run.Lines, line => line.Contains("a visible trusted party needs", StringComparison.Ordinal));
        Assert.Equal(["datapackage.json", "e2-load-summary.csv", "e2-load.csv", "parameters.csv", "provenance.json", "trusted-work.csv"],
            Names(folder["out"]));
        var rows = File.ReadAllLines(folder["out/e2-load.csv"]);
        Assert.StartsWith(
            "experiment,scenario,replication,seed,protocol,trusted_party,work_from,users,exchanges_per_s,cheating_rate,", rows[0],
            StringComparison.Ordinal);
        // Two rates, three replications, two protocols, three ways to provision.
        Assert.Equal(1 + (2 * 3 * 2 * 3), rows.Length);
        Assert.Equal(1 + (2 * 2 * 3), File.ReadAllLines(folder["out/e2-load-summary.csv"]).Length);
        using var dictionary = JsonDocument.Parse(File.ReadAllText(folder["out/datapackage.json"]));
        Assert.All(dictionary.RootElement.GetProperty("resources").EnumerateArray()
            .Where(resource => resource.TryGetProperty("schema", out _)), resource => Assert.Equal(
            File.ReadLines(folder[$"out/{resource.GetProperty("path").GetString()}"]).First().Split(','),
            resource.GetProperty("schema").GetProperty("fields").EnumerateArray().Select(field => field.GetProperty("name").GetString())));
        Assert.Contains("\"load.arrivals\": \"200 requests\"", File.ReadAllText(folder["out/provenance.json"]), StringComparison.Ordinal);
    }

    /// <summary>The figures of a protocol do not depend on what it is compared with, and its definition alone says its kind.</summary>
    [Fact]
    public void A_run_takes_any_protocols_and_a_protocol_of_ones_own()
    {
        using var folder = new TemporaryFolder();
        var own = Variants.ForgeableContract.CarefulWord;
        var run = Run(
            folder, context => context with { Catalogue = [.. context.Catalogue, own] }, "out", "--protocols", $"fair-cem,{own.Id}");
        Run(folder, "alone", "--protocols", "fair-cem,fair-cem-named");

        Assert.Equal((0, ""), (run.Code, run.Error));
        var (rows, alone) = (Of("out"), Of("alone"));
        Assert.Equal(["fair-cem", own.Id], rows.Select(row => row[4]).Distinct());
        Assert.All(rows, row => Assert.Equal(("virtual", "operations"), (row[5], row[6])));
        Assert.Equal(alone.Where(row => row[4] == "fair-cem"), rows.Where(row => row[4] == "fair-cem"));
        Assert.Contains($"\"protocols\": \"fair-cem (", File.ReadAllText(folder["out/provenance.json"]), StringComparison.Ordinal);
        Run(folder, "usual");
        Assert.All(Of("usual"), row => Assert.Equal("exchanges", row[6]));

        List<string[]> Of(string output) =>
            [.. File.ReadAllLines(folder[$"{output}/e2-load.csv"]).Skip(1).Select(line => line.Split(','))];
    }

    [Fact]
    public void Threads_change_no_byte_and_the_seed_does()
    {
        using var folder = new TemporaryFolder();
        Run(folder, "one", "--threads", "1");
        Run(folder, "two", "--threads", "2");
        Run(folder, "other", "--seed", "2");

        AssertSame(folder, "one", "two");
        Assert.NotEqual(File.ReadAllText(folder["one/e2-load.csv"]), File.ReadAllText(folder["other/e2-load.csv"]));
    }

    [Fact]
    public void A_run_that_is_interrupted_goes_on_and_ends_with_the_same_bytes()
    {
        using var folder = new TemporaryFolder();
        Run(folder, "whole");
        Assert.Equal(130, Interrupted(folder, "killed").Code);

        Assert.Equal(["unfinished"], Names(folder["killed"]));
        var kept = Names(folder["killed/unfinished"]).Where(name => name.StartsWith("E2.", StringComparison.Ordinal)).ToList();
        Assert.InRange(kept.Count, 2, 5);
        // What is kept is used and not made again: an old file's time stays.
        var before = File.GetLastWriteTimeUtc(folder[$"killed/unfinished/{kept[0]}"]);
        Assert.Equal(130, Interrupted(folder, "killed", "--resume").Code);
        Assert.Equal(before, File.GetLastWriteTimeUtc(folder[$"killed/unfinished/{kept[0]}"]));
        Assert.Equal(0, Run(folder, "killed", "--resume").Code);

        AssertSame(folder, "whole", "killed");
    }

    [Fact]
    public void An_unfinished_run_is_neither_lost_nor_mixed_with_another()
    {
        using var folder = new TemporaryFolder();
        Interrupted(folder, "out");

        Run(folder, "out").AssertMisused("has a run that was not finished: go on with it by --resume, or remove the folder");
        Run(folder, "out", "--resume", "--seed", "2").AssertMisused("was begun with another seed (1, now 2)");
        Run(folder, "out", "--resume", "--scale", "paper").AssertMisused("was begun with another ");
        File.WriteAllText(folder["mine.yaml"], Small.Replace("200", "300", StringComparison.Ordinal));
        Run(folder, "out", "--resume").AssertMisused("was begun with another load.arrivals (200 requests, now 300 requests)");
        File.WriteAllText(folder["mine.yaml"], Small);
        var part = Directory.EnumerateFiles(folder["out/unfinished"], "E2.*").First();
        File.WriteAllText(part, File.ReadAllText(part)[..^6]);
        Run(folder, "out", "--resume").AssertMisused($"{Path.GetFileName(part)} is not a part of this run: remove it");
    }

    [Fact]
    public void A_run_into_a_folder_that_has_results_replaces_them()
    {
        using var folder = new TemporaryFolder();
        Run(folder, "out", "--seed", "2");
        Run(folder, "out", "--resume");
        Run(folder, "once");

        AssertSame(folder, "once", "out");
    }

    [Fact]
    public void Calibration_is_a_file_that_a_run_takes()
    {
        using var folder = new TemporaryFolder();

        var run = Shell.Run("experiment", "calibrate", "--exchanges", "2", "--out", folder["mine.csv"]);

        Assert.Equal((0, ""), (run.Code, run.Error));
        // Two suites, four sizes; two protocols and eight operations.
        Assert.Equal(1 + (2 * 4 * (2 + 8)), File.ReadAllLines(folder["mine.csv"]).Length);
        Assert.Equal(0, Run(folder, "out", "--calibration", folder["mine.csv"]).Code);
        File.WriteAllText(folder["mine.csv"], "suite\np256\n");
        Run(folder, "out", "--calibration", folder["mine.csv"]).AssertMisused("mine.csv: line 1: there is no column operation");
    }

    private static Shell Run(TemporaryFolder folder, string output, params string[] more) => Run(folder, context => context, output, more);

    private static Shell Run(TemporaryFolder folder, Func<FairExchange.Cli.CommandContext, FairExchange.Cli.CommandContext> change,
        string output, params string[] more)
    {
        if (!File.Exists(folder["mine.yaml"]))
        {
            File.WriteAllText(folder["mine.yaml"], Small);
        }

        return Shell.Run(
            change, ["experiment", "run", "E2", "--params", folder["mine.yaml"], "--replications", "3", "--out", folder[output], .. more]);
    }

    /// <summary>Ctrl-C after the second replication, at the first moment at which progress tells of it.</summary>
    private static Shell Interrupted(TemporaryFolder folder, string output, params string[] more)
    {
        using var stop = new CancellationTokenSource();
        using var error = new Listener(line =>
        {
            if (line.StartsWith("\r2 of", StringComparison.Ordinal))
            {
                stop.Cancel();
            }
        });
        return Run(folder, context => context with { Error = error, ErrorIsTerminal = true, Cancellation = stop.Token }, output,
            ["--threads", "1", .. more]);
    }

    private static void AssertSame(TemporaryFolder folder, string one, string other)
    {
        Assert.Equal(Names(folder[one]), Names(folder[other]));
        Assert.All(Names(folder[one]).Where(name => name != "provenance.json"),
            name => Assert.Equal(File.ReadAllBytes(folder[$"{one}/{name}"]), File.ReadAllBytes(folder[$"{other}/{name}"])));
    }

    private static IEnumerable<string> Names(string folder) =>
        new DirectoryInfo(folder).EnumerateFileSystemInfos().Select(entry => entry.Name).Order(StringComparer.Ordinal);

    private sealed class Listener(Action<string> hear) : StringWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(string? value) => hear(value ?? "");
    }
}
