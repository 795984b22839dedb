using System.Collections.Immutable;
using FairExchange.Model.Language;
using FairExchange.Verification.Grounding;

namespace FairExchange.Verification.Impossibility;

/// <summary>
/// What one role sees of a candidate's terms. An encryption that it can neither open nor make again is a ciphertext to it, whatever others say it is, until
/// it learns enough to make it again and compare.
/// </summary>
/// <param name="Symbols">How each encryption is called.</param>
/// <param name="Called">The encryptions that the role has by name.</param>
internal sealed record View(
    Term.Variable Role, ImmutableHashSet<Term> Known, ImmutableDictionary<Term, Term.Variable> Symbols, ImmutableHashSet<Term> Called)
{
    /// <summary>Several parts as one term.</summary>
    public static Term Together(ImmutableArray<Term> parts) => parts.Length == 1 ? parts[0] : Terms.Tuple(parts);

    /// <summary>How the role writes a message.</summary>
    public Term Say(IEnumerable<Term> parts) => Together([.. parts.Select(Say)]);

    /// <summary>Reads a message: the pattern that the role accepts, and what it can compare with it that it could not before.</summary>
    public (View After, Term Pattern, ImmutableArray<Match> Checks) Read(ImmutableArray<Term> parts)
    {
        var after = this with { Known = Known.Union(parts.SelectMany(part => Deduction.Closure(part, Role.Equals))) };
        after = after with
        {
            Called = Called.Union(parts.SelectMany(part => part.SelfAndParts()).OfType<Term.Encryption>().Where(hidden => hidden.Recipient != Role && !after.Makes(hidden))),
        };
        var checks = Called.OfType<Term.Encryption>().Where(hidden => !Makes(hidden) && after.Makes(hidden))
            .OrderBy(hidden => Symbols[hidden].Symbol, StringComparer.Ordinal)
            .Select(hidden => Symbols[hidden].Is(hidden));
        return (after, after.Say(parts), [.. checks]);
    }

    public bool Computes(Term term) => Known.Contains(term) || (Deduction.Ingredients(term, Role.Equals)?.All(Computes) ?? false);

    /// <summary>Has these encryptions by name, which the role can make.</summary>
    public View Call(IEnumerable<Term> own) => this with { Called = Called.Union(own) };

    private bool Makes(Term.Encryption hidden) => Computes(hidden.Plaintext) && Computes(hidden.Coins);

    private Term Say(Term term) => term switch
    {
        Term.Encryption when Called.Contains(term) => Symbols[term],
        Term.Encryption hidden => Terms.Encrypt(hidden.Recipient, Say(hidden.Plaintext), hidden.Coins),
        Term.Signature signature => Terms.Sign(signature.Signer, Say(signature.Body)),
        Term.Tuple tuple => Terms.Tuple([.. tuple.Items.Select(Say)]),
        Term.Hash hash => Terms.Hash(Say(hash.Body)),
        _ => term,
    };
}
