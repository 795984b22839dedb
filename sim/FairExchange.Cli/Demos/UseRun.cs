using System.Collections.Immutable;
using System.Globalization;
using FairExchange.Applications.Uses;
using FairExchange.Model.Language;
using FairExchange.Runtime.Judging;
using FairExchange.Runtime.Parties;
using FairExchange.Runtime.Values;
using FairExchange.Simulation.Strategies;

namespace FairExchange.Cli.Demos;

/// <summary>
/// One delivery of one typed message, on bytes and in virtual time, told as it happens. Clocks are right; a message takes a second, to or
/// from the trusted party two.
/// </summary>
public sealed class UseRun
{
    private const long PeerMs = 1_000;
    private const long TrustedMs = 2_000;

    private readonly UseParties parties;
    private readonly Conduct conduct;
    private readonly PriorityQueue<(Action Happen, Func<bool>? IsVoid), (long Time, long Order)> queue = new();
    private readonly Dictionary<string, Session> sessions = [];
    private readonly ImmutableArray<string>.Builder words = ImmutableArray.CreateBuilder<string>();
    private TrustedParty trusted;
    private long now;
    private long order;

    private UseRun(UseParties parties, Conduct conduct, long beginMs)
    {
        (this.parties, this.conduct, now) = (parties, conduct, beginMs);
        trusted = new TrustedParty(parties.ExecutionOf(parties.Protocol.TrustedParties.Single()));
    }

    /// <summary>What happened, a line each, with the time of day where the day is the first one's.</summary>
    public ImmutableArray<string> Words => words.ToImmutable();

    public bool TrustedPartyTookPart { get; private set; }

    /// <summary>When the last thing happened, in milliseconds since 1970.</summary>
    public long EndMs => now;

    private Protocol Protocol => parties.Protocol;

    /// <param name="parties">Whose keys sign and open.</param>
    /// <param name="message">From the sender to its recipient.</param>
    /// <param name="conduct">Who does not do its part.</param>
    /// <param name="beginMs">When it begins, in milliseconds since 1970.</param>
    /// <param name="cutOff">Of a protocol with a cut-off time.</param>
    public static UseRun Of(UseParties parties, TypedMessage message, Conduct conduct, long beginMs, Value.Time? cutOff = null) =>
        Of(parties, new Value.Message(new Bytes(message.Encode())), conduct, beginMs, cutOff);

    /// <inheritdoc cref="Of(UseParties, TypedMessage, Conduct, long, Value.Time?)"/>
    /// <param name="message">Any, of whatever type or none.</param>
    public static UseRun Of(UseParties parties, Value.Message message, Conduct conduct, long beginMs, Value.Time? cutOff = null)
    {
        var run = new UseRun(parties, conduct, beginMs);
        run.Play(message, cutOff);
        return run;
    }

    /// <summary>
    /// The receipt as the sender or the recipient can show it: his signature and the opening are in both their hands. Null where it is not.
    /// </summary>
    public Evidence? ReceiptOf(string holder)
    {
        var facts = sessions[parties.Sender].Position.Environment;
        return Evidence.From(
            Protocol, Protocol.ItemOf(Protocol.First), sessions[holder].Holdings, facts.Only(Protocol.Deal), parties.Outsider)
            .FirstOrDefault();
    }

    /// <summary>What a sender without a receipt can show: all of it right, but signed in the recipient's name by herself.</summary>
    public Evidence Forgery()
    {
        var (facts, own) = (sessions[parties.Sender].Position.Environment, parties.ExecutionOf(Protocol.First).Operations);
        var item = Protocol.ItemOf(Protocol.First);
        return new Evidence(Protocol, item, Make(item.Term));

        Value Make(Term term) => term switch
        {
            Term.Tuple tuple => new Value.Tuple([.. tuple.Items.Select(Make)]),
            Term.Signature signature when Make(signature.Body) is var body => own.Sign(body) with
            {
                Signer = (Value.Name)facts[signature.Signer]!,
            },
            _ => facts.Evaluate(term, own).Value!,
        };
    }

