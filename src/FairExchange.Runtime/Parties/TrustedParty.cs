using System.Collections.Immutable;
using FairExchange.Model.Language;
using FairExchange.Runtime.Operations;
using FairExchange.Runtime.Values;

namespace FairExchange.Runtime.Parties;

/// <summary>
/// A trusted party: requests go in, answers come out. One whose handlers receive once keeps nothing at all, so a request sent twice is
/// answered twice, alike. One that must receive again (a visible party that waits for both halves) keeps what it has read until then, once
/// for equal requests, and keeps early messages in a mailbox. What it keeps is bounded by who asks, so that whoever fills a table is the
/// one who is refused; and it expires.
/// </summary>
/// <param name="Execution">Protocol, role and keys of a <see cref="Role.Trusted"/>.</param>
/// <param name="Open">Requests whose handler waits for more.</param>
/// <param name="Mailbox">What fits nothing yet; always empty where the party is stateless. See <see cref="EarlyMessage.Keep"/> for what
/// gives way.</param>
public sealed record TrustedParty(Execution Execution, ImmutableList<OpenRequest> Open, ImmutableList<EarlyMessage> Mailbox)
{
    private readonly ImmutableArray<RequestForm> forms = RequestForm.Of(Execution.Protocol, (Role.Trusted)Execution.Role);

    /// <summary>How many messages that fit nothing yet are kept.</summary>
    public const int MailboxSize = 64;

    /// <summary>How many bytes of their content are kept.</summary>
    public const long MailboxBytes = 4L * Wire.MaximumEncoding;

    /// <summary>
    /// How many requests of one requester wait for more at once. A new one is refused, for those that were taken are owed an answer.
    /// </summary>
    public const int OpenSize = 64;

    /// <summary>How many bytes of content they may hold together.</summary>
    public const long OpenBytes = 2L * Wire.MaximumEncoding;

    /// <summary>How long a request waits for more where the protocol does not say, and a message in the mailbox: 30 days.</summary>
    public const long PatienceMs = 30L * 24 * 3_600_000;

    public TrustedParty(Execution execution)
        : this(execution, [], [])
    {
    }

    /// <summary>Whom it helps, asked by the name that a request bears once all else in it is right; left out, everyone.</summary>
    public Func<string, bool> Serves { get; init; } = _ => true;

    /// <summary>What it has entered, which must be kept for good before any answer of that leaves.</summary>
    public Register Register { get; init; } = Register.Empty;

    /// <summary>Whether the bounds on what is open hold; not for what was within them when it came.</summary>
    public bool IsBounded { get; init; } = true;

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
    /// <returns>Who asks, where the message was taken as the beginning of something; null where it goes on with something, or is
    /// refused.</returns>
    public (TrustedParty Party, ImmutableArray<Effect> Effects, Requester? Requester) Take(Value message, long? nowMs = null)
    {
        var now = Execution.Clock(nowMs);
        var (party, effects, rejection, requester) = Try(message, now);
        if (rejection is not null)
        {
            // Who has not paid does not wait in the mailbox until he has.
            var kept = !Role.WaitsForMore || rejection is Rejection.NotSubscribed ? this
                : this with
                {
                    Mailbox = EarlyMessage.Keep(Mailbox, new EarlyMessage(message, null, now + PatienceMs), Execution.Operations),
                };
            return (kept, [new Effect.Rejected(rejection)], null);
        }

        if (IsBounded && party.Open.Count > Open.Count && party.Open[^1].Share is var share && party.IsOverfull(share))
        {
            return (this, [new Effect.Rejected(new Rejection.Busy(share))], null);
        }

        for (var i = 0; i < party.Mailbox.Count;)
        {
            var (next, more, misfit, _) = party.Try(party.Mailbox[i].Message, now);
            if (misfit is not null)
            {
                i++;
                continue;
            }

            party = next with { Mailbox = next.Mailbox.RemoveAt(i) };
            effects = effects.AddRange(more);
            i = 0;
        }

        return (party, effects, requester);
    }

