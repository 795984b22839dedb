using FairExchange.Model.Language;

namespace FairExchange.Model.Drawing;

/// <summary>A protocol as its paper would print it, with what it assumes, wants and expects; plain text of at most 100 columns.</summary>
public static class AliceBobNotation
{
    /// <summary>The whole entry; lines end in <c>\n</c>.</summary>
    public static string Of(Protocol protocol) =>
        string.Concat(Heading(protocol).Append("").Concat(Steps(protocol)).Append("").Concat(Assumptions(protocol))
            .Select(line => $"{line}\n"));

    /// <summary>Title, section, id and remark.</summary>
    internal static IEnumerable<string> Heading(Protocol protocol)
    {
        yield return Title(protocol);
        foreach (var line in protocol.Remark.Length == 0 ? [] : Columns.Wrap(protocol.Remark, 2, 2))
        {
            yield return line;
        }
    }

    internal static string Title(Protocol protocol) => $"{protocol.Title}, section {protocol.Section} ({protocol.Id})";

    /// <summary>What is known beforehand, the channels, what each side wants, and the verdicts that the entry expects.</summary>
    internal static IEnumerable<string> Assumptions(Protocol protocol)
    {
        yield return "Known beforehand, beside one's own name and keys";
        foreach (var role in protocol.Roles)
        {
            var known = role is Role.Party party ? party.Knows.Select(variable => variable.Symbol) : [];
            var trusted = protocol.TrustedParties.Where(other => other.Name != role.Name).Select(other => other.Name.Symbol);
            var words = Phrases.And(known.Concat(trusted));
            var kept = role is Role.Trusted { IsStateless: true } ? "; keeps nothing between requests" : "";
            yield return $"  {role.Name,-4} {(words.Length == 0 ? "nothing" : words)}{kept}";
        }

        foreach (var trusted in protocol.TrustedParties.Where(trusted => trusted.Subscribers is not null))
        {
            var paid = Phrases.And(trusted.Subscribers!.Value.Select(party => party.Symbol));
            yield return $"  {trusted.Name,-4} serves subscribers only; "
                + $"{(paid.Length == 0 ? "neither party is one" : $"of the two parties: {paid}")}";
        }

        yield return "Channels";
        foreach (var group in protocol.Channels.GroupBy(channel => channel.Assurance))
        {
            foreach (var line in Columns.Wrap(
                $"{string.Join(", ", group.Select(channel => $"{channel.From} → {channel.To}"))}: {Phrases.Of(group.Key)}", 2, 4))
            {
                yield return line;
            }
        }

        if (protocol.IsTimed)
        {
            yield return "Margins, in skews (what clocks are off at most) and delays (what resilient channels take at most)";
            foreach (var margin in protocol.Margins)
            {
                yield return $"  {margin,-8} {Count(margin.Skews, "skew")} + {Count(margin.Delays, "delay")}";
            }
        }

        yield return "Wanted";
        foreach (var line in protocol.Items.SelectMany(Wanted))
        {
            yield return line;
        }

        yield return "Expected";
        foreach (var expectation in protocol.Expectations.OrderBy(expectation =>
            (Property.All.IndexOf(expectation.Property), expectation.Party == protocol.Second.Name)))
        {
            yield return $"  {$"{expectation.Property}{(expectation.Party is { } party ? $" for {party}" : "")}",-16} "
                + $"{Phrases.Of(expectation)}";
        }

        foreach (var scenario in protocol.Unreachable)
        {
            yield return $"  cannot happen: {scenario}";
        }
    }

    private static IEnumerable<string> Wanted(Item item) =>
        Columns.Wrap($"{item.Holder} wants the {item.Name}: {Phrases.Open(item.Term)}", 2, 4)
            .Concat(Columns.Wrap(Phrases.JudgesRule(item), 4, 4));

    private static IEnumerable<string> Steps(Protocol protocol)
    {
        var score = Narrator.Of(protocol);
        var messages = All(score).OfType<Narration.Message>().ToList();
        var layout = new Layout(
            messages.Select(message => message.Label.Length).DefaultIfEmpty(0).Max(),
            messages.Select(message => Arrow(message).Length).DefaultIfEmpty(0).Max(),
            Math.Min(34, messages.Select(message => Phrases.Open(message.Term).Length).DefaultIfEmpty(0).Max()));
        return score.SelectMany(line => Draw(line, layout, 2));
    }

    private static IEnumerable<Narration> All(IEnumerable<Narration> lines) =>
        lines.SelectMany(line => line is Narration.Branch branch ? All(branch.Lines).Prepend(line) : [line]);

    private static IEnumerable<string> Draw(Narration line, Layout layout, int indent) => line switch
    {
        Narration.Making making => Columns.Wrap($"{making.Role} {making.Words}", indent, indent + 4),
        Narration.Checking checking => Columns.Wrap($"{checking.Role} sees that {checking.Match}", indent, indent + 4),
        Narration.Registering registering => Columns.Wrap($"{registering.Role} {registering.Words}", indent, indent + 4),
        Narration.Message message => Draw(message, layout, indent),
        Narration.Branch { Lines: [] } branch => Columns.Wrap($"if {branch.When}: {branch.Role} is done", indent, indent + 4),
        Narration.Branch branch => Columns.Wrap($"if {branch.When}:", indent, indent + 4)
            .Concat(branch.Lines.SelectMany(inner => Draw(inner, layout, indent + 2))),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>Label, arrow, term, and the notes beside it where they fit, else below.</summary>
    private static IEnumerable<string> Draw(Narration.Message message, Layout layout, int indent)
    {
        var (term, notes) = (Phrases.Open(message.Term), string.Join("; ", message.Notes));
        var start = $"{new string(' ', indent)}{message.Label.PadRight(layout.Label)}  {Arrow(message).PadRight(layout.Arrow)}  ";
        var beside = $"{start}{term.PadRight(layout.Term)}  {notes}";
        if (notes.Length == 0 || beside.Length <= Columns.Width)
        {
            return Columns.Wrap(term, 0, start.Length).Select((line, i) => i == 0 ? start + line : line)
                .Select(line => notes.Length == 0 ? line : beside);
        }

        return [start + term, .. Columns.Wrap(notes, start.Length + 2, start.Length + 4)];
    }

    private static string Arrow(Narration.Message message) => $"{message.From} → {message.To}";

    private sealed record Layout(int Label, int Arrow, int Term);

    private static string Count(int number, string unit) => $"{number} {unit}{(number == 1 ? "" : "s")}";
}

/// <summary>Plain text of at most 100 columns.</summary>
public static class Columns
{
    public const int Width = 100;

    /// <summary>
    /// Breaks at spaces; what follows the first line is indented by <paramref name="hang"/> columns. A word longer than a line stands
    /// alone, unbroken.
    /// </summary>
    public static IEnumerable<string> Wrap(string text, int indent, int hang)
    {
        var line = new string(' ', indent);
        var isEmpty = true;
        foreach (var word in text.Split(' '))
        {
            if (!isEmpty && line.Length + 1 + word.Length > Width)
            {
                yield return line.TrimEnd();
                (line, isEmpty) = (new string(' ', hang), true);
            }

            line += isEmpty ? word : $" {word}";
            isEmpty = false;
        }

        yield return line.TrimEnd();
    }
}
