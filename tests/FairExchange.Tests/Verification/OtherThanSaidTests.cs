using FairExchange.Model.Catalogue;
using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using FairExchange.Simulation;
using FairExchange.Simulation.Campaigns;
using FairExchange.Simulation.Engine;
using FairExchange.Simulation.Replaying;
using FairExchange.Tests.Simulation;
using FairExchange.Tests.Variants;
using FairExchange.Tests.Verification.SecondMethod;
using FairExchange.Verification.Solving;
using FairExchange.Verification.Verdicts;
using static FairExchange.Model.Catalogue.Symbols;

namespace FairExchange.Tests.Verification;

/// <summary>
/// A verdict says what its property says: of what a party really has, of all that a statement states, of help that is given, and of cheats.
/// </summary>
public class OtherThanSaidTests
{
    private readonly Verifier verifier = new(() => new Z3Solver());

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_contract_that_the_other_side_writes_is_not_held_before_it_is_read(int sessions)
    {
        var attacked = Assert.IsType<Verdict.Attacked>(verifier.Decide(
            OtherThanSaid.GoodsContract, Property.Fairness, B, sessions).Verdict);

        Assert.All(Principals.SuiteNames, suite => Assert.True(Replay.Of(
            attacked.Trace, OtherThanSaid.GoodsContract, Principals.Of(suite, 7, Replay.Names(attacked.Trace, OtherThanSaid.GoodsContract)),
            Runs.Messages, new Chance(7, "replay")).Unfair, suite));
        Assert.Equal("attacked", new SecondAnswer(OtherThanSaid.GoodsContract, sessions).Word(Property.Fairness, B));
    }

    [Fact]
    public void Nor_is_the_other_side_harmed_by_what_it_has_not_given_away()
    {
        Assert.IsType<Verdict.Proved>(verifier.Decide(OtherThanSaid.GoodsContract, Property.Fairness, A, 1).Verdict);
        Assert.Equal("proved", new SecondAnswer(OtherThanSaid.GoodsContract, 1).Word(Property.Fairness, A));
    }

    [Fact]
    public void What_is_agreed_on_beforehand_is_no_goods() => Refused(
        OtherThanSaid.GoodsKnown, "protocol goods-known, role B, term C: is agreed on before anything is exchanged, and no secret of A's");

    [Fact]
    public void Nor_is_a_name() =>
        Refused(OtherThanSaid.GoodsName, "protocol goods-name, role B, term S: is made of names, which everybody knows");

    [Fact]
    public void What_a_statement_says_and_nobody_signed_is_refused()
    {
        Refused(OtherThanSaid.PriceAfterwards,
            "protocol price, role A, term P: is what the receipt says, and neither B's signature in it nor a trusted party's covers it");
        Refused(OtherThanSaid.PriceOfOne,
            "protocol price-of-one, role A, term P: is what the order says, and neither B's signature in it nor a trusted party's "
            + "covers it");
    }

    [Fact]
    public void What_only_a_trusted_party_has_signed_must_be_what_the_accused_knew()
    {
        var attacked = Assert.IsType<Verdict.Attacked>(verifier.Decide(OtherThanSaid.PriceByWord, Property.Accountability, B, 1).Verdict);
        Assert.All(Principals.SuiteNames, suite => Assert.True(Replay.Of(
            attacked.Trace, OtherThanSaid.PriceByWord, Principals.Of(suite, 7, Replay.Names(attacked.Trace, OtherThanSaid.PriceByWord)),
            Runs.Messages, new Chance(7, "replay")).Unfair, suite));
        Assert.IsType<Verdict.Proved>(verifier.Decide(OtherThanSaid.PriceByBoth, Property.Accountability, B, 1).Verdict);

        Assert.Equal("attacked", new SecondAnswer(OtherThanSaid.PriceByWord, 1).Word(Property.Accountability, B));
        Assert.Equal("proved", new SecondAnswer(OtherThanSaid.PriceByBoth, 1).Word(Property.Accountability, B));
    }

    [Fact]
    public void That_two_honest_parties_tell_nothing_is_no_proof_of_confidentiality_where_a_cheat_brings_one_to_tell()
    {
        var unknown = Assert.IsType<Verdict.Unknown>(verifier.Decide(OtherThanSaid.Told, Property.Confidentiality, null, 1).Verdict);

        Assert.Equal("no run of two honest parties violates it; a cheat brings A to send what shows it", unknown.Reason);
    }

