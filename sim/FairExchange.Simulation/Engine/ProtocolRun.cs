using System.Collections.Immutable;
using FairExchange.Model.Language;
using FairExchange.Runtime.Bulk;
using FairExchange.Runtime.Parties;
using FairExchange.Runtime.Values;

namespace FairExchange.Simulation.Engine;

/// <summary>
/// A run of a protocol in virtual time: one queue, ordered by time, then by rank, then by order of entry. Sessions and trusted parties are
/// driven here, messages become bytes here and are counted here; whatever the definition leaves open an <see cref="IAdversary"/> decides.
/// </summary>
public sealed class ProtocolRun
{
    private readonly IAdversary adversary;
    private readonly IBulkStore? goods;
    private readonly bool hasBytes;
    private readonly PriorityQueue<(Action Happen, Func<bool>? IsVoid), (long Time, int Rank, long Order)> queue = new();
    private long order;

    /// <param name="trusted">Whom the parties trust.</param>
    /// <param name="adversary">Of this run.</param>
    /// <param name="hasBytes">Whether messages go over the wire; false where they are terms and stay terms.</param>
    /// <param name="goods">What travels beside messages, to be counted with them.</param>
    /// <param name="beginMs">When it begins, in milliseconds of virtual time.</param>
    public ProtocolRun(TrustedParties trusted, IAdversary adversary, bool hasBytes, IBulkStore? goods = null, long beginMs = 0) =>
        (Trusted, this.adversary, this.hasBytes, this.goods, Now) = (trusted, adversary, hasBytes, goods, beginMs);

    /// <summary>In milliseconds of virtual time.</summary>
    public long Now { get; private set; }

    public TrustedParties Trusted { get; }

    public Meter Meter => Trusted.Meter;

    /// <summary>Whoever is there now.</summary>
    public ImmutableList<Participant> Participants { get; set; } = [];

    /// <summary>Puts something into the queue.</summary>
    /// <param name="rank">Among what happens at the same time; the lowest first.</param>
    /// <param name="isVoid">Asked when its time has come: whether it happens after all. What does not takes no time.</param>
    public void At(long time, Action happen, Func<bool>? isVoid = null, int rank = 0) =>
        queue.Enqueue((happen, isVoid), (time, rank, order++));

    /// <summary>Until nothing more happens.</summary>
    public void Play()
    {
        while (queue.TryDequeue(out var next, out var key))
        {
            if (!(next.IsVoid?.Invoke() ?? false))
            {
                Now = key.Time;
                next.Happen();
            }
        }
    }

    public void Start(Participant who, IReadOnlyDictionary<Term.Variable, Value> given) =>
        Dispatch(who, who.Start(given, adversary.ClockOf(who.Name)));

    /// <param name="clockMs">What its clock shows; null where that is the adversary's to say.</param>
    public void TimeOut(Participant who, long? clockMs = null) =>
        Dispatch(who, who.TimeOut(clockMs ?? adversary.ClockOf(who.Name)));

    /// <summary>A message as it goes over the wire or, in a run without bytes, does not.</summary>
    public Letter Write(string from, Outgoing outgoing) =>
        new(from, outgoing.To, outgoing.Label, outgoing.Message, outgoing.Assurance, hasBytes ? Wire.Encode(outgoing.Message) : null);

    /// <summary>A message leaves, for wherever, and is counted.</summary>
    public Letter Send(string from, Outgoing outgoing)
    {
        var letter = Write(from, outgoing);
        Meter.Sent(letter.Bytes is null ? 0 : letter.Length
            + letter.Message.Visible().OfType<Value.Bulk>().Sum(bulk => goods?.Length(bulk) ?? 0));
        if (Trusted.Has(from))
        {
            Meter.Trusted.Answered(letter.Length);
        }

        return letter;
    }

    /// <summary>Whether it is shown in person, and its addressee is here.</summary>
    public bool IsHandedOver(Letter letter) => letter.Assurance.HasFlag(Assurance.InPerson) && Trusted.Has(letter.From)
        && Participants.Exists(who => who.Name == letter.To);

    /// <summary>It arrives at whoever has that name here.</summary>
    public void Deliver(Letter letter)
    {
        var readers = Participants.FindAll(who => who.Name == letter.To);
        if (Trusted.Has(letter.To))
        {
            Request(letter);
        }
        else if (readers.IsEmpty)
        {
            adversary.Strayed(letter);
        }
        else if (IsHandedOver(letter))
        {
            readers.Exists(reader => HandOver(letter, reader));
        }
        else
        {
            readers.ForEach(reader => Read(reader, letter));
        }
    }

