using System.Collections.Immutable;
using System.Runtime.InteropServices;
using FairExchange.Model.Language;
using FairExchange.Runtime.Operations;
using FairExchange.Runtime.Values;

namespace FairExchange.Runtime.Parties;

/// <summary>
/// Reads a value as a pattern: verifies, decrypts, or encrypts again and compares, as what is known allows. Judge, trusted party and
/// parties use this one function.
/// </summary>
public static class Reader
{
    /// <returns>What is known afterwards, or why the value does not fit.</returns>
    public static (Environment Environment, Rejection? Rejection) Read(
        Environment environment, Term pattern, Value value, CryptoOperations operations)
    {
        var pending = new List<(Term Pattern, Value Value)>(4) { (pattern, value) };
        var read = environment;
        while (pending.Count > 0)
        {
            // A part that needs what another part binds waits for it. Definitions are checked, so there is always one that can go on.
            var next = 0;
            while (next < pending.Count && !read.Decides(pending[next].Pattern, pending[next].Value, operations.Self))
            {
                next++;
            }

            if (next == pending.Count)
            {
                throw new InvalidOperationException($"{operations.Self} cannot decide {pending[0].Pattern}.");
            }

            var (part, found) = pending[next];
            pending.RemoveAt(next);
            (read, var rejection) = One(read, part, found, operations, pending);
            if (rejection is not null)
            {
                return (environment, rejection);
            }
        }

        return (read, null);
    }

    /// <summary>
    /// That something is no signature, or no two parties, is plain even to a judge who has yet to learn whose it should be.
    /// </summary>
    private static bool Decides(this Environment environment, Term term, Value value, string? self) => term switch
    {
        Term.Variable or Term.Tuple => true,
        Term.Signature signature => value is not Value.Signature || environment.Computes(signature.Signer, self),
        Term.Parties => value is not Value.Parties || environment.Computes(term, self),
        Term.Encryption encryption =>
            (environment[encryption.Recipient] as Value.Name)?.Text == self || environment.Computes(encryption, self),
        Term.SymmetricEncryption encryption => environment.Computes(encryption.Key, self),
        _ => environment.Computes(term, self),
    };

    /// <param name="inside">Takes the parts that are to be read next.</param>
    private static (Environment, Rejection?) One(
        Environment environment, Term pattern, Value value, CryptoOperations operations, List<(Term, Value)> inside)
    {
        switch (pattern)
        {
            case Term.Variable variable when environment[variable] is { } known:
                return (environment, known == value ? null : new Rejection.WrongValue(variable));
            case Term.Variable variable:
                return SortOf(value) != variable.Sort ? (environment, new Rejection.WrongShape(variable))
                    : variable.Sort == Sort.Bulk && !operations.Has(value) ? (environment, new Rejection.GoodsMissing(variable))
                    : (environment.With(variable, value), null);
            case Term.Tuple tuple when value is Value.Tuple found && found.Items.Length == tuple.Items.Length:
                for (var i = 0; i < tuple.Items.Length; i++)
                {
                    inside.Add((tuple.Items[i], found.Items[i]));
                }

                return (environment, null);
            case Term.Tuple:
            case Term.Parties when value is not Value.Parties:
                return (environment, new Rejection.WrongShape(pattern));
            case Term.Signature signature:
                return ReadSignature(environment, signature, value, operations, inside);
            case Term.Encryption encryption when !environment.Computes(encryption, operations.Self):
                if (operations.Decrypt(value) is not { } opened)
                {
                    return (environment, new Rejection.DoesNotOpen(encryption));
                }

                inside.Add((encryption.Plaintext, opened.Plaintext));
                inside.Add((encryption.Coins, opened.Coins));
                return (environment.With(encryption, value), null);
            case Term.SymmetricEncryption when SortOf(value) == Sort.Bulk && !operations.Has(value):
                return (environment, new Rejection.GoodsMissing(pattern));
            case Term.SymmetricEncryption encryption when !environment.Computes(encryption, operations.Self):
                if (environment.Evaluate(encryption.Key, operations).Value is not Value.Key key
                    || operations.Unlock(value, key) is not { } plaintext)
                {
                    return (environment, new Rejection.DoesNotOpen(encryption));
                }

                inside.Add((encryption.Plaintext, plaintext));
                return (environment.With(encryption, value), null);
            default:
                var (expected, after) = environment.Evaluate(pattern, operations);
                return expected == value ? (after, null)
                    : (environment, pattern is Term.Encryption or Term.SymmetricEncryption
                        ? new Rejection.DoesNotOpen(pattern) : new Rejection.WrongValue(pattern));
        }
    }

