using System.Globalization;
using System.Text.RegularExpressions;
using FairExchange.Cli;
using FairExchange.Cli.Reporting;
using FairExchange.Model.Catalogue.CertifiedMail;
using FairExchange.Tests.Architecture;

namespace FairExchange.Tests.Cli;

public partial class TableTests
{
    private static readonly int[] Widths = [40, 60, 80, 100];

    /// <summary>Every command that prints a table, with as little work as it takes.</summary>
    [Theory]
    [InlineData("list")]
    [InlineData("verify honest-cem fair-cem-message-first --property fairness --sessions 1")]
    [InlineData("simulate fair-cem-cutoff-named --exchanges 1 --suite symbolic --alice misnamed-sender,garbled-z --bob honest")]
    [InlineData("bulk 1KB 2KB")]
    [InlineData("experiment list")]
    public void On_a_terminal_of_any_width_each_word_that_is_printed_elsewhere_is_there(string command) =>
        IsAllThereAtAnyWidth(context => context, command.Split(' '));

    [Fact]
    public void The_main_jobs_tables_lose_no_word_either()
    {
        using var folder = new TemporaryFolder();
        IsAllThereAtAnyWidth(context => context with { Catalogue = [HonestCem.Protocol] }, "--out", folder["results"]);
    }

    private static void IsAllThereAtAnyWidth(Func<CommandContext, CommandContext> change, params string[] command)
    {
        var redirected = Shell.Run(change, command);
        Assert.Equal(0, redirected.Code);
        Assert.DoesNotContain('…', string.Concat(Table(redirected)));
        foreach (var width in Widths)
        {
            var terminal = Shell.Run(context => change(context) with { OutputIsTerminal = true, Width = width }, command);
            Assert.Equal(0, terminal.Code);
            Assert.DoesNotContain('…', string.Concat(Table(terminal)));
            // Sentences beside the tables are broken by the terminal, not here.
            Assert.All(Table(terminal), line => Assert.InRange(line.TrimEnd().Length, 0, width));
            var narrow = Words(terminal);
            Assert.All(Words(redirected).GroupBy(word => word.TrimEnd(':')),
                word => Assert.InRange(narrow.Count(other => other.TrimEnd(':') == word.Key), word.Count(), int.MaxValue));
        }
    }

    [Fact]
    public void Nothing_else_draws_tables() => Assert.Equal(
        ["sim/FairExchange.Cli/Reporting/Tables.cs"],
        Sources.Files("sim").Where(path => Sources.Lines(path)
            .Any(line => line.Contains("new Table()", StringComparison.Ordinal) || line.Contains("new Grid()", StringComparison.Ordinal))));

    [Fact]
    public void Redirected_each_row_is_one_line_however_wide()
    {
        var table = Tables.New("id", "sentence");
        var sentence = string.Join(' ', Enumerable.Repeat("word", 500));
        table.AddRow(Tables.Cell("x"), Tables.Cell(sentence));
        Assert.EndsWith($"\n  x    {sentence}\n", Written(table, context => context), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(12)]
    [InlineData(25)]
    public void Where_nothing_stands_side_by_side_each_row_is_a_block_that_loses_no_letter(int width)
    {
        var table = Tables.New("protocol", "unfair\nto Alice", "remark");
        table.AddRow(Tables.Cell("fair-cem-message-first"), Tables.Cell(""), Tables.Cell("Antidisestablishmentarianism, sooner or later"));
        table.AddRow(Tables.Cell("二十四の記録"), Tables.Cell("17"), Tables.Cell("two\nlines"));
        var written = Written(table, context => context with { OutputIsTerminal = true, Width = width });
        Assert.Equal(
            "protocol:fair-cem-message-firstunfairtoAlice:remark:Antidisestablishmentarianism,soonerorlater"
                + "protocol:二十四の記録unfairtoAlice:17remark:twolines",
            string.Concat(written.Where(letter => !char.IsWhiteSpace(letter))));
        Assert.All(written.Split('\n'), line => Assert.InRange(line.TrimEnd().Length, 0, width));
    }

    [Fact]
    public void Long_sentences_share_the_room_that_short_columns_leave()
    {
        var table = Tables.New("id", "question", "answer");
        table.AddRow(Tables.Cell("a-long-name-of-its-own"), Tables.Cell("one two three four five six seven"),
            Tables.Cell("eight nine ten eleven twelve"));
        var lines = Written(table, context => context with { OutputIsTerminal = true, Width = 60 }).Split('\n')
            .Select(line => line.TrimEnd()).Where(line => line.Length > 0).ToList();
        Assert.Contains("  a-long-name-of-its-own   one two three     eight nine", lines);
    }

    private static string Written(ReportTable table, Func<CommandContext, CommandContext> change)
    {
        using var output = new StringWriter { NewLine = "\n" };
        Tables.Write(change(new CommandContext(output, TextWriter.Null)), table);
        return output.ToString();
    }

    /// <summary>The lines that are no sentence, and none of what is told after the tables.</summary>
    private static IEnumerable<string> Table(Shell run) =>
        Colour().Replace(run.Output, "").Split('\n').TakeWhile(line => !line.Contains(": attacked.", StringComparison.Ordinal)
            && !line.StartsWith("Bytes;", StringComparison.Ordinal))
        .Where(line => !line.EndsWith('.') && !line.EndsWith("...", StringComparison.Ordinal));

    [GeneratedRegex("\u001b\\[[0-9;]*m")]
    private static partial Regex Colour();

    // Times are never the same twice.
    private static IEnumerable<string> Words(Shell run) =>
        Table(run).SelectMany(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Where(word => word[0] != '─'
            && !(word.Contains('.', StringComparison.Ordinal) && double.TryParse(word, CultureInfo.InvariantCulture, out _)));
}
