using System.Text;
using System.Text.RegularExpressions;
using FairExchange.Model.Language;

namespace FairExchange.Model.Drawing;

/// <summary>A protocol as a Mermaid sequence diagram; what the diagram does not show stands above it in comments.</summary>
public static class SequenceDiagram
{
    /// <summary>The diagram's source; lines end in <c>\n</c>.</summary>
    public static string Of(Protocol protocol)
    {
        var diagram = new Mermaid().Title(AliceBobNotation.Title(protocol));
        foreach (var line in AliceBobNotation.Heading(protocol).Skip(1).Concat(AliceBobNotation.Assumptions(protocol)))
        {
            diagram.Comment(line);
        }

        foreach (var role in protocol.Roles)
        {
            diagram.Participant(role.Name.Symbol);
        }

        Draw(Narrator.Of(protocol), diagram);
        diagram.Note(
            protocol.Roles.First().Name.Symbol,
            protocol.Roles.Last().Name.Symbol,
            protocol.Channels.All(channel => channel.Assurance.HasFlag(Assurance.Resilient))
                ? "All messages arrive." : "Solid arrows arrive, dotted ones may be lost.");
        return diagram.ToString();
    }

    private static void Draw(IEnumerable<Narration> lines, Mermaid diagram)
    {
        foreach (var line in lines)
        {
            switch (line)
            {
                case Narration.Making making:
                    diagram.Note(making.Role.Symbol, making.Words);
                    break;
                case Narration.Checking checking:
                    diagram.Note(checking.Role.Symbol, $"sees that {checking.Match}");
                    break;
                case Narration.Message message:
                    diagram.Message(
                        message.From.Symbol,
                        message.To.Symbol,
                        $"{message.Label}: {Phrases.Open(message.Term)}",
                        message.Assurance.HasFlag(Assurance.Resilient) ? MermaidArrow.Arrives : MermaidArrow.MayBeLost);
                    foreach (var note in message.Notes)
                    {
                        diagram.Note(message.To.Symbol, note);
                    }

                    break;
                case Narration.Branch branch:
                    diagram.Optional(branch.When, () =>
                    {
                        Draw(branch.Lines, diagram);
                        if (branch.Lines.IsEmpty)
                        {
                            diagram.Note(branch.Role.Symbol, "is done");
                        }
                    });
                    break;
                default:
                    throw new System.Diagnostics.UnreachableException();
            }
        }
    }
}

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
            _ = (escaped.Length == 0 && Order().IsMatch(text)) || letter is ';' or '#' or '"' or '<' or '>' or '{' or '}' or '&' or '%'
                or '\\' or '`' or '$' || char.IsControl(letter)
                ? escaped.Append('#').Append((int)letter).Append(';')
                : escaped.Append(letter);
        }

        return escaped.ToString();
    }

    public Mermaid Title(string title) => Line($"title {Escape(title)}");

    /// <summary>A line for who reads the source.</summary>
    public Mermaid Comment(string comment) => Line($"%% {comment.Replace('{', '(').Replace('}', ')')}");

    /// <summary>
    /// In the source it has a number and its name as an alias: names may be Mermaid's own words (End, Note, Loop, Box, …), which it takes
    /// in any letter case wherever a name can stand.
    /// </summary>
    public Mermaid Participant(string name, string? shown = null)
    {
        numbers.Add(name, numbers.Count + 1);
        return Line($"participant {Number(name)} as {Escape(shown ?? name)}");
    }

    public Mermaid Message(string from, string to, string words, MermaidArrow arrow = MermaidArrow.Arrives) => Line(
        $"{Number(from)}{(arrow == MermaidArrow.Arrives ? "->>" : arrow == MermaidArrow.MayBeLost ? "-->>" : "--x")}{Number(to)}: "
        + $"{Escape(words)}");

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

/// <summary>How a message fares.</summary>
public enum MermaidArrow
{
    /// <summary>Solid.</summary>
    Arrives,

    /// <summary>Dotted.</summary>
    MayBeLost,

    /// <summary>Dotted, ending in a cross: nobody reads it.</summary>
    Unread,
}
