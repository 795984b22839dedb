using System.Collections.Immutable;

namespace FairExchange.Simulation.Reports;

/// <summary>What one exchange costs the trusted party, in US dollars, by component.</summary>
public sealed record CostRow(LoadRow Load, double ExchangesPerYear, double Compute, double Traffic, double Archive, double Staff, double Handling)
{
    private const double GB = 1e9;

    /// <summary>Exchanges a year over which staff is spread.</summary>
    public static ImmutableArray<double> Volumes { get; } = [1e6, 1e8, 1e10];

    public double Total => Compute + Traffic + Archive + Staff + Handling;

    /// <summary>Prices each row of load. A visible party's requests are routine; only a virtual one's are resolves, which somebody may have to look at.</summary>
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

    public static Table<CostRow> Table { get; } = new Table<CostRow>("cost", "What one exchange costs the trusted party, visible against virtual, at the prices of the parameter file.")
        .Text("protocol", "id of the protocol", row => row.Load.Protocol.Id)
        .Text("trusted_party", "visible, virtual or none", row => row.Load.Kind)
        .Text("suite", "cryptographic suite", row => row.Load.Suite)
        .Whole("seed", "seed of the campaign", row => (long)row.Load.Seed)
        .Number("cheating_rate", "share of exchanges in which one side cheats", 6, row => row.Load.CheatingRate)
        .Number("exchanges_per_year", "exchanges a year over which staff is spread", 0, row => row.ExchangesPerYear)
        .Number("compute_usd", "processor time per exchange, US dollars", 12, row => row.Compute)
        .Number("traffic_usd", "bytes in and out per exchange, US dollars", 12, row => row.Traffic)
        .Number("archive_usd", "keeping proof for the time of retention, per exchange, US dollars", 12, row => row.Archive)
        .Number("staff_usd", "people, per exchange, US dollars", 12, row => row.Staff)
        .Number("handling_usd", "human handling of resolves, per exchange, US dollars", 12, row => row.Handling)
        .Number("total_usd", "all of it per exchange, US dollars", 12, row => row.Total);

    private static double Staffing(string kind, Prices prices) => kind switch
    {
        "visible" => prices.VisibleStaff.Value,
        "virtual" => prices.VirtualStaff.Value,
        _ => 0,
    };
}
