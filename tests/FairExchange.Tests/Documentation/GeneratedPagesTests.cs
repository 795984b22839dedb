using System.CommandLine;
using System.Text;
using FairExchange.Cli;
using FairExchange.Model.Catalogue;
using FairExchange.Tests.Architecture;
using FairExchange.Tests.Cli;
using FairExchange.Verification.Traces;

namespace FairExchange.Tests.Documentation;

/// <summary>
/// Pages of <c>docs/</c> that are made from the program are what it makes today. <c>FAIREXCHANGE_WRITE_PAGES=1</c> writes them anew, for
/// whoever has changed a command or a protocol on purpose.
/// </summary>
public class GeneratedPagesTests
{
    private const string Mark = "<!-- made from --help -->";

    public static TheoryData<string> Ids => [.. Entries.All.Select(entry => entry.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_protocols_page_is_what_show_prints(string id)
    {
        Assert.True(Entries.TryFind(id, out var entry));
        var page = new StringBuilder($"# {entry.Title}, section {entry.Section}\n\n");
        page.Append("```\n").Append(Shell.Run("show", id).Output).Append("```\n\n");
        page.Append("```mermaid\n").Append(Shell.Run("show", id, "--format", "mermaid").Output).Append("```\n");
        AssertIs($"docs/protocols/{id}.md", page.ToString());
    }

    [Fact]
    public void The_list_of_protocols_names_each_page()
    {
        var page = new StringBuilder("# The protocols\n\nEach as `show` prints it; what `list` says of them:\n\n");
        page.Append("| entry | section | |\n|---|---|---|\n");
        foreach (var entry in Entries.All)
        {
            page.Append($"| [{entry.Id}]({entry.Id}.md) | {entry.Section} | {entry.Remark} |\n");
        }

        AssertIs("docs/protocols/README.md", page.ToString());
        Assert.Equal(
            Entries.All.Select(entry => entry.Id).Append("README").Order(StringComparer.Ordinal),
            Directory.GetFiles(PathOf("docs/protocols")).Select(file => Path.GetFileNameWithoutExtension(file)!)
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_page_of_commands_is_what_help_says()
    {
        using var nowhere = new StringWriter();
        var pages = Pages(CommandLine.Root(new CommandContext(nowhere, nowhere)), []);
        var written = File.ReadAllText(PathOf("docs/commands.md"));
        var hand = written[..(written.IndexOf(Mark, StringComparison.Ordinal) + Mark.Length)];
        AssertIs("docs/commands.md", $"{hand}\n{string.Concat(pages)}");
    }

    [Fact]
    public void The_schema_of_traces_is_what_the_serializer_declares() => AssertIs("docs/trace.schema.json", TraceFile.Schema());

    private static IEnumerable<string> Pages(Command command, IReadOnlyList<string> words)
    {
        yield return $"\n## fairexchange {string.Join(' ', words)}".TrimEnd() + "\n\n```\n"
            + string.Join('\n', Shell.Run([.. words, "--help"]).Output.Split('\n').Select(line => line.TrimEnd())).Trim('\n') + "\n```\n";
        foreach (var page in command.Subcommands.SelectMany(below => Pages(below, [.. words, below.Name])))
        {
            yield return page;
        }
    }

    private static void AssertIs(string path, string made)
    {
        if (Environment.GetEnvironmentVariable("FAIREXCHANGE_WRITE_PAGES") is not null)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(PathOf(path))!);
            File.WriteAllText(PathOf(path), made);
        }

        Assert.Equal(made, File.Exists(PathOf(path)) ? File.ReadAllText(PathOf(path)) : "");
    }

    private static string PathOf(string path) => Path.Combine(Sources.Root.FullName, path);
}