    /// <summary>Without what has waited for too long.</summary>
    public TrustedParty WithoutExpired(long nowMs) =>
        this with { Open = Open.RemoveAll(open => open.ExpiresMs < nowMs), Mailbox = Mailbox.RemoveAll(early => early.ExpiresMs < nowMs) };

    private (TrustedParty Party, ImmutableArray<Effect> Effects, Rejection? Rejection, Requester? Requester) Try(Value message, long now)
    {
        Rejection? reason = null;
        foreach (var waiting in Open)
        {
            var (position, effects, rejection) = Execution.Read(waiting.Position, message, now);
            if (position is not null)
            {
                return (Next(Open.Remove(waiting), position, waiting.Share, now), Without(effects), null, null);
            }

            reason = Nearer(reason, rejection);
        }

        foreach (var form in forms)
        {
            var door = new Position(Execution.Beginning(), Holdings.Empty, form.Door);
            var (position, effects, rejection) = Execution.Read(door, message, now, Register);
            if (position is not null)
            {
                var requester = form.RequesterOf(position.Environment, Execution.Operations);
                return requester.Name is { } asker && !Serves(asker)
                    ? (this, [], new Rejection.NotSubscribed(asker), null)
                    : (Next(Open, position, requester.Share, now).Entering(effects), Without(effects), null, requester);
            }

            reason = Nearer(reason, rejection);
        }

        return (this, [], reason, null);
    }

    /// <summary>
    /// Of several reasons the first that speaks of a message of the right form: a bad second half is not a misshapen first one.
    /// </summary>
    private static Rejection? Nearer(Rejection? one, Rejection? other) => one is null or Rejection.WrongShape ? other : one;

    private TrustedParty Next(ImmutableList<OpenRequest> open, Position position, string share, long now) => this with
    {
        Open = position.Waiting is null || open.Exists(known => SameRequest(known.Position, position)) ? open
            : open.Add(new OpenRequest(position, share, Expiry(position, now))),
    };

    private TrustedParty Entering(ImmutableArray<Effect> effects) => effects.OfType<Effect.Entered>().Aggregate(
        this, (party, entered) => party with { Register = party.Register.With(entered.Key, entered.Value) });

    /// <summary>
    /// Up to when what is awaited may come by the protocol; where that says nothing, the patience that everybody is told.
    /// </summary>
    private long Expiry(Position position, long now) =>
        position.Waiting!.Alternatives.Select(alternative => alternative.Before).ToList() is var ends && ends.Contains(null)
        ? now + PatienceMs
        : ends.Max(end => Execution.PointOf(end!, position.Environment));

    private bool IsOverfull(string share) =>
        Open.FindAll(open => open.Share == share) is var own && (own.Count > OpenSize || own.Sum(Content) > OpenBytes);

    private static long Content(OpenRequest open) =>
        open.Position.Environment.OfVariables().Values.Entries.Sum(pair => pair.Value.Content());

    private static bool SameRequest(Position one, Position other) =>
        ReferenceEquals(one.Waiting, other.Waiting)
        && one.Environment.Values.Count == other.Environment.Values.Count
        && one.Environment.Values.Entries.All(pair => other.Environment[pair.Key] == pair.Value);

    /// <summary>That a handler is done concerns nobody: the party goes on. What it has entered is in its register.</summary>
    private static ImmutableArray<Effect> Without(ImmutableArray<Effect> effects) =>
        effects.RemoveAll(effect => effect is Effect.Finished or Effect.Entered);
}

/// <summary>Who asks a trusted party, as far as the request says and shows it.</summary>
/// <param name="Name">The name that the request bears; null where the protocol leaves open whose that is.</param>
/// <param name="Share">
/// Whose share of the trusted party's tables the request takes: of whom it shows a signature, or else of the name that it bears, where
/// somebody vouches for that; all others have one share together, the empty name's.
/// </param>
/// <param name="Request">The signature that shows that <paramref name="Name"/> asks, now and for this; null where a stranger could have
/// sent it as well.</param>
/// <param name="UntilMs">Until when that request stands; null where there is none.</param>
public sealed record Requester(string? Name, string Share, Value.Signature? Request, long? UntilMs);

