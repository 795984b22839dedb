using System.Collections.Immutable;
using FairExchange.Model.Language;
using FairExchange.Runtime.Values;

namespace FairExchange.Runtime.Parties;

/// <summary>
/// One run of a party's role, without input or output of its own: messages and time go in, effects come out. A state never changes; a
/// message that is refused leaves everything as it was, but for the mailbox.
/// </summary>
/// <param name="Execution">Protocol, role, keys and coins.</param>
/// <param name="Position">Where the script stands.</param>
/// <param name="Mailbox">Messages that did not fit when they came; they are tried again after each step. The oldest give way.</param>
/// <param name="Read">Messages that were read, so that a copy is known for what it is.</param>
public sealed record Session(Execution Execution, Position Position, ImmutableList<Value> Mailbox, ImmutableHashSet<Value> Read)
{
    /// <summary>How many messages that do not fit yet are kept.</summary>
    public const int MailboxSize = 16;

    /// <summary>How many bytes of their content are kept: one message of the greatest size, or many small ones.</summary>
    public const long MailboxBytes = Wire.MaximumEncoding;

    public Role.Party Role => (Role.Party)Execution.Role;

    public Holdings Holdings => Position.Holdings;

    public bool IsFinished => Position.Waiting is null;

    /// <summary>Waits, after it has sent or read something: whoever runs it would like to know the end of it.</summary>
    public bool IsHanging => Position.Waiting is not null && TookPart;

    /// <summary>Has sent or read something, or has waited in vain.</summary>
    public bool TookPart => Role.Script.Steps.OfType<Step.Send>().Any()
        || (Role.Script.Steps is [.., Step.Receive or Step.Check] && !ReferenceEquals(Position.Waiting, Role.Script.Steps[^1]));

    /// <summary>All that it has sent, and what it knew by which name when it last sent anything: what it answers for.</summary>
    public (ImmutableList<Value> Messages, Environment Known) Said { get; private init; } = ([], Environment.Empty);

    /// <summary>
    /// What its clock showed when it came to where it is: what comes in that very moment it reads, even where time has run out there.
    /// </summary>
    private long SinceMs { get; init; } = long.MinValue;

    /// <summary>What it has signed and sent, openly or sealed.</summary>
    public IEnumerable<Value.Signature> OwnSignatures =>
        Said.Messages.SelectMany(PartsOf).OfType<Value.Signature>().Where(signature => signature.Signer.Text == Execution.Operations.Self)
            .Distinct();

    /// <summary>Whether time takes it further.</summary>
    public bool HasTimer => Position.Waiting?.Otherwise is not null;

    /// <summary>When time takes it further at the latest, on its own clock; null where patience alone does, or nothing.</summary>
    public Alert? Alarm => Execution.AlertAt(Position);

    /// <summary>Begins.</summary>
    /// <param name="execution">For a <see cref="Role.Party"/>, with that party's keys.</param>
    /// <param name="given">The role's prior knowledge (the peer's name where it was not agreed on, a contract) and its own messages; coins
    /// and keys may be given, and are drawn otherwise.</param>
    /// <param name="nowMs">What the party's clock shows, where that is known.</param>
    /// <exception cref="ArgumentException">Something that the role needs is not given, or what is given cannot be that or cannot be
    /// sent.</exception>
    public static (Session Session, ImmutableArray<Effect> Effects) Start(
        Execution execution, IReadOnlyDictionary<Term.Variable, Value> given, long? nowMs = null)
    {
        var party = (Role.Party)execution.Role;
        var beginning = execution.Beginning();
        // A message of its own that a role needs late would otherwise be missed when a peer's message has brought it there.
        foreach (var needed in party.Needs)
        {
            if (!given.ContainsKey(needed) && beginning[needed] is null)
            {
                throw new ArgumentException($"{party.Name} must be given {needed} beforehand.", nameof(given));
            }
        }

        var (environment, holdings) = (beginning, Holdings.Empty);
        foreach (var (variable, value) in given)
        {
            if (beginning[variable] is not null || Reader.SortOf(value) != variable.Sort || !Wire.IsWithinBounds(value))
            {
                throw new ArgumentException($"{party.Name} cannot be given {value} for {variable}.", nameof(given));
            }

            (environment, holdings) = (environment.With(variable, value), holdings.With(value));
        }

        var (position, effects, problem) = execution.Follow(party.Script, environment, holdings);
        if (position is null)
        {
            throw new ArgumentException($"{party.Name} cannot begin: {problem!.Describe()}.", nameof(given));
        }

        var session = new Session(execution, position, [], []) { SinceMs = nowMs ?? long.MinValue };
        return (session.Saying(effects), Announce(execution, Holdings.Empty, position, effects));
    }

