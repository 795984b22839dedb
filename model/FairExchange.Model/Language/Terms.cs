using System.Collections.Immutable;

namespace FairExchange.Model.Language;

/// <summary>The words with which definitions write terms; made for <c>using static</c>.</summary>
public static class Terms
{
    public static Term.Variable Name(string symbol) => new(symbol, Sort.Name);

    public static Term.Variable Message(string symbol) => new(symbol, Sort.Message);

    public static Term.Variable Coins(string symbol) => new(symbol, Sort.Coins);

    public static Term.Variable Ciphertext(string symbol) => new(symbol, Sort.Ciphertext);

    public static Term.Variable Contract(string symbol) => new(symbol, Sort.Contract);

    public static Term.Variable Time(string symbol) => new(symbol, Sort.Time);

    public static Deadline Minus(this Term.Variable time, Margin margin) => new(time, -1, margin);

    public static Deadline Plus(this Term.Variable time, Margin margin) => new(time, 1, margin);

    public static Term.Variable Key(string symbol) => new(symbol, Sort.Key);

    public static Term.Variable Bulk(string symbol) => new(symbol, Sort.Bulk);

    public static Term.Variable Digest(string symbol) => new(symbol, Sort.Digest);

    public static Term Tuple(params ImmutableArray<Term> items) => new Term.Tuple(items);

    public static Term Parties(Term first, Term second) => new Term.Parties(first, second);

    public static Term Sign(Term signer, Term body) => new Term.Signature(signer, body);

    public static Term Encrypt(Term recipient, Term plaintext, Term coins) => new Term.Encryption(recipient, plaintext, coins);

    public static Term Encrypt(Term key, Term plaintext) => new Term.SymmetricEncryption(plaintext, key);

    public static Term Hash(Term body) => new Term.Hash(body);

    /// <summary>A check that <paramref name="subject"/> is a <paramref name="pattern"/>: by decrypting it, or by making the pattern again and comparing, as the role can.</summary>
    public static Match Is(this Term.Variable subject, Term pattern) => new(subject, pattern);

    /// <summary>Whether the term hides its parts, so that it stands for them only to whoever opens it or makes it again.</summary>
    public static bool IsOpaque(this Term term) => term is Term.Encryption or Term.SymmetricEncryption or Term.Hash;

    /// <summary>Replaces variables bottom up; <paramref name="value"/> answers null for those that stay.</summary>
    public static Term Substitute(this Term term, Func<Term.Variable, Term?> value) => term switch
    {
        Term.Variable variable => value(variable) ?? variable,
        Term.Constant => term,
        Term.Tuple tuple => Tuple([.. tuple.Items.Select(item => item.Substitute(value))]),
        Term.Parties parties => Parties(parties.First.Substitute(value), parties.Second.Substitute(value)),
        Term.Signature signature => Sign(signature.Signer.Substitute(value), signature.Body.Substitute(value)),
        Term.Encryption encryption => Encrypt(
            encryption.Recipient.Substitute(value), encryption.Plaintext.Substitute(value), encryption.Coins.Substitute(value)),
        Term.SymmetricEncryption encryption => Encrypt(encryption.Key.Substitute(value), encryption.Plaintext.Substitute(value)),
        Term.Hash hash => Hash(hash.Body.Substitute(value)),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
