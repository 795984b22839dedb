using FairExchange.Model.Language;

namespace FairExchange.Verification.Grounding;

/// <summary>
/// What seeing a term teaches, and what a term can be made of, for somebody who owns the keys of some names. No key leaks in a run,
/// so taking apart depends on the term alone, and putting together goes to smaller terms only.
/// </summary>
public static class Deduction
{
    /// <summary>The term and all that its reader gets out of it: parts of tuples, what signatures sign, what is encrypted to its own keys and with which coins.</summary>
    public static IEnumerable<Term> Closure(Term term, Func<Term, bool> ownsKey) => (term switch
    {
        Term.Tuple tuple => tuple.Items,
        Term.Signature signature => [signature.Body],
        Term.Encryption encryption when ownsKey(encryption.Recipient) => [encryption.Plaintext, encryption.Coins],
        _ => (IEnumerable<Term>)[],
    }).SelectMany(part => Closure(part, ownsKey)).Prepend(term);

    /// <summary>What suffices to make the term, or null where only its owner makes it. Names and public keys are public.</summary>
    public static IEnumerable<Term>? Ingredients(Term term, Func<Term, bool> ownsKey) => term switch
    {
        Term.Tuple or Term.Parties or Term.Hash => term.Parts(),
        Term.Signature signature when ownsKey(signature.Signer) => [signature.Body],
        Term.Encryption encryption => [encryption.Plaintext, encryption.Coins],
        _ => null,
    };
}
