using FairExchange.Model.Language;

namespace FairExchange.Model.Drawing;

/// <summary>A protocol as a Mermaid sequence diagram; what the diagram does not show stands above it in comments.</summary>
public static class SequenceDiagram
{
    /// <summary>The diagram's source; lines end in <c>\n</c>.</summary>
    public static string Of(Protocol protocol)
    {
        var diagram = new SequenceChart().Title(AliceBobNotation.Title(protocol));
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
        return Mermaid.Of(diagram);
    }

    private static void Draw(IEnumerable<Narration> lines, SequenceChart diagram)
    {
        foreach (var line in lines)
        {
            switch (line)
            {
                case Narration.Making making:
                    diagram.Note(making.Role.Symbol, making.Words);
                    break;
                case Narration.Registering registering:
                    diagram.Note(registering.Role.Symbol, registering.Words);
                    break;
                case Narration.Checking checking:
                    diagram.Note(checking.Role.Symbol, $"sees that {checking.Match}");
                    break;
                case Narration.Message message:
                    diagram.Message(
                        message.From.Symbol,
                        message.To.Symbol,
                        $"{message.Label}: {Phrases.Open(message.Term)}",
                        message.Assurance.HasFlag(Assurance.Resilient) ? ChartArrow.Arrives : ChartArrow.MayBeLost);
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
