using System.Collections.Immutable;
using FairExchange.Model.Language;
using FairExchange.Runtime.Operations;
using FairExchange.Runtime.Values;

namespace FairExchange.Runtime.Parties;

/// <summary>
/// How an opaque value (an encryption, a hash) came about, known to who made it, opened it or made it again: the values of its term's
/// parts, in their order.
/// </summary>
public sealed record Opening(params ImmutableArray<Value> Parts);

/// <summary>
/// What somebody holds, over all its sessions: what it made and what it has read. From it follows which items it can show.
/// </summary>
/// <param name="Held">All that is held, each with its opening; null where it has none or that is not known.</param>
public sealed record Holdings(Bindings<Value, Opening?> Held)
{
    public static Holdings Empty { get; } = new(new Bindings<Value, Opening?>());

    public IEnumerable<Value> Values => Held.Keys;

    public Opening? OpeningOf(Value opaque) => Held[opaque];

    /// <summary>Adds a value, with what anyone reads in it.</summary>
    public Holdings With(Value value) => Held.Contains(value) ? this
        : value.Visible().Aggregate(this, (holdings, part) => holdings.Held.Contains(part) ? holdings : holdings.Added(part, null));

    /// <summary>Adds an opaque value with its opening, and what the opening reveals; names are public.</summary>
    public Holdings With(Value opaque, Opening opening) => opening.Parts.Aggregate(
        Added(opaque, opening), (holdings, part) => part is Value.Name ? holdings : holdings.With(part));

    /// <summary>With the messages of all goods whose keys are held too, whichever of the two came first.</summary>
    public Holdings Opened(CryptoOperations operations)
    {
        var holdings = this;
        foreach (var goods in Held.Entries.Where(pair => pair is { Key: Value.Bulk or Value.Locked, Value: null }).Select(pair => pair.Key))
        {
            if (Values.OfType<Value.Key>().Select(key => (Key: key, Message: operations.Unlock(goods, key)))
                .FirstOrDefault(pair => pair.Message is not null)
                is { Message: { } message, Key: var fitting })
            {
                holdings = holdings.With(goods, new Opening(message, fitting));
            }
        }

        return holdings;
    }

    /// <summary>What several sessions of one holder hold together.</summary>
    public static Holdings Of(IEnumerable<Session> sessions) => sessions.Aggregate(Empty, (held, session) => held.Union(session.Holdings));

    public Holdings Union(Holdings other) => other.Held.Entries.Aggregate(
        this, (holdings, pair) => pair.Value is null ? holdings.With(pair.Key) : holdings.With(pair.Key, pair.Value));

    private Holdings Added(Value value, Opening? opening) => new(Held.With(value, opening));

    /// <summary>Whether the item is held, in any of its forms.</summary>
    /// <param name="known">Variables that are given.</param>
    public bool Hold(Item item, Environment known)
    {
        foreach (var form in item.Forms)
        {
            if (Fill(form, known).Count > 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a value is what the term stands for, as far as the holder can look into it.</summary>
    /// <param name="known">What the term's variables stand for.</param>
    public bool Reads(Term term, Value value, Environment known) => Match(term, value, known) is not null;

    /// <summary>Every way to fill the variables of an item's form such that all of it is held. Names are public and cost nothing.</summary>
    /// <param name="known">Variables that are given.</param>
    public IReadOnlyList<Environment> Fill(Term form, Environment known)
    {
        // Signatures bind what they sign; what is left must be held as it is.
        List<Environment> fillings = [known];
        foreach (var part in form.SelfAndParts())
        {
            if (part is Term.Signature signature)
            {
                fillings = Each(
                    fillings, (filling, into) => AddHeld(into, held => held is Value.Signature ? Match(signature, held, filling) : null));
            }
        }

        foreach (var variable in form.Variables())
        {
            fillings = Each(fillings, (filling, into) =>
            {
                if (filling[variable] is not { } value)
                {
                    AddHeld(into, held => Fits(variable, held) ? filling.With(variable, held) : null);
                }
                else if (variable.Sort == Sort.Name || Held.Contains(value))
                {
                    into.Add(filling);
                }
            });
        }

        return fillings;
    }

    private static List<Environment> Each(List<Environment> fillings, Action<Environment, List<Environment>> extend)
    {
        var extended = new List<Environment>(fillings.Count);
        foreach (var filling in fillings)
        {
            extend(filling, extended);
        }

        return extended;
    }

    private void AddHeld(List<Environment> into, Func<Value, Environment?> extend)
    {
        foreach (var (held, _) in Held.Entries)
        {
            if (extend(held) is { } extended)
            {
                into.Add(extended);
            }
        }
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

    private Environment? Match(Term pattern, Value value, Environment filling) => (pattern, value) switch
    {
        (Term.Variable variable, _) => filling[variable] is { } known
            ? (known == value ? filling : null)
            : Fits(variable, value) ? filling.With(variable, value) : null,
        (Term.Tuple tuple, Value.Tuple found) when tuple.Items.Length == found.Items.Length => MatchAll(tuple.Items, found.Items, filling),
        (Term.Signature signature, Value.Signature found) =>
            MatchAll([signature.Signer, signature.Body], [found.Signer, found.Body], filling),
        (Term.Encryption or Term.SymmetricEncryption or Term.Hash, _) when OpeningOf(value) is { } opening
            && opening.Parts.Length == pattern.Parts().Length =>
            MatchAll(pattern.Parts(), opening.Parts, filling),
        (Term.Tag tag, Value.Tag found) => tag.Word == found.Word ? filling : null,
        (Term.Parties parties, Value.Parties found) =>
            MatchAll([parties.First, parties.Second], [found.First, found.Second], filling)
            ?? MatchAll([parties.First, parties.Second], [found.Second, found.First], filling),
        _ => null,
    };

    private Environment? MatchAll(
        ImmutableArray<Term> patterns, ImmutableArray<Value> values, Environment? filling)
    {
        for (var i = 0; filling is not null && i < patterns.Length; i++)
        {
            filling = Match(patterns[i], values[i], filling);
        }

        return filling;
    }
}
