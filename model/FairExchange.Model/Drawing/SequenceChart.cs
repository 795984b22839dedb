using System.Text;
using System.Text.RegularExpressions;

namespace FairExchange.Model.Drawing;

/// <summary>Who sends what to whom, line by line, before it is written as Mermaid or as SVG.</summary>
public sealed class SequenceChart
{
    private List<ChartLine> lines = [];

    public IReadOnlyList<ChartLine> Lines => lines;

    public SequenceChart Title(string title) => Add(new ChartLine.Title(title));

    /// <summary>A line for who reads the source.</summary>
    public SequenceChart Comment(string comment) => Add(new ChartLine.Comment(comment));

    public SequenceChart Participant(string name, string? shown = null) => Add(new ChartLine.Participant(name, shown ?? name));

    public SequenceChart Message(string from, string to, string words, ChartArrow arrow = ChartArrow.Arrives) =>
        Add(new ChartLine.Message(from, to, words, arrow));

    /// <summary>A box over a participant.</summary>
    public SequenceChart Note(string over, string words) => Add(new ChartLine.Note(over, null, words));

    /// <summary>A box from one participant to another.</summary>
    public SequenceChart Note(string from, string to, string words) => Add(new ChartLine.Note(from, to, words));

    /// <summary>A framed part of the diagram, under its condition.</summary>
    public SequenceChart Optional(string condition, Action content)
    {
        var outer = lines;
        lines = [];
        content();
        (lines, var inner) = (outer, lines);
        return Add(new ChartLine.Optional(condition, inner));
    }

    private SequenceChart Add(ChartLine line)
    {
        lines.Add(line);
        return this;
    }
}

/// <summary>A line of a sequence diagram.</summary>
public abstract record ChartLine
{
    private ChartLine()
    {
    }

    public sealed record Title(string Words) : ChartLine;

    public sealed record Comment(string Words) : ChartLine;

    public sealed record Participant(string Name, string Shown) : ChartLine;

    public sealed record Message(string From, string To, string Words, ChartArrow Arrow) : ChartLine;

    /// <param name="To">Null for a box over one participant.</param>
    public sealed record Note(string From, string? To, string Words) : ChartLine;

    public sealed record Optional(string Condition, IReadOnlyList<ChartLine> Lines) : ChartLine;
}

/// <summary>How a message fares.</summary>
public enum ChartArrow
{
    /// <summary>Solid.</summary>
    Arrives,

    /// <summary>Dotted.</summary>
    MayBeLost,

    /// <summary>Dotted, ending in a cross: nobody reads it.</summary>
    Unread,
}

/// <summary>Breaks words into lines.</summary>
internal static class Wrapping
{
    /// <param name="isHard">Whether a word that is longer than a line is broken, too.</param>
    public static List<string> Lines(string words, int width, bool isHard)
    {
        var (lines, line) = (new List<string>(), "");
        foreach (var word in words.Split(' ').SelectMany(word => isHard && word.Length > width
            ? word.Chunk(width).Select(part => new string(part)) : [word]))
        {
            if (line.Length > 0 && line.Length + word.Length >= width)
            {
                lines.Add(line);
                line = "";
            }

            line += line.Length == 0 ? word : $" {word}";
        }

        lines.Add(line);
        return lines;
    }
}

/// <summary>A sequence diagram in Mermaid; whatever Mermaid would read as its own syntax is written as a character code.</summary>
public static partial class Mermaid
{
    private const int NoteWidth = 48;

    /// <summary>The diagram's source; lines end in <c>\n</c>.</summary>
    public static string Of(SequenceChart chart)
    {
        var text = new StringBuilder("sequenceDiagram\n");
        Write(chart.Lines, text, new Dictionary<string, int>(StringComparer.Ordinal), depth: 1);
        return text.ToString();
    }

    /// <summary>Mermaid ends a statement at <c>;</c>, starts a comment or a code at <c>#</c>, and reads text as HTML.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder();
        foreach (var letter in text)
        {
            // "wrap:" and "nowrap:" in front of a text are orders to Mermaid.
            _ = (escaped.Length == 0 && Order().IsMatch(text)) || letter is ';' or '#' or '"' or '<' or '>' or '{' or '}' or '&' or '%'
                or '\\' or '`' or '$' || char.IsControl(letter)
                ? escaped.Append('#').Append((int)letter).Append(';')
                : escaped.Append(letter);
        }

        return escaped.ToString();
    }

    /// <param name="numbers">
    /// In the source a participant has a number and its name as an alias: names may be Mermaid's own words (End, Note, Loop, Box, …), which
    /// it takes in any letter case wherever a name can stand.
    /// </param>
    private static void Write(IEnumerable<ChartLine> lines, StringBuilder text, Dictionary<string, int> numbers, int depth)
    {
        foreach (var line in lines)
        {
            if (line is ChartLine.Participant { Name: var name })
            {
                numbers.Add(name, numbers.Count + 1);
            }

            text.Append(' ', 4 * depth).Append(line switch
            {
                ChartLine.Title title => $"title {Escape(title.Words)}",
                ChartLine.Comment comment => $"%% {comment.Words.Replace('{', '(').Replace('}', ')')}",
                ChartLine.Participant participant => $"participant {Number(participant.Name)} as {Escape(participant.Shown)}",
                ChartLine.Message message =>
                    $"{Number(message.From)}{Arrow(message.Arrow)}{Number(message.To)}: {Escape(message.Words)}",
                ChartLine.Note { To: null } note => $"Note over {Number(note.From)}: {Broken(note.Words)}",
                ChartLine.Note note => $"Note over {Number(note.From)},{Number(note.To!)}: {Broken(note.Words)}",
                ChartLine.Optional optional => $"opt {Escape(optional.Condition)}",
                _ => throw new System.Diagnostics.UnreachableException(),
            }).Append('\n');
            if (line is ChartLine.Optional { Lines: var inner })
            {
                Write(inner, text, numbers, depth + 1);
                text.Append(' ', 4 * depth).Append("end\n");
            }
        }

        string Number(string name) => $"p{numbers[name]}";
    }

    private static string Arrow(ChartArrow arrow) => arrow switch
    {
        ChartArrow.Arrives => "->>",
        ChartArrow.MayBeLost => "-->>",
        ChartArrow.Unread => "--x",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string Broken(string words) =>
        string.Join("<br/>", Wrapping.Lines(words, NoteWidth, isHard: false).Select(Escape));

    [GeneratedRegex("^(no)?wrap", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Order();
}
