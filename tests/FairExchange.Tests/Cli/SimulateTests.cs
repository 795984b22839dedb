using FairExchange.Experiments.Costs;
using FairExchange.Model.Catalogue.CertifiedMail;
using FairExchange.Simulation.Reports;
using FairExchange.Tests.Variants;
using FairExchange.Verification.Solving;

namespace FairExchange.Tests.Cli;

public class SimulateTests
{
    [Theory]
    [InlineData("there is no protocol 'nix'", "simulate", "nix")]
    [InlineData("there is no --alice strategy 'dance'; there are honest, stops-after-receipt,", "simulate", "fair-cem", "--alice", "dance")]
    [InlineData("there is no --alice strategy 'direct'", "simulate", "fair-cem", "--alice", "honest,direct")]
    [InlineData("there is no --bob strategy 'late'", "simulate", "fair-cem", "--bob", "late")]
    [InlineData("there is no suite 'rsa'; there are p256, curve25519, symbolic", "simulate", "--suite", "rsa")]
    [InlineData("--exchanges is '0': a number from 1 to 1000000000000 is wanted", "simulate", "--exchanges", "0")]
    [InlineData("--exchanges is '1e3'", "simulate", "--exchanges", "1e3")]
    [InlineData("--exchanges is '99999999999999999999'", "simulate", "--exchanges", "99999999999999999999")]
    [InlineData("--seed is '-1'", "simulate", "--seed", "-1")]
    [InlineData("--seed is ''", "simulate", "--seed", "")]
    [InlineData("--seed is '9223372036854775808': a number from 0 to 9223372036854775807", "simulate", "--seed", "9223372036854775808")]
    [InlineData("--threads is '0'", "simulate", "--threads", "0")]
    [InlineData("--threads is '1,5'", "simulate", "--threads", "1,5")]
    [InlineData("'--threads'", "simulate", "--threads")]
    [InlineData("'--seed'", "simulate", "--seed", "1", "--seed", "2")]
    [InlineData("--messages: there is no folder 'no-such-folder'", "simulate", "--messages", "no-such-folder")]
    [InlineData("--messages: there is no folder ''", "simulate", "--messages", "")]
    [InlineData("no-such-file cannot be read", "simulate", "--params", "no-such-file")]
    [InlineData("the name of a file or folder is empty", "simulate", "--params", "")]
    [InlineData("the name of a file or folder is empty", "simulate", "--out", "")]
    [InlineData("the name of a file or folder is empty", "simulate", "--evidence", "")]
    [InlineData("--detail writes a file: say where with --out DIR", "simulate", "--detail")]
    [InlineData("there is no option '--fast'", "simulate", "--fast")]
    [InlineData("--seed is 'x'", "--seed", "x")]
    [InlineData("--threads is '1025'", "--threads", "1025")]
    [InlineData("--messages: there is no folder 'no-such-folder'", "--messages", "no-such-folder")]
    [InlineData("no-such-file cannot be read", "--params", "no-such-file")]
    [InlineData("the name of a file or folder is empty", "--out", "")]
    public void Whatever_is_wrong_takes_one_line_before_any_work(string said, params string[] args) =>
        // Work would need a solver.
        Shell.Run(context => context with { NewSolver = () => throw new InvalidOperationException("work has begun") }, args)
            .AssertMisused(said);

    [Theory]
    [InlineData("honest-cem", "--alice", "garbled-z")]
    [InlineData("fair-cem-named", "--alice", "trace")]
    [InlineData("fair-cem", "--alice", "trace", "--bob", "trace")]
    public void Strategies_that_do_not_apply_are_no_campaign(params string[] args) =>
        Shell.Run(["simulate", .. args]).AssertMisused($"none of these strategies applies to {args[0]}: ");

