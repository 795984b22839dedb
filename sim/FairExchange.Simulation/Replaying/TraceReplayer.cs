using System.Collections.Immutable;
using FairExchange.Model.Language;
using FairExchange.Runtime.Bulk;
using FairExchange.Runtime.Judging;
using FairExchange.Runtime.Parties;
using FairExchange.Runtime.Values;
using FairExchange.Simulation.Exchanges;
using FairExchange.Simulation.Strategies;
using FairExchange.Verification.Grounding;
using FairExchange.Verification.Traces;
using Session = FairExchange.Runtime.Parties.Session;

namespace FairExchange.Simulation.Replaying;

/// <summary>The honest sessions, the trusted parties and the adversary of one replay.</summary>
internal sealed class TraceReplayer
{
    private readonly Trace trace;
    private readonly Protocol protocol;
    private readonly Principals principals;
    private readonly Atoms atoms;
    private readonly SeededCoins coins;
    private readonly AdversaryMemory adversary;
    private readonly SortedDictionary<int, (string Player, Session Session)> sessions = [];
    private readonly TrustedParties trusted;
    private readonly Dictionary<SentMessage, Effect.Send> sent = [];
    private readonly Margins margins;
    private readonly List<(Effect.Send Send, long SentAt)> onTheWay = [];
    private readonly List<string> words = [];

    public TraceReplayer(Trace trace, Protocol protocol, Principals principals, IReadOnlyList<Value.Message> messages, Chance chance)
    {
        (this.trace, this.protocol, this.principals) = (trace, protocol, principals);
        coins = new SeededCoins(chance);
        atoms = new Atoms(messages, chance, coins, trace.Schedule, Goods);
        margins = trace.Schedule is { } schedule ? new Margins(schedule.Margins) : Margins.Usual(protocol);
        adversary = new AdversaryMemory(
            trace.Corrupted.ToDictionary(name => name, name => principals.OperationsOf(name, protocol, Goods)), atoms.Value);
        trusted = new TrustedParties(protocol, principals, Goods, coins, Meter, margins);
    }

    public ImmutableArray<string> Words => [.. words];

    public Meter Meter { get; } = new();

    /// <summary>What travels beside messages has always arrived: the adversary loses nothing that it could not do without.</summary>
    public MemoryStore Goods { get; } = new();

    public void Say(string line) => words.Add(line);

    public string NameOf(Term.Variable role) => role == protocol.First.Name ? "Alice" : "Bob";

    public void Play(TraceStep step)
    {
        if (trace.Schedule is { } schedule)
        {
            var (at, clock) = schedule.Steps[step.Number - 1];
            PlayUntil(at, step.Number);
            Time = (at, clock - at);
        }

        switch (step.Kind)
        {
            case EventKind.Start:
                Begin(step);
                break;
            case EventKind.Otherwise when step.Session is { } number && sessions.ContainsKey(number):
                Say($"{step.Number}. {step.Actor} waits for {step.Label} in vain.");
                Moved(step, number, sessions[number].Session.TimeOut(ClockAfter(sessions[number].Session)));
                break;
            case EventKind.Receive when Input(step) is { } message:
                Say($"{step.Number}. {step.Actor} receives {step.Input}{(step.From is null ? " from the adversary" : "")}.");
                Deliver(step, message);
                break;
            case EventKind.Receive when step.Session is null && step.Recipe is not null && adversary.HasLetters:
                AnswerLetter(step);
                break;
            default:
                Say($"{step.Number}. The adversary cannot make {step.Input} here.");
                break;
        }
    }

    public Observation Observe()
    {
        var isProtected = trace.Party is null ? null : protocol.Party(trace.Party);
        return new Observation(protocol, SideOf(protocol.First), SideOf(protocol.Second), trace.Corrupted.IsEmpty
            ? null : isProtected, trusted);

        Side SideOf(Role.Party role)
        {
            var isHonest = trace.Corrupted.IsEmpty || role.Name == trace.Party;
            // The honest party holds what it has read in whatever session, in either role.
            var name = NameOf(role.Name);
            var own = sessions.Values.Where(session => session.Player == name).Select(session => session.Session).ToList();
            return isHonest
                ? new Side(role, name, Known(Holdings.Of(own), name), [.. own.Where(session => session.Role == role)])
                : new Side(role, trace.Corrupted[0], Known(adversary.Holdings, [.. trace.Corrupted]), []);

            Holdings Known(Holdings held, params string[] names) => KnowledgeClosure.Of(
                held, protocol.ItemOf(role), Replay.Names(trace, protocol),
                [.. names.Select(name => principals.OperationsOf(name, protocol, Goods))]);
        }
    }

