using System.Collections.Immutable;
using FairExchange.Model.Language;
using FairExchange.Verification.Grounding;
using FairExchange.Verification.Solving;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Verification.Impossibility;

/// <summary>
/// One protocol of the class that is searched: the run of two honest parties, the judge's rule, and what a trusted party does when asked.
/// </summary>
/// <param name="Evidence">The signatures that each party shows to the judge, with their openings; none where it wants goods.</param>
/// <param name="Recourse">Null among two parties, and where nobody asks.</param>
public sealed record Candidate(
    TermPool TermPool, ImmutableArray<CandidateMessage> Messages, ImmutableDictionary<Term.Variable, ImmutableArray<Term>> Evidence,
    Recourse? Recourse)
{
    /// <summary>All terms of the protocol.</summary>
    internal IEnumerable<Term> Terms => Messages.SelectMany(message => message.Parts)
        .Concat(Recourse is null ? [] : Recourse.Request.Concat(Recourse.Answers.Values.SelectMany(parts => parts)))
        .Concat(Evidence.Values.SelectMany(parts => parts));
}

/// <param name="From">To the other party.</param>
/// <param name="Parts">At least one.</param>
public sealed record CandidateMessage(Term.Variable From, ImmutableArray<Term> Parts);

/// <summary>The request that one party makes of the trusted party when the other is silent, and what each is then sent.</summary>
public sealed record Recourse(
    Term.Variable Asker, ImmutableArray<Term> Request, ImmutableDictionary<Term.Variable, ImmutableArray<Term>> Answers);

/// <summary>
/// What is demanded of a protocol. Given up one by one, there is such a protocol of two parties; all together, there is none. Who stops is
/// silent for good, so what a party does otherwise is no matter here: only what it can have the trusted party answer.
/// </summary>
[Flags]
public enum Demands
{
    None = 0,

    /// <summary>Where both are honest, the messages alone bring both their items: a trusted party takes no part.</summary>
    Effective = 1,

    /// <summary>Wherever Bob stops, he does not have his item, or Alice has hers.</summary>
    FairToAlice = 2,

    /// <summary>Wherever Alice stops, she does not have her item, or Bob has his.</summary>
    FairToBob = 4,

    All = Effective | FairToAlice | FairToBob,
}

/// <summary>
/// What one role sees of a candidate's terms. An encryption that it can neither open nor make again is a ciphertext to it, whatever others
/// say it is, until it learns enough to make it again and compare.
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
            Called = Called.Union(parts.SelectMany(part => part.SelfAndParts()).OfType<Term.Encryption>()
                .Where(hidden => hidden.Recipient != Role && !after.Makes(hidden))),
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

    private Term Say(Term term) => term is Term.Encryption && Called.Contains(term) ? Symbols[term] : term.WithParts(Say);
}

/// <summary>The free choices that make up one protocol of the class, an atom each.</summary>
internal sealed class Unknowns
{
    private readonly Vocabulary vocabulary = new();

    public Unknowns(TermPool repertoire, int messages, bool trusted)
    {
        (TermPool, Messages, Trusted) = (repertoire, messages, trusted);
        Choices =
        [
            .. from message in Enumerable.Range(1, messages) from party in TermPool.Parties from part in repertoire.Parts
                select Says(party, message, part),
            .. from party in TermPool.Parties from part in repertoire.Evidence(party) select Shows(party, part),
            .. from party in trusted ? TermPool.Parties : [] from part in repertoire.Parts select Asks(party, part),
            .. from party in trusted ? TermPool.Parties : [] from part in repertoire.Parts select Gets(party, part),
        ];
    }

    public TermPool TermPool { get; }

    public int Messages { get; }

    /// <summary>Whether there is a trusted party.</summary>
    public bool Trusted { get; }

    /// <summary>
    /// Every choice. A protocol's size is how many are taken; of two protocols alike in size, the one whose choices come first here is
    /// preferred.
    /// </summary>
    public ImmutableArray<Atom> Choices { get; }

    /// <summary>Whether the message with that number is the party's and has the part; messages count from 1.</summary>
    public Atom Says(Term.Variable party, int message, Term part) => vocabulary.Atom($"message {message}: {party} says {part}");

    /// <summary>Whether the judge asks the party for that signature.</summary>
    public Atom Shows(Term.Variable party, Term part) => vocabulary.Atom($"judge: {party} must show {part}");

    /// <summary>Whether the party is the one that turns to the trusted party, and its request has the part.</summary>
    public Atom Asks(Term.Variable party, Term part) => vocabulary.Atom($"{TermPool.Trusted}: {party} asks with {part}");

    /// <summary>Whether the trusted party, asked, sends the part to the party.</summary>
    public Atom Gets(Term.Variable party, Term part) => vocabulary.Atom($"{TermPool.Trusted}: {party} gets {part}");

