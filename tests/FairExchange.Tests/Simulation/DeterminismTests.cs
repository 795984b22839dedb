using System.Globalization;
using FairExchange.Experiments.Costs;
using FairExchange.Experiments.Parameters;
using FairExchange.Model.Catalogue;
using FairExchange.Model.Catalogue.CertifiedMail;
using FairExchange.Simulation.Campaigns;
using FairExchange.Simulation.Reports;
using FairExchange.Simulation.Strategies;

namespace FairExchange.Tests.Simulation;

public class DeterminismTests
{
    public static TheoryData<string> Protocols => [.. Entries.All.Select(entry => entry.Id)];

    [Fact]
    public void Same_seed_same_bytes_whatever_the_threads_and_on_a_second_run()
    {
        var once = Files(threads: 1, Runs.Seed);

        Assert.Equal(["cost.csv", "exchanges.csv", "load.csv", "outcomes.csv", "parameters.csv"], once.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(once, Files(threads: 2, Runs.Seed));
        Assert.Equal(once, Files(threads: 7, Runs.Seed));
    }

    [Fact]
    public void Another_seed_gives_other_exchanges()
    {
        static string Unseeded(string csv, ulong seed) => csv.Replace($",{seed},", ",", StringComparison.Ordinal);

        Assert.NotEqual(
            Unseeded(Files(2, Runs.Seed)["exchanges.csv"], Runs.Seed), Unseeded(Files(2, Runs.Seed + 1)["exchanges.csv"], Runs.Seed + 1));
    }

    /// <summary>Every strategy over reliable channels, honest ones over every channel, and what the solver found.</summary>
    [Theory]
    [MemberData(nameof(Protocols))]
    public void Exchange_by_exchange_terms_and_bytes_of_either_suite_come_out_alike(string id)
    {
        var protocol = Entries.All.Single(entry => entry.Id == id);
        foreach (var matchup in Runs.Usual("symbolic").Where(matchup => matchup.Protocol == protocol))
        {
            var terms = Player(matchup);
            var (p256, curve25519) = (Player(matchup with { Suite = "p256" }), Player(matchup with { Suite = "curve25519" }));
            for (var number = 0; number < 4; number++)
            {
                var expected = Facts(terms, number);
                Assert.Equal(expected, Facts(p256, number));
                if (number < 2)
                {
                    Assert.Equal(expected, Facts(curve25519, number));
                }
            }
        }
    }

    /// <summary>A cheater of each kind over each kind of channel: channels have their say about cheats too.</summary>
    [Fact]
    public void Terms_and_bytes_come_out_alike_over_every_channel_whoever_cheats() => Assert.All(
        from network in Network.All
        from matchup in Matchup.Usual(FairCem.Protocol, "symbolic", _ => false)
        where !matchup.IsHonest
        select matchup with { Network = network },
        matchup => Assert.Equal(Facts(Player(matchup), 0), Facts(Player(matchup with { Suite = "p256" }), 0)));

    [Fact]
    public void An_exchange_does_not_depend_on_those_before_it()
    {
        var matchup = new Matchup(FairCem.Protocol, "random", "honest", Runs.Reliable, "symbolic");
        var player = Player(matchup);
        var inOrder = Enumerable.Range(0, 20).Select(number => player.Play(number).Played).ToList();

        Assert.Equal(inOrder, Enumerable.Range(0, 20).Reverse().Select(number => Player(matchup).Play(number).Played).Reverse());
    }

    [Fact]
    public void Rows_that_differ_in_the_suite_alone_are_compared()
    {
        var rows = Runs.Campaign(new[] { "symbolic",
            "p256" }.Select(suite => new Matchup(FairCem.Protocol, "random", "honest", Runs.Reliable, suite)), Runs.Book);
        Assert.Empty(SuiteComparison.Differences(rows, Runs.Seed));

        var different = Runs.Campaign([rows[1].Matchup], Runs.Book, seed: Runs.Seed + 1);
        var found = Assert.Single(SuiteComparison.Differences([rows[0], different[0]], Runs.Seed));
        Assert.Contains("comes out otherwise than with symbolic", found.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_cancelled_campaign_has_played_is_given_up()
    {
        using var stop = new CancellationTokenSource();
        var plan = new CampaignPlan(
            [new Matchup(FairCem.Protocol, "honest", "honest", Runs.Reliable, "symbolic")], 1_000_000, 1, Runs.Messages, 2);

        Assert.ThrowsAny<OperationCanceledException>(() =>
            Campaign.Play(plan, Runs.Book, () => throw new InvalidOperationException(), null, _ => stop.Cancel(), stop.Token));
    }

    private static MatchupRunner Player(Matchup matchup) => new(matchup, Runs.Seed, Runs.Messages, Runs.Book);

    private static object Facts(MatchupRunner player, int number)
    {
        var (played, contradictions) = player.Play(number);
        Assert.Empty(contradictions);
        return (played.Result, played.Meter.TrustedPartyTookPart, played.Signature, played.EndMs, played.Meter.Messages,
            played.Meter.Trusted.Requests, played.Meter.Trusted.PublicKeyOperations);
    }

    private static Dictionary<string, string> Files(int threads, ulong seed)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using var table = CampaignTables.Exchanges.Open(text);
        // More exchanges than are played in one go, more rows than threads.
        var matchups = new[] { Cem0.Protocol, FairCem.Protocol }.SelectMany(protocol => Matchup.Usual(protocol, "p256", _ => false))
            .Where(matchup => matchup.Network == Runs.Reliable
                && (matchup.IsHonest || matchup.Alice is "random" || matchup.Bob is "random" or "direct"));
        var rows = Runs.Campaign(
            matchups, Runs.Book, exchanges: 40, threads: threads, seed: seed, each: (matchup, played) =>
                table.Add(new ExchangeRow(matchup, played, seed)));
        table.Dispose();
        return CampaignResults.Of(rows, seed, ParameterBook.Default(Scale.Paper)).Files
            .Add("exchanges.csv", text.ToString()).ToDictionary();
    }
}
