using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using FairExchange.Model.Drawing;
using FairExchange.Runtime.Bulk;
using FairExchange.Runtime.Judging;
using FairExchange.Runtime.Values;
using FairExchange.Simulation.Campaigns;
using FairExchange.Simulation.Reports;
using FairExchange.Verification.Impossibility;
using FairExchange.Verification.Solving;
using FairExchange.Verification.Traces;
using FairExchange.Verification.Verdicts;

namespace FairExchange.Cli.Reporting;

/// <summary><c>--save DIR</c>: for each question the script that the solver got, and the attack where there is one.</summary>
internal static class SavedVerdicts
{
    private const string Script = ".smt2", Saved = ".trace.json", Diagram = ".mmd";

    /// <summary>Of the files' names.</summary>
    public static IReadOnlyList<string> Endings { get; } = [Script, Saved, Diagram];

    /// <exception cref="UserError">A file cannot be written.</exception>
    public static void Write(string folder, IEnumerable<RecordedDecision> recorded)
    {
        foreach (var claim in recorded)
        {
            var path = Path.Combine(folder, Name(claim.Decision));
            WholeFile.Write(path + Script, claim.Text());
            if (claim.Decision.Verdict is Verdict.Attacked attacked)
            {
                WriteTrace(path, attacked.Trace);
            }
        }
    }

    /// <exception cref="UserError">A file cannot be written.</exception>
    public static void WriteTraces(string folder, IEnumerable<Decision> attacks)
    {
        foreach (var attack in attacks)
        {
            WriteTrace(Path.Combine(folder, Name(attack)), ((Verdict.Attacked)attack.Verdict).Trace);
        }
    }

    /// <summary>The dictionary with the traces that <see cref="WriteTraces"/> writes to a folder of the results.</summary>
    public static ResultFiles Describe(ResultFiles results, string folder, IReadOnlyCollection<Decision> attacks) => results
        .Describing("traces", "The smallest attack on each claim, to be replayed.", "json", Paths(folder, attacks, Saved))
        .Describing("diagrams", "The same as Mermaid sequence diagrams.", "mmd", Paths(folder, attacks, Diagram));

    private static ImmutableArray<string> Paths(string folder, IEnumerable<Decision> attacks, string ending) =>
        [.. attacks.Select(attack => $"{folder}/{Name(attack)}{ending}").Order(StringComparer.Ordinal)];

    /// <summary>For replay, and as a sequence diagram for people.</summary>
    private static void WriteTrace(string path, Trace trace)
    {
        WholeFile.Write(path + Saved, TraceFile.Write(trace));
        WholeFile.Write(path + Diagram, TraceDiagram.Of(trace));
    }

    /// <summary>fair-cem.fairness.bob.1</summary>
    private static string Name(Decision decision)
    {
        var row = VerdictRow.Of(decision);
        return string.Join('.', new[] { row.Protocol, row.Property, row.Party, $"{row.Sessions}" }.Where(part => part.Length > 0));
    }
}

/// <summary>The files of <c>impossible</c>.</summary>
internal static class SavedSearches
{
    /// <summary>
    /// For each search and number of messages the script that the solver got; the protocol found; and what was refused, with the attack on
    /// it.
    /// </summary>
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
    public static void WriteTable(string folder, ImmutableArray<SearchResult> results, ParseResult parsed, int messages, TimeSpan took) =>
        ResultFolder.Write(folder, ResultFiles.Empty.With(ImpossibilityRow.Table, results.SelectMany(ImpossibilityRow.Of)), parsed,
            [KeyValuePair.Create("messages", messages.ToString(CultureInfo.InvariantCulture))], took);

    private static string Words(Refusal refusal) => string.Concat(
        $"Refused: {refusal.Reason}.\n\n",
        refusal.Protocol is { } protocol
            ? AliceBobNotation.Of(protocol)
            : string.Concat(refusal.Candidate.Messages.Select(message => $"{message.From}: {string.Join(", ", message.Parts)}\n")),
        refusal.Decision?.Verdict is Verdict.Attacked attacked ? $"\n{TraceWords.Of(attacked.Trace)}" : "");
}

/// <summary>What honest parties hold after the first exchange of each row, as files for the judge.</summary>
internal static class EvidenceFolder
{
    /// <summary>
    /// The evidence, and beside it, under the same name ending in <c>.goods</c>, the goods that it speaks of by their digest.
    /// </summary>
    public static void Write(string path, EvidenceFile evidence, IBulkStore goods)
    {
        WholeFile.Write(path, evidence.Write());
        foreach (var spokenOf in evidence.Evidence.Shown.Visible().OfType<Value.Bulk>())
        {
            using var beside = goods.Read(spokenOf)!;
            WholeFile.Write(GoodsBeside(path), beside.CopyTo);
        }
    }

    public static string GoodsBeside(string path) => $"{path}.goods";

    public static void Write(CommandContext context, string folder, CampaignPlan plan, VerdictBook verdicts)
    {
        var written = 0;
        foreach (var matchup in plan.Matchups)
        {
            foreach (var (evidence, goods) in new MatchupRunner(matchup, plan.Seed, plan.Messages, verdicts, repeats: true).HeldEvidence(0))
            {
                written++;
                var row = $"{matchup.Protocol.Id}.{matchup.Alice}.{matchup.Bob}.{matchup.Network.Name}";
                var item = evidence.Evidence.Item;
                Write(Path.Combine(folder, $"{row}.{item.Name}-of-{item.Holder}.evidence"), evidence, goods);
            }
        }

        context.Output.WriteLine(written == 0
            ? "No evidence: the symbolic suite makes none, and nobody who is honest held any."
            : $"{written} pieces of evidence in {folder}.");
    }
}