    /// <summary>
    /// Whether the party was sent the part before the first message: for protocols of which only what follows is looked at.
    /// </summary>
    public Atom Had(Term.Variable party, Term part) => vocabulary.Atom($"before: {party} was sent {part}");

    /// <summary>The protocol that an assignment stands for.</summary>
    public Candidate Read(IModel model)
    {
        var messages = from message in Enumerable.Range(1, Messages)
                       from party in TermPool.Parties
                       let parts = Chosen(part => Says(party, message, part))
                       where !parts.IsEmpty
                       select new CandidateMessage(party, parts);
        var asker = Trusted ? TermPool.Parties.FirstOrDefault(party => !Chosen(part => Asks(party, part)).IsEmpty) : null;
        return new Candidate(
            TermPool,
            [.. messages],
            TermPool.Parties.ToImmutableDictionary(
                party => party, party => TermPool.Evidence(party).Where(part => model.IsTrue(Shows(party, part))).ToImmutableArray()),
            asker is null ? null : new Recourse(
                asker, Chosen(part => Asks(asker, part)),
                TermPool.Parties.ToImmutableDictionary(party => party, party => Chosen(part => Gets(party, part)))));

        ImmutableArray<Term> Chosen(Func<Term, Atom> choice) => [.. TermPool.Parts.Where(part => model.IsTrue(choice(part)))];
    }
}

/// <summary>
/// What the messages of the searched protocols may hold, in a definition's own variables. What each party gives (M, a signature) goes in
/// the clear, or hidden with the two names under anybody's key, or in a hash; coins open what is hidden; each party signs what is given or
/// hidden, alone or with the two names and the contract; and each signs the other's signatures, as receipts for them.
/// </summary>
public sealed record TermPool
{
    private static readonly Term.Variable s = Coins("s");

    // Before the repertoires, which are made with it.
    internal static ImmutableArray<Term.Variable> Parties { get; } = [A, B];

    private TermPool()
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
    public static TermPool CertifiedMail { get; } = Of("certified-mail", M, VPO, M, Sign(B, M));

    /// <summary>Each wants evidence that the other signed C.</summary>
    public static TermPool ContractSigning { get; } = Of("contract-signing", C, TP, Sign(A, Tuple(A, B, C)), Sign(B, Tuple(A, B, C)));

    public static ImmutableArray<TermPool> All { get; } = [CertifiedMail, ContractSigning];

    internal static Term.Variable Other(Term.Variable party) => party == A ? B : A;

    /// <summary>What is no secret: names, and a contract that was negotiated.</summary>
    internal ImmutableHashSet<Term> Public => [A, B, Trusted, .. IsContract ? [Subject] : Array.Empty<Term>()];

    internal bool IsContract => Subject.Sort == Sort.Contract;

    /// <summary>What that role makes and nobody else has: a message, coins.</summary>
    internal ImmutableArray<Term.Variable> Fresh(Term.Variable role) => role == A ? IsContract ? [r] : [Subject, r] : role == B ? [s] : [];

    /// <summary>Whether the party wants goods, the subject itself, and not evidence against its counterpart.</summary>
    internal bool WantsGoods(Term.Variable party) => party == B && !IsContract;

    /// <summary>
    /// What a judge can ask the party to show: the counterpart's signatures that speak of the subject, openly or hidden. Which of them is
    /// the protocol's choice. None with a hash: the language's judge does not look for what was hashed.
    /// </summary>
    internal IEnumerable<Term> Evidence(Term.Variable party) => WantsGoods(party) ? [] : Parts.Where(part =>
        part is Term.Signature signature && signature.Signer.Equals(Other(party))
        && part.Variables().Contains(Subject) && !part.SelfAndParts().Any(inner => inner is Term.Hash));

    /// <summary>
    /// What the judge is shown beside a signature, to make again all that is hidden in it; nothing where it hides nothing.
    /// </summary>
    internal static IEnumerable<Term> Opening(Term signature) => signature.SelfAndParts().OfType<Term.Encryption>()
        .SelectMany(hidden => hidden.Plaintext.Parts().Append(hidden.Coins)).Distinct();

    private static TermPool Of(string kind, Term.Variable subject, Term.Variable trusted, Term given, Term returned)
    {
        ImmutableArray<Term> contract = subject.Sort == Sort.Contract ? [subject] : [];
        ImmutableArray<Term> hidden = [.. Hidden(trusted, given, r), .. Hidden(trusted, returned, s)];
        List<Term> bodies = [.. new[] { given, returned }.OfType<Term.Variable>(), .. hidden];
        List<Term> named = [.. bodies.SelectMany(body => Parties.Select(signer => Sign(signer, Tuple([A, B, .. contract, body]))))];
        List<Term> alone = [.. bodies.SelectMany(body => Parties.Select(signer => Sign(signer, body)))];
        var receipts = alone.Concat([given, returned]).OfType<Term.Signature>()
            .Select(signature => Sign(Other((Term.Variable)signature.Signer), signature));
        return new TermPool
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
