using FairExchange.Simulation.Campaigns;

namespace FairExchange.Simulation.Reports;

/// <summary>A campaign's row, with the campaign's seed.</summary>
public sealed record OutcomeRow(RowResult Row, ulong Seed);

/// <summary>One exchange of a campaign.</summary>
public sealed record ExchangeRow(Matchup Matchup, ExchangeOutcome Played, ulong Seed);

/// <summary>The tables of a campaign.</summary>
public static class CampaignTables
{
    public static Table<OutcomeRow> Outcomes { get; } = new Table<OutcomeRow>(
        "outcomes", "One row per protocol, strategies, channel and suite: how its exchanges came out, and what they cost on the wire.")
        .Text("protocol", "id of the protocol", row => row.Row.Matchup.Protocol.Id)
        .Text("alice", "the first party's strategy", row => row.Row.Matchup.Alice)
        .Text("bob", "the second party's strategy", row => row.Row.Matchup.Bob)
        .Text("channel", "what the channels do", row => row.Row.Matchup.Network.Name)
        .Text("suite", "cryptographic suite; symbolic moves terms and has no bytes; compiled is symbolic, played on a table of states",
            row => row.Row.Matchup.Suite)
        .Whole("seed", "seed of the campaign", row => (long)row.Seed)
        .Whole("exchanges", "number of exchanges", row => row.Row.Exchanges)
        .Whole("both", "exchanges after which both hold their items of a deal", row => row.Row[Result.Both])
        .Whole("neither", "exchanges after which neither does", row => row.Row[Result.Neither])
        .Whole("unfair_to_alice", "exchanges that violate fairness for an honest Alice", row => row.Row[Result.UnfairToAlice])
        .Whole("unfair_to_bob", "exchanges that violate fairness for an honest Bob", row => row.Row[Result.UnfairToBob])
        .Whole("trusted_party_runs", "exchanges in which a trusted party received a message", row => row.Row.TrustedPartyRuns)
        .Whole("messages", "messages sent, all exchanges together", row => row.Row.Sum.Messages)
        .Whole("bytes", "bytes of these messages, and of goods that travel beside them", row => row.Row.Sum.Bytes)
        .Whole("distinct_outcomes", "distinct outcomes, each put to the solver", row => row.Row.Outcomes.Count)
        .Keyed("protocol", "alice", "bob", "channel", "suite");

    public static Table<ExchangeRow> Exchanges { get; } = new Table<ExchangeRow>("exchanges", "One row per exchange.")
        .Text("protocol", "id of the protocol", row => row.Matchup.Protocol.Id)
        .Text("alice", "the first party's strategy", row => row.Matchup.Alice)
        .Text("bob", "the second party's strategy", row => row.Matchup.Bob)
        .Text("channel", "what the channels do", row => row.Matchup.Network.Name)
        .Text("suite", "cryptographic suite", row => row.Matchup.Suite)
        .Whole("seed", "seed of the campaign", row => (long)row.Seed)
        .Whole("exchange", "number within its row, from 0; with the seed it replays the exchange", row => row.Played.Number)
        .Word("outcome", "how it came out", [.. Enum.GetValues<Result>().Select(Word)], row => Word(row.Played.Result))
        .Truth("trusted_party", "whether a trusted party received a message", row => row.Played.Meter.TrustedPartyTookPart)
        .Whole("messages", "messages sent", row => row.Played.Meter.Messages)
        .Whole("bytes", "bytes of these messages, and of goods that travel beside them", row => row.Played.Meter.Bytes)
        .Whole("trusted_party_bytes", "bytes that trusted parties received or sent", row => row.Played.Meter.Trusted.Bytes)
        .Whole("end_ms", "virtual time of the last event, in milliseconds", row => row.Played.EndMs)
        .Keyed("protocol", "alice", "bob", "channel", "suite", "exchange");

    private static string Word(Result result) => result switch
    {
        Result.Both => "both",
        Result.Neither => "neither",
        Result.UnfairToAlice => "unfair-to-alice",
        Result.UnfairToBob => "unfair-to-bob",
        _ => throw new ArgumentOutOfRangeException(nameof(result)),
    };
}
