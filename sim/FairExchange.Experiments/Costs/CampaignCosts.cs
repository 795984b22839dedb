using System.Collections.Immutable;
using FairExchange.Experiments.Parameters;
using FairExchange.Experiments.Protocols;
using FairExchange.Model.Language;
using FairExchange.Simulation.Campaigns;
using FairExchange.Simulation.Engine;
using FairExchange.Simulation.Reports;

namespace FairExchange.Experiments.Costs;

/// <summary>What trusted parties did for 1,000 exchanges of a campaign, were so many of them cheated.</summary>
/// <param name="Studied">Null where the protocol has no trusted party.</param>
/// <param name="Come">Share of exchanges that come to a virtual trusted party.</param>
/// <param name="Work">For an exchange that comes to it.</param>
/// <param name="Basis">How many played exchanges the figures rest on.</param>
public sealed record LoadRow(
    Protocol Protocol, StudiedProtocol? Studied, string Suite, ulong Seed, double CheatingRate, double Requests, double Bytes,
    double Operations, double StoredBytes, double Come, Handled Work, long Basis)
{
    /// <summary>
    /// The expected load of a mixture: an exchange is honest over reliable channels, or with the given rate a cheat, each played strategy
    /// (of either side) being as likely.
    /// </summary>
    /// <exception cref="FormatException">The calibration lacks something.</exception>
    public static IEnumerable<LoadRow> Of(IEnumerable<RowResult> rows, ulong seed, ParameterBook book) => rows
        .Where(row => row.Matchup.Network.Name == "reliable" && row.Matchup.Tracer is null)
        .GroupBy(row => (row.Matchup.Protocol, row.Matchup.Suite))
        .Where(group => group.Any(row => row.Matchup.IsHonest))
        .SelectMany(group => Of(group.Key.Protocol, group.Key.Suite, [.. group], seed, book));

    private static IEnumerable<LoadRow> Of(Protocol protocol, string suite, List<RowResult> rows, ulong seed, ParameterBook book)
    {
        var (honest, cheats) = (rows.Single(row => row.Matchup.IsHonest), rows.Where(row => !row.Matchup.IsHonest).ToList());
        var studied = protocol.TrustedParties.IsEmpty ? null : new StudiedProtocol(protocol);
        var seconds = rows.ToDictionary(row => row, row => book.ServiceTimes.Seconds(suite, row.Sum.Trusted));
        var behindKey = studied?.OpensAll(suite) ?? false ? 1 : 0;
        foreach (var rate in book.Numbers("campaign.cheating_rate").Distinct().Where(rate => rate == 0 || cheats.Count > 0))
        {
            double Mix(Func<RowResult, double> part)
            {
                double Mean(RowResult row) => part(row) / row.Exchanges;
                return ((1 - rate) * Mean(honest)) + (rate == 0 ? 0 : rate * cheats.Average(Mean));
            }

            var come = studied?.IsVisible ?? false ? 1 : Mix(row => row.TrustedPartyRuns);
            double Each(Func<RowResult, double> part) => come == 0 ? 0 : Mix(part) / come;
            yield return new LoadRow(
                protocol,
                studied,
                suite,
                seed,
                rate,
                1000 * Mix(row => row.Sum.Trusted.Requests),
                1000 * Mix(row => row.Sum.Trusted.Bytes),
                1000 * Mix(row => row.Sum.Trusted.PublicKeyOperations),
                1000 * Mix(row => row.Sum.Trusted.KeptBytes),
                come,
                new Handled(
                    Each(row => seconds[row]), Each(row => row.Sum.Trusted.BytesIn), Each(row => row.Sum.Trusted.BytesOut),
                    Each(row => row.Sum.Trusted.Answers), Each(row => row.Sum.Trusted.KeyOperations), behindKey),
                rows.Sum(row => row.Exchanges));
        }
    }

    /// <summary>Takes part in honest runs (visible), does not (virtual), or is none.</summary>
    public string Kind => Studied?.Kind ?? StudiedProtocol.Absent;

    public static Table<LoadRow> Table { get; } = Setting(new Table<LoadRow>("load",
        "What trusted parties do for 1,000 exchanges, per protocol and rate of cheating (a cheat being each played strategy with equal "
        + "chance)."), row => row)
        .Number("requests_per_1000", "messages received by trusted parties per 1,000 exchanges", 3, row => row.Requests)
        .Number("bytes_per_1000", "bytes received or sent by trusted parties per 1,000 exchanges", 1, row => row.Bytes)
        .Number("public_key_operations_per_1000",
            "signatures, verifications, encryptions and decryptions by trusted parties per 1,000 exchanges", 3, row => row.Operations)
        .Number("stored_bytes_per_1000", "bytes that trusted parties must keep as proof per 1,000 exchanges", 1, row => row.StoredBytes)
        .Whole("basis_exchanges", "played exchanges on which the row rests", row => row.Basis)
        .Keyed("protocol", "suite", "cheating_rate");

    /// <summary>The columns that load and cost begin with.</summary>
    internal static Table<T> Setting<T>(Table<T> table, Func<T, LoadRow> load) => table
        .Text("protocol", "id of the protocol", row => load(row).Protocol.Id)
        .Word("trusted_party", "takes part in honest runs (visible), does not (virtual), or is none",
            [StudiedProtocol.Visible, StudiedProtocol.Virtual, StudiedProtocol.Absent], row => load(row).Kind)
        .Text("suite", "cryptographic suite", row => load(row).Suite)
        .Whole("seed", "seed of the campaign", row => (long)load(row).Seed)
        .Number("cheating_rate", "share of exchanges in which one side cheats", 6, row => load(row).CheatingRate);
}