    public Evidence? Show(Recipe recipe, Item item) =>
        item.IsEvidence && adversary.Make(recipe) is { } shown ? new Evidence(protocol, item, shown) : null;

    private void Begin(TraceStep step)
    {
        var description = trace.Sessions.Single(session => session.Number == step.Session);
        var role = protocol.Parties.Single(party => party.Name == description.Role);
        var given = atoms.Given(role, description);
        var known = string.Join(", ", given.Select(pair => $"{pair.Key} = {pair.Value}"));
        Say($"{step.Number}. {description.Player} begins as {description.Role}{(known.Length == 0 ? "" : $" with {known}")}.");
        var execution = new Execution(protocol, role, principals.OperationsOf(description.Player, protocol, Goods), coins, margins);
        sessions[description.Number] = (description.Player, null!);
        Moved(step, description.Number, Session.Start(execution, given, Clock));
    }

    private Value? Input(TraceStep step)
    {
        if (step.From is { } from)
        {
            if (!sent.TryGetValue(from, out var send))
            {
                return null;
            }

            if (onTheWay.FindIndex(letter => letter.Send == send) is >= 0 and var index)
            {
                onTheWay.RemoveAt(index);
            }

            return send.Message;
        }

        return step.Recipe is null ? null : Bring(step.Recipe);
    }

    /// <summary>What the adversary makes, it sends.</summary>
    private Value? Bring(Recipe recipe)
    {
        var made = adversary.Make(recipe);
        if (made is not null)
        {
            Meter.Sent(principals.Encode(made)?.Length ?? 0);
        }

        return made;
    }

    /// <summary>
    /// The answer to a letter that is shown in person may use what the letter says; if it is refused, the letter was never seen.
    /// </summary>
    private void AnswerLetter(TraceStep step)
    {
        var before = adversary.Save();
        adversary.OpenLetters();
        if (Bring(step.Recipe!) is not { } answer)
        {
            adversary.Restore(before);
            Say($"{step.Number}. The adversary cannot make {step.Input} here.");
            return;
        }

        Say($"{step.Number}. {step.Actor} receives {step.Input} from the adversary, against what it hands over.");
        if (!Request(step, step.Actor, answer))
        {
            adversary.Restore(before);
        }
    }

    private void Deliver(TraceStep step, Value message)
    {
        if (step.Session is not { } number)
        {
            Request(step, step.Actor, message);
        }
        else if (sessions.TryGetValue(number, out var target))
        {
            Moved(step, number, Receive(target.Session, message));
        }
    }

    private void Arrive(Effect.Send arriving)
    {
        if (trusted.Has(arriving.To.Text))
        {
            Say($"   {arriving.To} receives {arriving.Label}.");
            Request(null, arriving.To.Text, arriving.Message);
            return;
        }

        foreach (var (number, (player, session)) in sessions.ToList().Where(pair => pair.Value.Player == arriving.To.Text))
        {
            Moved(null, number, Receive(session, arriving.Message));
        }
    }

    /// <returns>Whether the trusted party took it.</returns>
    private bool Request(TraceStep? step, string name, Value message)
    {
        if (!trusted.Has(name))
        {
            return false;
        }

        var effects = trusted.Request(name, message, principals.Encode(message), Clock);
        Meter.TrustedBytes += effects.OfType<Effect.Send>().Sum(send => principals.Encode(send.Message)?.Length ?? 0);
        Happened(step, name, effects);
        return !effects.Any(effect => effect is Effect.Rejected);
    }

    private void Moved(TraceStep? step, int number, (Session Session, ImmutableArray<Effect> Effects) moved)
    {
        var player = sessions[number].Player;
        sessions[number] = (player, moved.Session);
        Happened(step, player, moved.Effects);
    }

    private void Happened(TraceStep? step, string actor, ImmutableArray<Effect> effects)
    {
        var count = 0;
        foreach (var effect in effects)
        {
            switch (effect)
            {
                case Effect.Send send:
                    count++;
                    Meter.Sent(principals.Encode(send.Message)?.Length ?? 0);
                    Say($"   {actor} → {send.To}  {send.Label}: {send.Term}");
                    onTheWay.Add((send, Time.Now));
                    if (trusted.Has(send.To.Text))
                    {
                        trusted.Sent(send.To.Text, send.Message);
                    }

                    if (step is not null)
                    {
                        sent[new(step.Number, count)] = send;
                        adversary.Witness(step.Sends.ElementAtOrDefault(count - 1)?.Message, send, trace.Corrupted);
                    }

                    break;
                case Effect.Rejected rejected:
                    Say($"   {actor} refuses: {rejected.Reason.GetType().Name}.");
                    break;
                case Effect.Obtained obtained:
                    Say($"   {actor} has its {obtained.Item.Name}.");
                    break;
            }
        }
    }

