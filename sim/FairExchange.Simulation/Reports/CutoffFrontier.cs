using FairExchange.Simulation.Campaigns;
using FairExchange.Verification.Cutoff;
using FairExchange.Verification.Impossibility;

namespace FairExchange.Simulation.Reports;

/// <summary>
/// One length of one margin, with the others as the definition says: what the solver says of it, and how runs at the limits came out.
/// </summary>
/// <param name="Margin">The margin's name.</param>
/// <param name="LengthMs">How long it is here.</param>
/// <param name="LeastMs">What the definition says for this skew and delay.</param>
public sealed record CutoffFrontierRow(
    string Margin, long SkewMs, long DelayMs, long LengthMs, long LeastMs, CutoffVerdict Verdict, FrontierRow Played, ulong Seed);

/// <summary><c>cutoff_frontier.csv</c>: where the cut-off property begins to hold, by proof and by play.</summary>
public static class CutoffFrontier
{
    public static Table<CutoffFrontierRow> Table { get; } = new Table<CutoffFrontierRow>(
            "cutoff_frontier", "One row per margin, bounds and length: whether the cut-off property is proved, and how many runs at the "
            + "limits were unfair. The other margins are what the definition says.")
        .Text("margin", "name of the margin", row => row.Margin)
        .Whole("skew_ms", "by how much clocks are off at most", row => row.SkewMs)
        .Whole("delay_ms", "how long resilient channels take at most", row => row.DelayMs)
        .Whole("length_ms", "length of the margin", row => row.LengthMs)
        .Whole("least_ms", "what the definition says: its skews and delays", row => row.LeastMs)
        .Text("verdict", "proved, broken, never-settles, vacuous or unknown: one session of the honest party, clocks that wander within "
            + "the skew", row => Word(row.Verdict))
        .Whole("exchanges", "exchanges played: clocks off by all they may, channels as slow as they may, a cheater who acts at the last "
            + "moment", row => row.Played.Exchanges)
        .Whole("unfair_to_alice", "exchanges that violate fairness for an honest Alice", row => row.Played.UnfairToAlice)
        .Whole("unfair_to_bob", "exchanges that violate fairness for an honest Bob", row => row.Played.UnfairToBob)
        .Truth("holds_in_play", "whether none was unfair", row => row.Played.Violations == 0)
        .Whole("seed", "seed of the exchanges", row => (long)row.Seed)
        .Keyed("margin", "skew_ms", "delay_ms", "length_ms");

    private static string Word(CutoffVerdict verdict) => verdict switch
    {
        CutoffVerdict.Proved => "proved",
        CutoffVerdict.Broken => "broken",
        CutoffVerdict.NeverSettles => "never-settles",
        CutoffVerdict.Vacuous => "vacuous",
        CutoffVerdict.Unknown => "unknown",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}

/// <summary>One line of <c>impossibility.csv</c>.</summary>
/// <param name="Messages">Null: any number, by induction.</param>
/// <param name="SolverAnswer">none, found or unknown.</param>
/// <param name="Refused">Proposals that the verifier did not prove.</param>
/// <param name="Found">Null where there is none.</param>
public sealed record ImpossibilityRow(Search Search, int? Messages, string SolverAnswer, int Refused, Candidate? Found)
{
    public static Table<ImpossibilityRow> Table { get; } = new Table<ImpossibilityRow>(
        "impossibility", "One row per class of protocols searched: whether one fulfils the demands (section 1.1).")
        .Text("kind", "certified-mail or contract-signing", row => row.Search.TermPool.Kind)
        .Optional("messages", "protocols of up to so many messages; empty: of any number, by induction", row => row.Messages)
        .Truth("trusted_party", "whether there is a trusted party to turn to", row => row.Search.Trusted)
        .Text("demands", "what a protocol must be", row => DemandWords(row.Search.Demands))
        .Text("answer", "none (the solver says unsat once all that were refused are excluded), found or unknown", row => row.SolverAnswer)
        .Whole("refused", "proposals that the verifier did not prove", row => row.Refused)
        .Text("found", "the messages of the first one proved: who says what", row => row.Found is null
            ? "" : string.Join("; ", row.Found.Messages.Select(message => $"{message.From}: {string.Join(", ", message.Parts)}")));

    public static IEnumerable<ImpossibilityRow> Of(SearchResult result) => result.Stages.Select(replayer => new ImpossibilityRow(
        result.Search, replayer.Messages, replayer.Unknown is not null
            ? "unknown" : replayer.Found is not null ? "found" : "none", replayer.Refused.Length, replayer.Found?.Candidate));

    /// <summary>effective, fair-to-bob</summary>
    public static string DemandWords(Demands demands) => string.Join(", ", new[]
    {
        demands.HasFlag(Demands.Effective) ? "effective" : null,
        demands.HasFlag(Demands.FairToAlice) ? "fair-to-alice" : null,
        demands.HasFlag(Demands.FairToBob) ? "fair-to-bob" : null,
    }.OfType<string>());
}
