using FairExchange.Model.Catalogue.CertifiedMail;
using FairExchange.Model.Language;
using FairExchange.Simulation;
using FairExchange.Simulation.Strategies;
using static FairExchange.Simulation.Campaigns.Result;

namespace FairExchange.Tests.Simulation;

/// <summary>Channels keep what the protocol assumes of them.</summary>
public class NetworkTests
{
    public static TheoryData<string> Names => [.. Network.All.Select(network => network.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_resilient_channel_never_loses(string name) => Assert.All(
        new[] { Assurance.Resilient, Assurance.Resilient | Assurance.Private, Assurance.InPerson },
        assurance => Assert.All(Arrivals(name, assurance, withTrustedParty: true), copies => Assert.NotEmpty(copies)));

    [Theory]
    [MemberData(nameof(Names))]
    public void Nothing_arrives_before_it_is_sent(string name) => Assert.All(
        Arrivals(name, Assurance.Lossy, withTrustedParty: false).Concat(Arrivals(name, Assurance.Resilient, withTrustedParty: true))
            .SelectMany(copies => copies),
        delay => Assert.InRange(delay, 1, long.MaxValue));

    [Fact]
    public void Each_channel_does_what_its_name_says()
    {
        Assert.InRange(Arrivals("loss", Assurance.Lossy, false).Count(copies => copies.Length == 0), 500, 700);
        Assert.Contains(Arrivals("delay", Assurance.Lossy, false), copies => copies[0] > Network.PatienceMs);
        Assert.Contains(Arrivals("reorder", Assurance.Lossy, false), copies => copies.Length == 2);
        Assert.InRange(Arrivals("reorder", Assurance.Lossy, false).Zip(Arrivals("reorder", Assurance.Lossy, false).Skip(1))
            .Count(pair => pair.First[0] > pair.Second[0]), 900, 1100);
        Assert.All(Arrivals("outage", Assurance.Resilient, true),
            copies => Assert.InRange(Assert.Single(copies), Network.OutageMs, Network.OutageMs + 1_000));
        Assert.All(Arrivals("outage", Assurance.Lossy, false), copies => Assert.InRange(Assert.Single(copies), 1, 1_000));
        // A round of a message and its answer fits thirty times into an honest party's patience.
        Assert.All(Arrivals("reliable", Assurance.Lossy, false),
            copies => Assert.InRange(Assert.Single(copies), 1, Network.PatienceMs / 60));
    }

    [Fact]
    public void Over_reliable_channels_nobody_who_is_honest_turns_to_a_virtual_party()
    {
        Assert.All(Runs.Play(FairCem.Protocol, "honest", "honest", count: 200),
            run => Assert.Equal((3, 0), (run.Meter.Messages, run.Meter.Trusted.Requests)));
        Assert.All(Runs.Play(FairCem.Protocol, "honest", "honest", "outage", count: 50),
            run => Assert.Equal((3, 0), (run.Meter.Messages, run.Meter.Trusted.Requests)));
    }

    [Theory]
    [InlineData("loss")]
    [InlineData("delay")]
    [InlineData("reorder")]
    public void Over_bad_channels_fair_cem_is_fair_to_the_honest_and_the_post_office_has_work(string channel)
    {
        Assert.All(Runs.Results(FairCem.Protocol, "honest", "honest", channel, 200), result => Assert.True(result is Both or Neither));
        if (channel != "reorder")
        {
            Assert.Contains(Runs.Play(FairCem.Protocol, "honest", "honest", channel, count: 200), run => run.Meter.TrustedPartyTookPart);
        }
    }

    [Fact]
    public void What_is_lost_between_peers_costs_honest_mail_its_receipt_and_visible_mail_nothing()
    {
        Assert.Contains(UnfairToAlice, Runs.Results(HonestCem.Protocol, "honest", "honest", "loss", 100));
        Assert.All(Network.All, network => Assert.Equal([Both], Runs.Results(Cem0.Protocol, "honest", "honest", network.Name)));
    }

    /// <summary>An outage puts a resolve off; it is not lost.</summary>
    [Fact]
    public void After_an_outage_a_resolve_is_answered() => Assert.All(
        Runs.Play(FairCem.Protocol, "stops-after-receipt", "honest", "outage"),
        run =>
        {
            Assert.True(run.Observation.Both);
            Assert.InRange(run.EndMs, 2 * Network.OutageMs, (2 * Network.OutageMs) + (2 * Network.PatienceMs));
        });

    private static IEnumerable<System.Collections.Immutable.ImmutableArray<long>> Arrivals(
        string name, Assurance assurance, bool withTrustedParty)
    {
        var chance = new Chance(1, "arrivals");
        return [.. Enumerable.Range(0, 2_000).Select(_ => Runs.Channel(name).Arrivals(chance, assurance, withTrustedParty))];
    }
}
