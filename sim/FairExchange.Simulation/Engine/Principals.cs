using System.Collections.Immutable;
using FairExchange.Cryptography;
using FairExchange.Model.Language;
using FairExchange.Runtime.Bulk;
using FairExchange.Runtime.Operations;
using FairExchange.Runtime.Parties;
using FairExchange.Runtime.Values;

namespace FairExchange.Simulation.Engine;

/// <summary>
/// Everyone in a campaign, with keys. THE KEYS ARE DERIVED FROM THE CAMPAIGN'S SEED so that a run repeats: whoever knows the seed can sign
/// and read as anyone here. Nothing outside a simulation may use them.
/// </summary>
public sealed class Principals
{
    private readonly ImmutableDictionary<string, PrivateKeys> keys;

    private Principals(Suite? suite, ImmutableDictionary<string, PrivateKeys> keys)
    {
        Suite = suite;
        this.keys = keys;
        Directory = KeyDirectory.Of(keys.Values);
    }

    /// <summary>Null for the symbolic suite.</summary>
    public Suite? Suite { get; }

    /// <summary>Whether messages go over a wire.</summary>
    public bool HasBytes => Suite is not null;

    public string SuiteName => Suite?.Name ?? SymbolicName;

    public KeyDirectory Directory { get; }

    public const string SymbolicName = "symbolic";

    /// <summary>All suites by name, the default first.</summary>
    public static ImmutableArray<string> SuiteNames { get; } = [.. Suite.All.Select(suite => suite.Name), SymbolicName];

    /// <param name="suite">One of <see cref="SuiteNames"/>.</param>
    /// <param name="seed">The campaign's seed.</param>
    /// <param name="names">Parties, accomplices and trusted parties.</param>
    /// <param name="repeats">Whether signatures must be the same bytes each time, for evidence that is kept; slower with ECDSA.</param>
    public static Principals Of(string suite, ulong seed, IEnumerable<string> names, bool repeats = false)
    {
        if (!Suite.TryGet(suite, out var real))
        {
            return suite == SymbolicName ? new Principals(null, ImmutableDictionary<string, PrivateKeys>.Empty)
                : throw new ArgumentException($"There is no suite '{suite}'.", nameof(suite));
        }

        return new Principals(real, names.Distinct().ToImmutableDictionary(name => name, name =>
        {
            var chance = new Chance(seed, "keys", name);
            var signing = chance.Bytes(32);
            return new PrivateKeys(
                name, repeats ? real.Signatures.DeriveRepeatingKey(signing) : real.Signatures.DeriveKey(signing),
                real.Encryption.DeriveKey(chance.Bytes(32)));
        }));
    }

    /// <summary>In a suite with bytes.</summary>
    public PrivateKeys KeysOf(string name) => keys[name];

    /// <param name="name">Whose.</param>
    /// <param name="protocol">The protocol that is run.</param>
    /// <param name="store">Where everyone of one run finds goods: what travels beside messages has always arrived. Null for whoever touches
    /// none, such as a trusted party that is served alone.</param>
    public CryptoOperations OperationsOf(string name, Protocol protocol, IBulkStore? store = null) =>
        Suite is null ? new SymbolicOperations(name) : new SuiteOperations(Suite, protocol, Directory, keys[name], store: store);

    /// <summary>For whoever has no keys: the judge.</summary>
    public CryptoOperations Outsider(Protocol protocol, IBulkStore? store = null) =>
        Suite is null ? new SymbolicOperations(null) : new SuiteOperations(Suite, protocol, Directory, null, store: store);
}

/// <summary>Coins from a seeded stream, for simulations only.</summary>
public sealed class SeededCoins(Chance chance) : ICoinSource
{
    public Value.Coins Next() => new(new Bytes(chance.Bytes(32)));
}
