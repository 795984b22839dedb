using System.Text;
using System.Text.RegularExpressions;

namespace FairExchange.Model.Drawing;

/// <summary>Writes a Mermaid sequence diagram; whatever Mermaid would read as its own syntax is written as a character code.</summary>
public sealed partial class Mermaid
{
    private const int NoteWidth = 48;

    private readonly StringBuilder text = new("sequenceDiagram\n");
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
    private int depth = 1;

    /// <summary>Mermaid ends a statement at <c>;</c>, starts a comment or a code at <c>#</c>, and reads text as HTML.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder();
        foreach (var letter in text)
        {
            // "wrap:" and "nowrap:" in front of a text are orders to Mermaid.
            _ = (escaped.Length == 0 && Order().IsMatch(text)) || letter is ';' or '#' or '"' or '<' or '>' or '{' or '}' or '&' or '%' or '\\' or '`' or '$' || char.IsControl(letter)
                ? escaped.Append('#').Append((int)letter).Append(';')
                : escaped.Append(letter);
        }

        return escaped.ToString();
    }

    public Mermaid Title(string title) => Line($"title {Escape(title)}");

    /// <summary>A line for who reads the source.</summary>
    public Mermaid Comment(string comment) => Line($"%% {comment.Replace('{', '(').Replace('}', ')')}");

    /// <summary>
    /// In the source it has a number and its name as an alias: names may be Mermaid's own words (End, Note, Loop, Box, …), which it takes in any letter case wherever a name can stand.
    /// </summary>
    public Mermaid Participant(string name, string? shown = null)
    {
        numbers.Add(name, numbers.Count + 1);
        return Line($"participant {Number(name)} as {Escape(shown ?? name)}");
    }

    public Mermaid Message(string from, string to, string words, MermaidArrow arrow = MermaidArrow.Arrives) => Line(
        $"{Number(from)}{(arrow == MermaidArrow.Arrives ? "->>" : arrow == MermaidArrow.MayBeLost ? "-->>" : "--x")}{Number(to)}: {Escape(words)}");

    /// <summary>A box over a participant.</summary>
    public Mermaid Note(string over, string words) => Line($"Note over {Number(over)}: {Broken(words)}");

    /// <summary>A box from one participant to another.</summary>
    public Mermaid Note(string from, string to, string words) => Line($"Note over {Number(from)},{Number(to)}: {Broken(words)}");

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

    [GeneratedRegex("^(no)?wrap", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Order();

    private string Number(string name) => $"p{numbers[name]}";

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