    private void Play(Value.Message message, Value.Time? cutOff)
    {
        foreach (var role in Protocol.Parties)
        {
            var given = role == Protocol.First ? ImmutableDictionary<Term.Variable, Value>.Empty.Add(Protocol.Subject, message) : [];
            foreach (var time in role.Knows.Where(variable => variable.Sort == Sort.Time))
            {
                given = given.Add(time, cutOff ?? throw new ArgumentException($"{Protocol} has a cut-off time: say when.", nameof(cutOff)));
            }

            Move(parties.NameOf(role), Session.Start(parties.ExecutionOf(role), given));
        }

        while (queue.TryDequeue(out var next, out var key))
        {
            if (!(next.IsVoid?.Invoke() ?? false))
            {
                now = key.Time;
                next.Happen();
            }
        }
    }

    private void Move(string who, (Session Session, ImmutableArray<Effect> Effects) moved)
    {
        sessions[who] = moved.Session;
        foreach (var effect in moved.Effects)
        {
            Perform(who, effect);
        }

        if (moved.Session is not { HasTimer: true } waiting)
        {
            return;
        }

        var alarm = waiting.Alarm;
        var patience = conduct == Conduct.RecipientStops && who == parties.Recipient ? 0 : Network.PatienceMs;
        var end = alarm is null ? now + patience : alarm.IsPatient ? alarm.AtMs : Math.Min(alarm.AtMs, now + patience);
        At(Math.Max(now, end), () =>
        {
            Say($"{who} waits for {((Step.Receive)waiting.Position.Waiting!).Alternatives[0].Label} no longer");
            Move(who, sessions[who].TimeOut(now));
        }, isVoid: () => !ReferenceEquals(sessions[who].Position, waiting.Position));
    }

    private void Perform(string who, Effect effect)
    {
        switch (effect)
        {
            case Effect.Send send when IsHeldBack(who, send):
                Say($"{who} does not send {send.Label} to {send.To}");
                break;
            case Effect.Send send:
                var bytes = Wire.Encode(send.Message);
                Say($"{who} sends {send.Label} to {send.To}: {send.Term}, {bytes.Length} bytes");
                At(now + (who == parties.TrustedParty || send.To.Text == parties.TrustedParty ? TrustedMs : PeerMs),
                    () => Arrive(send.To.Text, bytes));
                break;
            case Effect.Obtained obtained:
                Say($"{who} has the {obtained.Item.Name}{(obtained.Item.IsEvidence ? "" : $": {Read(who)}")}");
                break;
            case Effect.Rejected rejected:
                Say($"{who} refuses what came: {rejected.Reason.Describe()}");
                break;
            case Effect.SetTimer or Effect.Finished:
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private void Arrive(string to, byte[] bytes)
    {
        if (to != parties.TrustedParty)
        {
            Move(to, sessions[to].Receive(bytes, now));
            return;
        }

        TrustedPartyTookPart = true;
        (trusted, var effects) = trusted.Receive(bytes, now);
        foreach (var effect in effects)
        {
            Perform(to, effect);
        }
    }

    private bool IsHeldBack(string who, Effect.Send send) => conduct switch
    {
        Conduct.Honest => false,
        Conduct.SenderStops => who == parties.Sender && !sessions[who].Read.IsEmpty,
        Conduct.RecipientStops => who == parties.Recipient && send.To.Text == parties.Sender,
        Conduct.RecipientIsSilent => who == parties.Recipient,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private string Read(string who)
    {
        var bytes = ((Value.Message)sessions[who].Position.Environment[Protocol.Subject]!).Bytes;
        return $"{TypedMessage.TryDecode(bytes.Memory)?.ToString() ?? bytes.ToString()}";
    }

    private void Say(string what) => words.Add(
        $"{DateTimeOffset.FromUnixTimeMilliseconds(now).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)}  {what}");

    private void At(long time, Action happen, Func<bool>? isVoid = null) => queue.Enqueue((happen, isVoid), (time, order++));
}

/// <summary>Who does not do its part.</summary>
public enum Conduct
{
    Honest,

    /// <summary>The sender takes the receipt and says no more.</summary>
    SenderStops,

    /// <summary>The recipient tells the sender nothing, and has the trusted party open what came.</summary>
    RecipientStops,

    /// <summary>The recipient answers nobody.</summary>
    RecipientIsSilent,
}

/// <summary>What a holder changes in evidence, hoping that the judge does not see it.</summary>
public static class Tampering
{
    /// <summary>Puts another value of the same kind in place of what is shown beside the signature; what is signed stays.</summary>
    public static Evidence With(this Evidence evidence, Value other) => evidence.Shown is Value.Tuple shown
        ? evidence with { Shown = new Value.Tuple([.. shown.Items.Select(item => item.GetType() == other.GetType() ? other : item)]) }
        : evidence;
}
