using FairExchange.Model.Language;

namespace FairExchange.Verification.Grounding;

/// <summary>
/// What seeing a term teaches, and what a term can be made of, for somebody who owns the keys of some names. No key of a name leaks in a run,
/// so taking apart depends on the term alone, and putting together goes to smaller terms only. A symmetric encryption is opened by whoever comes to
/// know its key, before or after; that is no static matter, so whoever asks what is known asks also for <see cref="Holding"/>.
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

    /// <summary>
    /// The symmetric encryptions, among those that were seen, that hold the term: it is known to whoever knows the key of one. They hold messages, which are in
    /// nobody's key, so that asking for the key never comes back to the term.
    /// </summary>
    public static IEnumerable<Term.SymmetricEncryption> Holding(Term term, IEnumerable<Term> seen) =>
        term is Term.Constant { Sort: Sort.Message } ? seen.OfType<Term.SymmetricEncryption>().Where(encryption => encryption.Plaintext.Equals(term)) : [];

    /// <summary>What suffices to make the term, or null where only its owner makes it. Names and public keys are public.</summary>
    public static IEnumerable<Term>? Ingredients(Term term, Func<Term, bool> ownsKey) => term switch
    {
        Term.Tuple or Term.Parties or Term.Hash or Term.SymmetricEncryption => term.Parts(),
        Term.Signature signature when ownsKey(signature.Signer) => [signature.Body],
        Term.Encryption encryption => [encryption.Plaintext, encryption.Coins],
        _ => null,
    };
}
