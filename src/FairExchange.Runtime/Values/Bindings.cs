using System.Diagnostics.CodeAnalysis;

namespace FairExchange.Runtime.Values;

/// <summary>
/// A persistent map of few entries: one run of a protocol knows some twenty things, and looking through these takes less than any tree or
/// hash of them. What is added shares all that was there.
/// </summary>
public sealed class Bindings<TKey, TValue>
    where TKey : class
{
    private readonly KeyValuePair<TKey, TValue> newest;

    /// <summary>Null for the empty map only.</summary>
    private readonly Bindings<TKey, TValue>? older;

    /// <summary>Empty.</summary>
    public Bindings()
    {
    }

    private Bindings(KeyValuePair<TKey, TValue> newest, Bindings<TKey, TValue> older) =>
        (this.newest, this.older, Count) = (newest, older, older.Count + 1);

    public int Count { get; }

    /// <summary>Newest first.</summary>
    public IEnumerable<KeyValuePair<TKey, TValue>> Entries
    {
        get
        {
            for (var at = this; at.older is not null; at = at.older)
            {
                yield return at.newest;
            }
        }
    }

    public IEnumerable<TKey> Keys => Entries.Select(pair => pair.Key);

    /// <summary>The value, or the type's default where there is none.</summary>
    public TValue? this[TKey key] => TryGet(key, out var value) ? value : default;

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        for (var at = this; at.older is not null; at = at.older)
        {
            if (ReferenceEquals(at.newest.Key, key) || at.newest.Key.Equals(key))
            {
                value = at.newest.Value;
                return true;
            }
        }

        value = default;
        return false;
    }

    public bool Contains(TKey key) => TryGet(key, out _);

    /// <summary>With the key's value, in place of another that it had.</summary>
    public Bindings<TKey, TValue> With(TKey key, TValue value) => new(new(key, value), Contains(key) ? Without(key) : this);

    private Bindings<TKey, TValue> Without(TKey key) => older is null ? this
        : newest.Key.Equals(key) ? older
        : new(newest, older.Without(key));
}