/// <summary>How the requests that one handler takes show who asks.</summary>
/// <param name="Door">The receive that takes them.</param>
/// <param name="Asker">The variable that names who asks.</param>
/// <param name="Signature">
/// What only who asks can make, and makes for the trusted party alone: a signature with a time under it that no message to anybody else
/// carries. A signature that the two exchange shows that its signer took part, and not that it is he who asks: whoever saw it on its way
/// may bring it. It says which trusted party is asked, by name or by what opens for that one alone, so that no other charges for it too.
/// </param>
public sealed record RequestForm(Step.Receive Door, Term.Variable? Asker, Term.Signature? Signature)
{
    /// <summary>One for each handler.</summary>
    public static ImmutableArray<RequestForm> Of(Protocol protocol, Role.Trusted trusted) =>
        [.. trusted.Handlers.Select(handler => (Step.Receive)handler.Steps[0])
            .Select(door => new RequestForm(door, protocol.AskerOf(trusted)?.Name, SignatureOf(protocol, trusted, door)))];

    /// <summary>Whether every request shows who asks, so that somebody can be charged for it.</summary>
    public static bool ShowWhoAsks(Protocol protocol, Role.Trusted trusted) =>
        Of(protocol, trusted).All(form => form.Signature is not null);

    /// <summary>Who asks by a request that was read.</summary>
    public Requester RequesterOf(Environment read, CryptoOperations operations)
    {
        var signed = Signature is null ? null : (Value.Signature)read[Signature]!;
        var name = signed?.Signer.Text ?? (Asker is null ? null : (read[Asker] as Value.Name)?.Text);
        var shown = signed ?? Signatures(Door).Select(signature => read[signature]).OfType<Value.Signature>().FirstOrDefault();
        return new Requester(name, shown?.Signer.Text ?? (name is not null && operations.Knows(name) ? name : ""), signed, signed is null
            ? null : Until(signed));
    }

    /// <summary>The request's signature in a message that may be one, before anything in it is verified.</summary>
    public Value.Signature? Find(Value message) => Signature is not null && message is Value.Tuple { Items: var items }
        && Door.Alternatives[0].Pattern is Term.Tuple { Items: var parts } && items.Length == parts.Length
        ? items[parts.IndexOf(Signature)] as Value.Signature
        : null;

    private static long Until(Value.Signature request) => ((Value.Tuple)request.Body).Items.OfType<Value.Time>().Min(time => time.Ms);

    private static Term.Signature? SignatureOf(Protocol protocol, Role.Trusted trusted, Step.Receive door) =>
        door.Alternatives.Length > 1 ? null
        : Signatures(door).FirstOrDefault(signature => signature.Body is Term.Tuple body
            && body.Items.Any(item => item is Term.Variable { Sort: Sort.Time })
            && (body.Items.Contains(trusted.Name)
                || door.Alternatives[0].Checks.Any(check => check.Pattern is Term.Encryption { Recipient: var opener }
                    && opener == trusted.Name && body.Items.Contains(check.Subject)))
            && protocol.Roles.SelectMany(role => role.Scripts).SelectMany(script => script.AllSteps()).OfType<Step.Send>()
                .All(send => send.To == trusted.Name || !send.Message.SelfAndParts().Contains(signature)));

    private static IEnumerable<Term.Signature> Signatures(Step.Receive door) =>
        door.Alternatives[0].Pattern is Term.Tuple tuple
            ? tuple.Items.OfType<Term.Signature>() : door.Alternatives[0].Pattern is Term.Signature only ? [only] : [];
}

/// <summary>A request that a trusted party has taken and that waits for more.</summary>
/// <param name="Position">Where its handler stands.</param>
/// <param name="Share">Whose share of the table it takes; see <see cref="Requester.Share"/>.</param>
/// <param name="ExpiresMs">The last millisecond in which it may be answered.</param>
public sealed record OpenRequest(Position Position, string Share, long ExpiresMs);
