using FairExchange.Model.Catalogue;
using FairExchange.Model.Catalogue.CertifiedMail;
using FairExchange.Model.Language;
using FairExchange.Simulation;
using FairExchange.Simulation.Engine;
using FairExchange.Simulation.Replaying;
using FairExchange.Tests.Variants;
using FairExchange.Verification.Traces;

namespace FairExchange.Tests.Simulation;

/// <summary>Attacks on real bytes: they come out where they were found, and nowhere where the weakness is not.</summary>
public class NegativeControlTests
{
    public static TheoryData<string, string> Broken => Each(BrokenFairCem.All.Select(variant => variant.Id));

    public static TheoryData<string, string> Catalogue => Each(Entries.All.Where(entry => Claims(entry).Any()).Select(entry => entry.Id));

    [Theory]
    [MemberData(nameof(Broken))]
    public void An_attack_on_a_broken_variant_comes_out_on_it_and_fails_on_fair_cem_and_on_fair_cem_named(string id, string suite)
    {
        var variant = BrokenFairCem.All.Single(protocol => protocol.Id == id);
        var trace = Runs.Attack(variant, variant.Expectations.Single().Party);

        Assert.True(Play(trace, variant, suite).Unfair);
        Assert.False(Play(trace, FairCem.Protocol, suite).Unfair);
        Assert.False(Play(trace, FairCemNamed.Protocol, suite).Unfair);
    }

    [Theory]
    [MemberData(nameof(Catalogue))]
    public void Every_attack_on_a_catalogue_entry_comes_out_on_it(string id, string suite)
    {
        var protocol = Entries.All.Single(entry => entry.Id == id);
        foreach (var (property, party, sessions) in Claims(protocol))
        {
            var trace = property == Property.Fairness ? Runs.Attack(protocol, party) : Runs.Find(protocol, property, party, sessions);
            Assert.True(Play(trace, protocol, suite).Unfair, $"{property} {party}");
        }
    }

    [Theory]
    [InlineData("cem0-unwitnessed", "A", "cem0")]
    [InlineData("cem0-open-link", "A", "cem0")]
    [InlineData("ecs0-open-link", "A", "ecs0")]
    [InlineData("ecs0-open-link", "B", "ecs0")]
    [InlineData("ecs0-unnamed", "A", "ecs0-parties")]
    [InlineData("ecs0-unnamed", "B", "ecs0-parties")]
    [InlineData("honest-ecs-unnamed", "B", "honest-ecs")]
    [InlineData("fair-cem", "B", "fair-cem-named")]
    [InlineData("fair-cem-cutoff", "B", "fair-cem-cutoff-named")]
    [InlineData("fair-cem-private", "B", "fair-cem-private-named")]
    [InlineData("fair-cem-unsubscribed", "B", "fair-cem-subscribed")]
    [InlineData("fair-cem-message-first", "A", "fair-cem-crashing")]
    public void An_attack_fails_where_what_it_needs_is_not(string found, string party, string on)
    {
        var (protocol, other) = (Entries.All.Single(entry => entry.Id == found), Entries.All.Single(entry => entry.Id == on));
        var trace = Runs.Attack(protocol, protocol.Parties.Single(role => role.Name.Symbol == party).Name);

        Assert.All(Principals.SuiteNames, suite => Assert.True(Play(trace, protocol, suite).Unfair));
        Assert.All(Principals.SuiteNames, suite => Assert.False(Play(trace, other, suite).Unfair));
    }

    /// <summary>
    /// The attack carries over to whatever shares the weakness: every variant of fair-cem whose post office and Bob are the original's.
    /// </summary>
    [Fact]
    public void The_misnamed_sender_wrongs_Bob_of_a_variant_that_only_wrongs_Alice_by_itself() =>
        Assert.True(Play(Runs.Attack(FairCem.Protocol, FairCem.Protocol.Second.Name), BrokenFairCem.UnaskedRelease, "p256").Unfair);

    [Fact]
    public void What_is_shown_in_the_end_is_accepted_by_the_judge_and_names_the_accomplice()
    {
        var replay = Play(Runs.Attack(FairCem.Protocol, FairCem.Protocol.Second.Name), FairCem.Protocol, "p256");

        Assert.StartsWith("Bob received message", replay.Evidence!.Statement, StringComparison.Ordinal);
        Assert.EndsWith("from Trudy", replay.Evidence.Statement, StringComparison.Ordinal);
    }

    /// <summary>Every exchanged message may be equal; those of the model never are.</summary>
    [Fact]
    public void An_attack_comes_out_whatever_messages_there_are() => Assert.All(new[] { "", "same" }, text =>
    {
        var trace = Runs.Attack(BrokenFairCem.AcceptsAnyMessage, BrokenFairCem.AcceptsAnyMessage.Second.Name);
        Assert.True(Replay.Of(
            trace, trace.Protocol, People(trace, trace.Protocol, "p256"), [Runs.Message(text), Runs.Message(text)], new Chance(1)).Unfair);
    });

    /// <summary>Against what is metered in an exchange of the same messages: the flaw must not hide in the books.</summary>
    [Fact]
    public void A_replay_is_metered_like_an_exchange()
    {
        var trace = Runs.Find(BrokenFairCem.KeepsReceipt, Property.Fairness, BrokenFairCem.KeepsReceipt.First.Name, 1);
        var replayed = Play(trace, trace.Protocol, "p256").Meter;
        var played = Runs.Play(trace.Protocol, "honest", "direct", suite: "p256", count: 1)[0].Meter;

        // A1, B2 and the answer to B2; Bob's message in the replay may be longer.
        Assert.Equal(played.Messages, replayed.Messages);
        Assert.Equal(played.Trusted.Requests, replayed.Trusted.Requests);
        Assert.Equal(played.Trusted.PublicKeyOperations, replayed.Trusted.PublicKeyOperations);
        Assert.InRange(replayed.Trusted.Bytes, played.Trusted.Bytes - 100, played.Trusted.Bytes + 100);
        Assert.InRange(replayed.Bytes, played.Bytes - 100, played.Bytes + 100);
        Assert.Equal(0, replayed.Trusted.KeptBytes);
    }

    [Fact]
    public void A_replay_with_a_visible_party_counts_what_it_keeps()
    {
        var trace = Runs.Attack(Cem0.Unwitnessed, Cem0.Unwitnessed.First.Name);

        Assert.InRange(Play(trace, Cem0.Unwitnessed, "p256").Meter.Trusted.KeptBytes, 1, 200);
    }

    internal static ReplayResult Play(Trace trace, Protocol protocol, string suite) =>
        Replay.Of(trace, protocol, People(trace, protocol, suite), Runs.Messages, new Chance(Runs.Seed, "replay"));

    private static Principals People(Trace trace, Protocol protocol, string suite) =>
        Principals.Of(suite, Runs.Seed, Replay.Names(trace, protocol));

    private static IEnumerable<(Property Property, Term.Variable? Party, int Sessions)> Claims(Protocol protocol) =>
        protocol.Expectations.Where(expectation => expectation.AttackedFrom is not null)
            .Select(expectation => (expectation.Property, expectation.Party, expectation.AttackedFrom!.Value));

    private static TheoryData<string, string> Each(IEnumerable<string> ids)
    {
        var data = new TheoryData<string, string>();
        foreach (var id in ids)
        {
            data.Add(id, "p256");
            data.Add(id, "curve25519");
        }

        return data;
    }
}