    /// <summary>Takes a message as it came from outside.</summary>
    /// <param name="nowMs">What the party's clock shows, in milliseconds since 1970; may be left out where the protocol has no
    /// deadlines.</param>
    /// <exception cref="ArgumentException">The protocol has deadlines, and no time is given.</exception>
    public (Session Session, ImmutableArray<Effect> Effects) Receive(ReadOnlyMemory<byte> bytes, long? nowMs = null) =>
        Wire.TryDecode(bytes) is { } message
            ? Receive(message, nowMs)
            : Awake(Execution.Clock(nowMs), (session, now) => session.Refuse(null, new Rejection.Malformed(), now));

    /// <summary>Takes a message that has been decoded.</summary>
    /// <inheritdoc cref="Receive(ReadOnlyMemory{byte}, long?)"/>
    public (Session Session, ImmutableArray<Effect> Effects) Receive(Value message, long? nowMs = null) =>
        Awake(Execution.Clock(nowMs), (session, now) =>
    {
        var (position, effects, rejection) = session.Execution.Read(session.Position, message, now);
        if (position is null && session.Read.Contains(message))
        {
            // A copy of what was read already, and nothing waits for a second one: no reason to give up on what is awaited.
            return (session, [new Effect.Rejected(new Rejection.Duplicate())]);
        }

        return position is null ? session.Refuse(message, rejection!, now) : session.Move(position, effects, message, now).Retry(now);
    });

    /// <summary>
    /// Patience is over, or the time has come. Nothing happens where nothing waits for that, or where it waits for a time that has not
    /// come.
    /// </summary>
    /// <inheritdoc cref="Receive(ReadOnlyMemory{byte}, long?)"/>
    public (Session Session, ImmutableArray<Effect> Effects) TimeOut(long? nowMs = null) => Lose(Execution.Clock(nowMs));

    private (Session Session, ImmutableArray<Effect> Effects) Lose(long now)
    {
        if (Position.Waiting?.Otherwise is not { } otherwise || (Alarm is { IsPatient: true } alarm && now < alarm.AtMs))
        {
            return (this, []);
        }

        var (position, effects, problem) = Execution.Follow(otherwise, Position.Environment, Position.Holdings);
        if (position is null)
        {
            return (this, [new Effect.Rejected(problem!)]);
        }

        return Move(position, effects, null, now).Retry(now);
    }

    /// <summary>
    /// A message that comes after time has run out finds the session where it is then, even if nobody has called <see cref="TimeOut"/>.
    /// </summary>
    private (Session Session, ImmutableArray<Effect> Effects) Awake(
        long now, Func<Session, long, (Session Session, ImmutableArray<Effect> Effects)> then)
    {
        var (session, effects) = (this, ImmutableArray<Effect>.Empty);
        while (session.Alarm is { } alarm && now >= alarm.AtMs + (alarm.IsPatient ? 0 : 1) && now > session.SinceMs)
        {
            var (next, more) = session.Lose(now);
            effects = effects.AddRange(more);
            if (ReferenceEquals(next, session))
            {
                // It cannot go on: a key is missing.
                break;
            }

            session = next;
        }

        var (after, last) = then(session, now);
        return (after, effects.AddRange(last));
    }

