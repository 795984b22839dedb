using System.Collections.Immutable;

namespace FairExchange.Model.Language;

/// <summary>
/// A message of a protocol as its paper writes it. The same term is grounded for the solver, encoded as bytes and drawn;
/// cryptography is perfect, and a signature reveals the message that it signs (section 3, Preliminaries).
/// </summary>
public abstract record Term
{
    private Derived<Term, ImmutableArray<Term>> parts;
    private Derived<Term, ImmutableArray<Term>> all;
    private Derived<Term, ImmutableArray<Term>> opaque;
    private Derived<Term, ImmutableArray<Variable>> variables;

    private Term()
    {
    }

    /// <summary>The term's parts, one level down.</summary>
    public ImmutableArray<Term> Parts() => parts.Of(this, term => term switch
    {
        Variable or Constant or Tag => [],
        Tuple tuple => tuple.Items,
        Parties parties => [parties.First, parties.Second],
        Signature signature => [signature.Signer, signature.Body],
        Encryption encryption => [encryption.Recipient, encryption.Plaintext, encryption.Coins],
        SymmetricEncryption encryption => [encryption.Plaintext, encryption.Key],
        Hash hash => [hash.Body],
        _ => throw new System.Diagnostics.UnreachableException(),
    });

    /// <summary>The term and everything in it, outermost first.</summary>
    public ImmutableArray<Term> SelfAndParts() => all.Of(this, term => [term, .. term.Parts().SelectMany(part => part.SelfAndParts())]);

    /// <summary>Those of <see cref="SelfAndParts"/> that hide their parts.</summary>
    public ImmutableArray<Term> OpaqueParts() => opaque.Of(this, term => [.. term.SelfAndParts().Where(Terms.IsOpaque)]);

    /// <summary>The variables in it, each once, in the order of <see cref="SelfAndParts"/>.</summary>
    public ImmutableArray<Variable> Variables() => variables.Of(this, term => [.. term.SelfAndParts().OfType<Variable>().Distinct()]);

    /// <summary>
    /// A name that a role binds: by knowing it beforehand, by <see cref="Step.Fresh"/>, <see cref="Step.Let"/> or a receive.
    /// </summary>
    public sealed record Variable(string Symbol, Sort Sort) : Term
    {
        private readonly int hash = HashCode.Combine(1, Symbol, Sort);

        public bool Equals(Variable? other) =>
            ReferenceEquals(this, other) || (other is not null && hash == other.hash && Symbol == other.Symbol && Sort == other.Sort);

        public override int GetHashCode() => hash;

        public override string ToString() => Symbol;
    }

    /// <summary>One concrete value of a grounded world; definitions do not contain any.</summary>
    public sealed record Constant(string Symbol, Sort Sort) : Term
    {
        public override string ToString() => Symbol;
    }

    /// <summary>
    /// A word of the protocol's that says what is meant: <c>SIG_A(abort, m)</c> is not <c>SIG_A(resolve, m)</c>. Everybody knows it, and it
    /// stands for itself alone. Definitions write the plain string.
    /// </summary>
    public sealed record Tag(string Word) : Term
    {
        /// <summary>The most letters of a word.</summary>
        public const int Longest = 24;

        /// <summary>Lower-case letters, with hyphens between them.</summary>
        public static bool IsWord(string? word) => word is { Length: > 0 and <= Longest } && word[0] != '-' && word[^1] != '-'
            && word.All(letter => letter is (>= 'a' and <= 'z') or '-');

        public override string ToString() => Word;
    }

    public static implicit operator Term(string word) => new Tag(word);

    /// <summary>An ordered tuple of two or more terms.</summary>
    public sealed record Tuple : Term
    {
        private readonly int hash;

        internal Tuple(ImmutableArray<Term> items)
        {
            if (items.Length < 2)
            {
                throw new ArgumentException("A tuple has at least two items.", nameof(items));
            }

            Items = items;
            hash = items.Aggregate(17, HashCode.Combine);
        }

        public ImmutableArray<Term> Items { get; }

        public bool Equals(Tuple? other) =>
            ReferenceEquals(this, other) || (other is not null && hash == other.hash && Items.SequenceEqual(other.Items));

        public override int GetHashCode() => hash;

        public override string ToString() => $"({string.Join(", ", Items)})";
    }

    /// <summary>Two parties in no order: what a contract names that says who takes part but not in which role.</summary>
    public sealed record Parties : Term
    {
        internal Parties(Term first, Term second)
        {
            // One value, one form: constants are put in order, so that {a, b} and {b, a} are the same term.
            var ordered = first is Constant one && second is Constant two && string.CompareOrdinal(one.Symbol, two.Symbol) > 0;
            (First, Second) = ordered ? (second, first) : (first, second);
        }

        public Term First { get; }

        public Term Second { get; }

        public override string ToString() => $"{{{First}, {Second}}}";
    }

    /// <summary><c>SIG_X(t)</c>: only X makes it, anyone checks it, and t is retrievable from it.</summary>
    public sealed record Signature(Term Signer, Term Body) : Term
    {
        private readonly int hash = HashCode.Combine(2, Signer, Body);

        public bool Equals(Signature? other) =>
            ReferenceEquals(this, other) || (other is not null && hash == other.hash && Signer == other.Signer && Body == other.Body);

        public override int GetHashCode() => hash;

        public override string ToString() => $"SIG_{Signer}({Inner(Body)})";
    }

    /// <summary>
    /// <c>E_X(t; coins)</c>: only X opens it, and X then learns the coins too; who knows t and the coins can make it again and compare.
    /// </summary>
    public sealed record Encryption(Term Recipient, Term Plaintext, Term Coins) : Term
    {
        private readonly int hash = HashCode.Combine(3, Recipient, Plaintext, Coins);

