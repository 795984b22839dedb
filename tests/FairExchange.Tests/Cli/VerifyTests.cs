using System.Text.Json;
using FairExchange.Model.Catalogue;
using FairExchange.Model.Catalogue.CertifiedMail;
using FairExchange.Model.Language;
using FairExchange.Simulation.Reports;
using FairExchange.Verification.Verdicts;

namespace FairExchange.Tests.Cli;

public class VerifyTests
{
    [Fact]
    public void Two_threads_print_what_one_prints_in_the_order_asked()
    {
        string[] args = ["verify", "fair-cem", "honest-cem", "--sessions", "1"];
        var one = Shell.Run(around => around with { Threads = 1 }, args);
        var two = Shell.Run(around => around with { Threads = 2 }, args);
        Assert.Equal((0, ""), (one.Code, one.Error));
        Assert.Equal(one, two);
        Assert.True(one.Output.IndexOf("fair-cem", StringComparison.Ordinal) < one.Output.IndexOf("honest-cem", StringComparison.Ordinal));
        Assert.All(one.Lines, line => Assert.InRange(line.Length, 0, 100));
        Assert.DoesNotContain('\u001b', one.Output);
    }

    [Fact]
    public void An_attack_is_told_once_however_many_sessions_find_it()
    {
        var run = Shell.Run("verify", "fair-cem", "--party", "bob", "--sessions", "2");
        // Fairness, timeliness and cut-off, each for one session and for two.
        Assert.Equal(6, run.Lines.Count(line => line.Contains("attacked   ", StringComparison.Ordinal) && line.EndsWith("yes", StringComparison.Ordinal)));
        Assert.Single(run.Lines, line => line.StartsWith("fair-cem, fairness for Bob: attacked.", StringComparison.Ordinal));
        Assert.Contains("Bob never gets the message x.m1.", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("\n6 verdicts, 9 scenarios: all as the catalogue expects.\n", run.Output, StringComparison.Ordinal);
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
        var run = Shell.Run(around => around with { NewSolver = () => new Clueless() }, "verify", "honest-cem", "--sessions", "1");
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
            ["attacked", "proved", "proved", "proved", "attacked", "proved", "attacked", "proved", "proved", "attacked"],
            verdicts.Select(verdict => verdict.GetProperty("verdict").GetString()));
        Assert.All(verdicts, verdict => Assert.Equal(
            ["protocol", "property", "party", "sessions", "verdict", "rounds", "milliseconds", "expected", "trace"],
            verdict.EnumerateObject().Select(member => member.Name)));
        Assert.Equal(["alice", "bob", null, null, "alice", "bob", "alice", "bob", null, null], verdicts.Select(verdict => verdict.GetProperty("party").GetString()));
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
            ["fair-cem.fairness.alice.1.smt2", "fair-cem.fairness.bob.1.mmd", "fair-cem.fairness.bob.1.smt2", "fair-cem.fairness.bob.1.trace.json"],
            Directory.GetFiles(saved).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(3, TraceFile.Read(File.ReadAllBytes(Path.Combine(saved, "fair-cem.fairness.bob.1.trace.json")), Find).Steps.Length);
        Assert.Equal(Shell.Run("show", "fair-cem", "--format", "smt2").Output, File.ReadAllText(Path.Combine(saved, "fair-cem.fairness.bob.1.smt2")));
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
        string[] args = ["verify", "honest-cem", "--property", "fairness", "--party", "alice", "--sessions", "1", "--baseline", folder["verdicts.csv"]];
        Assert.EndsWith("Against the baseline nothing changed.\n", Shell.Run(args).Output, StringComparison.Ordinal);

        File.WriteAllText(folder["verdicts.csv"], VerdictsCsv.Write([now with { Verdict = "proved", Rounds = 2, Events = null }]));
        Assert.EndsWith(
            "Against the baseline 1 changed:\n  honest-cem, fairness for alice, 1 session: proved (2 rounds), now attacked (1 rounds, 1 events)\n",
            Shell.Run(args).Output,
            StringComparison.Ordinal);

        File.WriteAllText(folder["verdicts.csv"], "protocol;property\n");
        Shell.Run(args).AssertMisused("verdicts.csv, line 1: the columns");
    }

    private static Protocol? Find(string id) => Entries.TryFind(id, out var protocol) ? protocol : null;
}
