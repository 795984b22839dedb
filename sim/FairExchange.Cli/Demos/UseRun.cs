using System.Collections.Immutable;
using System.Globalization;
using FairExchange.Applications.Uses;
using FairExchange.Model.Language;
using FairExchange.Runtime.Judging;
using FairExchange.Runtime.Parties;
using FairExchange.Runtime.Values;
using FairExchange.Simulation.Engine;
using FairExchange.Simulation.Strategies;

namespace FairExchange.Cli.Demos;

/// <summary>
/// One delivery of one typed message, on bytes and in virtual time, told as it happens. Clocks are right; a message takes a second, to or
/// from the trusted party two.
/// </summary>
public sealed class UseRun : IAdversary
{
    private const long PeerMs = 1_000;
    private const long TrustedMs = 2_000;

    private readonly UseParties parties;
    private readonly Conduct conduct;
    private readonly ProtocolRun run;
    private readonly ImmutableArray<string>.Builder words = ImmutableArray.CreateBuilder<string>();

    private UseRun(UseParties parties, Conduct conduct, long beginMs)
    {
        (this.parties, this.conduct) = (parties, conduct);
        var trusted = new TrustedParties(parties.Protocol, parties.ExecutionOf, parties.Sender, parties.Recipient);
        run = new ProtocolRun(trusted, this, hasBytes: true, beginMs: beginMs);
    }

    /// <summary>What happened, a line each, with the time of day where the day is the first one's.</summary>
    public ImmutableArray<string> Words => words.ToImmutable();

    public bool TrustedPartyTookPart => run.Trusted.TookPart;

    /// <summary>When the last thing happened, in milliseconds since 1970.</summary>
    public long EndMs => run.Now;

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
        var facts = SessionOf(parties.Sender).Position.Environment;
        return Evidence.From(
            Protocol, Protocol.ItemOf(Protocol.First), SessionOf(holder).Holdings, facts.Only(Protocol.Deal), parties.Outsider)
            .FirstOrDefault();
    }

    /// <summary>What a sender without a receipt can show: all of it right, but signed in the recipient's name by herself.</summary>
    public Evidence Forgery()
    {
        var (facts, own) = (SessionOf(parties.Sender).Position.Environment, parties.ExecutionOf(Protocol.First).Operations);
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
        var begins = new List<(Participant Who, ImmutableDictionary<Term.Variable, Value> Given)>();
        foreach (var role in Protocol.Parties)
        {
            var given = role == Protocol.First ? ImmutableDictionary<Term.Variable, Value>.Empty.Add(Protocol.Subject, message) : [];
            foreach (var time in role.Knows.Where(variable => variable.Sort == Sort.Time))
            {
                given = given.Add(time, cutOff ?? throw new ArgumentException($"{Protocol} has a cut-off time: say when.", nameof(cutOff)));
            }

            begins.Add((new Scripted(parties.ExecutionOf(role), IsHeldBack), given));
        }

        run.Participants = [.. begins.Select(begin => begin.Who)];
        begins.ForEach(begin => run.Start(begin.Who, begin.Given));
        run.Play();
    }

    long IAdversary.ClockOf(string name) => run.Now;

    void IAdversary.Happened(string actor, ImmutableArray<Effect> effects)
    {
        foreach (var effect in effects)
        {
            switch (effect)
            {
                case Effect.Send send when actor != parties.TrustedParty && IsHeldBack(SessionOf(actor), send):
                    Say($"{actor} does not send {send.Label} to {send.To}");
                    break;
                case Effect.Send send:
                    Say($"{actor} sends {send.Label} to {send.To}: {send.Term}, {run.Write(actor, new Outgoing(send)).Length} bytes");
                    break;
                case Effect.Obtained obtained:
                    Say($"{actor} has the {obtained.Item.Name}{(obtained.Item.IsEvidence ? "" : $": {Read(actor)}")}");
                    break;
                case Effect.Rejected rejected:
                    Say($"{actor} refuses what came: {rejected.Reason.Describe()}");
                    break;
                case Effect.SetTimer or Effect.Finished:
                    break;
                default:
                    throw new System.Diagnostics.UnreachableException();
            }
        }
    }

    void IAdversary.Carry(Letter letter, long delayMs) => run.At(
        run.Now + (letter.From == parties.TrustedParty || letter.To == parties.TrustedParty ? TrustedMs : PeerMs),
        () => run.Deliver(letter));

    void IAdversary.Waits(Participant who)
    {
        var waiting = who.Session!;
        var alarm = waiting.Alarm;
        var patience = conduct == Conduct.RecipientStops && who.Name == parties.Recipient ? 0 : Network.PatienceMs;
        var end = alarm is null ? run.Now + patience : alarm.IsPatient ? alarm.AtMs : Math.Min(alarm.AtMs, run.Now + patience);
        run.At(Math.Max(run.Now, end), () =>
        {
            Say($"{who.Name} waits for {((Step.Receive)waiting.Position.Waiting!).Alternatives[0].Label} no longer");
            run.TimeOut(who);
        }, isVoid: () => !ReferenceEquals(who.Session!.Position, waiting.Position));
    }

    private Session SessionOf(string name) => run.Participants.Single(who => who.Name == name).Session!;

    private bool IsHeldBack(Session who, Effect.Send send) => conduct switch
    {
        Conduct.Honest => false,
        Conduct.SenderStops => who.Role == Protocol.First && !who.Read.IsEmpty,
        Conduct.RecipientStops => who.Role == Protocol.Second && send.To.Text == parties.Sender,
        Conduct.RecipientIsSilent => who.Role == Protocol.Second,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private string Read(string who)
    {
        var bytes = ((Value.Message)SessionOf(who).Position.Environment[Protocol.Subject]!).Bytes;
        return $"{TypedMessage.TryDecode(bytes.Memory)?.ToString() ?? bytes.ToString()}";
    }

    private void Say(string what) => words.Add(
        $"{DateTimeOffset.FromUnixTimeMilliseconds(run.Now).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)}  {what}");

    /// <summary>Follows the role, but for what it does not send.</summary>
    private sealed class Scripted(Execution execution, Func<Session, Effect.Send, bool> isHeldBack) : Participant(execution)
    {
        protected override IEnumerable<Outgoing> Leaving(ImmutableArray<Effect> effects) =>
            effects.OfType<Effect.Send>().Where(send => !isHeldBack(Session!, send)).Select(send => new Outgoing(send));
    }
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
