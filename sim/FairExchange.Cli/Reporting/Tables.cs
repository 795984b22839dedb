using System.Collections.Immutable;
using System.Text;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace FairExchange.Cli.Reporting;

/// <summary>A place in a table: its words, which may be of several lines, and their colour on a terminal.</summary>
internal readonly record struct Cell(string Words, Color? Colour = null);

/// <summary>A table for people, before anything is known of the width that it gets.</summary>
internal sealed class ReportTable(params ImmutableArray<string> columns)
{
    private readonly List<ImmutableArray<Cell>> rows = [];

    public ImmutableArray<string> Columns { get; } = columns;

    public IReadOnlyList<ImmutableArray<Cell>> Rows => rows;

    public void AddRow(params ImmutableArray<Cell> cells) =>
        rows.Add(cells.Length == Columns.Length
            ? cells : throw new ArgumentException($"{Columns.Length} cells are wanted, here are {cells.Length}", nameof(cells)));
}

/// <summary>
/// Writes tables without losing a row, a column or a letter of them: as wide as they are where the output is redirected; on a terminal
/// lines break between words, and where not even the longest words stand side by side, each row becomes a block of lines.
/// </summary>
internal static class Tables
{
    /// <summary>
    /// Beside the words of its cells a table has a space on either side of each, a space between two, and one at both ends.
    /// </summary>
    private const int AroundCell = 2;

    public static ReportTable New(params ImmutableArray<string> columns) => new(columns);

    public static Cell Cell(string words, Color? colour = null) => new(words, colour);

    public static void Write(CommandContext context, ReportTable table)
    {
        if (!context.OutputIsTerminal)
        {
            WritePlain(context.Output, table);
            return;
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(context.Output) });
        console.Profile.Capabilities.Unicode = true;
        console.Profile.Width = context.Width;
        var widths = Widths(table, context.Width);
        console.Write(widths.IsEmpty ? Blocks(table) : SideBySide(table, widths));
    }

    /// <summary>
    /// As Spectre.Console draws it where there is room for all of it, which takes a process as long to load as a verdict takes to find.
    /// </summary>
    private static void WritePlain(TextWriter output, ReportTable table)
    {
        var widths = Widths(table, int.MaxValue);
        WriteRow(table.Columns);
        output.WriteLine(new string('─', Total(widths)));
        foreach (var row in table.Rows)
        {
            WriteRow([.. row.Select(cell => cell.Words)]);
        }

        void WriteRow(ImmutableArray<string> cells)
        {
            var lines = cells.Select(cell => cell.ReplaceLineEndings("\n").Split('\n')).ToList();
            for (var i = 0; i < lines.Max(cell => cell.Length); i++)
            {
                var line = new StringBuilder(" ");
                foreach (var (cell, width) in lines.Zip(widths))
                {
                    var words = i < cell.Length ? cell[i] : "";
                    line.Append(' ').Append(words).Append(' ', width - CellsOf(words) + AroundCell);
                }

                output.WriteLine(line.ToString().TrimEnd());
            }
        }
    }

    /// <summary>
    /// How wide each column is in so much room: its longest line where there is room for it, at least its longest word. Empty where there
    /// is no room for these.
    /// </summary>
    private static ImmutableArray<int> Widths(ReportTable table, int room)
    {
        ImmutableArray<(int Least, int Most)> wanted = [.. Enumerable.Range(0, table.Columns.Length)
            .Select(i => Wanted([table.Columns[i], .. table.Rows.Select(row => row[i].Words)]))];
        var widths = wanted.Select(column => column.Least).ToArray();
        var left = (long)room - Total([.. widths]);
        if (left < 0)
        {
            return [];
        }

        // Who needs little gets all of it, so that the columns of long sentences share what is left.
        var open = Enumerable.Range(0, widths.Length).OrderBy(i => wanted[i].Most - wanted[i].Least).ToList();
        for (var taken = 0; taken < open.Count; taken++)
        {
            var i = open[taken];
            var more = (int)Math.Min(wanted[i].Most - wanted[i].Least, left / (open.Count - taken));
            widths[i] += more;
            left -= more;
        }

        return [.. widths];
    }

    private static (int Least, int Most) Wanted(IReadOnlyCollection<string> cells)
    {
        var lines = cells.SelectMany(cell => cell.ReplaceLineEndings("\n").Split('\n')).ToList();
        return (lines.SelectMany(line => line.Split(' ')).Max(CellsOf), lines.Max(CellsOf));
    }

    /// <summary>What a terminal gives to the words; an ideograph takes two.</summary>
    private static int CellsOf(string words) => words.GetCellWidth();

    private static int Total(ImmutableArray<int> widths) => widths.Sum(width => width + AroundCell + 1) + 1;

    private static Table SideBySide(ReportTable table, ImmutableArray<int> widths)
    {
        var drawn = new Table().Border(TableBorder.Simple);
        foreach (var (heading, width) in table.Columns.Zip(widths))
        {
            drawn.AddColumn(new TableColumn(new Text(heading)) { Width = width });
        }

        foreach (var row in table.Rows)
        {
            drawn.AddRow(row.Select(cell => Drawn(cell.Words, cell.Colour)));
        }

        return drawn;
    }

    private static Rows Blocks(ReportTable table) => new(table.Rows.SelectMany(row => row
        .Select((cell, i) => (IRenderable)new Padder(
            Drawn($"{table.Columns[i].ReplaceLineEndings(" ")}: {cell.Words}", cell.Colour), new Padding(i == 0 ? 0 : 2, 0, 0, 0)))
        .Append(Text.Empty)));

    private static Text Drawn(string words, Color? colour) => colour is { } shown ? new Text(words, new Style(shown)) : new Text(words);
}
