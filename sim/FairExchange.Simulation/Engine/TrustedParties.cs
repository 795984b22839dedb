using System.Collections.Immutable;
using FairExchange.Model.Language;
using FairExchange.Runtime.Operations;
using FairExchange.Runtime.Parties;
using FairExchange.Runtime.Values;

namespace FairExchange.Simulation.Engine;

/// <summary>The trusted parties of one run, metered and watched.</summary>
public sealed class TrustedParties : ITrustedConduct
{
    private readonly Dictionary<string, TrustedParty> parties;
    private readonly List<(string Name, Value Message)> shown = [];
    private readonly HashSet<(string To, Value Message)> answers = [];
    private readonly ImmutableArray<TrustedRequest>.Builder requests = ImmutableArray.CreateBuilder<TrustedRequest>();

    /// <param name="protocol">With them.</param>
    /// <param name="executionOf">Each one's, with its keys.</param>
    /// <param name="names">The first party's and the second's.</param>
    public TrustedParties(Protocol protocol, Func<Role.Trusted, Execution> executionOf, params IEnumerable<string> names) =>
        parties = protocol.TrustedParties.Select(role => new TrustedParty(executionOf(role))
        {
            Serves = name => IsServed(protocol, role, name, names),
        }).ToDictionary(party => party.Execution.Operations.Self!);

    public Meter Meter { get; } = new();

    public bool TookPart => Meter.TrustedPartyTookPart;

    /// <summary>In the order in which they came; without bytes none is kept.</summary>
    public ImmutableArray<TrustedRequest> Requests => requests.ToImmutable();

    public bool Kept { get; private set; }

    public bool Helped { get; private set; }

    /// <summary>As in the model: of the two parties those who have paid, of the adversary's names all.</summary>
    private static bool IsServed(Protocol protocol, Role.Trusted role, string name, IEnumerable<string> names) =>
        role.Subscribers is not { } paid || protocol.AskerOf(role) is not { } asker || paid.Contains(asker.Name) || !names.Contains(name);

    public bool Has(string name) => parties.ContainsKey(name);

    public bool HasBeenShown(Value value) => shown.GroupBy(request => request.Name, request => request.Message).Any(requests =>
    {
        var operations = parties[requests.Key].Execution.Operations;
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
    /// <param name="clockMs">What its clock shows.</param>
    public ImmutableArray<Effect> Request(Letter letter, long clockMs)
    {
        var party = parties[letter.To];
        var operations = party.Execution.Operations;
        var before = operations.PublicKeyOperations;
        var (next, effects) = letter.Bytes is { } bytes ? Watched(party, bytes, clockMs) : party.Receive(letter.Message, clockMs);
        parties[letter.To] = next;
        shown.Add((letter.To, letter.Message));
        answers.UnionWith(effects.OfType<Effect.Send>().Select(send => (send.To.Text, send.Message)));
        Kept |= !next.Open.IsEmpty || !next.Mailbox.IsEmpty || !next.Register.Entries.IsEmpty;
        Meter.Trusted.Requested(
            letter.Length, operations.PublicKeyOperations - before,
            isKept: !party.Role.IsStateless && !effects.Any(effect => effect is Effect.Rejected));
        return effects;
    }

    private (TrustedParty Next, ImmutableArray<Effect> Effects) Watched(TrustedParty party, byte[] bytes, long clockMs)
    {
        requests.Add(new TrustedRequest(party, bytes, clockMs));
        Meter.Trusted.Took(new OperationStep(Operation.Message, bytes.Length));
        var watched = new WatchedOperations(party.Execution.Operations, step => Meter.Trusted.Took(step));
        var (next, effects) = (party with { Execution = party.Execution.With(watched) }).Receive(bytes, clockMs);
        return (next with { Execution = party.Execution }, effects);
    }

    /// <summary>All that a curious owner of these keys gets out of a message.</summary>
    private static IEnumerable<Value> Opened(Value message, CryptoOperations operations) => message.Visible().SelectMany(part =>
        part is Value.Ciphertext or Value.Sealed && operations.Decrypt(part) is { } opened
            ? Opened(opened.Plaintext, operations).Prepend(part) : [part]);
}

/// <summary>A message that reached a trusted party: whoever wants to know what it had to do can let it do so again.</summary>
/// <param name="Party">As it was before.</param>
/// <param name="ClockMs">What its clock showed.</param>
public sealed record TrustedRequest(TrustedParty Party, ReadOnlyMemory<byte> Bytes, long ClockMs);

/// <summary>What trusted parties did in a run, and what they could know by its end.</summary>
public interface ITrustedConduct
{
    /// <summary>One of them received a message.</summary>
    bool TookPart { get; }

    /// <summary>
    /// One of them kept something of one request for others: it waits for more, or has entered something in its register.
    /// </summary>
    bool Kept { get; }

    /// <summary>Somebody's item was complete when it read what one of them had sent, and not before.</summary>
    bool Helped { get; }

    /// <summary>Whether the value was in what they received, in the clear or under their own keys.</summary>
    bool HasBeenShown(Value value);
}

/// <summary>
/// What an exchange cost whom. Bytes are those of messages on the wire and of goods beside them; the symbolic suite has none.
/// </summary>
public sealed record Meter
{
    public long Messages { get; set; }

    public long Bytes { get; set; }

    public TrustedWork Trusted { get; init; } = new();

    /// <summary>Whether any trusted party received a message.</summary>
    public bool TrustedPartyTookPart => Trusted.Requests > 0;

    public void Clear()
    {
        (Messages, Bytes) = (0, 0);
        Trusted.Clear();
    }

    /// <summary>A message leaves for wherever.</summary>
    public void Sent(long bytes)
    {
        Messages++;
        Bytes += bytes;
    }

    public void Add(Meter other, long times = 1)
    {
        Messages += times * other.Messages;
        Bytes += times * other.Bytes;
        Trusted.Add(other.Trusted, times);
    }
}
