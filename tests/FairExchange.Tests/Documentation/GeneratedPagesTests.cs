using System.Collections.Immutable;
using System.CommandLine;
using System.Reflection;
using System.Text;
using FairExchange.Cli;
using FairExchange.Experiments.Parameters;
using FairExchange.Experiments.Reports;
using FairExchange.Experiments.Studies;
using FairExchange.Model.Catalogue;
using FairExchange.Simulation.Reports;
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

    /// <summary>Every table that any project declares, so that none is left out, and those of the experiments.</summary>
    [Fact]
    public void The_page_of_columns_is_what_tables_declare()
    {
        var page = new StringBuilder("""
            # Tables and their columns

            Made from the program's declarations, as are each folder's `datapackage.json` and the files' first lines. A column in **bold**
            is part of the key, which tells each row from all others. Cells are separated by commas (RFC 4180), numbers have a point,
            lines end in a line feed.


            """.ReplaceLineEndings("\n"));
        foreach (var table in Tables().Where(table => table.Name.Length > 0).OrderBy(table => table.Name, StringComparer.Ordinal))
        {
            page.Append($"## {table.Name}.csv\n\n{table.Description}\n\n").Append(Columns(table.Declared)).Append('\n');
        }

        var common = AllExperiments.List[0].Columns.TakeWhile(column => column.Name != "exchanges_per_year").ToImmutableArray();
        page.Append("## Experiments\n\nA row for each replication of each scenario begins with\n\n").Append(Columns(common));
        page.Append($"""

            `NAME-summary.csv` has a row for each scenario and protocol. In the place of `replication` and `seed` it has `replications`, how
            many there were, and for each column below that is no factor (*) three: `{Summary.Mean}`, `{Summary.Low}` and `{Summary.High}`,
            mean and 95 % confidence interval (Student t).

            """.ReplaceLineEndings("\n"));
        foreach (var experiment in AllExperiments.List)
        {
            Assert.Equal(common.Select(column => column.Name), experiment.Columns.Take(common.Length).Select(column => column.Name));
            var name = ExperimentRun.FileName(experiment);
            page.Append($"\n### {name}.csv\n\n{experiment.Question}\n\n").Append(Columns(experiment.Columns[common.Length..], true));
            if (!experiment.BinColumns.IsEmpty)
            {
                page.Append($"\n`{name}-bins.csv`, bin by bin around the busiest one, has besides\n\n").Append(Columns(
                    [.. experiment.BinColumns.ExceptBy(experiment.Columns.Select(column => column.Name), column => column.Name)], true));
            }
        }

        AssertIs("docs/columns.md", page.ToString());
    }

    /// <summary>What static properties of the projects hold, whatever a row is.</summary>
    private static IEnumerable<(string Name, string Description, ImmutableArray<Column> Declared)> Tables() =>
        from assembly in new[] { typeof(Column).Assembly, typeof(ParameterBook).Assembly, typeof(CommandLine).Assembly }
        from type in assembly.GetTypes().Where(type => !type.ContainsGenericParameters)
        from property in type.GetProperties(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
        where property.PropertyType is { IsGenericType: true } of && of.GetGenericTypeDefinition() == typeof(Table<>)
        let table = (dynamic)property.GetValue(null)!
        select ((string)table.Name, (string)table.Description, (ImmutableArray<Column>)table.Declared);

    private static string Columns(ImmutableArray<Column> columns, bool marksFactors = false)
    {
        return "| column | type | unit | |\n|---|---|---|---|\n" + string.Concat(columns.Select(column =>
            $"| {Name(column)} | {column.Type}{(column.MayBeEmpty ? ", or empty" : "")} | {column.Unit} "
            + $"| {column.Description}{Words(column)} |\n"));

        string Name(Column column) => (column.IsKey ? $"**`{column.Name}`**" : $"`{column.Name}`")
            + (marksFactors && column.Kind == ColumnKind.Factor ? " \\*" : "");

        static string Words(Column column) => column.Words.IsEmpty ? ""
            : $": {string.Join(", ", column.Words.Where(word => word.Length > 0).Select(word => $"`{word}`"))}";
    }

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
