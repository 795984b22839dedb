using FairExchange.Simulation.Campaigns;
using FairExchange.Verification.Cutoff;

namespace FairExchange.Simulation.Reports;

/// <summary>One length of one margin, with the others as the definition says: what the solver says of it, and how runs at the limits came out.</summary>
/// <param name="Margin">The margin's name.</param>
/// <param name="LengthMs">How long it is here.</param>
/// <param name="LeastMs">What the definition says for this skew and delay.</param>
public sealed record CutoffFrontierRow(string Margin, long SkewMs, long DelayMs, long LengthMs, long LeastMs, CutoffVerdict Verdict, FrontierRow Played, ulong Seed);

/// <summary><c>cutoff_frontier.csv</c>: where the cut-off property begins to hold, by proof and by play.</summary>
public static class CutoffFrontier
{
    public static Table<CutoffFrontierRow> Table { get; } = new Table<CutoffFrontierRow>(
            "cutoff_frontier", "One row per margin, bounds and length: whether the cut-off property is proved, and how many runs at the limits were unfair. The other margins are what the definition says.")
        .Text("margin", "name of the margin", row => row.Margin)
        .Whole("skew_ms", "by how much clocks are off at most", row => row.SkewMs)
        .Whole("delay_ms", "how long resilient channels take at most", row => row.DelayMs)
        .Whole("length_ms", "length of the margin", row => row.LengthMs)
        .Whole("least_ms", "what the definition says: its skews and delays", row => row.LeastMs)
        .Text("verdict", "proved, broken, never-settles, vacuous or unknown: one session of the honest party, clocks that wander within the skew", row => Word(row.Verdict))
        .Whole("exchanges", "exchanges played: clocks off by all they may, channels as slow as they may, a cheater who acts at the last moment", row => row.Played.Exchanges)
        .Whole("unfair_to_alice", "exchanges that violate fairness for an honest Alice", row => row.Played.UnfairToAlice)
        .Whole("unfair_to_bob", "exchanges that violate fairness for an honest Bob", row => row.Played.UnfairToBob)
        .Truth("holds_in_play", "whether none was unfair", row => row.Played.Violations == 0)
        .Whole("seed", "seed of the exchanges", row => (long)row.Seed);

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
