using System.Collections.Immutable;
using FairExchange.Model.Language;
using FairExchange.Simulation.Campaigns;
using FairExchange.Simulation.Exchanges;

namespace FairExchange.Simulation.Reports;

/// <summary>What trusted parties do for 1,000 exchanges of a protocol, at a rate of cheating.</summary>
/// <param name="Kind">visible: takes part in honest runs; virtual: does not; none: there is no trusted party.</param>
/// <param name="Basis">How many played exchanges the figures rest on.</param>
public sealed record LoadRow(
    Protocol Protocol, string Kind, string Suite, ulong Seed, double CheatingRate, double Requests, double Bytes, double Operations, double StoredBytes, long Basis)
{
    /// <summary>The rates in the table.</summary>
    public static ImmutableArray<double> Rates { get; } = [0, 0.0001, 0.001, 0.01, 0.1, 1];

    /// <summary>
    /// The expected load of a mixture: an exchange is honest over reliable channels, or with the given rate a cheat, each played strategy (of either side) being as likely.
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

    public static Table<LoadRow> Table { get; } = new Table<LoadRow>("load", "What trusted parties do for 1,000 exchanges, per protocol and rate of cheating (a cheat being each played strategy with equal chance).")
        .Text("protocol", "id of the protocol", row => row.Protocol.Id)
        .Text("trusted_party", "visible, virtual or none", row => row.Kind)
        .Text("suite", "cryptographic suite", row => row.Suite)
        .Whole("seed", "seed of the campaign", row => (long)row.Seed)
        .Number("cheating_rate", "share of exchanges in which one side cheats", 6, row => row.CheatingRate)
        .Number("requests_per_1000", "messages received by trusted parties per 1,000 exchanges", 3, row => row.Requests)
        .Number("bytes_per_1000", "bytes received or sent by trusted parties per 1,000 exchanges", 1, row => row.Bytes)
        .Number("public_key_operations_per_1000", "signatures, verifications, encryptions and decryptions by trusted parties per 1,000 exchanges", 3, row => row.Operations)
        .Number("stored_bytes_per_1000", "bytes that trusted parties must keep as proof per 1,000 exchanges", 1, row => row.StoredBytes)
        .Whole("basis_exchanges", "played exchanges on which the row rests", row => row.Basis);
}
