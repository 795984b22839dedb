using FairExchange.Model.Catalogue;
using FairExchange.Model.Catalogue.CertifiedMail;
using FairExchange.Model.Catalogue.ContractSigning;
using FairExchange.Runtime.Values;
using FairExchange.Simulation.Exchanges;
using FairExchange.Tests.Variants;
using static FairExchange.Simulation.Campaigns.Result;

namespace FairExchange.Tests.Simulation;

/// <summary>Each strategy of both parties, or of the second, does what its name says.</summary>
public class StrategyTests
{
    private const long Hour = 3_600_000;

    public static TheoryData<string> Protocols => [.. Entries.All.Select(entry => entry.Id)];

    [Theory]
    [MemberData(nameof(Protocols))]
    public void Two_who_are_honest_get_what_they_want_over_reliable_channels(string id)
    {
        var protocol = Entries.All.Single(entry => entry.Id == id);

        Assert.Equal([Both], Runs.Results(protocol, "honest", "honest"));
        Assert.All(Runs.Play(protocol, "honest", "honest"),
            run => Assert.Equal(protocol.Id.StartsWith("cem0", StringComparison.Ordinal)
                || protocol.Id.StartsWith("ecs0", StringComparison.Ordinal), run.Meter.TrustedPartyTookPart));
    }

    [Fact]
    public void Silent_says_nothing()
    {
        Assert.All(Runs.Play(FairCem.Protocol, "silent", "honest"), run => Assert.Equal((0, 0), (run.Meter.Messages, run.EndMs)));
        Assert.All(Runs.Play(FairCem.Protocol, "honest", "silent"), run => Assert.Equal(1, run.Meter.Messages));
        Assert.Equal([Neither], Runs.Results(FairCem.Protocol, "honest", "silent"));
        Assert.Equal([UnfairToAlice], Runs.Results(HonestCem.Protocol, "honest", "silent"));
        Assert.Equal([UnfairToAlice], Runs.Results(HonestEcs.Protocol, "honest", "silent"));
        Assert.Equal([Neither], Runs.Results(Ecs0.Protocol, "honest", "silent"));
        Assert.Equal([Neither], Runs.Results(Ecs0.Protocol, "silent", "honest"));
    }

    [Fact]
    public void Over_a_link_that_can_be_read_a_silent_party_takes_the_signature_from_the_wire()
    {
        Assert.Equal([UnfairToAlice], Runs.Results(Ecs0.OpenLink, "honest", "silent"));
        Assert.Equal([UnfairToBob], Runs.Results(Ecs0.OpenLink, "silent", "honest"));
        Assert.Equal([UnfairToAlice], Runs.Results(Cem0.OpenLink, "honest", "silent"));
    }

    [Theory]
    [InlineData("silent")]
    [InlineData("bad-signature")]
    public void At_the_door_who_does_not_sign_gets_nothing_and_keeps_no_trace_of_the_letter(string bob)
    {
        Assert.All(Runs.Play(Cem0.Protocol, "honest", bob, suite: "p256", count: 3), run =>
        {
            Assert.DoesNotContain(run.Second.Holdings.Values, value => value is Value.Message);
            Assert.Empty(Assert.Single(run.Second.Sessions).Read);
            Assert.Empty(Shows(run, run.First));
        });
        Assert.Equal([Neither], Runs.Results(Cem0.Protocol, "honest", bob));
        Assert.Equal([UnfairToAlice], Runs.Results(Cem0.Unwitnessed, "honest", bob));
        Assert.All(Runs.Play(Cem0.Unwitnessed, "honest", bob, count: 3),
            run => Assert.Single(run.Second.Holdings.Values.OfType<Value.Message>()));
    }

    /// <summary>A1, PO1, B1, PO2: the hand-over's two messages are messages too, and the trusted party's bytes are all four's.</summary>
    [Fact]
    public void A_hand_over_is_metered_like_any_other_message()
    {
        var (handed, sent) = (Runs.Play(Cem0.Protocol, "honest", "honest", suite: "p256", count: 1)[0].Meter,
            Runs.Play(Cem0.Unwitnessed, "honest", "honest", suite: "p256", count: 1)[0].Meter);

        Assert.Equal((4, 2, 1), (handed.Messages, handed.Trusted.Requests, handed.Trusted.PublicKeyOperations));
        Assert.Equal(handed.Bytes, handed.Trusted.Bytes);
        Assert.Equal(sent, handed);
    }

    [Fact]
    public void Direct_leaves_the_peer_out_and_both_get_what_they_want()
    {
        Assert.All(Runs.Play(FairCem.Protocol, "honest", "direct"), run =>
        {
            // A1, B2, two answers, and A2 upon the receipt.
            Assert.Equal((5, 1), (run.Meter.Messages, run.Meter.Trusted.Requests));
            Assert.Single(Shows(run, run.First));
        });
        Assert.Equal([Both], Runs.Results(FairCem.Protocol, "honest", "direct"));
        Assert.Equal([UnfairToAlice], Runs.Results(BrokenFairCem.KeepsReceipt, "honest", "direct"));
    }