/// <summary>What an exchange of a campaign costs the trusted party, as experiment E1 counts it.</summary>
public sealed record CostRow(LoadRow Load, double ExchangesPerYear, CostPerExchange Costs)
{
    /// <summary>Prices each row of load: every price at its mean, the staff of a virtual trusted party in office hours.</summary>
    /// <exception cref="FormatException">A price is no range.</exception>
    public static IEnumerable<CostRow> Of(IEnumerable<LoadRow> loads, ParameterBook book)
    {
        var (model, handling) = (CostModel.Ranges.Of(book).Expected(), book.Number("costs.handling"));
        ImmutableArray<double> volumes = [.. book.Numbers("campaign.exchanges_per_year").Distinct()];
        return
            from load in loads
            from volume in load.Studied is null ? [volumes[0]] : volumes
            select new CostRow(load, volume, load.Studied is { } studied
                ? model.Of(studied, load.Work, volume, load.Come, handling, aroundTheClock: false) : CostPerExchange.None);
    }

    public static Table<CostRow> Table { get; } = LoadRow.Setting(new Table<CostRow>(
        "cost", "What one exchange costs the trusted party, visible against virtual, at the prices of the parameter file."),
        row => row.Load)
        .Number("exchanges_per_year", "exchanges a year over which staff, reserve and the least premium are spread", 0,
            row => row.ExchangesPerYear)
        .Number("compute_usd", "processor time, reserve and key operations per exchange, US dollars", 12, row => row.Costs.Compute)
        .Number("traffic_usd", "bytes and messages sent per exchange, US dollars", 12, row => row.Costs.Traffic)
        .Number("archive_usd", "keeping proof for the time of retention per exchange, US dollars", 12, row => row.Costs.Archive)
        .Number("staff_usd", "people on duty per exchange, US dollars", 12, row => row.Costs.Staff)
        .Number("handling_usd", "human handling of resolves per exchange, US dollars", 12, row => row.Costs.Handling)
        .Number("liability_usd", "insurance premium per exchange, US dollars", 12, row => row.Costs.Liability)
        .Number("total_usd", "all of it per exchange, US dollars", 12, row => row.Costs.Total)
        .Keyed("protocol", "suite", "cheating_rate", "exchanges_per_year");
}

/// <summary>A campaign's tables: outcomes, and the load and cost that follow from them.</summary>
public static class CampaignResults
{
    /// <exception cref="FormatException">A price is no range, or the calibration lacks something.</exception>
    public static ResultFiles Of(ImmutableArray<RowResult> rows, ulong seed, ParameterBook book)
    {
        // Terms have no bytes, so their load says nothing.
        List<LoadRow> loads = [.. LoadRow.Of(
            rows.Where(row => row.Matchup is { IsCompiled: false, Suite: not Principals.SymbolicName }), seed, book)];
        return ResultFiles.Empty
            .With(CampaignTables.Outcomes, rows.Select(row => new OutcomeRow(row, seed)))
            .With(LoadRow.Table, loads)
            .With(CostRow.Table, CostRow.Of(loads, book))
            .With(ParameterBook.Table, book.Rows("campaign", "costs", "liability"));
    }
}
