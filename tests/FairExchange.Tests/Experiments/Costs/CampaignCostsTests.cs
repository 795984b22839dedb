using System.Globalization;
using FairExchange.Experiments.Costs;
using FairExchange.Experiments.Parameters;
using FairExchange.Experiments.Protocols;
using FairExchange.Experiments.Studies;
using FairExchange.Experiments.Workload;
using FairExchange.Model.Catalogue.CertifiedMail;
using FairExchange.Model.Language;
using FairExchange.Simulation.Campaigns;
using FairExchange.Simulation.Engine;
using FairExchange.Simulation.Reports;
using FairExchange.Tests.Experiments.Studies;
using FairExchange.Tests.Simulation;

namespace FairExchange.Tests.Experiments.Costs;

public class CampaignCostsTests
{
    private static readonly ParameterBook Book = ParameterBook.Default(Scale.Paper);

    [Fact]
    public void Load_is_linear_in_the_rate_from_the_honest_row_to_the_mean_of_the_cheats()
    {
        var rows = new[]
        {
            Row(FairCem.Protocol, "honest", "honest", exchanges: 4,
                new TrustedWork { Requests = 8, BytesIn = 100, BytesOut = 300, PublicKeyOperations = 12, KeptBytes = 40 }),
            Row(FairCem.Protocol, "honest", "direct", exchanges: 2,
                new TrustedWork { Requests = 10, BytesIn = 2_000, PublicKeyOperations = 20, KeptBytes = 200 }),
            Row(FairCem.Protocol, "late", "honest", exchanges: 1,
                new TrustedWork { Requests = 7, BytesOut = 3_000, PublicKeyOperations = 30, KeptBytes = 300 }),
        };

        var loads = LoadRow.Of(rows, 1, Book).ToList();

        Assert.Equal([0, 0.0001, 0.001, 0.01, 0.1, 1], loads.Select(load => load.CheatingRate));
        Assert.Equal((2_000, 100_000, 3_000, 10_000), (loads[0].Requests, loads[0].Bytes, loads[0].Operations, loads[0].StoredBytes));
        Assert.Equal(
            (6_000, 2_000_000, 20_000, 200_000), (loads[^1].Requests, loads[^1].Bytes, loads[^1].Operations, loads[^1].StoredBytes));
        Assert.All(loads, load =>
        {
            Assert.Equal(2_000 + (load.CheatingRate * 4_000), load.Requests, 6);
            Assert.Equal(100_000 + (load.CheatingRate * 1_900_000), load.Bytes, 3);
            Assert.Equal((7, "virtual"), (load.Basis, load.Kind));
        });
    }

    [Fact]
    public void Only_reliable_channels_and_cheats_that_are_played_count_and_without_an_honest_row_nothing_does()
    {
        var honest = Row(FairCem.Protocol, "honest", "honest", 1, new TrustedWork());
        var noise = new[]
        {
            Row(FairCem.Protocol, "honest", "honest", 1, new TrustedWork { Requests = 1_000 }, "loss"),
            Row(FairCem.Protocol, "trace", "honest", 1, new TrustedWork { Requests = 1_000 }),
        };

        var load = Assert.Single(LoadRow.Of([honest, .. noise], 1, Book));
        Assert.Equal((0, 0, 1), (load.CheatingRate, load.Requests, load.Basis));
        Assert.Empty(LoadRow.Of(noise, 1, Book));
    }

    [Fact]
    public void Parties_are_visible_virtual_or_not_there()
    {
        static string Kind(Protocol protocol) =>
            LoadRow.Of([Row(protocol, "honest", "honest", 1, new TrustedWork())], 1, Book).Single().Kind;

        Assert.Equal(("visible", "virtual", "none"), (Kind(Cem0.Protocol), Kind(FairCem.Protocol), Kind(HonestCem.Protocol)));
    }

    /// <summary>
    /// Two of four exchanges come, both of them cheats; together 8,000 bytes in, 2,000 out, 6 answers, 4 decryptions of 1,024 bytes. So at
    /// a rate of a half one in two comes, and each of these is 4,000 bytes in, 1,000 out, 3 answers, 2 decryptions.
    /// </summary>
    [Fact]
    public void Cost_is_what_a_hand_computes()
    {
        var work = new TrustedWork { Requests = 2, BytesIn = 8_000, BytesOut = 2_000, Answers = 6, PublicKeyOperations = 4 };
        work.Took(new OperationStep(Operation.Decrypt, 1024), 4);
        var book = Book.Over("""
            campaign:
              cheating_rate: { value: [0.5], unit: fraction }
              exchanges_per_year: { value: [1000, 4000], unit: exchanges/year }
            costs:
              vcpu: { value: [360], unit: USD/vCPU-hour }
              utilisation: { value: 0.5, unit: fraction }
              peak_hour: { value: [0.1, 0.15], unit: fraction }
              standby: { value: 0, unit: vCPU }
              key_operation: { value: [100, 400, 400], unit: USD/10000 operations }
              egress: { value: [1000], unit: USD/GB }
              sending: { value: [1000], unit: USD/1000 messages }
              storage: { value: [1], unit: USD/GB-month }
              cross_region: { value: [10], unit: USD/GB }
              copies: { value: 2, unit: copies }
              retention: { value: 20, unit: months }
              kept_resolves: { value: 0.5, unit: fraction }
              engineer: { value: [100], unit: USD/year }
              engineers_office_hours: { value: [2, 4], unit: engineers }
              handling: { value: 8, unit: USD/resolve }
              loss: { value: 0, unit: USD }
            liability:
              errors_premium: { value: [100, 300], unit: USD/year }
              cyber_premium: { value: [50], unit: USD/year }
            """, "test");

        var costs = CostRow.Of(LoadRow.Of(
            [
                Row(FairCem.Protocol, "honest", "honest", 4, new TrustedWork()),
                Row(FairCem.Protocol, "late", "honest", 2, work, comes: true),
            ], 1, book), book).ToList();

        Assert.Equal([1000, 4000], costs.Select(cost => cost.ExchangesPerYear));
        Assert.All(costs, cost =>
        {
            // A key operation is three cents.
            // A tenth of a dollar a second; three times the mean load in the busiest hour, half of the time busy.
            var seconds = 2 * Book.ServiceTimes.Of("p256", "decrypt", 1024).MeanUs / 1e6;
            Assert.Equal(0.5 * ((seconds * 0.1 * 6) + (2 * 0.03)), cost.Costs.Compute, 12);
            Assert.Equal(0.5 * ((1_000 / 1e6) + 3), cost.Costs.Traffic, 12);
            // Half of them are kept; two copies for twenty months, one of them carried for ten.
            Assert.Equal(0.25 * 4_000 / 1e9 * 50, cost.Costs.Archive, 12);
            Assert.Equal(300 / cost.ExchangesPerYear, cost.Costs.Staff, 12);
            Assert.Equal(0.5 * 8, cost.Costs.Handling, 12);
            Assert.Equal(250 / cost.ExchangesPerYear, cost.Costs.Liability, 12);
            Assert.Equal(cost.Costs.Compute + cost.Costs.Traffic + cost.Costs.Archive + cost.Costs.Staff + cost.Costs.Handling
                + cost.Costs.Liability, cost.Costs.Total, 12);
        });
    }

