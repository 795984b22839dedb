using System.Collections.Immutable;
using FairExchange.Model.Language;
using FairExchange.Simulation.Campaigns;
using FairExchange.Simulation.Engine;

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
        .Whole("trusted_party_bytes", "bytes that trusted parties received or sent", row => row.Played.Meter.TrustedBytes)
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

/// <summary>A campaign's tables: outcomes, and the load and cost that follow from them.</summary>
public static class CampaignResults
{
    public static ResultFiles Of(ImmutableArray<RowResult> rows, ulong seed, Prices prices)
    {
        // Terms have no bytes, so their load says nothing.
        List<LoadRow> loads = [.. LoadRow.Of(rows.Where(row =>
            row.Matchup is { IsCompiled: false, Suite: not Engine.Principals.SymbolicName }), seed)];
        return ResultFiles.Empty
            .With(CampaignTables.Outcomes, rows.Select(row => new OutcomeRow(row, seed)))
            .With(LoadRow.Table, loads)
            .With(CostRow.Table, CostRow.Of(loads, prices));
    }
}

/// <summary>What trusted parties do for 1,000 exchanges of a protocol, at a rate of cheating.</summary>
/// <param name="Kind">visible: takes part in honest runs; virtual: does not; none: there is no trusted party.</param>
/// <param name="Basis">How many played exchanges the figures rest on.</param>
public sealed record LoadRow(
    Protocol Protocol, string Kind, string Suite, ulong Seed, double CheatingRate, double Requests, double Bytes, double Operations,
    double StoredBytes, long Basis)
{
    /// <summary>The rates in the table.</summary>
    public static ImmutableArray<double> Rates { get; } = [0, 0.0001, 0.001, 0.01, 0.1, 1];

    /// <summary>
    /// The expected load of a mixture: an exchange is honest over reliable channels, or with the given rate a cheat, each played strategy
    /// (of either side) being as likely.
    /// </summary>
    public static IEnumerable<LoadRow> Of(IEnumerable<RowResult> rows, ulong seed) => rows
        .Where(row => row.Matchup.Network.Name == "reliable" && row.Matchup.Tracer is null)
        .GroupBy(row => (row.Matchup.Protocol, row.Matchup.Suite))
        .Where(group => group.Any(row => row.Matchup.IsHonest))
        .SelectMany(group =>
        {
            var honest = group.Single(row => row.Matchup.IsHonest);
            var cheats = group.Where(row => !row.Matchup.IsHonest).ToList();
            return Rates.Where(rate => rate == 0 || cheats.Count > 0).Select(rate => new LoadRow(
                group.Key.Protocol,
                group.Key.Protocol.TrustedParties.IsEmpty ? "none" : honest.TrustedPartyRuns > 0 ? "visible" : "virtual",
                group.Key.Suite,
                seed,
                rate,
                Mix(rate, meter => meter.TrustedRequests),
                Mix(rate, meter => meter.TrustedBytes),
                Mix(rate, meter => meter.TrustedOperations),
                Mix(rate, meter => meter.StoredBytes),
                group.Sum(row => row.Exchanges)));

            double Mix(double rate, Func<Meter, long> part)
            {
                var fair = (double)part(honest.Sum) / honest.Exchanges;
                var foul = rate == 0 ? 0 : cheats.Average(row => (double)part(row.Sum) / row.Exchanges);
                return 1000 * (((1 - rate) * fair) + (rate * foul));
            }
        });

    public static Table<LoadRow> Table { get; } = new Table<LoadRow>("load",
        "What trusted parties do for 1,000 exchanges, per protocol and rate of cheating (a cheat being each played strategy with equal "
        + "chance).")
        .Text("protocol", "id of the protocol", row => row.Protocol.Id)
        .Word("trusted_party", "takes part in honest runs (visible), does not (virtual), or is none", ["visible", "virtual", "none"],
            row => row.Kind)
        .Text("suite", "cryptographic suite", row => row.Suite)
        .Whole("seed", "seed of the campaign", row => (long)row.Seed)
        .Number("cheating_rate", "share of exchanges in which one side cheats", 6, row => row.CheatingRate)
        .Number("requests_per_1000", "messages received by trusted parties per 1,000 exchanges", 3, row => row.Requests)
        .Number("bytes_per_1000", "bytes received or sent by trusted parties per 1,000 exchanges", 1, row => row.Bytes)
        .Number("public_key_operations_per_1000",
            "signatures, verifications, encryptions and decryptions by trusted parties per 1,000 exchanges", 3, row => row.Operations)
        .Number("stored_bytes_per_1000", "bytes that trusted parties must keep as proof per 1,000 exchanges", 1, row => row.StoredBytes)
        .Whole("basis_exchanges", "played exchanges on which the row rests", row => row.Basis)
        .Keyed("protocol", "suite", "cheating_rate");
}

