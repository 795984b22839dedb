using System.CommandLine;
using FairExchange.Cli.Pages;

namespace FairExchange.Cli.Commands;

/// <summary><c>page</c>: a folder of results as one page.</summary>
internal sealed class PageCommand : DocumentedCommand
{
    private const string Results = "results";

    private readonly Option<string?> folder = CommandOptions.Text("--in", "DIR",
        $"The folder that the main job wrote; {Results} if left out.");

    public PageCommand(CommandContext context)
        : base(
            "page",
            "Writes DIR/index.html anew from the results in a folder: what holds and what does not, with each proof and attack; the "
            + "paper's claims; and, drawn, the experiments in DIR/paper or DIR/experiments. Without a command it is written, too.",
            "page --in results")
    {
        Takes(folder);
        SetAction(parsed =>
        {
            var place = parsed.GetValue(folder) ?? Results;
            WholeFile.Named(place);
            ResultsPage.Write(context, place);
            context.Output.WriteLine($"Open {Path.Combine(place, "index.html")}.");
            return ExitCode.Done;
        });
    }
}
