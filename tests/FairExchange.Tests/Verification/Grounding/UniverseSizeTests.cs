using FairExchange.Model.Language;
using FairExchange.Tests.Variants;
using FairExchange.Verification.Grounding;
using FairExchange.Verification.Universes;

namespace FairExchange.Tests.Verification.Grounding;

/// <summary>
/// How many values there are, as <c>docs/proofs.md</c> counts them, without a search. That fewer miss attacks, searches show.
/// </summary>
public class UniverseSizeTests
{
    public static TheoryData<Sort, int> Atoms =>
        Counted(Sort.Message, Sort.Contract, Sort.Time, Sort.Coins, Sort.Key);

    public static TheoryData<Sort, int> Opaque => Counted(Sort.Digest, Sort.Ciphertext);

    /// <summary>The post office refuses Bob's request by one test for each pair: <c>n</c> values, and no more.</summary>
    [Theory]
    [MemberData(nameof(Atoms))]
    public void As_many_as_are_told_apart(Sort sort, int count)
    {
        Assert.Equal(count, OfSecond(ToldApart.ByHandlers(sort, count), 1)[sort]);
        Assert.Equal(count, OfSecond(ToldApart.ByChecks(sort, count), 1)[sort]);
    }

    /// <summary>Values that are closed differ by what is in them: of each sort that may lie inside there are as many.</summary>
    [Theory]
    [MemberData(nameof(Opaque))]
    public void As_many_as_are_told_apart_lie_inside(Sort sort, int count) =>
        Assert.All(new[] { ToldApart.ByHandlers(sort, count), ToldApart.ByChecks(sort, count) }, protocol =>
        {
            var universe = OfSecond(protocol, 1);
            Assert.All([sort, Sort.Message, Sort.Coins, Sort.Name], inside => Assert.Equal(count, universe[inside]));
        });

    /// <summary>
    /// Another session has as many tests again, about the same values: <c>n(n - 1)</c> of them tell more apart than the half.
    /// </summary>
    [Theory]
    [MemberData(nameof(Atoms))]
    public void Tests_of_two_sessions_are_about_the_same_values(Sort sort, int count)
    {
        var most = Enumerable.Range(1, 10).Last(values => values * (values - 1) / 2 <= count * (count - 1));

        Assert.Equal(most, OfSecond(ToldApart.ByHandlers(sort, count), 2)[sort]);
    }

    /// <summary>Names that nobody signs with may be Bob's and the post office's as well, and two keys there are anyway.</summary>
    [Theory]
    [InlineData(2, 2)]
    [InlineData(3, 2)]
    [InlineData(4, 2)]
    [InlineData(5, 3)]
    [InlineData(6, 4)]
    public void Two_of_the_names_are_other_peoples(int count, int own) =>
        Assert.Equal(own, OfSecond(ToldApart.ByHandlers(Sort.Name, count), 1)[Sort.Name]);

    /// <summary>Each of these attacks needs so many, as the definition says; without an adversary there are none.</summary>
    [Theory]
    [InlineData("own-nonce", Sort.Contract, 2)]
    [InlineData("three-times", Sort.Time, 3)]
    [InlineData("handed-on", Sort.Coins, 2)]
    [InlineData("second-stage", Sort.Coins, 2)]
    [InlineData("three-words", Sort.Coins, 3)]
    [InlineData("envelopes", Sort.Message, 2)]
    [InlineData("opened-in-place", Sort.Coins, 2)]
    [InlineData("opened-later", Sort.Coins, 2)]
    public void As_many_as_the_attack_needs(string id, Sort sort, int count)
    {
        var isBobs = NarrowlyTold.UnfairToBob.Any(variant => variant.Id == id);
        var protocol = NarrowlyTold.UnfairToBob.Concat(NarrowlyTold.UnfairToAlice).Single(variant => variant.Id == id);
        var wronged = isBobs ? protocol.Second : protocol.First;

        Assert.Equal(count, World.Against(protocol, wronged, [wronged]).Universe[sort]);
    }

    private static Universe OfSecond(Protocol protocol, int sessions) =>
        World.Against(protocol, protocol.Second, [.. Enumerable.Repeat(protocol.Second, sessions)]).Universe;

    private static TheoryData<Sort, int> Counted(params Sort[] sorts) =>
        [.. from sort in sorts from count in Enumerable.Range(2, 4) select (sort, count)];
}
