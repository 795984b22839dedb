using System.Collections.Immutable;
using FairExchange.Model.Language;

namespace FairExchange.Verification.Universes;

/// <summary>
/// What a party has read on its way and never looked into. What it wants may lie in there, so that it is not held where no key that was
/// read fits, or where something else lies inside: no test of its role's, and yet one that decides.
/// </summary>
/// <param name="ofHolding">The kinds of what may keep the item from being held.</param>
/// <param name="ofAccusation">
/// Of what kinds the evidence against the party says something that its signatures do not cover. What they cover is what lies inside.
/// </param>
internal sealed class Unopened(
    Protocol protocol,
    Components components,
    ImmutableHashSet<(Sort Sort, string Component)> ofHolding,
    ImmutableHashSet<(Sort Sort, string Component)> ofAccusation)
{
    private readonly ImmutableHashSet<(Sort Sort, string Component)> inside =
        [.. components.Inside.Where(kind => kind.Sort != Sort.Name && ofHolding.Contains(kind))];

    private readonly bool sealsKeys = Universe.TermsOf(protocol).SelectMany(term => term.SelfAndParts()).OfType<Term.Encryption>()
        .Any(encryption => encryption.Plaintext.Variables().Any(variable => variable.Sort == Sort.Key));

    /// <param name="read">What stands for the variables that were read.</param>
    /// <param name="opened">What was looked into.</param>
    public IEnumerable<Comparison> Of(ImmutableArray<Term.Variable> read, ImmutableDictionary<Term.Variable, Term> opened)
    {
        var closed = read.Where(value => value.Sort is Sort.Bulk or Sort.Ciphertext && !opened.ContainsKey(value)).Distinct().ToList();
        if (inside.IsEmpty || closed.Count == 0)
        {
            return [];
        }

        // Each key on each of the goods; one may lie in a ciphertext for the party, too.
        var keys = read.Where(value => value.Sort == Sort.Key).Distinct().Count()
            + (sealsKeys ? closed.Count(value => value.Sort == Sort.Ciphertext) : 0);
        var unfit = new Comparison([.. components.Inside.Where(kind => kind.Sort == Sort.Key)]);
        var tests = Enumerable.Repeat(unfit, keys * closed.Count(value => value.Sort == Sort.Bulk));
        return inside.Intersect(ofAccusation) is { IsEmpty: false } beside
            ? tests.Concat(Enumerable.Repeat(new Comparison(beside), closed.Count)) : tests;
    }
}
