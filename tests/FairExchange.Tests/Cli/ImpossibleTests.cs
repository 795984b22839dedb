using System.Text.Json;
using FairExchange.Simulation.Reports;
using FairExchange.Tests.Verification;
using FairExchange.Verification.Impossibility;
using FairExchange.Verification.Solving;

namespace FairExchange.Tests.Cli;

public class ImpossibleTests
{
    [Fact]
    public void As_the_theory_says_exits_with_0_prints_what_was_found_and_saves_what_was_asked()
    {
        using var folder = new TemporaryFolder();
        var saved = folder["saved"];
        var run = Shell.Run("impossible", "--messages", "1", "--save", saved, "--out", saved);
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Equal(4, run.Lines.Count(line => line.EndsWith("none: unsat", StringComparison.Ordinal)));
        Assert.Equal(8, run.Lines.Count(line => line.EndsWith(" found", StringComparison.Ordinal)));

        // Another reader of the text comes to the same.
        Assert.Equal(["unsat"], Z3Text.Run(File.ReadAllText(Path.Combine(saved, "certified-mail-two-party.1.smt2"))));
        Assert.Equal(["unsat"], Z3Text.Run(File.ReadAllText(Path.Combine(saved, "contract-signing-two-party.any.smt2"))));
        Assert.Contains(File.ReadAllText(Path.Combine(saved, "certified-mail-with-vpo.3.txt")), run.Output, StringComparison.Ordinal);
        Assert.Contains("attacked. Bob is honest", File.ReadAllText(Path.Combine(saved, "certified-mail-with-vpo.3.refused-1.txt")),
            StringComparison.Ordinal);

        var lines = File.ReadAllLines(Path.Combine(saved, "impossibility.csv"));
        Assert.Equal("kind,messages,trusted_party,demands,answer,refused,found", lines[0]);
        Assert.Contains("certified-mail,1,false,\"effective, fair-to-alice, fair-to-bob\",none,0,", lines);
        Assert.Contains("certified-mail,,false,\"effective, fair-to-alice, fair-to-bob\",none,0,", lines);
        Assert.Contains("certified-mail,2,false,\"effective, fair-to-bob\",found,0,A: M; B: SIG_B(M)", lines);
        using var dictionary = JsonDocument.Parse(File.ReadAllText(Path.Combine(saved, "datapackage.json")));
        Assert.Equal(
            lines[0].Split(','),
            dictionary.RootElement.GetProperty("resources")[0].GetProperty("schema").GetProperty("fields").EnumerateArray()
                .Select(field => field.GetProperty("name").GetString()));
    }

    [Fact]
    public void Json_is_one_array_with_a_search_each_and_a_stage_for_each_number_of_messages()
    {
        // With a solver that refuses everything, so that it takes no time: the array is the same in form.
        var run = Shell.Run(context => context with { NewSolver = () => new Refusing() }, "impossible", "--messages", "2", "--json");
        using var json = JsonDocument.Parse(run.Output);
        var searches = json.RootElement.EnumerateArray().ToList();
        Assert.Equal(Search.All.Select(search => search.Id), searches.Select(search => search.GetProperty("search").GetString()));
        Assert.Equal(
            ["1", "2", ""], searches[0].GetProperty("stages").EnumerateArray().Select(stage => stage.GetProperty("messages").GetString()));
        Assert.Equal(ImpossibilityRow.Table.Declared.Select(column => column.Name),
            searches[0].GetProperty("stages")[0].EnumerateObject().Select(member => member.Name));
        Assert.Equal(["yes", "no"], searches.Take(2).Select(search => search.GetProperty("as_the_theory_says").GetString()));
    }

    [Fact]
    public void Where_no_search_finds_anything_the_exit_code_is_1()
    {
        var run = Shell.Run(context => context with { NewSolver = () => new Refusing() }, "impossible");
        Assert.Equal(1, run.Code);
        Assert.EndsWith("\nNot as the theory says.\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_solver_that_gives_up_exits_with_3_and_claims_nothing()
    {
        var run = Shell.Run(context => context with { NewSolver = () => new Clueless() }, "impossible");
        Assert.Equal(3, run.Code);
        Assert.Contains("unknown: timeout", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("\nNot all is known.\n", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("13")]
    [InlineData("many")]
    public void A_number_of_messages_that_is_none_takes_one_line(string number) =>
        Shell.Run("impossible", "--messages", number).AssertMisused($"--messages is '{number}': a number from 1 to 12 is wanted.");

    /// <summary>Says unsat to everything.</summary>
    private sealed class Refusing : ISolver
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
            CancellationToken cancellation = default) => ScriptedSolver.No;

        public void Dispose()
        {
        }
    }
}