    [Fact]
    public void A_folder_without_messages_is_refused()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder[".hidden"], "hidden");
        Directory.CreateDirectory(folder["below"]);

        Shell.Run("simulate", "--messages", folder["."]).AssertMisused("has no files to exchange");
        Shell.Run("--messages", folder[".hidden"]).AssertMisused("there is no folder");
    }

    [Theory]
    [InlineData("--out")]
    [InlineData("--evidence")]
    public void A_folder_that_cannot_be_written_is_refused_before_any_work_and_nothing_is_left(string option)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["file"], "kept");

        foreach (var target in new[] { folder["file"], folder["file/below/it"], "/proc/nowhere" })
        {
            Shell.Run(context => context with { NewSolver = () => throw new InvalidOperationException("work has begun") }, "simulate",
                "fair-cem", option, target).AssertMisused("cannot be written to");
        }

        Assert.Equal(["file"], folder.Names);
        Assert.Equal("kept", File.ReadAllText(folder["file"]));
    }

    /// <summary>A price list as earlier versions took it, with and without the comment that the program's own began with.</summary>
    private const string PriceList = """
        {
          "compute": { "value": 0.0408, "unit": "USD/vCPU-hour", "source": "mine" },
          "seconds_per_operation": { "value": 0.00025, "unit": "s/public-key operation", "source": "mine" }
        }
        """;

    [Theory]
    [InlineData("", "mine: there is nothing in it")]
    [InlineData("{", "mine: ")]
    [InlineData("{\"compute\": 5}", "mine: compute has no members")]
    [InlineData(PriceList, "mine: this is a price list as --prices took it: prices are parameters now, in YAML, so say costs: { vcpu:")]
    [InlineData("// Mine.\n" + PriceList, "mine: this is a price list")]
    [InlineData("costs: { egress: { value: [0.09], unit: USD/TB } }", "mine: costs.egress is in USD/GB, not in 'USD/TB'")]
    [InlineData("costs: { egress: { value: [2, 1], unit: USD/GB } }", "mine: costs.egress is one value, the two ends of a range")]
    [InlineData("subscription: { handling: { value: 1, unit: USD/resolve } }", "mine: there is no parameter 'subscription.handling'")]
    public void Prices_that_are_none_are_refused_with_the_files_name_before_any_work(string text, string said)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["mine"], text);

        foreach (var command in new[] { Array.Empty<string>(), ["simulate"] })
        {
            Shell.Run(context => context with { NewSolver = () => throw new InvalidOperationException("work has begun") },
                [.. command, "--params", folder["mine"]]).AssertMisused(said);
        }

        Shell.Run("simulate", "--params", folder["."]).AssertMisused("cannot be read");
    }

    /// <summary>One file for campaigns and experiments: what it says stands in the tables, and what it does not stays.</summary>
    [Fact]
    public void A_parameter_file_decides_what_a_campaign_costs()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["mine"], """
            campaign: { exchanges_per_year: { value: [1000], unit: exchanges/year }, cheating_rate: { value: [0], unit: fraction } }
            costs: { engineer: { value: [12000], unit: USD/year }, engineers_around_the_clock: { value: [5], unit: engineers } }
            """);

        var run = Shell.Run("simulate", "cem0", "--alice", "honest", "--exchanges", "1", "--params", folder["mine"], "--out",
            folder["out"]);

        Assert.Equal((0, ""), (run.Code, run.Error));
        var cost = CsvRows.Read(File.ReadAllText(folder["out/cost.csv"]), [.. CostRow.Table.Declared.Select(column => column.Name)]);
        Assert.Equal(("cem0", "0", "1000", "60"), (Assert.Single(cost.Rows)["protocol"], cost.Rows[0]["cheating_rate"],
            cost.Rows[0]["exchanges_per_year"], cost.Rows[0]["staff_usd"]));
        Assert.Contains("costs.engineer,12000,USD/year,given in mine\n", File.ReadAllText(folder["out/parameters.csv"]),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_campaign_is_told_row_by_row_and_written_whole()
    {
        using var folder = new TemporaryFolder();

        var run = Shell.Run("simulate", "fair-cem", "fair-cem-named", "--alice", "honest,misnamed-sender", "--exchanges", "3", "--seed",
            "5", "--detail", "--out", folder["out"]);

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Contains(run.Lines, line => line.Contains("misnamed-sender", StringComparison.Ordinal)
            && line.Contains("3 B", StringComparison.Ordinal));
        Assert.Contains("12 exchanges, 0 contradictions.", run.Lines);
        Assert.Equal(
            ["cost.csv", "datapackage.json", "exchanges.csv", "load.csv", "outcomes.csv", "parameters.csv", "provenance.json"],
            Names(folder["out"]));
        Assert.Equal(1 + 12, File.ReadAllLines(folder["out/exchanges.csv"]).Length);
        Assert.Equal(
            "fair-cem,misnamed-sender,honest,reliable,p256,5,3,0,0,0,3,3,", File.ReadAllLines(folder["out/outcomes.csv"])[2][..60]);
    }

    [Fact]
    public void Threads_change_no_byte_of_any_table()
    {
        using var folder = new TemporaryFolder();
        foreach (var threads in new[] { "1", "2" })
        {
            Assert.Equal(0, Shell.Run(
                "simulate", "fair-cem", "--alice", "random,honest", "--bob", "honest,random", "--exchanges", "40", "--suite", "symbolic",
                "--threads", threads, "--detail", "--out", folder[threads]).Code);
        }

        Assert.All(Names(folder["1"]).Where(name => name != "provenance.json"),
            name => Assert.Equal(File.ReadAllBytes(folder[$"1/{name}"]), File.ReadAllBytes(folder[$"2/{name}"])));
    }

    [Fact]
    public void Messages_of_ones_own_are_exchanged()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["in"]);
        File.WriteAllBytes(folder["in/one"], new byte[100_000]);

        Assert.Equal(0, Shell.Run(
            "simulate", "honest-cem", "--alice", "honest", "--exchanges", "2", "--messages", folder["in"], "--out", folder["out"]).Code);
        var bytes = long.Parse(
            File.ReadAllLines(folder["out/outcomes.csv"])[1].Split(',')[13], System.Globalization.CultureInfo.InvariantCulture);
        // M from Alice, and M within Bob's signature, twice.
        Assert.InRange(bytes, 400_000, 401_000);
    }

    /// <summary>With a solver that finds no attack anywhere, whatever cheaters achieve contradicts its "proofs".</summary>
    [Fact]
    public void A_false_verdict_is_contradicted_with_the_seed_that_replays_it_and_exit_code_1()
    {
        string[] args = ["simulate", "fair-cem", "--alice", "misnamed-sender", "--suite", "symbolic", "--exchanges", "2"];
        var run = Shell.Run(context => context with { NewSolver = () => new Denying() }, args);

        Assert.Equal((1, ""), (run.Code, run.Error));
        Assert.Contains("CONTRADICTION: fair-cem, Alice misnamed-sender, Bob honest, reliable, symbolic: fairness for B is said to be "
            + "vacuous and this run is one that it speaks of (seed 1, exchange 0)", run.Lines);
        // It denies too that the honest outcome of the claim can be.
        Assert.Contains(run.Lines, line => line.StartsWith("2 exchanges, ", StringComparison.Ordinal)
            && !line.StartsWith("2 exchanges, 0 ", StringComparison.Ordinal));
        Assert.Equal(0, Shell.Run(args).Code);
    }

    [Fact]
    public void A_variant_outside_the_catalogue_is_played_like_an_entry()
    {
        var run = Shell.RunOn(BrokenFairCem.KeepsReceipt, "simulate", "--bob", "trace", "--exchanges", "2", "--suite", "curve25519");

        Assert.Equal(0, run.Code);
        Assert.Contains(run.Lines, line => line.Contains("2 A", StringComparison.Ordinal));
    }

    [Fact]
    public void A_missing_libz3_takes_one_line_wherever_it_is_missed()
    {
        Func<Func<ISolver>, string[], Shell> run = (newSolver, args) =>
            Shell.Run(context => context with { NewSolver = newSolver, Threads = 2 }, args);
        Func<ISolver> missing = () => throw new Z3NotFoundException("Native Z3 (libz3) was not found.");
        run(missing, ["simulate", "fair-cem"]).AssertMisused("Native Z3 (libz3) was not found.");
        var job = run(missing, ["--out", "never-made"]);
        Assert.Equal((2, "fairexchange: Native Z3 (libz3) was not found.\n"), (job.Code, job.Error));
        Assert.False(Directory.Exists("never-made"));

        // Only when outcomes are put to it: the verdicts are there already.
        using var folder = new TemporaryFolder();
        var late = run(
            () => File.Exists(folder["out/exchanges.csv.unfinished"]) ? missing() : new Z3Solver(),
            ["simulate", "fair-cem", "--alice", "honest,late", "--exchanges", "1", "--suite", "symbolic", "--detail", "--out",
                folder["out"]]);
        late.AssertMisused("Native Z3 (libz3) was not found.");
        Assert.Empty(Names(folder["out"]));
    }

    [Theory]
    [InlineData]
    [InlineData("simulate", "fair-cem", "--detail")]
    public void Interrupted_work_ends_with_one_line_and_leaves_no_file(params string[] args)
    {
        using var folder = new TemporaryFolder();
        using var stop = new CancellationTokenSource();
        stop.Cancel();

        var run = Shell.Run(context => context with { Cancellation = stop.Token }, [.. args, "--out", folder["out"]]);

        Assert.Equal((130, "fairexchange: interrupted\n"), (run.Code, run.Error));
        Assert.Empty(folder.Names);
    }

    /// <summary>The main job on a catalogue of one: what CI runs on all.</summary>
    [Fact]
    public void The_main_job_writes_its_folder_whole_and_alike_whatever_the_threads()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["in"]);
        File.WriteAllText(folder["in/a"], "a");
        File.WriteAllText(folder["in/b"], "b");
        foreach (var (threads, more) in new[] { ("1", Array.Empty<string>()), ("2", ["--full"]) })
        {
            var run = Shell.RunOn(
                HonestCem.Protocol, ["--messages", folder["in"], "--threads", threads, "--out", folder[threads], .. more]);
            Assert.Equal((0, ""), (run.Code, run.Error));
            Assert.Contains("  proved fair to Bob alone: honest-cem", run.Lines);
            Assert.Contains("4 attacks, each with 3 suites: all come out as found.", run.Lines);
            Assert.EndsWith(" 0 contradictions.", run.Lines[^3], StringComparison.Ordinal);
            // Tables are printed for who wants all.
            Assert.Equal(more.Length, run.Lines.Count(line => line.Contains("can happen", StringComparison.Ordinal)));
        }

        Assert.Equal(
            ["cost.csv", "datapackage.json", "index.html", "load.csv", "outcomes.csv", "parameters.csv", "provenance.json", "traces",
                "verdicts.csv"],
            Names(folder["1"]));
        // Bob stops, which leaves Alice without her receipt and waiting for ever; and he can never show whom M is from.
        Assert.Equal(
            ["honest-cem.cut-off.alice.1", "honest-cem.fairness.alice.1", "honest-cem.non-repudiation-of-origin.1",
                "honest-cem.timeliness.alice.1"],
            Names(folder["1/traces"])
                .Select(name => name.Replace(".mmd", "", StringComparison.Ordinal).Replace(".trace.json", "", StringComparison.Ordinal))
                .Distinct());
        Assert.All(Names(folder["1"]).Where(name => name is not "provenance.json" and not "traces"),
            name => Assert.Equal(File.ReadAllBytes(folder[$"1/{name}"]), File.ReadAllBytes(folder[$"2/{name}"])));
        Assert.Contains("\"21 with p256, 2 with curve25519, 21 with symbolic\"", File.ReadAllText(folder["1/provenance.json"]),
            StringComparison.Ordinal);
    }

    /// <summary>Every attack is missed and every cheat contradicts: the job says so and writes what it saw.</summary>
    [Fact]
    public void The_main_job_ends_with_exit_code_1_where_runs_contradict_verdicts()
    {
        using var folder = new TemporaryFolder();
        var run = Shell.Run(
            context => context with { NewSolver = () => new Denying(), Catalogue = [HonestCem.Protocol] }, "--out", folder["out"]);

        Assert.Equal(1, run.Code);
        Assert.Contains(run.Lines,
            line => line.StartsWith(
                "CONTRADICTION: honest-cem, Alice honest, Bob silent, reliable, p256: fairness for A is said to be vacuous",
                StringComparison.Ordinal));
    }

    private static IEnumerable<string> Names(string folder) =>
        Directory.EnumerateFileSystemEntries(folder).Select(Path.GetFileName).OfType<string>().Order(StringComparer.Ordinal);
}

/// <summary>A solver that holds nothing possible.</summary>
internal sealed class Denying : ISolver
{
    public void Assert(Formula formula)
    {
    }

    public void Push()
    {
    }

    public void Pop()
    {
    }

    public SolverAnswer Check(IReadOnlyList<Formula>? assumptions = null, TimeSpan? timeout = null,
        CancellationToken cancellation = default) => new SolverAnswer.Unsatisfiable();

    public void Dispose()
    {
    }
}