        public bool Equals(Encryption? other) => ReferenceEquals(this, other)
            || (other is not null && hash == other.hash && Recipient == other.Recipient && Plaintext == other.Plaintext
                && Coins == other.Coins);

        public override int GetHashCode() => hash;

        public override string ToString() => $"E_{Recipient}({Inner(Plaintext)}; {Coins})";
    }

    /// <summary>
    /// <c>E_K(M)</c>: who knows K learns M from it, and who knows both can make it again and compare. It commits to K, so there is no
    /// second key that opens it to another message. Only messages are encrypted so: no key opens the way to another key, and what somebody
    /// knows is never defined by itself.
    /// </summary>
    public sealed record SymmetricEncryption(Term Plaintext, Term Key) : Term
    {
        public override string ToString() => $"E_{Key}({Plaintext})";
    }

    /// <summary><c>H(t)</c>: commits to t and reveals nothing of it.</summary>
    public sealed record Hash(Term Body) : Term
    {
        public override string ToString() => $"H({Inner(Body)})";
    }

    /// <summary>A term between brackets that are already there: <c>SIG_B(A, Z)</c>, not <c>SIG_B((A, Z))</c>.</summary>
    private static string Inner(Term term) => term is Tuple tuple ? string.Join(", ", tuple.Items) : term.ToString()!;
}

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

    /// <summary>
    /// A check that <paramref name="subject"/> is a <paramref name="pattern"/>: by decrypting it, or by making the pattern again and
    /// comparing, as the role can.
    /// </summary>
    public static Match Is(this Term.Variable subject, Term pattern) => new(subject, pattern);

    /// <summary>Names a term that a definition writes more than once.</summary>
    public static Abbreviation Abbreviate(Term.Variable name, Term term) => new(name, term);

    /// <summary>Whether the term hides its parts, so that it stands for them only to whoever opens it or makes it again.</summary>
    public static bool IsOpaque(this Term term) => term is Term.Encryption or Term.SymmetricEncryption or Term.Hash;

    /// <summary>Whether values of the sort hide what they were made of.</summary>
    public static bool IsOpaque(this Sort sort) => sort switch
    {
        Sort.Ciphertext or Sort.Bulk or Sort.Digest => true,
        Sort.Name or Sort.Message or Sort.Coins or Sort.Contract or Sort.Time or Sort.Key => false,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>Whether some value is both, whatever their variables stand for: these are not looked at twice.</summary>
    public static bool MayBe(this Term one, Term other) => (one, other) switch
    {
        (Term.Variable x, Term.Variable y) => x.Sort == y.Sort,
        (Term.Variable x, _) => SortOf(other) == x.Sort,
        (_, Term.Variable y) => SortOf(one) == y.Sort,
        (Term.Tag, _) => one.Equals(other),
        (Term.Parties, Term.Parties) => true,
        _ => one.GetType() == other.GetType() && one.Parts().Length == other.Parts().Length
            && one.Parts().Zip(other.Parts()).All(parts => parts.First.MayBe(parts.Second)),
    };

    /// <summary>Replaces variables bottom up; <paramref name="value"/> answers null for those that stay.</summary>
    public static Term Substitute(this Term term, Func<Term.Variable, Term?> value) => term is Term.Variable variable
        ? value(variable) ?? variable : term.WithParts(part => part.Substitute(value));

    /// <summary>The term with each of its parts, one level down, replaced.</summary>
    public static Term WithParts(this Term term, Func<Term, Term> change) => term switch
    {
        Term.Variable or Term.Constant or Term.Tag => term,
        Term.Tuple tuple => Tuple([.. tuple.Items.Select(change)]),
        Term.Parties parties => Parties(change(parties.First), change(parties.Second)),
        Term.Signature signature => Sign(change(signature.Signer), change(signature.Body)),
        Term.Encryption encryption => Encrypt(change(encryption.Recipient), change(encryption.Plaintext), change(encryption.Coins)),
        Term.SymmetricEncryption encryption => Encrypt(change(encryption.Key), change(encryption.Plaintext)),
        Term.Hash hash => Hash(change(hash.Body)),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>The sort of what the term stands for, or null for those (tuples, signatures, tags) that no variable stands for.</summary>
    public static Sort? SortOf(Term term) => term switch
    {
        Term.Variable variable => variable.Sort,
        Term.Constant constant => constant.Sort,
        Term.Encryption => Sort.Ciphertext,
        Term.SymmetricEncryption => Sort.Bulk,
        Term.Hash => Sort.Digest,
        Term.Tuple or Term.Parties or Term.Signature or Term.Tag => null,
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}

/// <summary>
/// What a variable may stand for. Sorts keep the universe of a bounded search finite, and bytes of one kind from being read as another.
/// </summary>
public enum Sort
{
    /// <summary>A participant's unique identifier (the paper's A, B, PO).</summary>
    Name,

    /// <summary>A message or good, 0 bytes to 16 MiB.</summary>
    Message,

    /// <summary>The randomness of one encryption, 32 bytes.</summary>
    Coins,

    /// <summary>What an encryption yields, opaque to everyone who can neither decrypt nor re-encrypt.</summary>
    Ciphertext,

    /// <summary>The text of a would-be contract that both sides negotiated beforehand; no secret.</summary>
    Contract,

    /// <summary>A point of time, milliseconds since 1970 UTC; no secret. What clocks show is compared with it.</summary>
    Time,

    /// <summary>The key of one symmetric encryption, 32 bytes.</summary>
    Key,

    /// <summary>
    /// What a symmetric encryption yields: of any size, so that it travels as a file beside the message that speaks of it.
    /// </summary>
    Bulk,

    /// <summary>What a hash yields, 32 bytes.</summary>
    Digest,
}