/// <summary>What one exchange costs the trusted party, in US dollars, by component.</summary>
public sealed record CostRow(
    LoadRow Load, double ExchangesPerYear, double Compute, double Traffic, double Archive, double Staff, double Handling)
{
    private const double GB = 1e9;

    /// <summary>Exchanges a year over which staff is spread.</summary>
    public static ImmutableArray<double> Volumes { get; } = [1e6, 1e8, 1e10];

    public double Total => Compute + Traffic + Archive + Staff + Handling;

    /// <summary>
    /// Prices each row of load. A visible party's requests are routine; only a virtual one's are resolves, which somebody may have to look
    /// at.
    /// </summary>
    public static IEnumerable<CostRow> Of(IEnumerable<LoadRow> loads, Prices prices) =>
        from load in loads
        from volume in load.Kind == "none" ? [Volumes[0]] : Volumes
        select new CostRow(
            load,
            volume,
            load.Operations / 1000 * prices.SecondsPerOperation.Value / 3600 * prices.Compute.Value,
            load.Bytes / 1000 / GB * prices.Traffic.Value,
            load.StoredBytes / 1000 / GB * prices.Storage.Value * prices.Retention.Value,
            prices.Engineer.Value * Staffing(load.Kind, prices) / volume,
            load.Kind == "virtual" ? load.Requests / 1000 * prices.HandlingPerResolve.Value : 0);

    public static Table<CostRow> Table { get; } = new Table<CostRow>(
        "cost", "What one exchange costs the trusted party, visible against virtual, at the prices of the parameter file.")
        .Text("protocol", "id of the protocol", row => row.Load.Protocol.Id)
        .Word("trusted_party", "takes part in honest runs (visible), does not (virtual), or is none", ["visible", "virtual", "none"],
            row => row.Load.Kind)
        .Text("suite", "cryptographic suite", row => row.Load.Suite)
        .Whole("seed", "seed of the campaign", row => (long)row.Load.Seed)
        .Number("cheating_rate", "share of exchanges in which one side cheats", 6, row => row.Load.CheatingRate)
        .Number("exchanges_per_year", "exchanges a year over which staff is spread", 0, row => row.ExchangesPerYear)
        .Number("compute_usd", "processor time per exchange, US dollars", 12, row => row.Compute)
        .Number("traffic_usd", "bytes in and out per exchange, US dollars", 12, row => row.Traffic)
        .Number("archive_usd", "keeping proof for the time of retention, per exchange, US dollars", 12, row => row.Archive)
        .Number("staff_usd", "people, per exchange, US dollars", 12, row => row.Staff)
        .Number("handling_usd", "human handling of resolves, per exchange, US dollars", 12, row => row.Handling)
        .Number("total_usd", "all of it per exchange, US dollars", 12, row => row.Total)
        .Keyed("protocol", "suite", "cheating_rate", "exchanges_per_year");

    private static double Staffing(string kind, Prices prices) => kind switch
    {
        "visible" => prices.VisibleStaff.Value,
        "virtual" => prices.VirtualStaff.Value,
        _ => 0,
    };
}
