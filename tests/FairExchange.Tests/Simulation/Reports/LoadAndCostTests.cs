using System.Globalization;
using FairExchange.Model.Catalogue.CertifiedMail;
using FairExchange.Model.Language;
using FairExchange.Simulation.Campaigns;
using FairExchange.Simulation.Engine;
using FairExchange.Simulation.Reports;

namespace FairExchange.Tests.Simulation.Reports;

public class LoadAndCostTests
{
    private static readonly Prices Prices = new(
        Price(3.6, "USD/vCPU-hour"), Price(2, "s/public-key operation"), Price(10, "USD/GB"), Price(0.5, "USD/GB-month"),
        Price(6, "months"),
        Price(100_000, "USD/year"), Price(10, "engineers"), Price(2, "engineers"), Price(0.25, "USD/request"));

    [Fact]
    public void Load_is_linear_in_the_rate_from_the_honest_row_to_the_mean_of_the_cheats()
    {
        var rows = new[]
        {
            Row(FairCem.Protocol, "honest", "honest", exchanges: 4,
                new Meter { TrustedRequests = 8, TrustedBytes = 400, TrustedOperations = 12, StoredBytes = 40 }),
            Row(FairCem.Protocol, "honest", "direct", exchanges: 2,
                new Meter { TrustedRequests = 10, TrustedBytes = 2_000, TrustedOperations = 20, StoredBytes = 200 }),
            Row(FairCem.Protocol, "late", "honest", exchanges: 1,
                new Meter { TrustedRequests = 7, TrustedBytes = 3_000, TrustedOperations = 30, StoredBytes = 300 }),
        };

        var loads = LoadRow.Of(rows, 1).ToList();

        Assert.Equal([0, 0.0001, 0.001, 0.01, 0.1, 1], loads.Select(load => load.CheatingRate));
        Assert.Equal((2_000, 100_000, 3_000, 10_000), (loads[0].Requests, loads[0].Bytes, loads[0].Operations, loads[0].StoredBytes));
        Assert.Equal(
            (6_000, 2_000_000, 20_000, 200_000), (loads[^1].Requests, loads[^1].Bytes, loads[^1].Operations, loads[^1].StoredBytes));
        Assert.All(loads, load =>
        {
            Assert.Equal(2_000 + (load.CheatingRate * 4_000), load.Requests, 6);
            Assert.Equal(100_000 + (load.CheatingRate * 1_900_000), load.Bytes, 3);
            Assert.Equal((7, "visible"), (load.Basis, load.Kind));
        });
    }

    [Fact]
    public void Only_reliable_channels_and_cheats_that_are_played_count_and_without_an_honest_row_nothing_does()
    {
        var honest = Row(FairCem.Protocol, "honest", "honest", 1, new Meter());
        var noise = new[]
        {
            Row(FairCem.Protocol, "honest", "honest", 1, new Meter { TrustedRequests = 1_000 }, "loss"),
            Row(FairCem.Protocol, "trace", "honest", 1, new Meter { TrustedRequests = 1_000 }),
        };

        var load = Assert.Single(LoadRow.Of([honest, .. noise], 1));
        Assert.Equal((0, 0, 1), (load.CheatingRate, load.Requests, load.Basis));
        Assert.Empty(LoadRow.Of(noise, 1));
    }

    [Fact]
    public void Parties_are_visible_virtual_or_not_there()
    {
        static string Kind(Protocol protocol, long requests) =>
            LoadRow.Of([Row(protocol, "honest", "honest", 1, new Meter { TrustedRequests = requests })], 1).Single().Kind;

        Assert.Equal(("visible", "virtual", "none"), (Kind(Cem0.Protocol, 1), Kind(FairCem.Protocol, 0), Kind(HonestCem.Protocol, 0)));
    }

    /// <summary>Per exchange: 2 requests, 3,000 bytes, 4 operations, 500 bytes kept.</summary>
    [Theory]
    [InlineData("visible", 10, 0)]
    [InlineData("virtual", 2, 0.5)]
    [InlineData("none", 0, 0)]
    public void Cost_is_what_a_hand_computes(string kind, int engineers, double handling)
    {
        var load = new LoadRow(
            FairCem.Protocol, kind, "p256", 1, 0.1, Requests: 2_000, Bytes: 3_000_000, Operations: 4_000, StoredBytes: 500_000, Basis: 9);

        var costs = CostRow.Of([load], Prices).ToList();

        Assert.Equal(kind == "none" ? [1e6] : [1e6, 1e8, 1e10], costs.Select(cost => cost.ExchangesPerYear));
        Assert.All(costs, cost =>
        {
            Assert.Equal(4 * 2 / 3_600.0 * 3.6, cost.Compute, 12);
            Assert.Equal(3_000 / 1e9 * 10, cost.Traffic, 12);
            Assert.Equal(500 / 1e9 * 0.5 * 6, cost.Archive, 12);
            Assert.Equal(100_000 * engineers / cost.ExchangesPerYear, cost.Staff, 12);
            Assert.Equal(handling, cost.Handling, 12);
            Assert.Equal(cost.Compute + cost.Traffic + cost.Archive + cost.Staff + cost.Handling, cost.Total, 12);
        });
    }

    [Fact]
    public void Tables_are_written_in_one_way_whatever_the_culture_and_describe_each_column()
    {
        var load = new LoadRow(FairCem.Protocol, "virtual", "p256", 1, 0.0001, 0.1 + 0.2, 1234567.89, 0, 1e-9, 9);
        using var text = new StringWriter(CultureInfo.GetCultureInfo(""));
        LoadRow.Table.Write(text, [load]);

        Assert.Equal(
            "protocol,trusted_party,suite,seed,cheating_rate,requests_per_1000,bytes_per_1000,public_key_operations_per_1000,"
            + "stored_bytes_per_1000,basis_exchanges\n"
            + "fair-cem,virtual,p256,1,0.0001,0.3,1234567.9,0,0,9\n",
            text.ToString());
        var files = ResultFiles.Empty.With(LoadRow.Table, [load]).Describing(CampaignTables.Exchanges);
        Assert.Equal(["load.csv"], files.Files.Keys);
        Assert.Equal(["load", "exchanges"], files.Resources.Select(resource => resource.Name));
        Assert.All(files.Resources.SelectMany(resource => resource.Schema!.Fields), field => Assert.NotEmpty(field.Description));
    }

    private static Price Price(double value, string unit) => new(value, unit, "test");

    private static RowResult Row(Protocol protocol, string alice, string bob, int exchanges, Meter sum, string channel = "reliable")
    {
        var row = new RowResult(new Matchup(protocol, alice, bob, Runs.Channel(channel), "p256"));
        for (var i = 0; i < exchanges; i++)
        {
            row.Add(new ExchangeOutcome(i, Result.Both, i == 0 ? sum : new Meter(), 0, "11 0"), []);
        }

        return row;
    }
}