    public void Read(Participant reader, Letter letter)
    {
        var had = reader.HasItem;
        Dispatch(reader, reader.Receive(letter, adversary.ClockOf(reader.Name)));
        if (!had && reader.HasItem)
        {
            Trusted.Completed(letter.To, letter.Message);
        }
    }

    /// <returns>Whether the trusted party took it.</returns>
    public bool Request(Letter letter) => Answer(letter.To, Trusted.Request(letter, adversary.ClockOf(letter.To)));

    /// <summary>
    /// In person: the letter stays with the addressee only if the answer on the spot is one that the sender takes; otherwise it was never
    /// seen.
    /// </summary>
    /// <returns>Whether it stays.</returns>
    private bool HandOver(Letter letter, Participant addressee)
    {
        var before = addressee.Save();
        var moved = addressee.Receive(letter, adversary.ClockOf(addressee.Name));
        foreach (var onTheSpot in moved.Leaving.Where(outgoing => outgoing.To == letter.From && outgoing.DelayMs == 0))
        {
            var effects = Trusted.Request(Send(addressee.Name, onTheSpot), adversary.ClockOf(letter.From));
            if (!effects.Any(effect => effect is Effect.Rejected))
            {
                Dispatch(addressee, moved with { Leaving = moved.Leaving.Remove(onTheSpot) });
                Answer(letter.From, effects);
                return true;
            }
        }

        addressee.Restore(before);
        return false;
    }

    private bool Answer(string from, ImmutableArray<Effect> effects)
    {
        adversary.Happened(from, effects);
        foreach (var send in effects.OfType<Effect.Send>())
        {
            adversary.Carry(Send(from, new Outgoing(send)), 0);
        }

        return !effects.Any(effect => effect is Effect.Rejected);
    }

    private void Dispatch(Participant who, Moved moved)
    {
        adversary.Happened(who.Name, moved.Effects);
        foreach (var outgoing in moved.Leaving)
        {
            adversary.Carry(Send(who.Name, outgoing), outgoing.DelayMs);
        }

        if (who.Session is { HasTimer: true })
        {
            adversary.Waits(who);
        }
    }
}

/// <summary>
/// Decides in a run what the definition leaves open: channels, clocks, patience, and what becomes of messages to those who are not there.
/// </summary>
public interface IAdversary
{
    /// <summary>What the clock of whoever has that name shows now, in milliseconds since 1970.</summary>
    long ClockOf(string name);

    /// <summary>What somebody's definition had it do, before any of it leaves; for who tells of it.</summary>
    void Happened(string actor, ImmutableArray<Effect> effects)
    {
    }

    /// <summary>Puts each arrival of a message into the run's queue, or none.</summary>
    /// <param name="delayMs">How long the sender holds it back.</param>
    void Carry(Letter letter, long delayMs);

    /// <summary>Somebody is where time takes it further: puts into the run's queue when that is.</summary>
    void Waits(Participant who);

    /// <summary>A message arrives at a name that nobody here has, and is lost unless the adversary reads it.</summary>
    void Strayed(Letter letter)
    {
    }
}

/// <summary>A message that somebody puts on its way.</summary>
/// <param name="To">To whom.</param>
/// <param name="Message">What.</param>
/// <param name="Assurance">What the channel to there gives.</param>
/// <param name="DelayMs">How long the sender holds it back, in milliseconds.</param>
/// <param name="Label">The definition's, where it is from there.</param>
public sealed record Outgoing(string To, Value Message, Assurance Assurance, long DelayMs = 0, string Label = "")
{
    /// <summary>As the definition has it.</summary>
    public Outgoing(Effect.Send send)
        : this(send.To.Text, send.Message, send.Assurance, Label: send.Label)
    {
    }
}

/// <summary>A message on its way.</summary>
/// <param name="Bytes">The message encoded; null in a run without bytes.</param>
public sealed record Letter(string From, string To, string Label, Value Message, Assurance Assurance, byte[]? Bytes)
{
    /// <summary>On the wire, in bytes; 0 in a run without.</summary>
    public int Length => Bytes?.Length ?? 0;
}