    // A replay by the clock: what a trace's schedule says, and what it leaves to channels and clocks.

    /// <summary>The run's time: milliseconds since it began, and by how much the clock of whoever acts is ahead.</summary>
    private (long Now, long Ahead) Time { get; set; }

    private long Clock => TimeSetting.EpochMs + Time.Now + Time.Ahead;

    /// <summary>
    /// Resilient channels deliver, and time runs out for whoever waits with another way to go, until nothing more happens.
    /// </summary>
    public void PlayToTheEnd()
    {
        PlayUntil(long.MaxValue, int.MaxValue);
        for (var something = trace.Schedule is null; something;)
        {
            something = false;
            while (Arriving(_ => true) is { } arriving)
            {
                Arrive(arriving);
            }

            foreach (var (number, (player, session)) in sessions.ToList().Where(pair => pair.Value.Session.HasTimer))
            {
                Say($"   Time runs out for {player}.");
                Moved(null, number, session.TimeOut(ClockAfter(session)));
                something = true;
            }
        }
    }

    /// <summary>
    /// Where the trace has times: what it leaves to channels and clocks happens as late as they may be, and before the step that comes
    /// next.
    /// </summary>
    private void PlayUntil(long end, int next)
    {
        while (trace.Schedule is { } schedule)
        {
            var due = onTheWay.Where(letter => Arrives(letter.Send) && !IsRead(letter.Send, next))
                .Select(letter => letter.SentAt + schedule.Delay).DefaultIfEmpty(long.MaxValue).Min();
            (int Key, long At) alarm = sessions.Where(pair => pair.Value.Session.HasTimer
                && !trace.Steps.Any(step => step.Number >= next && step.Session == pair.Key))
                .Select(pair => (pair.Key, At: RunsOut(pair.Value.Player, pair.Value.Session))).OrderBy(pair => pair.At)
                    .FirstOrDefault((Key: 0, At: long.MaxValue));
            if (Math.Min(due, alarm.At) >= end)
            {
                return;
            }

            if (due < alarm.At)
            {
                var letter = Arriving(sent => sent.SentAt + schedule.Delay == due && !IsRead(sent.Send, next))!;
                Time = (due, AheadOf(letter.To.Text));
                Arrive(letter);
            }
            else
            {
                var (player, session) = sessions[alarm.Key];
                Time = (alarm.At, AheadOf(player));
                Say($"   Time runs out for {player}.");
                Moved(null, alarm.Key, session.TimeOut(Clock));
            }
        }
    }

    private long RunsOut(string player, Session session) => session.Alarm is { } alarm
        ? Math.Max(Time.Now, alarm.AtMs - TimeSetting.EpochMs - AheadOf(player))
        : Time.Now;

    /// <summary>
    /// What the trace says of that clock in its last step so far or, where it never acts there, as far ahead as it may be.
    /// </summary>
    private long AheadOf(string actor) =>
        trace.Steps.Where(step => step.Actor == actor).Select(step => trace.Schedule!.Steps[step.Number - 1])
            .Select(moment => (long?)(moment.Clock - moment.At))
        .LastOrDefault() ?? trace.Schedule!.Skew;

    /// <summary>Where a trace has no times, time runs out when it must.</summary>
    private long ClockAfter(Session session) => Math.Max(Clock, session.Alarm?.AtMs ?? 0);

    private bool Arrives(Effect.Send send) => send.Assurance.HasFlag(Assurance.Resilient) && !trace.Corrupted.Contains(send.To.Text);

    private bool IsRead(Effect.Send send, int next) =>
        trace.Steps.Any(step => step.Number >= next && step.From is { } from && sent.TryGetValue(from, out var read) && read == send);

    private Effect.Send? Arriving(Func<(Effect.Send Send, long SentAt), bool> isDue)
    {
        var index = onTheWay.FindIndex(letter => Arrives(letter.Send) && isDue(letter));
        if (index < 0)
        {
            return null;
        }

        var send = onTheWay[index].Send;
        onTheWay.RemoveAt(index);
        return send;
    }

    private (Session Session, ImmutableArray<Effect> Effects) Receive(Session session, Value message)
    {
        var moved = principals.Encode(message) is { } bytes ? session.Receive(bytes, Clock) : session.Receive(message, Clock);
        if (moved.Effects.Any(effect => effect is Effect.Obtained))
        {
            trusted.Completed(session.Execution.Operations.Self!, message);
        }

        return moved;
    }
}
