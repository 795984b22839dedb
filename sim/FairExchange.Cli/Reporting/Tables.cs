using Spectre.Console;
using Spectre.Console.Rendering;

namespace FairExchange.Cli.Reporting;

/// <summary>Tables for people: colours and the terminal's width on a terminal, plain text of 100 columns elsewhere.</summary>
internal static class Tables
{
    /// <summary>Only the last column breaks its lines.</summary>
    public static Table New(params ReadOnlySpan<string> columns)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(new Text(column)) { NoWrap = true });
        }

        table.Columns[^1].NoWrap = false;

        return table;
    }

    public static Text Cell(string words, Color? colour = null) => colour is { } shown ? new Text(words, new Style(shown)) : new Text(words);

    public static void Write(Surroundings around, IRenderable content)
    {
        if (around.OutputIsTerminal)
        {
            AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(around.Output) }).Write(content);
            return;
        }

        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(text),
        });
        console.Profile.Width = around.Width;
        console.Profile.Capabilities.Unicode = true;
        console.Write(content);
        var lines = text.ToString().ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd()).SkipWhile(line => line.Length == 0).ToList();
        foreach (var line in lines.Take(lines.FindLastIndex(line => line.Length > 0) + 1))
        {
            around.Output.WriteLine(line);
        }
    }
}
