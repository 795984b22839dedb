using System.Collections.Immutable;
using FairExchange.Model.Language;
using FairExchange.Runtime.Bulk;
using FairExchange.Runtime.Operations;
using FairExchange.Runtime.Parties;
using FairExchange.Runtime.Values;
using FairExchange.Simulation.Strategies;

namespace FairExchange.Simulation.Exchanges;

/// <summary>One of the two, honest or not: its role's session, and a strategy that says what really leaves.</summary>
/// <param name="clock">What its clock shows now.</param>
internal sealed class PartyAgent(Execution execution, Strategy strategy, Cheat? cheat, Func<long> clock)
{
    private Holdings more = Holdings.Empty;

    public Session? Session { get; private set; }

    public Role.Party Role => (Role.Party)execution.Role;

    public string Name => execution.Operations.Self!;

    public bool IsHonest => strategy.IsHonest;

    /// <summary>What the role's session holds, what else was overheard, and how one's own ciphertexts came about.</summary>
    public Holdings Holdings => (cheat?.Made ?? []).Aggregate(
        (Session?.Holdings ?? Holdings.Empty).Union(more), (holdings, made) => holdings.With(made.Ciphertext, made.Opening));

    /// <summary>Its item is complete.</summary>
    public bool HasItem { get; private set; }

    public void Overhear(Value message) => more = more.With(message);

    public IEnumerable<Outgoing> Start(Dictionary<Term.Variable, Value> given)
    {
        if (cheat is not null)
        {
            strategy.Prepare(cheat, given);
        }

        return Move(Session.Start(execution, given, clock()));
    }

    public IEnumerable<Outgoing> Receive(Value message) => Session is null ? [] : Move(Session.Receive(message, clock()));

    public IEnumerable<Outgoing> Receive(ReadOnlyMemory<byte> message) => Session is null ? [] : Move(Session.Receive(message, clock()));

    public IEnumerable<Outgoing> TimeOut() => Session is null ? [] : Move(Session.TimeOut(clock()));

    /// <summary>For a letter that is shown and taken back.</summary>
    public object Save() => (Session, more, cheat?.Made.Count ?? 0);

    public void Restore(object saved)
    {
        (Session, more, var made) = ((Session?, Holdings, int))saved;
        cheat?.Made.RemoveRange(made, cheat.Made.Count - made);
        if (cheat is not null)
        {
            cheat.Session = Session;
        }
    }

    private List<Outgoing> Move((Session Session, ImmutableArray<Effect> Effects) moved)
    {
        Session = moved.Session;
        HasItem |= moved.Effects.Any(effect => effect is Effect.Obtained);
        var leaving = new List<Outgoing>();
        if (cheat is null)
        {
            leaving.AddRange(moved.Effects.OfType<Effect.Send>().Select(Planned));
            return leaving;
        }

        cheat.Session = Session;
        foreach (var send in moved.Effects.OfType<Effect.Send>())
        {
            leaving.AddRange(strategy.Send(cheat, Planned(send), send));
        }

        if (Session.HasTimer && moved.Effects.Any(effect => effect is Effect.SetTimer) && strategy.IsImpatient(cheat))
        {
            leaving.AddRange(TimeOut());
        }

        return leaving;
    }

    private static Outgoing Planned(Effect.Send send) => new(send.To.Text, send.Message, send.Assurance);
}

/// <summary>The trusted parties of one run, metered and watched.</summary>
internal sealed class TrustedParties : ITrustedConduct
{
    private readonly Meter meter;
    private readonly Dictionary<string, (TrustedParty Party, CryptoOperations Operations)> parties;
    private readonly List<(string Name, Value Message)> shown = [];
    private readonly HashSet<(string To, Value Message)> answers = [];
    private readonly ImmutableArray<TrustedRequest>.Builder requests = ImmutableArray.CreateBuilder<TrustedRequest>();

    public TrustedParties(Protocol protocol, Principals principals, IBulkStore store, ICoinSource coins, Meter meter, Margins margins)
    {
        this.meter = meter;
        parties = protocol.TrustedParties.ToDictionary(role => role.Name.Symbol, role =>
        {
            var operations = principals.OperationsOf(role.Name.Symbol, protocol, store);
            return (new TrustedParty(new Execution(protocol, role, operations, coins, margins))
            {
                Serves = name =>
                Serves(protocol, role, name)
            }, operations);
        });
    }

    public bool TookPart => meter.TrustedRequests > 0;

    /// <summary>In the order in which they came; without bytes none is kept.</summary>
    public ImmutableArray<TrustedRequest> Requests => requests.ToImmutable();

    public bool Kept { get; private set; }

    public bool Helped { get; private set; }

    /// <summary>As in the model: of the two parties those who have paid, of the adversary's names all.</summary>
    private static bool Serves(Protocol protocol, Role.Trusted role, string name) =>
        role.Subscribers is not { } paid || protocol.AskerOf(role) is not { } asker || paid.Contains(asker.Name)
            || !Exchange.Names.Take(2).Contains(name);

    public bool Has(string name) => parties.ContainsKey(name);

    public bool HasBeenShown(Value value) => shown.GroupBy(request => request.Name, request => request.Message).Any(requests =>
    {
        var operations = parties[requests.Key].Operations;
        var read = requests.SelectMany(request => Opened(request, operations)).ToHashSet();
        // A key opens what it locks, whichever of the two came first.
        return read.Contains(value)
            || read.OfType<Value.Key>()
            .Any(key => read.Where(part => part is Value.Bulk or Value.Locked)
                .Any(locked => value.Equals(operations.Unlock(locked, key))));
    });

    /// <summary>Something is sent to one of them, and whether it arrives is another matter: in some run it does.</summary>
    public void Sent(string name, Value message) => shown.Add((name, message));

    /// <summary>The message made somebody's item complete.</summary>
    public void Completed(string name, Value message) => Helped |= answers.Contains((name, message));

    /// <summary>Brings a message to one of them.</summary>
    /// <param name="bytes">The message encoded, where the suite has bytes.</param>
    /// <param name="clockMs">What its clock shows.</param>
    public ImmutableArray<Effect> Request(string name, Value message, byte[]? bytes, long clockMs)
    {
        var (party, operations) = parties[name];
        var before = operations.PublicKeyOperations;
        var (next, effects) = bytes is null ? party.Receive(message, clockMs) : party.Receive(bytes, clockMs);
        if (bytes is not null)
        {
            requests.Add(new TrustedRequest(party, bytes, clockMs));
        }

        parties[name] = (next, operations);
        shown.Add((name, message));
        answers.UnionWith(effects.OfType<Effect.Send>().Select(send => (send.To.Text, send.Message)));
        Kept |= !next.Open.IsEmpty || !next.Mailbox.IsEmpty;
        meter.Requested(bytes?.Length ?? 0, isKept: !party.Role.IsStateless && !effects.Any(effect => effect is Effect.Rejected));
        meter.TrustedOperations += operations.PublicKeyOperations - before;
        return effects;
    }

    /// <summary>All that a curious owner of these keys gets out of a message.</summary>
    private static IEnumerable<Value> Opened(Value message, CryptoOperations operations) => message.Visible().SelectMany(part =>
        part is Value.Ciphertext or Value.Sealed && operations.Decrypt(part) is { } opened
            ? Opened(opened.Plaintext, operations).Prepend(part) : [part]);
}
