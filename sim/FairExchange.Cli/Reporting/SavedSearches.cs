using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using FairExchange.Model.Drawing;
using FairExchange.Simulation.Reports;
using FairExchange.Verification.Drawing;
using FairExchange.Verification.Impossibility;
using FairExchange.Verification.Solving;
using FairExchange.Verification.Verdicts;

namespace FairExchange.Cli.Reporting;

/// <summary>The files of <c>impossible</c>.</summary>
internal static class SavedSearches
{
    /// <summary>For each search and number of messages the script that the solver got; the protocol found; and what was refused, with the attack on it.</summary>
    /// <exception cref="UserError">A file cannot be written.</exception>
    public static void Write(string folder, ImmutableArray<SearchResult> results)
    {
        foreach (var (result, stage) in results.SelectMany(result => result.Stages.Select(stage => (result, stage))))
        {
            var path = Path.Combine(folder, $"{result.Search.Id}.{stage.Messages?.ToString(CultureInfo.InvariantCulture) ?? "any"}");
            WholeFile.Write($"{path}.smt2", SmtLib.Render(stage.Script));
            if (stage.Found is { } found)
            {
                WholeFile.Write($"{path}.txt", AliceBobNotation.Of(found.Protocol));
            }

            foreach (var (refusal, number) in stage.Refused.Select((refusal, i) => (refusal, i + 1)))
            {
                WholeFile.Write($"{path}.refused-{number}.txt", Words(refusal));
            }
        }
    }

    /// <exception cref="UserError">A file cannot be written.</exception>
    public static void WriteTable(string folder, ImmutableArray<SearchResult> results, ParseResult parsed, int messages, TimeSpan took)
    {
        var parameters = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal).Add("messages", messages.ToString(CultureInfo.InvariantCulture));
        var provenance = Provenance.Of([.. parsed.Tokens.Select(token => token.Value)], parameters, TimeProvider.System, took);
        foreach (var (name, text) in ResultFiles.Empty.With(ImpossibilityRow.Table, results.SelectMany(ImpossibilityRow.Of)).Complete(provenance).Files)
        {
            WholeFile.Write(Path.Combine(folder, name), text);
        }
    }

    private static string Words(Refusal refusal) => string.Concat(
        $"Refused: {refusal.Reason}.\n\n",
        refusal.Protocol is { } protocol ? AliceBobNotation.Of(protocol) : string.Concat(refusal.Candidate.Messages.Select(message => $"{message.From}: {string.Join(", ", message.Parts)}\n")),
        refusal.Judgement?.Verdict is Verdict.Attacked attacked ? $"\n{TraceWords.Of(attacked.Trace)}" : "");
}
