using System.Collections.Immutable;
using System.Globalization;
using FairExchange.Model.Drawing;
using FairExchange.Simulation.Reports;
using FairExchange.Verification.Impossibility;
using FairExchange.Verification.Verdicts;
using Spectre.Console;

namespace FairExchange.Cli.Reporting;

/// <summary>What came out of the searches for fair protocols, for people and for programs.</summary>
internal static class ImpossibilityReport
{
    public static void Write(CommandContext context, ImmutableArray<SearchResult> results)
    {
        var table = Tables.New("exchange", "parties", "given up", "messages", "refused", "seconds", "answer");
        foreach (var (result,
            stages) in results.SelectMany(result =>
            result.Stages.GroupBy(stage => stage.Messages is null).Select(stages => (result, stages.ToList()))))
        {
            // That there is none of fewer messages follows from the last.
            var (search, last) = (result.Search, stages[^1]);
            string[] words =
            [
                search.TermPool.Kind,
                search.Trusted ? $"A, B, {search.TermPool.Trusted}" : "A, B",
                search.Demands == Demands.All ? "nothing" : ImpossibilityRow.DemandWords(Demands.All & ~search.Demands),
                last.Messages is not { } messages
                    ? "any" : last.Found is { } found ? $"{found.Candidate.Messages.Length}" : $"up to {messages}",
                stages.Sum(stage => stage.Refused.Length).ToString(CultureInfo.InvariantCulture),
                stages.Sum(stage => stage.Took.TotalSeconds).ToString("0.0", CultureInfo.InvariantCulture),
                last.Unknown is { } reason ? $"unknown: {reason}" : last.Found is not null ? "found" : "none: unsat",
            ];
            table.AddRow([.. words.Select(word => Tables.Cell(word))]);
        }

        Tables.Write(context, table);
        foreach (var (result, found) in results.Where(result => result.Found is not null).Select(result => (result, result.Found!)))
        {
            context.Output.WriteLine();
            context.Output.Write(AliceBobNotation.Of(found.Protocol).ReplaceLineEndings(context.Output.NewLine));
            foreach (var sessions in found.Decisions.GroupBy(decision => decision.Claim.Sessions))
            {
                context.Output.WriteLine(
                    $"The verifier, {sessions.Key} session{(sessions.Key == 1 ? "" : "s")}: {string.Join(", ", sessions.Select(Words))}.");
            }
        }

        context.Output.WriteLine();
        context.Output.WriteLine(Conclusion(results));
    }

    public static void WriteJson(TextWriter output, ImmutableArray<SearchResult> results) =>
        Json.WriteArray(output, results, (writer, result) =>
    {
        writer.WriteString("search", result.Search.Id);
        writer.WriteStartArray("stages");
        foreach (var row in ImpossibilityRow.Of(result))
        {
            writer.WriteStartObject();
            foreach (var column in ImpossibilityRow.Table.Columns)
            {
                writer.WriteString(column.Declared.Name, Convert.ToString(column.Value(row), CultureInfo.InvariantCulture));
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteString("unknown", result.Unknown);
        writer.WriteString("protocol", result.Found is { } found ? AliceBobNotation.Of(found.Protocol) : null);
        writer.WriteStartArray("verdicts");
        foreach (var verdict in (result.Found?.Decisions ?? []).Select(VerdictRow.Of))
        {
            writer.WriteStartObject();
            writer.WriteString("property", verdict.Property);
            writer.WriteString("party", verdict.Party.Length == 0 ? null : verdict.Party);
            writer.WriteNumber("sessions", verdict.Sessions);
            writer.WriteString("verdict", verdict.Verdict);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteString("as_the_theory_says", result.AsTheTheorySays switch { true => "yes", false => "no", null => "unknown" });
    });

    private static string Words(Decision decision) =>
        $"{decision.Claim.Property}{(decision.Claim.Party is null ? "" : $" for {decision.Claim.Party}")} "
        + $"{VerdictRow.Of(decision).Verdict}";

    private static string Conclusion(ImmutableArray<SearchResult> results) =>
        results.Any(result => result.AsTheTheorySays == false) ? "Not as the theory says."
        : results.Any(result => result.AsTheTheorySays is null) ? "Not all is known."
        : "No protocol of two parties is fair; with a demand given up, or with a trusted party, there is one.";
}
