using System.Collections.Immutable;
using System.Text.Json.Serialization;
using FairExchange.Model.Language;

namespace FairExchange.Verification.Traces;

/// <summary>
/// What a trace's file looks like. Records are written as they are declared; of a closed hierarchy, one member says which record it is:
/// <c>{"sign": {"signer": ..., "body": ...}}</c>. Reading, writing and the schema come from these declarations.
/// </summary>
internal sealed record TraceJson(
    string Format,
    string Protocol,
    string Property,
    string? Party,
    ImmutableArray<string> Corrupted,
    ImmutableArray<TraceJson.SessionForm> Sessions,
    ImmutableArray<TraceStep> Steps,
    Recipe? Shows,
    ImmutableSortedDictionary<string, Term> Deal,
    Schedule? Schedule)
{
    public sealed record SessionForm(int Number, string Role, string Player, ImmutableSortedDictionary<string, Term> Knows);

    public sealed record MessageForm(string Label, string To, Assurance Channel, Term Message);

    public sealed record AtomForm([property: JsonPropertyName("atom")] string Symbol, Sort Sort);

    /// <summary>A ground term that has parts.</summary>
    public sealed record TermForm
    {
        public ImmutableArray<Term>? Tuple { get; init; }

        public ImmutableArray<Term>? Parties { get; init; }

        public Term.Signature? Sign { get; init; }

        public Term.Encryption? Encrypt { get; init; }

        public Term.SymmetricEncryption? Lock { get; init; }

        public Term? Hash { get; init; }

        public string? Tag { get; init; }

        public static TermForm Of(Term term) => term switch
        {
            Term.Tuple tuple => new() { Tuple = tuple.Items },
            Term.Parties parties => new() { Parties = parties.Parts() },
            Term.Signature signature => new() { Sign = signature },
            Term.Encryption encryption => new() { Encrypt = encryption },
            Term.SymmetricEncryption encryption => new() { Lock = encryption },
            Term.Hash hash => new() { Hash = hash.Body },
            Term.Tag tag => new() { Tag = tag.Word },
            Term.Variable or Term.Constant or _ => throw new ArgumentException($"{term} is not a ground term with parts.", nameof(term)),
        };

        public Term Read() => Only<Term>(
            "atom, tuple, parties, sign, encrypt, lock, hash, tag",
            Tuple is { } items ? TupleOf(items) : null,
            Parties is { } two ? PartiesOf(two) : null,
            Sign,
            Encrypt,
            Lock,
            Hash is null ? null : Terms.Hash(Hash),
            TagOf(Tag));
    }

    /// <summary>
    /// How a term is made. What a composed, signed or encrypted thing is follows from its parts and is not written a second time.
    /// </summary>
    public sealed record RecipeForm
    {
        public Term.Constant? Public { get; init; }

        public Term.Constant? Own { get; init; }

        public Seen? Observed { get; init; }

        public ImmutableArray<Recipe>? Tuple { get; init; }

        public ImmutableArray<Recipe>? Parties { get; init; }

        public Recipe? Hash { get; init; }

        public string? Tag { get; init; }

        public Signing? Sign { get; init; }

        public Encrypting? Encrypt { get; init; }

        public Locking? Lock { get; init; }

        public Unlocking? Unlock { get; init; }

        public static RecipeForm Of(Recipe recipe) => recipe switch
        {
            Recipe.Public known => new() { Public = known.Atom },
            Recipe.Own own => new() { Own = own.Atom },
            Recipe.Observed seen => new() { Observed = new(seen.Makes, seen.Step, seen.Sent) },
            Recipe.Composed { Makes: Term.Tag tag } => new() { Tag = tag.Word },
            Recipe.Composed { Makes: Term.Hash } hash => new() { Hash = hash.Parts[0] },
            Recipe.Composed { Makes: Term.SymmetricEncryption } locked => new() { Lock = new(locked.Parts[0], locked.Parts[1]) },
            Recipe.Composed { Makes: Term.Parties } two => new() { Parties = two.Parts },
            Recipe.Composed { Makes: Term.Tuple } tuple => new() { Tuple = tuple.Parts },
            Recipe.SignedBy signed => new() { Sign = new((Term.Constant)signed.Signer, signed.Body) },
            Recipe.Encrypted made => new() { Encrypt = new((Term.Constant)made.Recipient, made.Plaintext, made.Coins) },
            Recipe.Unlocked unlocked => new() { Unlock = new(unlocked.Locked, unlocked.Key) },
            _ => throw new System.Diagnostics.UnreachableException(),
        };

        public Recipe Read() => Only<Recipe>(
            "public, own, observed, tuple, parties, hash, tag, sign, encrypt, lock, unlock",
            Public is null ? null : new Recipe.Public(Public),
            Own is null ? null : new Recipe.Own(Own),
            Observed is var (term, step, sent) ? new Recipe.Observed(term, step, sent) : null,
            Tuple is { } items ? new Recipe.Composed(TupleOf([.. items.Select(item => item.Makes)]), items) : null,
            Parties is { } two ? new Recipe.Composed(PartiesOf([.. two.Select(item => item.Makes)]), two) : null,
            Hash is null ? null : new Recipe.Composed(Terms.Hash(Hash.Makes), [Hash]),
            TagOf(Tag) is { } tag ? new Recipe.Composed(tag, []) : null,
            Sign is var (signer, body) ? new Recipe.SignedBy(Terms.Sign(signer, body.Makes), signer, body) : null,
            Encrypt is var (recipient, plaintext, coins)
                ? new Recipe.Encrypted(Terms.Encrypt(recipient, plaintext.Makes, coins.Makes), recipient, plaintext, coins) : null,
            Lock is var (message, key) ? new Recipe.Composed(Terms.Encrypt(key.Makes, message.Makes), [message, key]) : null,
            Unlock is var (locked, opening)
                ? locked.Makes is Term.SymmetricEncryption sealing && sealing.Key.Equals(opening.Makes)
                    ? new Recipe.Unlocked(sealing.Plaintext, locked, opening) : throw new MisfitException("the key does not open this")
                : null);
    }

    public sealed record Seen(Term Term, int Step, int Sent);

    public sealed record Signing(Term.Constant Signer, Recipe Body);

    public sealed record Encrypting(Term.Constant Recipient, Recipe Plaintext, Recipe Coins);

    public sealed record Locking(Recipe Plaintext, Recipe Key);

    public sealed record Unlocking(Recipe Locked, Recipe Key);

    /// <summary>What names and atoms are called: Mallory, M.1, x.k2.</summary>
    public static bool IsSymbol(string text) => text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '.');

    private static T Only<T>(string kinds, params ReadOnlySpan<T?> said)
        where T : class
    {
        T? one = null;
        foreach (var each in said)
        {
            one = each is null || one is null ? each ?? one : throw Neither();
        }

        return one ?? throw Neither();

        MisfitException Neither() => new($"there must be exactly one of {kinds} here");
    }

    private static Term.Tag? TagOf(string? word) => word is null ? null
        : Term.Tag.IsWord(word) ? new Term.Tag(word) : throw new MisfitException("a tag is lower-case letters and hyphens", ".tag");

    private static Term TupleOf(ImmutableArray<Term> items) =>
        items.Length >= 2 ? Terms.Tuple(items) : throw new MisfitException("a tuple has two or more items");

    /// <summary>One value, one form: the two must stand in their order.</summary>
    private static Term.Parties PartiesOf(ImmutableArray<Term> items)
    {
        var parties = items is [var first, var second]
            ? (Term.Parties)Terms.Parties(first, second) : throw new MisfitException("there are two parties");
        return parties.First.Equals(items[0]) ? parties : throw new MisfitException("the two parties stand in alphabetical order");
    }
}
