using System.Collections.Immutable;
using System.Runtime.InteropServices;
using FairExchange.Model.Language;
using FairExchange.Runtime.Operations;
using FairExchange.Runtime.Values;

namespace FairExchange.Runtime.Parties;

/// <summary>
/// What the definition's terms stand for so far: variables, and the signatures and encryptions that were made or read under a term's name, so that the same term
/// stays the same bytes and a received signature can be passed on.
/// </summary>
public sealed record Environment(Bindings<Term, Value> Values)
{
    public static Environment Empty { get; } = new(new Bindings<Term, Value>());

    /// <summary>What everyone knows beforehand of a protocol: who plays its trusted parties; each its own symbol where nobody was agreed on.</summary>
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
    public Environment OfVariables() => Values.Entries.Where(pair => pair.Key is Term.Variable).Aggregate(Empty, (known, pair) => known.With(pair.Key, pair.Value));

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
            Term.Encryption => parts is [Value.Name recipient, var plaintext, Value.Coins coins] ? operations.Encrypt(recipient, plaintext, coins) : null,
            Term.SymmetricEncryption => parts is [var message, Value.Key key] ? operations.Lock(message, key) : null,
            Term.Hash => operations.Hash(parts[0]),
            _ => throw new InvalidOperationException($"{term} is not known."),
        };
        return (value, value is null ? environment : environment.With(term, value));
    }
}