    /// <summary>
    /// What does not fit waits in the mailbox, and is as good as a time-out where the definition says what to do then, unless it may only
    /// have come too early.
    /// </summary>
    private (Session Session, ImmutableArray<Effect> Effects) Refuse(Value? message, Rejection rejection, long now)
    {
        var kept = message is null || IsFinished ? this
            : this with { Mailbox = Parties.Mailbox.Keep(Mailbox, message, MailboxSize, MailboxBytes) };
        var (session, effects) = message is not null && Position.Waiting is { } waiting
            && Early.MayFitAfter(waiting, message, Position.Environment) ? (kept, []) : kept.Lose(now);
        return (session, [new Effect.Rejected(rejection), .. effects]);
    }

    private Session Saying(ImmutableArray<Effect> effects)
    {
        var sent = effects.OfType<Effect.Send>().Select(send => send.Message).ToList();
        return sent.Count > 0 ? this with { Said = (Said.Messages.AddRange(sent), Position.Environment) } : this;
    }

    /// <summary>All that stands in a message, in what it has sealed or hashed itself as well.</summary>
    private IEnumerable<Value> PartsOf(Value message) => message.Visible().SelectMany(part =>
        Holdings.OpeningOf(part) is { } opening ? opening.Parts.SelectMany(PartsOf).Prepend(part) : [part]);

    private Moved Move(Position position, ImmutableArray<Effect> effects, Value? read, long now) => new(
        (this with { Position = position, SinceMs = now, Read = read is null ? Read : Read.Add(read) }).Saying(effects),
        Announce(Execution, Position.Holdings, position, effects));

    /// <summary>
    /// Adds that the item of this session's deal is complete, where it is so now and was not before. What the session never calls by its
    /// name counts as well, where it can be nothing of its own: it may have read what hides it and what opens that at two places.
    /// </summary>
    private static ImmutableArray<Effect> Announce(Execution execution, Holdings before, Position now, ImmutableArray<Effect> effects)
    {
        // A trusted party's word is its own and nobody else's.
        var known = now.Environment.Only(execution.Protocol.TrustedParties.Select(trusted => trusted.Name));
        var (party, isNamed) = ((Role.Party)execution.Role, true);
        var item = execution.Protocol.ItemOf(party);
        foreach (var variable in execution.Protocol.Deal.Where(item.Term.Variables().Contains))
        {
            if (now.Environment[variable] is { } value)
            {
                known = known.With(variable, value);
            }
            else if (variable.Sort == Sort.Name || party.Needs.Any(own => own.Sort == variable.Sort))
            {
                return effects;
            }
            else
            {
                isNamed = false;
            }
        }

        return Holds(now.Holdings) && !Holds(before) ? effects.Insert(0, new Effect.Obtained(item)) : effects;

        bool Holds(Holdings holdings) => (isNamed ? holdings : holdings.Opened(execution.Operations)).Hold(item, known);
    }

    private readonly record struct Moved(Session Session, ImmutableArray<Effect> Effects)
    {
        /// <summary>Tries the mailbox again, oldest first, until nothing in it fits.</summary>
        public (Session Session, ImmutableArray<Effect> Effects) Retry(long now)
        {
            var (session, effects) = this;
            for (var i = 0; i < session.Mailbox.Count;)
            {
                var message = session.Mailbox[i];
                var (position, more, _) = session.Execution.Read(session.Position, message, now);
                if (position is null)
                {
                    i++;
                    continue;
                }

                (session, var announced) = (session with { Mailbox = session.Mailbox.RemoveAt(i) }).Move(position, more, message, now);
                effects = effects.AddRange(announced);
                i = 0;
            }

            return (session, effects);
        }
    }
}