    /// <summary>In two sessions she may be handed what a cheat has made of a message that it knows.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void What_a_cheat_knows_and_has_handed_on_is_its_own_word(int sessions) =>
        Assert.IsType<Verdict.Proved>(verifier.Decide(Find("fair-cem-private-named"), Property.Confidentiality, null, sessions).Verdict);

    [Fact]
    public void What_cannot_be_in_time_is_not_proved()
    {
        Assert.All([Property.Effectiveness, Property.NonRepudiationOfReceipt], property =>
        {
            Assert.Contains(
                "no run keeps all deadlines",
                Assert.IsType<Verdict.Unknown>(verifier.Decide(OtherThanSaid.TooLate, property, null, 1).Verdict).Reason,
                StringComparison.Ordinal);
            Assert.IsType<Verdict.Proved>(verifier.Decide(OtherThanSaid.InTime, property, null, 1).Verdict);
        });
        Assert.False(verifier.Reach(OtherThanSaid.TooLate, new Scenario.HonestRun()).Reached);
        Assert.True(verifier.Reach(OtherThanSaid.InTime, new Scenario.HonestRun()).Reached);
    }

    [Fact]
    public void What_it_may_see_it_may_be_told_whoever_cheats() =>
        Assert.IsType<Verdict.Proved>(verifier.Decide(OtherThanSaid.ToldNothing, Property.Confidentiality, null, 1).Verdict);

    [Fact]
    public void Evidence_that_shows_by_whom_it_came_is_not_the_same()
    {
        Assert.IsType<Verdict.Attacked>(verifier.Decide(OtherThanSaid.Countersigned, Property.Transparency, null, 1).Verdict);
        Assert.Equal("attacked", new SecondAnswer(OtherThanSaid.Countersigned, 1).Word(Property.Transparency, null));
        Assert.Contains(
            Runs.Play(OtherThanSaid.Countersigned, "honest", "direct"), run => !run.Observation.Satisfies(Property.Transparency, null));
    }

    [Fact]
    public void Nothing_comes_through_a_trusted_party_that_helps_nobody()
    {
        Assert.Equal(
            new Verdict.Vacuous("nobody ever gets its item through a trusted party"),
            verifier.Decide(OtherThanSaid.Useless, Property.Transparency, null, 1).Verdict);
        Assert.Equal("vacuous", new SecondAnswer(OtherThanSaid.Useless, 1).Word(Property.Transparency, null));
        Assert.All(Runs.Play(OtherThanSaid.Useless, "honest", "honest"),
            run => Assert.False(run.Observation.IsSpokenOf(Property.Transparency, null)));
        Assert.All(Runs.Play(Find("fair-cem"), "honest", "direct"),
            run => Assert.True(run.Observation.IsSpokenOf(Property.Transparency, null)));
    }

    [Fact]
    public void Where_a_definition_declares_that_nobody_is_helped_nothing_is_said_of_what_comes_by_help()
    {
        Assert.DoesNotContain(Claim.Of(Find("fair-cem-unsubscribed"), 1), claim => claim.Property == Property.Transparency);
        Assert.Contains(Claim.Of(Find("fair-cem-subscribed"), 1), claim => claim.Property == Property.Transparency);
    }

    /// <summary>What is simulated and what is said must not contradict each other.</summary>
    [Theory]
    [InlineData("goods-contract")]
    [InlineData("price-by-word")]
    [InlineData("told")]
    [InlineData("countersigned")]
    [InlineData("useless")]
    [InlineData("too-late")]
    [InlineData("in-time")]
    public void Simulated_runs_contradict_no_verdict(string id)
    {
        Protocol[] variants = [OtherThanSaid.GoodsContract, OtherThanSaid.PriceByWord, OtherThanSaid.Told, OtherThanSaid.Countersigned,
            OtherThanSaid.Useless, OtherThanSaid.TooLate, OtherThanSaid.InTime];
        var protocol = variants.Single(variant => variant.Id == id);
        var book = new VerdictBook(Claim.Of(protocol, 1).Select(claim => verifier.Decide(claim)).ToList());

        var rows = Runs.Campaign(
            Matchup.Usual(protocol, "symbolic", party => book.Attack(protocol, party) is not null), book, exchanges: 20);
        Assert.Empty(rows.SelectMany(row => row.Contradictions));
    }

    private static void Refused(ProtocolDefinition definition, string problem) =>
        Assert.StartsWith(problem, Assert.Throws<DefinitionException>(definition.Build).Message, StringComparison.Ordinal);

    private static Protocol Find(string id) => Entries.All.Single(protocol => protocol.Id == id);
}
