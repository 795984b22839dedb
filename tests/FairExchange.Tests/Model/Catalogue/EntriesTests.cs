using FairExchange.Model.Catalogue;
using FairExchange.Model.Language;

namespace FairExchange.Tests.Model.Catalogue;

public class EntriesTests
{
    public static TheoryData<string> Ids => [.. Entries.All.Select(entry => entry.Id)];

    [Fact]
    public void The_five_protocols_of_the_paper_are_there() =>
        Assert.Subset(Entries.All.Select(entry => entry.Id).ToHashSet(),
            new HashSet<string> { "honest-cem", "honest-ecs", "cem0", "ecs0", "fair-cem" });

    [Fact]
    public void Ids_are_unique() => Assert.Equal(Entries.All.Length, Entries.All.DistinctBy(entry => entry.Id).Count());

    [Fact]
    public void An_unknown_id_is_not_found() => Assert.False(Entries.TryFind("fair-cem ", out _));

    [Theory]
    [MemberData(nameof(Ids))]
    public void Each_entry_expects_one_verdict_for_every_property_and_party(string id)
    {
        Assert.True(Entries.TryFind(id, out var protocol));
        var claims = Property.All.SelectMany(property => property.PartiesOf(protocol).Select(party => (property, party)));

        Assert.Equal(
            claims.Order(ByName), protocol.Expectations.Select(expectation => (expectation.Property, expectation.Party)).Order(ByName));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Each_entry_says_what_is_particular_about_it_and_where_it_comes_from(string id)
    {
        Assert.True(Entries.TryFind(id, out var protocol));

        Assert.NotEmpty(protocol.Remark);
        Assert.NotEmpty(protocol.Section);
        // A visible party waits for the second half, one that dies at a cut-off must know what it took in time, and one that aborts and
        // resolves must know which it did.
        var keeps = id.StartsWith("cem0", StringComparison.Ordinal) || id.StartsWith("ecs0", StringComparison.Ordinal)
            || id is "fair-cem-cutoff-crashing" or "asw";
        Assert.All(protocol.TrustedParties, trusted => Assert.Equal(!keeps, trusted.IsStateless));
    }

    private static IComparer<(Property Property, Term.Variable? Party)> ByName { get; } =
        Comparer<(Property Property, Term.Variable? Party)>.Create((one, other) => string.CompareOrdinal($"{one}", $"{other}"));
}
