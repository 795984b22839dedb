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

        Draw(Playing.Of(protocol), diagram);
        diagram.Note(
            protocol.Roles.First().Name.Symbol,
            protocol.Roles.Last().Name.Symbol,
            protocol.Channels.All(channel => channel.Assurance.HasFlag(Assurance.Resilient)) ? "All messages arrive." : "Solid arrows arrive, dotted ones may be lost.");
        return diagram.ToString();
    }

    private static void Draw(IEnumerable<Score> lines, Mermaid diagram)
    {
        foreach (var line in lines)
        {
            switch (line)
            {
                case Score.Making making:
                    diagram.Note(making.Role.Symbol, making.Words);
                    break;
                case Score.Checking checking:
                    diagram.Note(checking.Role.Symbol, $"sees that {checking.Match}");
                    break;
                case Score.Message message:
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
                case Score.Branch branch:
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