    private static (Environment, Rejection?) ReadSignature(
        Environment environment, Term.Signature pattern, Value value, CryptoOperations operations, List<(Term, Value)> inside)
    {
        if (value is not Value.Signature found)
        {
            return (environment, new Rejection.WrongShape(pattern));
        }

        // What is signed is compared first where it is known: that costs no public-key operation, whoever sends how many.
        if (environment[pattern.Body] is { } expected && expected != found.Body)
        {
            return (environment, new Rejection.WrongValue(pattern.Body));
        }

        // One's own signature is verified too: it may come back forged.
        if (environment[pattern.Signer] is not Value.Name signer || signer != found.Signer || !operations.Verify(found))
        {
            return (environment, new Rejection.BadSignature(pattern));
        }

        inside.Add((pattern.Body, found.Body));
        return (environment[pattern] is null ? environment.With(pattern, found) : environment, null);
    }

    /// <summary>
    /// The sort of the variables that the value can stand for; null for tuples and signatures, which no variable stands for.
    /// </summary>
    internal static Sort? SortOf(Value value) => value switch
    {
        Value.Name => Sort.Name,
        Value.Message or Value.Filed => Sort.Message,
        Value.Coins => Sort.Coins,
        Value.Contract => Sort.Contract,
        Value.Time => Sort.Time,
        Value.Ciphertext or Value.Sealed => Sort.Ciphertext,
        Value.Key => Sort.Key,
        Value.Bulk or Value.Locked => Sort.Bulk,
        Value.Digest or Value.Committed => Sort.Digest,
        _ => null,
    };
}

/// <summary>
/// What the definition's terms stand for so far: variables, and the signatures and encryptions that were made or read under a term's name,
/// so that the same term stays the same bytes and a received signature can be passed on.
/// </summary>
public sealed record Environment(Bindings<Term, Value> Values)
{
    public static Environment Empty { get; } = new(new Bindings<Term, Value>());

    /// <summary>
    /// What everyone knows beforehand of a protocol: who plays its trusted parties; each its own symbol where nobody was agreed on.
    /// </summary>
    public static Environment Of(Protocol protocol, Value.Name? trusted = null) => protocol.TrustedParties.Aggregate(
        Empty, (known, party) => known.With(party.Name, trusted ?? new Value.Name(party.Name.Symbol)));

    public Value? this[Term term] => Values[term];

    public Environment With(Term term, Value value) => new(Values.With(term, value));

    /// <summary>With who plays the trusted parties: a trusted party's word is its own and nobody else's.</summary>
    public Environment WithTrusted(Protocol protocol) =>
        Of(protocol).Values.Entries.Aggregate(this, (known, pair) => known.With(pair.Key, pair.Value));

    /// <summary>What is known of some variables.</summary>
    public Environment Only(IEnumerable<Term.Variable> variables) => variables.Aggregate(
        Empty, (known, variable) => this[variable] is { } value ? known.With(variable, value) : known);

    /// <summary>Without what was made or read under a term's name.</summary>
    public Environment OfVariables() =>
        Values.Entries.Where(pair => pair.Key is Term.Variable).Aggregate(Empty, (known, pair) => known.With(pair.Key, pair.Value));

    public bool Computes(Term term, string? self) => Values.Contains(term) || term switch
    {
        Term.Variable or Term.Constant => false,
        Term.Signature signature => (this[signature.Signer] as Value.Name)?.Text == self && Computes(signature.Body, self),
        _ => ComputesAll(term.Parts(), self),
    };

    internal bool ComputesAll(ImmutableArray<Term> terms, string? self)
    {
        foreach (var term in terms)
        {
            if (!Computes(term, self))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The term's value, and the environment that remembers it; a null value where a name's key is not known.</summary>
    /// <exception cref="InvalidOperationException">The term cannot be computed: the definition was not checked.</exception>
    public (Value? Value, Environment Environment) Evaluate(Term term, CryptoOperations operations)
    {
        if (this[term] is { } known)
        {
            return (known, this);
        }

        if (term is Term.Tag tag)
        {
            return (new Value.Tag(tag.Word), this);
        }

        var environment = this;
        var parts = new Value[term.Parts().Length];
        for (var i = 0; i < parts.Length; i++)
        {
            (var part, environment) = environment.Evaluate(term.Parts()[i], operations);
            if (part is null)
            {
                return (null, environment);
            }

            parts[i] = part;
        }

        var value = term switch
        {
            Term.Tuple => new Value.Tuple(ImmutableCollectionsMarshal.AsImmutableArray(parts)),
            Term.Parties => parts is [Value.Name one, Value.Name other] ? new Value.Parties(one, other) : null,
            Term.Signature => parts[0] is Value.Name signer && signer.Text == operations.Self
                ? operations.Sign(parts[1])
                : throw new InvalidOperationException($"{operations.Self} cannot make {term}."),
            Term.Encryption => parts is [Value.Name recipient, var plaintext, Value.Coins coins]
                ? operations.Encrypt(recipient, plaintext, coins) : null,
            Term.SymmetricEncryption => parts is [var message, Value.Key key] ? operations.Lock(message, key) : null,
            Term.Hash => operations.Hash(parts[0]),
            _ => throw new InvalidOperationException($"{term} is not known."),
        };
        return (value, value is null ? environment : environment.With(term, value));
    }
}
