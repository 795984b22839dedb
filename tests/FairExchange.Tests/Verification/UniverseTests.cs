using FairExchange.Model.Catalogue;
using FairExchange.Model.Language;
using FairExchange.Simulation;
using FairExchange.Simulation.Engine;
using FairExchange.Simulation.Replaying;
using FairExchange.Tests.Simulation;
using FairExchange.Tests.Variants;
using FairExchange.Tests.Verification.SecondMethod;
using FairExchange.Verification.Grounding;
using FairExchange.Verification.Searching;
using FairExchange.Verification.Solving;
using FairExchange.Verification.Universes;
using FairExchange.Verification.Verdicts;
using static FairExchange.Model.Catalogue.Symbols;

namespace FairExchange.Tests.Verification;

/// <summary>
/// The universe is wide enough: what an adversary may bring is in it, as often as tests can tell it apart, and more of it changes no
/// verdict.
/// </summary>
public class UniverseTests
{
    private readonly Verifier verifier = new(() => new Z3Solver());
    private readonly Verifier wider = new(() => new Z3Solver(), wider: 1);

    public static TheoryData<string> Catalogue => [.. Entries.All.Select(entry => entry.Id)];

    public static TheoryData<string> Broken => [.. Variants.Select(protocol => protocol.Id)];

    public static TheoryData<string> Attacked => [.. OfNothing.All.Concat(Apart).Select(protocol => protocol.Id)];

    public static TheoryData<string> Narrow =>
        [.. NarrowlyTold.UnfairToBob.Concat(NarrowlyTold.UnfairToAlice).Select(protocol => protocol.Id)];

    public static TheoryData<Sort, int> Sorts => new()
    {
        { Sort.Name, 4 }, { Sort.Message, 3 }, { Sort.Contract, 3 }, { Sort.Time, 3 }, { Sort.Coins, 3 }, { Sort.Key, 3 },
        { Sort.Digest, 3 },
    };

    /// <summary>
    /// Without a ciphertext of any coins beside the one that matters, of which there are so many that a search of more takes minutes.
    /// </summary>
    private static IEnumerable<Protocol> Variants =>
        [.. BrokenFairCem.All, .. BrokenFairEcs.All, .. OfNothing.All.Except([OfNothing.CiphertextBeside, OfNothing.CiphertextInside])];

    private static IEnumerable<Protocol> Apart =>
        [.. Sorts.Select(row => ToldApart.ByHandlers(row.Data.Item1, row.Data.Item2)), ToldApart.ByChecks(Sort.Message, 3)];

    [Theory]
    [MemberData(nameof(Catalogue))]
    public void A_wider_universe_changes_no_verdict(string id) => AssertSame(Entries.All.Single(entry => entry.Id == id));

    [Theory]
    [MemberData(nameof(Broken))]
    public void Nor_does_it_of_a_broken_protocol(string id) => AssertSame(Variants.Single(variant => variant.Id == id));

    /// <summary>
    /// Junk of each sort, names of trusted parties, and one value more than a smaller universe has: each attack works on real bytes.
    /// </summary>
    [Theory]
    [MemberData(nameof(Attacked))]
    public void What_only_values_of_nobodys_making_or_many_of_them_attack_is_attacked(string id)
    {
        var protocol = OfNothing.All.Concat(Apart).Single(variant => variant.Id == id);

        var attacked = Assert.IsType<Verdict.Attacked>(verifier.Decide(protocol, Property.Fairness, B, 1).Verdict);
        Assert.All(Principals.SuiteNames, suite => Assert.True(Replay.Of(
            attacked.Trace, protocol, Principals.Of(suite, 7, Replay.Names(attacked.Trace, protocol)), Runs.Messages,
            new Chance(7, "replay")).Unfair, suite));
    }

    /// <summary>
    /// Each of these was proved with fewer values than its tests tell apart, or without a value of a form that nobody honest makes.
    /// </summary>
    [Theory]
    [MemberData(nameof(Narrow))]
    public void What_a_narrow_universe_would_prove_is_attacked(string id)
    {
        var (protocol, party) = NarrowlyTold.UnfairToBob.Select(variant => (variant, B))
            .Concat(NarrowlyTold.UnfairToAlice.Select(variant => (variant, A)))
            .Single(pair => pair.Item1.Id == id);

        var attacked = Assert.IsType<Verdict.Attacked>(verifier.Decide(protocol, Property.Fairness, party, 1).Verdict);
        Assert.All(Principals.SuiteNames, suite => Assert.True(Replay.Of(
            attacked.Trace, protocol, Principals.Of(suite, 7, Replay.Names(attacked.Trace, protocol)), Runs.Messages,
            new Chance(7, "replay")).Unfair, suite));
    }

