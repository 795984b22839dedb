using System.CommandLine;
using FairExchange.Cli.Reporting;

namespace FairExchange.Cli.Commands;

/// <summary><c>list [--json]</c>: the catalogue.</summary>
internal sealed class ListCommand : DocumentedCommand
{
    private readonly Option<bool> json = CommandOptions.Flag("--json", "One array of {id, section, title, remark}.");

    public ListCommand(CommandContext context)
        : base("list", "The catalogue: every protocol, the paper's first.", "list", "list --json")
    {
        Takes(json);
        SetAction(parsed => Run(context, parsed.GetValue(json)));
    }

    private static int Run(CommandContext context, bool json)
    {
        if (json)
        {
            Json.WriteArray(context.Output, context.Catalogue, (writer, protocol) =>
            {
                writer.WriteString("id", protocol.Id);
                writer.WriteString("section", protocol.Section);
                writer.WriteString("title", protocol.Title);
                writer.WriteString("remark", protocol.Remark);
            });
            return ExitCode.Done;
        }

        var table = Tables.New("id", "section", "title", "remark");
        foreach (var protocol in context.Catalogue)
        {
            table.AddRow(
                Tables.Cell(protocol.Id), Tables.Cell(protocol.Section), Tables.Cell(protocol.Title), Tables.Cell(protocol.Remark));
        }

        Tables.Write(context, table);
        return ExitCode.Done;
    }
}
