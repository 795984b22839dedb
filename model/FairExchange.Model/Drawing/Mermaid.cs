using System.Text;

namespace FairExchange.Model.Drawing;

/// <summary>Writes a Mermaid sequence diagram; whatever Mermaid would read as its own syntax is written as a character code.</summary>
public sealed class Mermaid
{
    private const int NoteWidth = 48;

    private readonly StringBuilder text = new("sequenceDiagram\n");
    private int depth = 1;

    /// <summary>Mermaid ends a statement at <c>;</c>, starts a comment or a code at <c>#</c>, and reads text as HTML.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder();
        foreach (var letter in text)
        {
            _ = letter is ';' or '#' or '"' or '<' or '>' or '{' or '}' or '&' or '%' or '\\' or '`' or '$' || char.IsControl(letter)
                ? escaped.Append('#').Append((int)letter).Append(';')
                : escaped.Append(letter);
        }

        return escaped.ToString();
    }

    public Mermaid Title(string title) => Line($"title {Escape(title)}");

    /// <summary>A line for who reads the source.</summary>
    public Mermaid Comment(string comment) => Line($"%% {comment.Replace('{', '(').Replace('}', ')')}");

    /// <param name="name">Letters and digits, as in messages and notes.</param>
    public Mermaid Participant(string name, string? shown = null) => Line(shown is null ? $"participant {name}" : $"participant {name} as {Escape(shown)}");

    public Mermaid Message(string from, string to, string words, MermaidArrow arrow = MermaidArrow.Arrives) => Line(
        $"{from}{(arrow == MermaidArrow.Arrives ? "->>" : arrow == MermaidArrow.MayBeLost ? "-->>" : "--x")}{to}: {Escape(words)}");

    /// <summary>A box over one participant or from one to another.</summary>
    public Mermaid Note(string over, string words) => Line($"Note over {over}: {Broken(words)}");

    /// <summary>A framed part of the diagram, under its condition.</summary>
    public Mermaid Optional(string condition, Action content)
    {
        Line($"opt {Escape(condition)}");
        depth++;
        content();
        depth--;
        return Line("end");
    }

    public override string ToString() => text.ToString();

    private static string Broken(string words)
    {
        var (lines, line) = (new List<string>(), "");
        foreach (var word in words.Split(' '))
        {
            if (line.Length > 0 && line.Length + word.Length >= NoteWidth)
            {
                lines.Add(line);
                line = "";
            }

            line += line.Length == 0 ? word : $" {word}";
        }

        return string.Join("<br/>", lines.Append(line).Select(Escape));
    }

    private Mermaid Line(string line)
    {
        text.Append(' ', 4 * depth).Append(line).Append('\n');
        return this;
    }
}
