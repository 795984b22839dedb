using System.Collections.Immutable;
using FairExchange.Model.Language;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Verification.Impossibility;

/// <summary>
/// What the messages of the searched protocols may hold, in a definition's own variables. What each party gives (M, a signature) goes in the clear, or hidden
/// with the two names under anybody's key, or in a hash; coins open what is hidden; each party signs what is given or hidden, alone or with the two names and the contract;
/// and each signs the other's signatures, as receipts for them.
/// </summary>
public sealed record Repertoire
{
    private static readonly Term.Variable s = Coins("s");

    // Before the repertoires, which are made with it.
    internal static ImmutableArray<Term.Variable> Parties { get; } = [A, B];

    private Repertoire()
    {
    }

    /// <summary>The exchange: certified-mail, contract-signing.</summary>
    public required string Kind { get; init; }

    /// <summary>What is exchanged about.</summary>
    public required Term.Variable Subject { get; init; }

    /// <summary>Whom both could turn to. Among two parties nobody answers by that name, and what is under its key stays closed.</summary>
    public required Term.Variable Trusted { get; init; }

    /// <summary>Of protocols alike in size the one is proposed first whose parts come first here.</summary>
    public required ImmutableArray<Term> Parts { get; init; }

    /// <summary>Bob wants M, Alice evidence that M was received.</summary>
    public static Repertoire CertifiedMail { get; } = Of("certified-mail", M, VPO, M, Sign(B, M));

    /// <summary>Each wants evidence that the other signed C.</summary>
    public static Repertoire ContractSigning { get; } = Of("contract-signing", C, TP, Sign(A, Tuple(A, B, C)), Sign(B, Tuple(A, B, C)));

    public static ImmutableArray<Repertoire> All { get; } = [CertifiedMail, ContractSigning];

    internal static Term.Variable Other(Term.Variable party) => party == A ? B : A;

    /// <summary>What is no secret: names, and a contract that was negotiated.</summary>
    internal ImmutableHashSet<Term> Public => [A, B, Trusted, .. IsContract ? [Subject] : Array.Empty<Term>()];

    internal bool IsContract => Subject.Sort == Sort.Contract;

    /// <summary>What that role makes and nobody else has: a message, coins.</summary>
    internal ImmutableArray<Term.Variable> Fresh(Term.Variable role) => role == A ? IsContract ? [r] : [Subject, r] : role == B ? [s] : [];

    /// <summary>Whether the party wants goods, the subject itself, and not evidence against its counterpart.</summary>
    internal bool WantsGoods(Term.Variable party) => party == B && !IsContract;

    /// <summary>
    /// What a judge can ask the party to show: the counterpart's signatures that speak of the subject, openly or hidden. Which of them is the protocol's choice. None
    /// with a hash: the language's judge does not look for what was hashed.
    /// </summary>
    internal IEnumerable<Term> Evidence(Term.Variable party) => WantsGoods(party) ? [] : Parts.Where(part =>
        part is Term.Signature signature && signature.Signer.Equals(Other(party))
        && part.Variables().Contains(Subject) && !part.SelfAndParts().Any(inner => inner is Term.Hash));

    /// <summary>What the judge is shown beside a signature, to make again all that is hidden in it; nothing where it hides nothing.</summary>
    internal static IEnumerable<Term> Opening(Term signature) => signature.SelfAndParts().OfType<Term.Encryption>()
        .SelectMany(hidden => hidden.Plaintext.Parts().Append(hidden.Coins)).Distinct();

    private static Repertoire Of(string kind, Term.Variable subject, Term.Variable trusted, Term given, Term returned)
    {
        ImmutableArray<Term> contract = subject.Sort == Sort.Contract ? [subject] : [];
        ImmutableArray<Term> hidden = [.. Hidden(trusted, given, r), .. Hidden(trusted, returned, s)];
        List<Term> bodies = [.. new[] { given, returned }.OfType<Term.Variable>(), .. hidden];
        List<Term> named = [.. bodies.SelectMany(body => Parties.Select(signer => Sign(signer, Tuple([A, B, .. contract, body]))))];
        List<Term> alone = [.. bodies.SelectMany(body => Parties.Select(signer => Sign(signer, body)))];
        var receipts = alone.Concat([given, returned]).OfType<Term.Signature>().Select(signature => Sign(Other((Term.Variable)signature.Signer), signature));
        return new Repertoire
        {
            Kind = kind,
            Subject = subject,
            Trusted = trusted,
            Parts = [.. new[] { given, returned, r, s }.Concat(hidden).Concat(named).Concat(alone).Concat(receipts).Distinct()],
        };
    }

    private static IEnumerable<Term> Hidden(Term.Variable trusted, Term given, Term.Variable coins) =>
        new Term[] { A, B, trusted }.Select(key => Encrypt(key, Tuple(A, B, given), coins)).Append(Hash(Tuple(given, coins)));
}
