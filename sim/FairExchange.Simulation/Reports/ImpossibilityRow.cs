using FairExchange.Verification.Impossibility;

namespace FairExchange.Simulation.Reports;

/// <summary>One line of <c>impossibility.csv</c>.</summary>
/// <param name="Messages">Null: any number, by induction.</param>
/// <param name="Answer">none, found or unknown.</param>
/// <param name="Refused">Proposals that the verifier did not prove.</param>
/// <param name="Found">Null where there is none.</param>
public sealed record ImpossibilityRow(Search Search, int? Messages, string Answer, int Refused, Candidate? Found)
{
    public static Table<ImpossibilityRow> Table { get; } = new Table<ImpossibilityRow>("impossibility", "One row per class of protocols searched: whether one fulfils the demands (section 1.1).")
        .Text("kind", "certified-mail or contract-signing", row => row.Search.Repertoire.Kind)
        .Optional("messages", "protocols of up to so many messages; empty: of any number, by induction", row => row.Messages)
        .Truth("trusted_party", "whether there is a trusted party to turn to", row => row.Search.Trusted)
        .Text("demands", "what a protocol must be", row => DemandWords(row.Search.Demands))
        .Text("answer", "none (the solver says unsat once all that were refused are excluded), found or unknown", row => row.Answer)
        .Whole("refused", "proposals that the verifier did not prove", row => row.Refused)
        .Text("found", "the messages of the first one proved: who says what", row => row.Found is null ? "" : string.Join("; ", row.Found.Messages.Select(message => $"{message.From}: {string.Join(", ", message.Parts)}")));

    public static IEnumerable<ImpossibilityRow> Of(SearchResult result) => result.Stages.Select(stage => new ImpossibilityRow(
        result.Search, stage.Messages, stage.Unknown is not null ? "unknown" : stage.Found is not null ? "found" : "none", stage.Refused.Length, stage.Found?.Candidate));

    /// <summary>effective, fair-to-bob</summary>
    public static string DemandWords(Demands demands) => string.Join(", ", new[]
    {
        demands.HasFlag(Demands.Effective) ? "effective" : null,
        demands.HasFlag(Demands.FairToAlice) ? "fair-to-alice" : null,
        demands.HasFlag(Demands.FairToBob) ? "fair-to-bob" : null,
    }.OfType<string>());
}
