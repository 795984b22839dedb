using System.Collections.Immutable;
using FairExchange.Model.Language;
using FairExchange.Runtime.Values;

namespace FairExchange.Runtime.Parties;

/// <summary>
/// A trusted party: requests go in, answers come out. One whose handlers receive once keeps nothing at all, so a request sent twice is answered twice, alike.
/// One that must receive again (a visible party that waits for both halves) keeps what it has read until then, once for equal requests, and keeps early messages
/// in a mailbox.
/// </summary>
/// <param name="Execution">Protocol, role and keys of a <see cref="Role.Trusted"/>.</param>
/// <param name="Open">Requests whose handler waits for more.</param>
/// <param name="Mailbox">What fits nothing yet; always empty where the party is stateless. The oldest give way.</param>
public sealed record TrustedParty(Execution Execution, ImmutableList<Position> Open, ImmutableList<Value> Mailbox)
{
    /// <summary>How many messages that fit nothing yet are kept.</summary>
    public const int MailboxSize = 64;

    /// <summary>How many bytes of their content are kept.</summary>
    public const long MailboxBytes = 4L * Wire.MaximumEncoding;

    /// <summary>How many requests wait for more at once. A new one is refused, for those that were taken are owed an answer.</summary>
    public const int OpenSize = 256;

    /// <summary>How many bytes of content they may hold together.</summary>
    public const long OpenBytes = 4L * Wire.MaximumEncoding;

    public TrustedParty(Execution execution)
        : this(execution, [], [])
    {
    }

    /// <summary>Whom it helps, asked by the name that a request bears once all else in it is right; left out, everyone.</summary>
    public Func<string, bool> Serves { get; init; } = _ => true;

    public Role.Trusted Role => (Role.Trusted)Execution.Role;

    /// <param name="nowMs">What its clock shows, in milliseconds since 1970; may be left out where the protocol has no deadlines.</param>
    /// <exception cref="ArgumentException">The protocol has deadlines, and no time is given.</exception>
    public (TrustedParty Party, ImmutableArray<Effect> Effects) Receive(ReadOnlyMemory<byte> bytes, long? nowMs = null) =>
        Wire.TryDecode(bytes) is { } message ? Receive(message, nowMs) : (this, [new Effect.Rejected(new Rejection.Malformed())]);

    /// <inheritdoc cref="Receive(ReadOnlyMemory{byte}, long?)"/>
    public (TrustedParty Party, ImmutableArray<Effect> Effects) Receive(Value message, long? nowMs = null)
    {
        var (party, effects, _) = Take(message, nowMs);
        return (party, effects);
    }

    /// <summary>As <see cref="Receive(Value, long?)"/>, and who is to be charged.</summary>
    /// <returns>The name that asks, where the message was taken as the beginning of something; null where it goes on with something, or is refused.</returns>
    public (TrustedParty Party, ImmutableArray<Effect> Effects, string? Asker) Take(Value message, long? nowMs = null)
    {
        var now = Execution.Clock(nowMs);
        var (party, effects, rejection, asker) = Try(message, now);
        if (rejection is not null)
        {
            // Who has not paid does not wait in the mailbox until he has.
            var kept = Role.IsStateless || rejection is Rejection.NotSubscribed ? this
                : this with { Mailbox = Parties.Mailbox.Keep(Mailbox, message, MailboxSize, MailboxBytes) };
            return (kept, [new Effect.Rejected(rejection)], null);
        }

        if (party.Open.Count > Open.Count && (party.Open.Count > OpenSize || party.Open.Sum(Content) > OpenBytes))
        {
            return (this, [new Effect.Rejected(new Rejection.Busy())], null);
        }

        for (var i = 0; i < party.Mailbox.Count;)
        {
            var (next, more, misfit, _) = party.Try(party.Mailbox[i], now);
            if (misfit is not null)
            {
                i++;
                continue;
            }

            party = next with { Mailbox = next.Mailbox.RemoveAt(i) };
            effects = effects.AddRange(more);
            i = 0;
        }

        return (party, effects, asker);
    }

    private (TrustedParty Party, ImmutableArray<Effect> Effects, Rejection? Rejection, string? Asker) Try(Value message, long now)
    {
        Rejection? reason = null;
        foreach (var waiting in Open)
        {
            var (position, effects, rejection) = Execution.Read(waiting, message, now);
            if (position is not null)
            {
                return (Next(Open.Remove(waiting), position), Without(effects), null, null);
            }

            reason = Nearer(reason, rejection);
        }

        foreach (var handler in Role.Handlers)
        {
            var door = new Position(Execution.Beginning(), Holdings.Empty, (Step.Receive)handler.Steps[0]);
            var (position, effects, rejection) = Execution.Read(door, message, now);
            if (position is not null)
            {
                return AskerOf(position) is { } asker && !Serves(asker)
                    ? (this, [], new Rejection.NotSubscribed(asker), null)
                    : (Next(Open, position), Without(effects), null, AskerOf(position));
            }

            reason = Nearer(reason, rejection);
        }

        return (this, [], reason, null);
    }

    private string? AskerOf(Position position) =>
        Execution.Protocol.AskerOf(Role) is { } asker ? (position.Environment[asker.Name] as Value.Name)?.Text : null;

    /// <summary>Of several reasons the first that speaks of a message of the right form: a bad second half is not a misshapen first one.</summary>
    private static Rejection? Nearer(Rejection? one, Rejection? other) => one is null or Rejection.WrongShape ? other : one;

    private TrustedParty Next(ImmutableList<Position> open, Position position) => this with
    {
        Open = position.Waiting is null || open.Exists(known => SameRequest(known, position)) ? open : open.Add(position),
    };

    private static long Content(Position open) => open.Environment.OfVariables().Values.Entries.Sum(pair => pair.Value.Content());

    private static bool SameRequest(Position one, Position other) =>
        ReferenceEquals(one.Waiting, other.Waiting)
        && one.Environment.Values.Count == other.Environment.Values.Count
        && one.Environment.Values.Entries.All(pair => other.Environment[pair.Key] == pair.Value);

    /// <summary>That a handler is done concerns nobody: the party goes on.</summary>
    private static ImmutableArray<Effect> Without(ImmutableArray<Effect> effects) => effects.RemoveAll(effect => effect is Effect.Finished);
}
