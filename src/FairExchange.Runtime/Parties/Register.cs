using System.Collections.Immutable;
using FairExchange.Runtime.Values;

namespace FairExchange.Runtime.Parties;

/// <summary>
/// What a trusted party has entered, each key once for all. Keys and values are equal where the model's terms are, so a signature that was
/// made anew is the same key.
/// </summary>
public sealed record Register(ImmutableDictionary<Value, Value> Entries)
{
    public static Register Empty { get; } = new(ImmutableDictionary<Value, Value>.Empty);

    /// <summary>With the value under the key; the same where something stands there.</summary>
    public Register With(Value key, Value value) => Entries.ContainsKey(key) ? this : new Register(Entries.Add(key, value));
}
