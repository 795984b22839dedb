using System.Text.Json;
using FairExchange.Model.Catalogue;
using FairExchange.Model.Catalogue.CertifiedMail;
using FairExchange.Model.Drawing;
using FairExchange.Verification.Solving;

namespace FairExchange.Tests.Cli;

public class ListAndShowTests
{
    [Fact]
    public void Redirected_the_list_is_plain_text_with_a_line_for_every_entry()
    {
        var list = Shell.Run("list");
        Assert.Equal(0, list.Code);
        Assert.DoesNotContain('\u001b', list.Output);
        Assert.All(Entries.All, entry => Assert.Single(
            list.Lines, line => line.StartsWith($"  {entry.Id} ", StringComparison.Ordinal)
                && line.EndsWith(entry.Remark, StringComparison.Ordinal)));
    }

    [Fact]
    public void The_list_as_json_has_the_catalogues_words_in_its_order()
    {
        using var json = JsonDocument.Parse(Shell.Run("list", "--json").Output);
        Assert.Equal(
            Entries.All.Select(entry => (entry.Id, entry.Section, entry.Title, entry.Remark)),
            json.RootElement.EnumerateArray()
                .Select(entry => (Text(entry, "id"), Text(entry, "section"), Text(entry, "title"), Text(entry, "remark"))));
        static string Text(JsonElement entry, string name) => entry.GetProperty(name).GetString()!;
    }

    [Fact]
    public void Show_prints_the_notation_or_the_diagram_and_nothing_else()
    {
        Assert.Equal(AliceBobNotation.Of(FairCem.Protocol), Shell.Run("show", "fair-cem").Output);
        Assert.Equal(SequenceDiagram.Of(FairCem.Protocol), Shell.Run("show", "fair-cem", "--format", "mermaid").Output);
    }

    [Theory]
    [InlineData("honest-cem", "alice")]
    [InlineData("cem0", "bob")]
    public void The_script_gives_z3_the_questions_that_got_the_answers_beside_them(string id, string party)
    {
        var script = Shell.Run("show", id, "--format", "smt2", "--party", party, "--sessions", "1").Output;
        var noted = script.Split('\n').Where(line => line is "; sat" or "; unsat").Select(line => line[2..]);
        Assert.Equal(noted, script.Split("(reset)").SelectMany(part => Z3Text.Run(part)));
        Assert.Contains($"; {id}, fairness for {(party == "alice" ? "A" : "B")}, 1 session", script, StringComparison.Ordinal);
    }

    [Fact]
    public void The_script_is_bobs_fairness_with_one_session_unless_another_is_chosen()
    {
        var chosen = Shell.Run(
            "show", "honest-cem", "--format", "smt2", "--property", "fairness", "--party", "bob", "--sessions", "1").Output;
        Assert.Equal(chosen, Shell.Run("show", "honest-cem", "--format", "smt2").Output);
        Assert.NotEqual(chosen, Shell.Run("show", "honest-cem", "--format", "smt2", "--property", "optimism").Output);
    }
}
