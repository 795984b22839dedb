using System.Collections.Immutable;
using System.CommandLine;
using System.Diagnostics;
using FairExchange.Cli.Reporting;
using FairExchange.Verification.Impossibility;
using FairExchange.Verification.Verdicts;

namespace FairExchange.Cli.Commands;

/// <summary>
/// <c>impossible</c>: no protocol of two parties is fair (section 1.1); with a demand given up, or with a trusted party, the same search
/// finds one.
/// </summary>
internal sealed class ImpossibleCommand : DocumentedCommand
{
    /// <summary>More only makes the formula longer: what is said of any number of messages is said at once.</summary>
    private const int MostMessages = 12;

    private const int DefaultMessages = 4;

    private readonly Option<int?> messages = CommandOptions.Number("--messages",
        $"Protocols of up to K messages; {DefaultMessages} if left out. Where one must exist, at least of up to 3.", 1, MostMessages, "K");

    private readonly Option<bool> json = CommandOptions.Flag("--json", "One array of searches instead of the text.");

    private readonly Option<string?> save = CommandOptions.Text("--save", "DIR",
        "Also write what Z3 is asked as DIR/….smt2, and each protocol found or refused as DIR/….txt.");

    private readonly Option<string?> folder = CommandOptions.Text("--out", "DIR",
        "Write impossibility.csv there, with its dictionary and provenance.");

    public ImpossibleCommand(CommandContext context)
        : base(
            "impossible",
            "Searches all two-party protocols of up to K messages for a fair one (section 1.1), and for one where a demand is given up "
            + "or a trusted party helps. "
            + "Exit code 0: as the theory says; 1: not; 3: unknown.",
            "impossible",
            "impossible --messages 2 --json",
            "impossible --save searches --out searches")
    {
        Takes(messages, json, save, folder);
        SetAction(parsed => Run(context, parsed));
    }

    private int Run(CommandContext context, ParseResult parsed)
    {
        var watch = Stopwatch.StartNew();
        var most = parsed.GetValue(messages) ?? DefaultMessages;
        foreach (var target in new[] { parsed.GetValue(save), parsed.GetValue(folder) }.OfType<string>())
        {
            WholeFile.CheckFolder(target);
        }

        ImmutableArray<SearchResult> results;
        using (var progress = new Progress(context, Search.All.Length))
        {
            var done = 0;
            results = OrderedParallel.Decide(
                Search.All,
                context.Threads,
                search => search.Run(most, context.NewSolver, what => progress.Reach(Volatile.Read(ref done), what), context.Cancellation),
                result => progress.Reach(Interlocked.Increment(ref done), result.Search.Id),
                context.Cancellation);
        }

        if (parsed.GetValue(save) is { } saved)
        {
            SavedSearches.Write(saved, results);
        }

        if (parsed.GetValue(folder) is { } output)
        {
            SavedSearches.WriteTable(output, results, parsed, most, watch.Elapsed);
        }

        if (parsed.GetValue(json))
        {
            ImpossibilityReport.WriteJson(context.Output, results);
        }
        else
        {
            ImpossibilityReport.Write(context, results);
        }

        return results.Any(result => result.AsTheTheorySays == false) ? ExitCode.Unexpected
            : results.Any(result => result.AsTheTheorySays is null) ? ExitCode.Unknown
            : ExitCode.Done;
    }
}