    [Theory]
    [InlineData(Sort.Message, 3)]
    [InlineData(Sort.Contract, 3)]
    [InlineData(Sort.Time, 3)]
    [InlineData(Sort.Coins, 3)]
    [InlineData(Sort.Key, 3)]
    public void With_fewer_values_than_tests_tell_apart_the_attack_is_missed(Sort sort, int count)
    {
        var protocol = ToldApart.ByHandlers(sort, count);
        var world = World.Against(protocol, protocol.Second, [protocol.Second]);

        Assert.Equal(count, world.Universe[sort]);
        Assert.IsType<Finding.Found>(Search(world.Universe.With(sort, count)));
        Assert.IsType<Finding.Exhausted>(Search(world.Universe.With(sort, count - 1)));

        Finding Search(Universe universe)
        {
            using var solver = new Z3Solver();
            return BoundedSearch.Run(Questions.Violating(world with { Universe = universe }, Property.Fairness, B), solver,
                SearchLimits.Default, CancellationToken.None);
        }
    }

    /// <summary>
    /// Names of honest and trusted parties are told apart as well as the adversary's: without the post office's there are three, and four
    /// are wanted.
    /// </summary>
    [Fact]
    public void Two_names_of_its_own_and_two_of_others_are_four_names()
    {
        var protocol = ToldApart.ByHandlers(Sort.Name, 4);

        var attacked = Assert.IsType<Verdict.Attacked>(verifier.Decide(protocol, Property.Fairness, B, 1).Verdict);
        Assert.Equal(["Bob", "Mallory", "Trudy", "VPO"], attacked.Trace.Deal.Values.Concat(((Term.Tuple)attacked.Trace.Shows!.Makes).Items)
            .OfType<Term.Constant>().Where(value => value.Sort == Sort.Name).Select(name => name.Symbol).Distinct().Order());
    }

    /// <summary>The one session of the honest party may be in the other role, as the solver's may.</summary>
    [Theory]
    [MemberData(nameof(Broken))]
    public void The_second_method_agrees(string id)
    {
        var protocol = Variants.Single(variant => variant.Id == id);
        Assert.All(protocol.Parties, party => Assert.Equal(
            verifier.Decide(protocol, Property.Fairness, party.Name, 1).Verdict is Verdict.Attacked,
            protocol.Parties.Any(played => new Exploration(World.Against(protocol, party, [played]), party).FindUnfairRun() is not null)));
    }

    [Fact]
    public void A_universe_is_said_by_its_sorts() => Assert.Equal(
        "names 2, messages 2, coins 1, ciphertexts 1",
        verifier.Decide(Entries.All.Single(entry => entry.Id == "fair-cem"), Property.Fairness, B, 1).Universe!.ToString());

    [Fact]
    public void Between_two_honest_parties_there_is_no_universe_to_choose() =>
        Assert.Null(verifier.Decide(Entries.All[0], Property.Effectiveness, null, 1).Universe);

    /// <summary>Two values take one test to be told apart, three take three, four take six.</summary>
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(2, 2)]
    [InlineData(3, 3)]
    [InlineData(5, 3)]
    [InlineData(6, 4)]
    public void So_many_tests_tell_so_many_values_apart(int tests, int values) => Assert.Equal(values, Universe.Colours(tests));

    [Fact]
    public void Three_ciphertexts_that_are_told_apart_are_three_pieces_of_junk()
    {
        var protocol = ToldApart.ByHandlers(Sort.Ciphertext, 3);

        Assert.Equal(3, World.Against(protocol, protocol.Second, [protocol.Second]).Universe[Sort.Ciphertext]);
    }

    private void AssertSame(Protocol protocol) => Assert.All(protocol.Parties, party => Assert.Equal(
        Said(verifier.Decide(protocol, Property.Fairness, party.Name, 1)), Said(wider.Decide(protocol, Property.Fairness, party.Name, 1))));

    /// <summary>The verdict with its rounds, or with the length of the smallest attack.</summary>
    private static string Said(Decision decision) => decision.Verdict is Verdict.Attacked attacked
        ? $"attacked in {attacked.Rounds} rounds and {attacked.Trace.Steps.Length} steps"
        : decision.Verdict.ToString();
}
