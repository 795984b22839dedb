using System.Collections.Immutable;
using FairExchange.Model.Language;
using FairExchange.Runtime.Operations;
using FairExchange.Runtime.Values;

namespace FairExchange.Runtime.Judging;

/// <summary>How an opaque value (an encryption, a hash) came about, known to who made it, opened it or made it again: the values of its term's parts, in their order.</summary>
public sealed record Opening(params ImmutableArray<Value> Parts);

/// <summary>
/// What somebody holds, over all its sessions: what it made and what it has read. From it follows which items it can show.
/// </summary>
public sealed record Holdings(ImmutableHashSet<Value> Values, ImmutableDictionary<Value, Opening> Openings)
{
    public static Holdings Empty { get; } = new([], ImmutableDictionary<Value, Opening>.Empty);

    /// <summary>Adds a value, with what anyone reads in it.</summary>
    public Holdings With(Value value) => this with { Values = Values.Union(value.Visible()) };

    /// <summary>Adds an opaque value with its opening, and what the opening reveals; names are public.</summary>
    public Holdings With(Value opaque, Opening opening) => opening.Parts.Where(part => part is not Value.Name).Aggregate(
        (this with { Openings = Openings.SetItem(opaque, opening) }).With(opaque), (holdings, part) => holdings.With(part));

    /// <summary>With the messages of all goods whose keys are held too, whichever of the two came first.</summary>
    public Holdings Opened(CryptoOperations operations)
    {
        var holdings = this;
        foreach (var goods in Values.Where(value => value is Value.Bulk or Value.Locked && !Openings.ContainsKey(value)))
        {
            if (Values.OfType<Value.Key>().Select(key => (Key: key, Message: operations.Unlock(goods, key))).FirstOrDefault(pair => pair.Message is not null)
                is { Message: { } message, Key: var fitting })
            {
                holdings = holdings.With(goods, new Opening(message, fitting));
            }
        }

        return holdings;
    }

    public Holdings Union(Holdings other) => new(Values.Union(other.Values), Openings.SetItems(other.Openings));

    /// <summary>Whether the item is held, in any of its forms.</summary>
    /// <param name="known">Variables that are given.</param>
    public bool Hold(Item item, ImmutableDictionary<Term.Variable, Value> known) => item.Forms.Any(form => Fill(form, known).Any());

    /// <summary>Every way to fill the variables of an item's form such that all of it is held. Names are public and cost nothing.</summary>
    /// <param name="known">Variables that are given.</param>
    public IEnumerable<ImmutableDictionary<Term.Variable, Value>> Fill(Term form, ImmutableDictionary<Term.Variable, Value> known)
    {
        // Signatures bind what they sign; what is left must be held as it is.
        var fillings = form.SelfAndParts().OfType<Term.Signature>().Aggregate(
            (IEnumerable<ImmutableDictionary<Term.Variable, Value>>)[known],
            (partial, signature) => partial.SelectMany(filling => Values.OfType<Value.Signature>().Select(held => Match(signature, held, filling)))
                .OfType<ImmutableDictionary<Term.Variable, Value>>());
        return form.Variables().Aggregate(fillings, (partial, variable) => partial.SelectMany(filling =>
            filling.TryGetValue(variable, out var value)
                ? (variable.Sort == Sort.Name || Values.Contains(value) ? [filling] : [])
                : Values.Where(held => Fits(variable, held)).Select(held => filling.Add(variable, held))));
    }

    private static bool Fits(Term.Variable variable, Value value) => variable.Sort switch
    {
        Sort.Message => value is Value.Message or Value.Filed,
        Sort.Coins => value is Value.Coins,
        Sort.Contract => value is Value.Contract,
        Sort.Time => value is Value.Time,
        Sort.Ciphertext => value is Value.Ciphertext or Value.Sealed,
        Sort.Name => value is Value.Name,
        Sort.Key => value is Value.Key,
        Sort.Bulk => value is Value.Bulk or Value.Locked,
        Sort.Digest => value is Value.Digest or Value.Committed,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private ImmutableDictionary<Term.Variable, Value>? Match(Term pattern, Value value, ImmutableDictionary<Term.Variable, Value> filling) => (pattern, value) switch
    {
        (Term.Variable variable, _) => filling.TryGetValue(variable, out var known)
            ? (known == value ? filling : null)
            : Fits(variable, value) ? filling.Add(variable, value) : null,
        (Term.Tuple tuple, Value.Tuple found) when tuple.Items.Length == found.Items.Length => MatchAll(tuple.Items, found.Items, filling),
        (Term.Signature signature, Value.Signature found) => MatchAll([signature.Signer, signature.Body], [found.Signer, found.Body], filling),
        (Term.Encryption or Term.SymmetricEncryption or Term.Hash, _) when Openings.TryGetValue(value, out var opening) && opening.Parts.Length == pattern.Parts().Length =>
            MatchAll(pattern.Parts(), opening.Parts, filling),
        (Term.Parties parties, Value.Parties found) =>
            MatchAll([parties.First, parties.Second], [found.First, found.Second], filling)
            ?? MatchAll([parties.First, parties.Second], [found.Second, found.First], filling),
        _ => null,
    };

    private ImmutableDictionary<Term.Variable, Value>? MatchAll(
        ImmutableArray<Term> patterns, ImmutableArray<Value> values, ImmutableDictionary<Term.Variable, Value>? filling)
    {
        for (var i = 0; filling is not null && i < patterns.Length; i++)
        {
            filling = Match(patterns[i], values[i], filling);
        }

        return filling;
    }
}
