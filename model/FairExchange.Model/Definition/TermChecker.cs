using FairExchange.Model.Language;

namespace FairExchange.Model.Definition;

/// <summary>Terms that no bytes can stand for: somebody's message as a signer, a name as coins.</summary>
internal static class TermChecker
{
    /// <summary>What a message can carry: the wire's own bounds.</summary>
    private const int MostItems = 16, Deepest = 8, MostParts = 256;

    /// <summary>The sort of what the term stands for, or null for those (tuples, signatures) that no variable stands for.</summary>
    public static Sort? SortOf(Term term) => term switch
    {
        Term.Variable variable => variable.Sort,
        Term.Encryption => Sort.Ciphertext,
        Term.SymmetricEncryption => Sort.Bulk,
        Term.Hash => Sort.Digest,
        _ => null,
    };

    public static (Term Part, string Problem)? Flaw(Term term) => term.SelfAndParts()
        .Select(part => (Part: part, Problem: FlawOf(part)))
        .Where(found => found.Problem is not null)
        .Select(found => ((Term, string)?)(found.Part, found.Problem!))
        .FirstOrDefault();

    /// <summary>What is sealed or hashed is bytes to who carries it, and is looked at by itself.</summary>
    private static int Depth(Term term) => term.IsOpaque() ? 0 : term.Parts().Select(Depth).DefaultIfEmpty(-1).Max() + 1;

    private static string? FlawOf(Term term) => term switch
    {
        Term.Constant => "a definition speaks in variables only",
        Term.Tuple { Items.Length: < 2 or > MostItems } => $"a tuple has 2 to {MostItems} items",
        _ when Depth(term) > Deepest || term.SelfAndParts().Length > MostParts => $"nests more than {Deepest} deep, or has more than {MostParts} parts: no message can carry it",
        Term.Signature signature when SortOf(signature.Signer) != Sort.Name => $"{signature.Signer} is no name, and cannot sign",
        Term.Encryption encryption when SortOf(encryption.Recipient) != Sort.Name => $"{encryption.Recipient} is no name, and has no key to encrypt with",
        Term.Encryption encryption when SortOf(encryption.Coins) != Sort.Coins => $"{encryption.Coins} is no coins",
        Term.SymmetricEncryption encryption when SortOf(encryption.Key) != Sort.Key => $"{encryption.Key} is no key",
        Term.SymmetricEncryption encryption when SortOf(encryption.Plaintext) != Sort.Message => $"{encryption.Plaintext} is no message, and nothing else is encrypted under a key",
        Term.Parties parties when SortOf(parties.First) != Sort.Name || SortOf(parties.Second) != Sort.Name => "both parties are names",
        _ => null,
    };
}
