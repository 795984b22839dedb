using System.Collections.Immutable;
using FairExchange.Cryptography;
using FairExchange.Model.Catalogue;
using FairExchange.Model.Language;
using FairExchange.Runtime.Bulk;
using FairExchange.Runtime.Operations;
using FairExchange.Runtime.Parties;
using FairExchange.Runtime.Values;

namespace FairExchange.Tests.Runtime;

/// <summary>Everyone's keys in one suite, and sessions with them.</summary>
internal sealed class World
{
    private static readonly ImmutableDictionary<string, World> Worlds = Suite.All.ToImmutableDictionary(
        suite => suite.Name, suite => new World(suite));

    private readonly ImmutableDictionary<string, PrivateKeys> keys;

    private World(Suite suite)
    {
        Suite = suite;
        keys = ImmutableArray.Create("Alice", "Bob", "Trudy", "VPO", "PO", "TP").ToImmutableDictionary(
            name => name, name => new PrivateKeys(name, suite.Signatures.GenerateKey(), suite.Encryption.GenerateKey()));
        Directory = KeyDirectory.Of(keys.Values);
    }

    public static TheoryData<string> Suites => [.. Suite.All.Select(suite => suite.Name)];

    public static TheoryData<string, string> EntriesAndSuites
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var (entry, suite) in Entries.All.SelectMany(entry => Suite.All.Select(suite => (entry.Id, suite.Name))))
            {
                data.Add(entry, suite);
            }

            return data;
        }
    }

    public static Value.Name Alice { get; } = new("Alice");

    public static Value.Name Bob { get; } = new("Bob");

    public static Value.Name Trudy { get; } = new("Trudy");

    public static Value.Message Mail { get; } = new(new Bytes("Dear Bob, the price is 12."u8.ToArray()));

    /// <summary>What every clock shows, in milliseconds since 1970.</summary>
    public const long NowMs = 1_767_225_600_000;

    /// <summary>A week from now: nothing that is awaited is late yet.</summary>
    public static Value.Time CutOff { get; } = new(NowMs + (7 * 24 * 3_600_000L));

    public static Value.Contract Contract { get; } = new(new Bytes("Alice sells, Bob buys."u8.ToArray()));

    public Suite Suite { get; }

    /// <summary>What travels beside messages; it has always arrived.</summary>
    public MemoryStore Goods { get; } = new();

    public KeyDirectory Directory { get; }

    public static World Of(string suite) => Worlds[suite];

    public static Protocol Entry(string id) => Entries.TryFind(id, out var protocol) ? protocol : throw new ArgumentException(id);

    public static Value.Coins Coins(byte number) => new(new Bytes(Enumerable.Repeat(number, 32).ToArray()));

    public PublicKeys KeysOf(string name) => keys[name].Public;

    public PrivateKeys PrivateKeysOf(string name) => keys[name];

    public CryptoOperations As(string name, Protocol protocol, IKeyDirectory? directory = null) =>
        new SuiteOperations(Suite, protocol, directory ?? Directory, keys[name], store: Goods);

    public CryptoOperations Judge(Protocol protocol, IKeyDirectory? directory = null) =>
        new SuiteOperations(Suite, protocol, directory ?? Directory, null, store: Goods);

    public TrustedParty Trusted(Protocol protocol) => new(new Execution(
        protocol, protocol.TrustedParties.Single(), As(protocol.TrustedParties.Single().Name.Symbol, protocol), new SystemCoins()));

    public (Session Session, ImmutableArray<Effect> Effects) Start(
        Protocol protocol, Role.Party role, Value.Message? message = null, params (Term.Variable, Value)[] given) =>
        Session.Start(
            new Execution(protocol, role, As(role == protocol.First ? "Alice" : "Bob", protocol), new SystemCoins()),
            Given(protocol, role, message ?? Mail).SetItems(given.Select(pair => KeyValuePair.Create(pair.Item1, pair.Item2))));

    /// <summary>The deal that a session came to be in, as far as its item speaks of it.</summary>
    public static FairExchange.Runtime.Parties.Environment DealOf(Session session)
    {
        var protocol = session.Execution.Protocol;
        return session.Position.Environment.Only(protocol.Deal.Where(protocol.ItemOf(session.Role).Term.Variables().Contains));
    }

    /// <summary>What the role knows beforehand, and its own message.</summary>
    public static ImmutableDictionary<Term.Variable, Value> Given(Protocol protocol, Role.Party role, Value.Message message) =>
        role.Knows.Concat(role.Script.Fresh().Where(variable => variable.Sort == Sort.Message))
            .ToImmutableDictionary(variable => variable, variable => (Value)(variable.Sort switch
            {
                Sort.Name => variable == protocol.First.Name ? Alice : Bob,
                Sort.Message => message,
                Sort.Time => CutOff,
                _ => Contract,
            }));
}