    [Fact]
    public void Where_there_is_no_trusted_party_there_is_no_cost()
    {
        var cost = Assert.Single(CostRow.Of(
            LoadRow.Of([Row(HonestCem.Protocol, "honest", "honest", 1, new TrustedWork())], 1, Book), Book));

        Assert.Equal((1e6, 0), (cost.ExchangesPerYear, cost.Costs.Total));
    }

    /// <summary>
    /// The same work at prices that are certain: an experiment's draws are all the same then, and a campaign's table says what its table
    /// says, component by component.
    /// </summary>
    [Theory]
    [InlineData("cem0")]
    [InlineData("fair-cem")]
    public void A_campaign_costs_what_an_experiment_says_of_the_same_work(string id)
    {
        const string Certain = """
            costs:
              peak_hour: { value: [0.1], unit: fraction }
              key_operation: { value: [0.1], unit: USD/10000 operations }
              egress: { value: [0.07], unit: USD/GB }
              engineers_around_the_clock: { value: [9], unit: engineers }
            liability:
              mishap: { value: [1.0e-7], unit: fraction }
              break_in: { value: [1.0e-3], unit: 1/year }
              site_loss: { value: [1.0e-3], unit: 1/year }
              key_theft: { value: [1.0e-4], unit: 1/year }
              overheard: { value: [1.0e-3], unit: fraction }
              loading: { value: [1.5], unit: ratio }
              errors_premium: { value: [5000], unit: USD/year }
            break_even:
              exchanges_per_year: { value: [1.0e+6], unit: exchanges/year }
              handling: { value: [0.5], unit: USD/resolve }
              cheating_rate: { value: [0.01], unit: fraction }
            campaign: { exchanges_per_year: { value: [1.0e+6], unit: exchanges/year } }
            """;
        var (book, protocol) = (Study.Book(Certain), StudiedProtocol.Usual.Single(usual => usual.Id == id));
        var rates = ResolveRates.Of(book, 0.01);
        var load = new LoadRow(protocol.Protocol, protocol, "p256", 1, 0.01, 0, 0, 0, 0, rates.For(protocol).Total,
            Handled.Of(book, protocol, rates), 1);

        var campaign = Assert.Single(CostRow.Of([load], book)).Costs;
        var experiment = Study.Run(new BreakEvenExperiment(), Certain, replications: 2);

        foreach (var (name, cost) in new[]
        {
            ("compute", campaign.Compute), ("traffic", campaign.Traffic), ("archive", campaign.Archive), ("staff", campaign.Staff),
            ("handling", campaign.Handling), ("liability", campaign.Liability), ("total", campaign.Total),
        })
        {
            var said = experiment.Number($"{name}_usd_mean", ("protocol", id), ("virtual_staff", "office-hours"));
            Assert.Equal(1, cost == said ? 1 : cost / said, 5);
        }
    }

    [Fact]
    public void Tables_are_written_in_one_way_whatever_the_culture_and_describe_each_column()
    {
        var load = new LoadRow(FairCem.Protocol, StudiedProtocol.Usual[1], "p256", 1, 0.0001, 0.1 + 0.2, 1234567.89, 0, 1e-9, 0,
            new Handled(0, 0, 0, 0, 0, 0), 9);
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

    /// <param name="sum">What trusted parties did in the first exchange.</param>
    /// <param name="comes">Whether the others come to them, too, with next to no work.</param>
    private static RowResult Row(Protocol protocol, string alice, string bob, int exchanges, TrustedWork sum, string channel = "reliable",
        bool comes = false)
    {
        var other = new TrustedWork { Requests = comes ? 1 : 0 };
        var row = new RowResult(new Matchup(protocol, alice, bob, Runs.Channel(channel), "p256"));
        for (var i = 0; i < exchanges; i++)
        {
            row.Add(new ExchangeOutcome(i, Result.Both, new Meter { Trusted = i == 0 ? sum : other }, 0, "11 0"), []);
        }

        return row;
    }
}
