using System.Collections.Immutable;
using FairExchange.Runtime.Values;

namespace FairExchange.Runtime.Parties;

/// <summary>What a trusted party has entered, each key once for all.</summary>
public interface IRegister
{
    /// <summary>Enters the value where nothing stands under the key.</summary>
    /// <returns>What stands there: the value, or what stood there before.</returns>
    Value Enter(Value key, Value value);
}

/// <summary>
/// A register in memory. Keys and values are equal where the model's terms are, so a signature that was made anew is the same key.
/// </summary>
public sealed record Register(ImmutableDictionary<Value, Value> Entries) : IRegister
{
    public static Register Empty { get; } = new(ImmutableDictionary<Value, Value>.Empty);

    /// <summary>What would stand there; the register is changed by <see cref="With"/>, once the request has been taken.</summary>
    public Value Enter(Value key, Value value) => Entries.GetValueOrDefault(key, value);

    /// <summary>The same where something stands under the key.</summary>
    public Register With(Value key, Value value) => Entries.ContainsKey(key) ? this : new Register(Entries.Add(key, value));
}
