using FairExchange.Model.Language;
using FairExchange.Simulation.Campaigns;
using FairExchange.Tests.Simulation;
using FairExchange.Tests.Variants;
using FairExchange.Verification.Solving;
using FairExchange.Verification.Verdicts;
using static FairExchange.Model.Catalogue.Symbols;

namespace FairExchange.Tests.Verification;

/// <summary>
/// What a run's end is asked for is asked of the run: of what was on its way when somebody lost patience, and of what somebody holds,
/// whatever it calls it.
/// </summary>
public class EndOfRunTests
{
    public static TheoryData<string> Ids => [.. Variants.Select(variant => variant.Id)];

    private static IEnumerable<Protocol> Variants =>
        [SilentFairEcs.SameMessage, SilentFairEcs.OtherMessage, KeyedMail.CiphertextFirst, KeyedMail.KeyFirst, TwiceTheSame.OneCopy,
            TwiceTheSame.TwoCopies, EarlyWords.ReadLater, EarlyWords.ReadOtherwise];

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_variant_is_judged_as_its_paper_would(string id)
    {
        var (protocol, verifier) = (Variants.Single(variant => variant.Id == id), new Verifier(() => new Z3Solver()));

        Assert.All(protocol.Expectations,
            claim => Assert.True(verifier.Decide(protocol, claim.Property, claim.Party, 1).AsExpected, $"{claim}"));
        Assert.All(protocol.Scenarios, scenario => Assert.True(verifier.Reach(protocol, scenario).AsExpected, $"{scenario}"));
    }

    [Fact]
    public void Whoever_reads_goods_and_key_at_two_places_is_told_that_it_has_its_item_once() => Assert.All(
        [KeyedMail.CiphertextFirst, KeyedMail.KeyFirst],
        protocol => Assert.Single(
            Runtime.Pump.Run(Runtime.World.Of("p256"), protocol).Log, line => line.Contains("has the message", StringComparison.Ordinal)));

    /// <summary>Over a reliable network the messages come in any order, and nobody gives up because of one that is merely early.</summary>
    [Fact]
    public void What_is_proved_of_undisturbed_runs_holds_of_simulated_ones_whatever_comes_first()
    {
        var protocol = EarlyWords.ReadLater;
        var book = new VerdictBook([new Verifier(() => new Z3Solver()).Decide(protocol, Property.Effectiveness, null, 1)]);
        Assert.IsType<Verdict.Proved>(book.On(new Claim(protocol, Property.Effectiveness, null, 1)));

        Assert.Empty(Runs.Campaign(
            [new Matchup(protocol, "honest", "honest", Runs.Reliable, "symbolic")], book, exchanges: 50)[0].Contradictions);
    }

    [Fact]
    public void Whoever_gets_the_key_from_the_trusted_party_has_its_item_from_it_whether_the_goods_came_before_or_come_after() =>
        Assert.All(
        [KeyedMail.CiphertextFirst, KeyedMail.KeyFirst],
        protocol => Assert.True(new Verifier(() => new Z3Solver()).Reach(protocol, new Scenario.ItemFromTrustedParty(B)).Reached));
}
