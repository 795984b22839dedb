using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using FairExchange.Cli.Reporting;
using FairExchange.Model.Catalogue;
using FairExchange.Model.Catalogue.CertifiedMail;
using FairExchange.Model.Language;
using FairExchange.Simulation.Reports;
using FairExchange.Verification.Traces;

namespace FairExchange.Tests.Cli;

public class VerifyTests
{
    [Fact]
    public void Two_threads_print_what_one_prints_in_the_order_asked()
    {
        string[] args = ["verify", "fair-cem", "honest-cem", "--sessions", "1"];
        var one = Shell.Run(context => context with { Threads = 1 }, args);
        var two = Shell.Run(context => context with { Threads = 2 }, args);
        Assert.Equal((0, ""), (one.Code, one.Error));
        Assert.Equal(one, two);
        Assert.True(one.Output.IndexOf("fair-cem", StringComparison.Ordinal) < one.Output.IndexOf("honest-cem", StringComparison.Ordinal));
        Assert.DoesNotContain('\u001b', one.Output);
    }

    [Fact]
    public void An_attack_is_told_once_however_many_sessions_find_it()
    {
        var run = Shell.Run("verify", "fair-cem", "--party", "bob", "--sessions", "2");
        // Fairness, timeliness and cut-off, each for one session and for two.
        Assert.Equal(6, run.Lines.Count(line => line.Contains("attacked   ", StringComparison.Ordinal)
            && line.EndsWith("yes", StringComparison.Ordinal)));
        Assert.Single(run.Lines, line => line.StartsWith("fair-cem, fairness for Bob: attacked.", StringComparison.Ordinal));
        Assert.Contains("Bob never gets the message x.m1.", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("\n8 verdicts, 9 scenarios: all as the catalogue expects.\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_verdict_against_the_catalogue_exits_with_1()
    {
        var hopeful = HonestCem.Protocol with { Expectations = [new Expectation(Property.Fairness, HonestCem.Protocol.First.Name, null)] };
        var run = Shell.RunOn(hopeful, "verify", "--sessions", "1");
        Assert.Equal(1, run.Code);
        Assert.Contains("1 not as the catalogue expects", run.Output, StringComparison.Ordinal);
        Assert.Single(run.Lines, line => line.TrimEnd().EndsWith(" NO", StringComparison.Ordinal));
    }

    [Fact]
    public void What_cannot_happen_without_being_declared_exits_with_1()
    {
        var silent = Cem0.Protocol with { Unreachable = [new Scenario.ItemFromPeer(Cem0.Protocol.First.Name)] };
        var run = Shell.RunOn(silent, "verify", "--party", "bob", "--sessions", "1");
        Assert.Equal(1, run.Code);
        Assert.Contains("WRONG: cannot happen: B gets its item from its peer", run.Output, StringComparison.Ordinal);
        var json = Shell.RunOn(silent, "verify", "--party", "bob", "--sessions", "1", "--json");
        Assert.Equal((1, "cem0: cannot happen: B gets its item from its peer\n"), (json.Code, json.Error));
    }

    [Fact]
    public void What_can_happen_though_declared_not_to_exits_with_1()
    {
        var modest = HonestCem.Protocol with { Unreachable = [new Scenario.HonestRun()] };
        var run = Shell.RunOn(modest, "verify", "--sessions", "1");
        Assert.Equal(1, run.Code);
        Assert.Contains("can happen, though declared not to: honest run completes", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_solver_that_gives_up_exits_with_3_and_proves_nothing()
    {
        var run = Shell.Run(context => context with { NewSolver = () => new Clueless() }, "verify", "honest-cem", "--sessions", "1");
        Assert.Equal(3, run.Code);
        Assert.Contains("unknown: timeout", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("proved", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_is_one_array_with_every_member_and_the_traces_that_files_have()
    {
        using var json = JsonDocument.Parse(Shell.Run("verify", "honest-cem", "--sessions", "1", "--json").Output);
        var verdicts = json.RootElement.EnumerateArray().ToList();
        Assert.Equal(
            ["attacked", "proved", "proved", "proved", "proved", "attacked", "proved", "attacked", "proved", "proved", "attacked"],
            verdicts.Select(verdict => verdict.GetProperty("verdict").GetString()));
        Assert.All(verdicts, verdict => Assert.Equal(
            ["protocol", "property", "party", "sessions", "verdict", "rounds", "universe", "milliseconds", "expected", "trace"],
            verdict.EnumerateObject().Select(member => member.Name)));
        Assert.Equal(["alice", "bob", "bob", null, null, "alice", "bob", "alice", "bob", null, null],
            verdicts.Select(verdict => verdict.GetProperty("party").GetString()));
        Assert.All(verdicts, verdict => Assert.True(verdict.GetProperty("expected").GetBoolean()));
        Assert.Equal(JsonValueKind.Null, verdicts[1].GetProperty("trace").ValueKind);
        var trace = System.Text.Encoding.UTF8.GetBytes(verdicts[0].GetProperty("trace").GetRawText());
        Assert.Equal(HonestCem.Protocol, TraceFile.Read(trace, Find).Protocol);
    }

    [Fact]
    public void Saved_are_a_script_for_each_question_and_a_trace_for_each_attack()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, Shell.Run("verify", "fair-cem", "--property", "fairness", "--sessions", "1", "--save", folder["deep/saved"]).Code);
        var saved = folder["deep/saved"];
        Assert.Equal(
            ["fair-cem.fairness.alice.1.smt2", "fair-cem.fairness.bob.1.mmd", "fair-cem.fairness.bob.1.smt2",
                "fair-cem.fairness.bob.1.trace.json"],
            Directory.GetFiles(saved).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(3, TraceFile.Read(File.ReadAllBytes(Path.Combine(saved, "fair-cem.fairness.bob.1.trace.json")), Find).Steps.Length);
        Assert.Equal(Shell.Run("show", "fair-cem", "--format", "smt2").Output,
            File.ReadAllText(Path.Combine(saved, "fair-cem.fairness.bob.1.smt2")));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_takes_one_line()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["taken"], "");
        Shell.Run("verify", "honest-cem", "--sessions", "1", "--save", folder["taken"]).AssertMisused("cannot be written");
    }

    [Fact]
    public void A_baseline_shows_what_changed_and_only_that()
    {
        using var folder = new TemporaryFolder();
        var now = new VerdictRow("honest-cem", "fairness", "alice", 1, "attacked", 1, 1, true);
        File.WriteAllText(folder["verdicts.csv"], VerdictsCsv.Write([now]));
        string[] args = [
            "verify", "honest-cem", "--property", "fairness", "--party", "alice", "--sessions", "1", "--baseline", folder["verdicts.csv"]];
        Assert.EndsWith("Against the baseline nothing changed.\n", Shell.Run(args).Output, StringComparison.Ordinal);

        File.WriteAllText(folder["verdicts.csv"], VerdictsCsv.Write([now with { Rounds = 2, Events = 7 }, now with { Sessions = 2 }]));
        var changed = Shell.Run(args);
        Assert.Equal(0, changed.Code);
        Assert.EndsWith(
            "Against the baseline 1 changed:\n  honest-cem, fairness for alice, 1 session: attacked (2 rounds, 7 events), now attacked "
            + "(1 rounds, 1 events)\n"
            + "1 of the baseline's verdicts were not asked for.\n",
            changed.Output,
            StringComparison.Ordinal);

        File.WriteAllText(folder["verdicts.csv"], "protocol;property\n");
        Shell.Run(args).AssertMisused("verdicts.csv, line 1: there is no column protocol");
    }

    [Fact]
    public void A_verdict_that_weakens_against_the_baseline_exits_with_1()
    {
        using var folder = new TemporaryFolder();
        var now = new VerdictRow("honest-cem", "fairness", "alice", 1, "attacked", 1, 1, true);
        string[] args = [
            "verify", "honest-cem", "--property", "fairness", "--party", "alice", "--sessions", "1", "--baseline", folder["verdicts.csv"]];
        File.WriteAllText(folder["verdicts.csv"], VerdictsCsv.Write([now with { Verdict = "proved", Rounds = 2, Events = null }]));
        var run = Shell.Run(args);
        Assert.Equal(1, run.Code);
        Assert.EndsWith(
            "Against the baseline 1 changed, 1 to something weaker:\n  honest-cem, fairness for alice, 1 session: proved (2 rounds), "
            + "now attacked (1 rounds, 1 events): WEAKER\n",
            run.Output,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("proved", "attacked", true)]
    [InlineData("proved", "unknown", true)]
    [InlineData("proved", "no-attack-up-to", true)]
    [InlineData("proved", "proved", false)]
    [InlineData("attacked", "proved", false)]
    [InlineData("attacked", "unknown", true)]
    [InlineData("attacked", "vacuous", true)]
    [InlineData("proved", "vacuous", true)]
    [InlineData("unknown", "vacuous", true)]
    [InlineData("unknown", "attacked", false)]
    [InlineData("no-attack-up-to", "unknown", true)]
    [InlineData("no-attack-up-to", "attacked", false)]
    public void Weaker_is_what_shows_less(string before, string now, bool weaker)
    {
        var row = new VerdictRow("p", "fairness", "alice", 1, before, 3, null, null);
        Assert.Equal(weaker, new VerdictChange(row, row with { Verdict = now }).IsWeaker);
        Assert.Equal(before == "no-attack-up-to", new VerdictChange(row, row with { Rounds = 2 }).IsWeaker);
    }

    [Fact]
    public void A_baseline_without_any_of_the_questions_shows_nothing_and_exits_with_1()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(
            folder["verdicts.csv"], VerdictsCsv.Write([new VerdictRow("other", "fairness", "alice", 1, "proved", 1, null, true)]));
        var run = Shell.Run("verify", "honest-cem", "--property", "optimism", "--sessions", "1", "--baseline", folder["verdicts.csv"]);
        Assert.Equal(1, run.Code);
        Assert.Contains("Against the baseline nothing is compared", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_attack_that_nobody_expected_exits_with_1_and_a_proof_without_an_expectation_is_counted()
    {
        var silent = HonestCem.Protocol with { Expectations = [] };
        var attacked = Shell.RunOn(silent, "verify", "--property", "fairness", "--sessions", "1");
        Assert.Equal(1, attacked.Code);
        Assert.EndsWith("scenarios: nothing was expected of 2, 1 of which are attacked.\n", attacked.Output, StringComparison.Ordinal);
        var proved = Shell.RunOn(silent, "verify", "--property", "fairness", "--party", "bob", "--sessions", "1");
        Assert.Equal(0, proved.Code);
        Assert.EndsWith("scenarios: nothing was expected of 1.\n", proved.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_nothing_is_asked_nothing_is_shown_and_the_exit_code_says_so()
    {
        string[] args = ["verify", "honest-cem", "--property", "confidentiality"];
        var run = Shell.Run(args);
        Assert.Equal(1, run.Code);
        Assert.Contains("nothing was asked that is stated of these protocols", run.Output, StringComparison.Ordinal);
        var json = Shell.Run([.. args, "--json"]);
        Assert.Equal((1, "[]"), (json.Code, json.Output.Trim()));
        Assert.Contains("nothing was asked that is stated of these protocols", json.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_written_is_a_baseline()
    {
        using var folder = new TemporaryFolder();
        string[] args = ["verify", "fair-cem", "--property", "fairness", "--sessions", "1"];
        var file = folder["made/verdicts.csv"];
        Assert.Equal(0, Shell.Run([.. args, "--out", file]).Code);
        Assert.Equal(2, VerdictsCsv.Read(File.ReadAllText(file)).Length);
        Assert.EndsWith(
            "Against the baseline nothing changed.\n", Shell.Run([.. args, "--baseline", file]).Output, StringComparison.Ordinal);
        Shell.Run([.. args, "--out", folder["made"] + "/verdicts.csv/x"]).AssertMisused("is a file");
    }

    [Fact]
    public void Continuous_integration_reads_which_verdict_failed_and_why()
    {
        using var folder = new TemporaryFolder();
        var hopeful = HonestCem.Protocol with
        {
            Expectations = [new Expectation(Property.Fairness, HonestCem.Protocol.First.Name, null)],
            Unreachable = [new Scenario.HonestRun()],
        };
        Assert.Equal(1, Shell.RunOn(
            hopeful, "verify", "--property", "fairness", "--sessions", "1", "--junit", folder["verdicts.xml"]).Code);
        var suite = XDocument.Load(folder["verdicts.xml"]).Root!.Element("testsuite")!;
        var cases = suite.Elements("testcase").ToList();
        Assert.Equal("honest-cem", suite.Attribute("name")!.Value);
        Assert.Equal((cases.Count.ToString(CultureInfo.InvariantCulture), "2", "0"),
            (suite.Attribute("tests")!.Value, suite.Attribute("failures")!.Value, suite.Attribute("errors")!.Value));
        Assert.Equal(
            ["fairness for alice, 1 session", "cannot happen: honest run completes"],
            cases.Where(found => found.Element("failure") is not null).Select(found => found.Attribute("name")!.Value));
        Assert.StartsWith("attacked", cases[0].Element("failure")!.Attribute("message")!.Value, StringComparison.Ordinal);
        Assert.Contains("honest-cem, fairness for Alice: attacked.", cases[0].Element("failure")!.Value, StringComparison.Ordinal);

        Assert.Equal(3, Shell.Run(context => context with { NewSolver = () => new Clueless() }, "verify", "honest-cem", "--sessions", "1",
            "--junit", folder["unknown.xml"]).Code);
        var unknown = XDocument.Load(folder["unknown.xml"]).Root!;
        Assert.Equal((unknown.Attribute("tests")!.Value, "0"), (unknown.Attribute("errors")!.Value, unknown.Attribute("failures")!.Value));
    }

    private static Protocol? Find(string id) => Entries.TryFind(id, out var protocol) ? protocol : null;
}
