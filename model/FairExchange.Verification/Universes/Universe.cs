using System.Collections.Immutable;
using FairExchange.Model.Language;

namespace FairExchange.Verification.Universes;

/// <summary>
/// How many values of each sort the adversary has in a bounded search, beside what honest and trusted parties make: names of its own,
/// messages, coins and keys that it makes, contracts and times that everybody knows, and pieces of junk, which are ciphertexts, goods and
/// digests of nothing. Computed from the definition (<see cref="FailingTests"/>), as <c>docs/proofs.md</c> argues.
/// </summary>
public sealed class Universe
{
    /// <summary>Beyond this nobody waits for an answer.</summary>
    public const int MostWider = 16;

    /// <summary>The words in which a universe is said, in this order.</summary>
    internal static readonly (Sort Sort, string Word)[] Words =
    [
        (Sort.Name, "names"), (Sort.Message, "messages"), (Sort.Contract, "contracts"), (Sort.Coins, "coins"), (Sort.Key, "keys"),
        (Sort.Time, "times"),
        (Sort.Ciphertext, "ciphertexts"), (Sort.Bulk, "goods"), (Sort.Digest, "digests"),
    ];

    private readonly ImmutableSortedDictionary<Sort, int> counts;

    private Universe(ImmutableSortedDictionary<Sort, int> counts) => this.counts = counts;

    /// <summary>None where the protocol never speaks of the sort.</summary>
    public int this[Sort sort] => counts.GetValueOrDefault(sort);

    /// <summary>
    /// What the failing tests of these sessions can tell apart: with <c>n</c> tests, the most <c>c</c> such that every two of <c>c</c>
    /// values need a test of their own.
    /// </summary>
    /// <param name="sessions">The roles that the honest party plays, one for each session.</param>
    /// <param name="protectedRole">Whose item is looked for.</param>
    public static Universe Against(Protocol protocol, Role.Party protectedRole, IReadOnlyList<Role.Party> sessions)
    {
        var tests = new FailingTests(protocol, protocol.ItemOf(protectedRole)).Of(sessions);
        // Names that only stand beside others may be the honest party's or a trusted party's as well.
        var others = 1 + protocol.TrustedParties.Length;
        var told = tests.ToLookup(kind => kind.Sort, kind => Colours(kind.Tests) - (kind.IsAnybodys ? others : 0));
        return Of(protocol, sort => told[sort].Append(Least(protocol, sessions, sort)).Max());
    }

    /// <summary>Two honest parties: a contract and a time for each exchange, and nothing of an adversary's.</summary>
    public static Universe OfHonest(Protocol protocol, int exchanges) =>
        Of(protocol, sort => sort is Sort.Contract or Sort.Time ? exchanges : 0);

    /// <summary>The same with more of every sort that the protocol speaks of.</summary>
    public Universe Wider(int by) => new(counts.ToImmutableSortedDictionary(pair => pair.Key, pair => pair.Value + by));

    /// <summary>For a table that has several worlds in it: of each sort, as many as the richer one.</summary>
    public Universe Or(Universe other) =>
        new(counts.Keys.Union(other.counts.Keys).ToImmutableSortedDictionary(sort => sort, sort => Math.Max(this[sort], other[sort])));

    public Universe With(Sort sort, int count) => new(counts.SetItem(sort, count));

    /// <summary>names 2, messages 2, coins 1, ciphertexts 1</summary>
    public override string ToString() =>
        string.Join(", ", Words.Where(word => this[word.Sort] > 0).Select(word => $"{word.Word} {this[word.Sort]}"));

    /// <summary>How many values a number of pairs can tell apart: a graph of so many edges needs no more colours.</summary>
    internal static int Colours(int edges)
    {
        var colours = 1;
        while ((colours + 1) * colours / 2 <= edges)
        {
            colours++;
        }

        return colours;
    }

    internal static IEnumerable<Term> TermsOf(Protocol protocol) =>
        protocol.Roles.SelectMany(role => role.Scripts).SelectMany(script => script.AllTerms())
        .Concat(protocol.Items.SelectMany(item => item.Forms));

    private static Universe Of(Protocol protocol, Func<Sort, int> count) =>
        new(SpokenOf(protocol).Append(Sort.Name).Distinct().ToImmutableSortedDictionary(sort => sort, count));

    /// <summary>
    /// Two names, since an attack may need two keys. Each session may have been told times of its own, as many as its script speaks of, and
    /// there is another; a trusted party's handler that speaks of several may have been told others beside: clocks are held against them,
    /// and they have an order, so that one does not stand for another.
    /// </summary>
    private static int Least(Protocol protocol, IReadOnlyList<Role.Party> sessions, Sort sort) => sort switch
    {
        Sort.Name => 2,
        Sort.Time when protocol.IsTimed => Math.Max(2, sessions.Sum(role => Math.Max(1, TimesIn(role.Script.AllTerms().Concat(role.Knows))))
            + protocol.TrustedParties.SelectMany(trusted => trusted.Handlers).Sum(handler => Math.Max(0, TimesIn(handler.AllTerms()) - 1))),
        _ => 1,
    };

    private static int TimesIn(IEnumerable<Term> terms) =>
        terms.SelectMany(term => term.Variables()).Distinct().Count(variable => variable.Sort == Sort.Time);

    /// <summary>The sorts of the definition's variables.</summary>
    private static IEnumerable<Sort> SpokenOf(Protocol protocol) => TermsOf(protocol).SelectMany(term => term.Variables())
        .Concat(protocol.Parties.SelectMany(party => party.Knows))
        .Concat(protocol.Roles.SelectMany(role => role.Scripts).SelectMany(script => script.AllSteps()).SelectMany(step => step switch
        {
            Step.Fresh fresh => fresh.Variables,
            Step.Let let => [let.Variable],
            _ => (IEnumerable<Term.Variable>)[],
        })).Select(variable => variable.Sort).Distinct();
}