    [Fact]
    public void Resolves_twice_is_answered_twice_alike()
    {
        Assert.All(Runs.Play(FairCem.Protocol, "honest", "resolves-twice", suite: "p256", count: 3), run =>
        {
            Assert.Equal(2, run.Meter.Trusted.Requests);
            Assert.Single(run.Second.Holdings.Values.OfType<Value.Message>());
        });
        Assert.Equal([Both], Runs.Results(FairCem.Protocol, "honest", "resolves-twice"));
    }

    [Fact]
    public void Last_moment_resolves_a_month_later_and_Alice_still_gets_her_receipt()
    {
        Assert.All(Runs.Play(FairCem.Protocol, "honest", "last-moment"),
            run => Assert.InRange(run.EndMs, 30 * 24 * Hour, (30 * 24 * Hour) + Hour));
        Assert.Equal([Both], Runs.Results(FairCem.Protocol, "honest", "last-moment"));
    }

    [Theory]
    [InlineData("bad-signature")]
    [InlineData("other-signature")]
    public void A_signature_that_is_none_gets_nobody_anything(string bob)
    {
        Assert.All(Runs.Play(FairCem.Protocol, "honest", bob, suite: "p256", count: 3), run =>
        {
            Assert.DoesNotContain(run.Second.Holdings.Values, value => value is Value.Message);
            Assert.Empty(Shows(run, run.First));
            Assert.InRange(run.Meter.Trusted.Requests, 1, 1);
        });
        Assert.Equal([Neither], Runs.Results(FairCem.Protocol, "honest", bob));
    }

    [Fact]
    public void Other_signature_gets_M_from_a_post_office_that_does_not_look() =>
        Assert.Equal([UnfairToAlice], Runs.Results(BrokenFairCem.IgnoresSignature, "honest", "other-signature"));

    [Fact]
    public void An_accomplice_gains_nothing_unless_the_post_office_ignores_whom_z_names()
    {
        Assert.Equal([Neither], Runs.Results(FairCem.Protocol, "honest", "accomplice"));
        Assert.Equal([Neither], Runs.Results(FairCemNamed.Protocol, "honest", "accomplice"));
        Assert.Equal([UnfairToAlice], Runs.Results(BrokenFairCem.IgnoresNames, "honest", "accomplice"));
        Assert.Equal([UnfairToAlice], Runs.Results(BrokenFairCem.IgnoresRecipient, "honest", "accomplice"));
    }

    [Fact]
    public void Floods_changes_no_outcome_only_the_load()
    {
        Assert.Equal([Both], Runs.Results(FairCem.Protocol, "honest", "floods"));
        Assert.All(Runs.Play(FairCem.Protocol, "honest", "floods", suite: "p256", count: 2), run =>
        {
            Assert.Equal(10, run.Meter.Trusted.Requests);
            Assert.Equal(0, run.Meter.Trusted.KeptBytes);
        });
    }

    [Fact]
    public void Random_gets_somewhere_and_wrongs_nobody_whom_a_proof_protects()
    {
        Assert.Equal([Both, Neither], Runs.Results(FairCemNamed.Protocol, "random", "honest", count: 300));
        Assert.Equal([Both, Neither], Runs.Results(FairCemNamed.Protocol, "honest", "random", count: 300));
        Assert.Contains(UnfairToBob, Runs.Results(FairCem.Protocol, "random", "honest", count: 300));
        Assert.Contains(UnfairToAlice, Runs.Results(BrokenFairCem.KeepsReceipt, "honest", "random", count: 300));
        Assert.Contains(UnfairToAlice, Runs.Results(BrokenFairCem.IgnoresNames, "honest", "random", count: 300));
        Assert.Contains(UnfairToBob, Runs.Results(BrokenFairCem.AcceptsAnyMessage, "random", "honest", count: 300));
    }

    [Fact]
    public void Trace_plays_what_the_solver_found()
    {
        Assert.Equal([UnfairToBob], Runs.Results(FairCem.Protocol, "trace", "honest"));
        Assert.Equal([UnfairToAlice], Runs.Results(HonestCem.Protocol, "honest", "trace"));
        Assert.Throws<ArgumentException>(() => Runs.Results(FairCemNamed.Protocol, "trace", "honest"));
    }

    /// <summary>All ways to fill the item of a side from what it holds.</summary>
    private static IReadOnlyList<FairExchange.Runtime.Parties.Environment> Shows(ExchangeResult run, Side side) =>
        side.Holdings.Fill(side.Sessions[0].Execution.Protocol.ItemOf(side.Role).Term, FairExchange.Runtime.Parties.Environment.Empty);
}
