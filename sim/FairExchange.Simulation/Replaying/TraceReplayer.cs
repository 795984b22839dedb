using System.Collections.Immutable;
using FairExchange.Model.Language;
using FairExchange.Runtime.Bulk;
using FairExchange.Runtime.Judging;
using FairExchange.Runtime.Parties;
using FairExchange.Runtime.Values;
using FairExchange.Simulation.Engine;
using FairExchange.Simulation.Exchanges;
using FairExchange.Simulation.Strategies;
using FairExchange.Verification.Grounding;
using FairExchange.Verification.Traces;

namespace FairExchange.Simulation.Replaying;

/// <summary>
/// The adversary of a trace: it does what the recipes say, step by step. What a trace leaves to channels and clocks happens after its steps
/// or, where it has times, as late as they may be.
/// </summary>
internal sealed class TraceReplayer : IAdversary
{
    /// <summary>At one time: a step of the trace, then whose time runs out, by session, then what arrives.</summary>
    private const int Alarms = 1, Arrivals = int.MaxValue;

    private readonly Trace trace;
    private readonly Protocol protocol;
    private readonly Principals principals;
    private readonly Atoms atoms;
    private readonly SeededCoins coins;
    private readonly AdversaryMemory memory;
    private readonly SortedDictionary<int, Participant> sessions = [];
    private readonly Dictionary<SentMessage, Effect.Send> sent = [];
    private readonly Margins margins;
    private readonly List<Letter> onTheWay = [];
    private readonly List<string> words = [];
    private readonly ProtocolRun run;

    /// <summary>The step that is played; null between steps.</summary>
    private TraceStep? current;

    /// <summary>How many steps have been begun.</summary>
    private int begun;

    public TraceReplayer(Trace trace, Protocol protocol, Principals principals, IReadOnlyList<Value.Message> messages, Chance chance)
    {
        (this.trace, this.protocol, this.principals) = (trace, protocol, principals);
        coins = new SeededCoins(chance);
        atoms = new Atoms(messages, chance, coins, trace.Schedule, Goods);
        margins = trace.Schedule is { } schedule ? new Margins(schedule.Margins) : Margins.Usual(protocol);
        memory = new AdversaryMemory(
            trace.Corrupted.ToDictionary(name => name, name => principals.OperationsOf(name, protocol, Goods)), atoms.Value);
        var trusted = new TrustedParties(protocol, role => ExecutionOf(role, role.Name.Symbol), Exchange.Names.Take(2));
        var begin = trace.Schedule?.Steps.Select(step => step.At).DefaultIfEmpty().First() ?? 0;
        run = new ProtocolRun(trusted, this, principals.HasBytes, Goods, begin);
    }

    public ImmutableArray<string> Words => [.. words];

    public Meter Meter => run.Meter;

    /// <summary>What travels beside messages has always arrived: the adversary loses nothing that it could not do without.</summary>
    public MemoryStore Goods { get; } = new();

    public void Say(string line) => words.Add(line);

    public string NameOf(Term.Variable role) => Exchange.Names[role == protocol.First.Name ? 0 : 1];

    /// <summary>To the end: until nothing arrives any more, and time has run out for all who have another way to go.</summary>
    public void Play()
    {
        Next();
        run.Play();

        void Next()
        {
            if (begun < trace.Steps.Length)
            {
                var step = trace.Steps[begun];
                run.At(Math.Max(run.Now, trace.Schedule?.Steps[begun].At ?? run.Now), () =>
                {
                    (current, begun) = (step, begun + 1);
                    Play(step);
                    current = null;
                    Next();
                });
            }
        }
    }

    public Observation Observe()
    {
        var isProtected = trace.Party is null ? null : protocol.Party(trace.Party);
        return new Observation(protocol, SideOf(protocol.First), SideOf(protocol.Second), trace.Corrupted.IsEmpty
            ? null : isProtected, run.Trusted);

        Side SideOf(Role.Party role)
        {
            var isHonest = trace.Corrupted.IsEmpty || role.Name == trace.Party;
            // The honest party holds what it has read in whatever session, in either role.
            var name = NameOf(role.Name);
            var own = sessions.Values.Where(session => session.Name == name).Select(session => session.Session!).ToList();
            return isHonest
                ? new Side(role, name, Known(Holdings.Of(own), name), [.. own.Where(session => session.Role == role)])
                : new Side(role, trace.Corrupted[0], Known(memory.Holdings, [.. trace.Corrupted]), []);

            Holdings Known(Holdings held, params string[] names) => KnowledgeClosure.Of(
                held, protocol.ItemOf(role), Replay.Names(trace, protocol),
                [.. names.Select(name => principals.OperationsOf(name, protocol, Goods))]);
        }
    }

    public Evidence? Show(Recipe recipe, Item item) =>
        item.IsEvidence && memory.Make(recipe) is { } shown ? new Evidence(protocol, item, shown) : null;

    /// <summary>
    /// In a step what the trace says of its actor's clock; else as far ahead as in the actor's last step or, where it has none, as it may
    /// be. Where the trace has no times, nobody's clock moves.
    /// </summary>
    long IAdversary.ClockOf(string name) => TimeSetting.EpochMs + (trace.Schedule is not { } schedule ? 0
        : current is null ? run.Now + AheadOf(name, schedule) : schedule.Steps[current.Number - 1].Clock);

    void IAdversary.Happened(string actor, ImmutableArray<Effect> effects)
    {
        var count = 0;
        foreach (var effect in effects)
        {
            switch (effect)
            {
                case Effect.Send send:
                    count++;
                    Say($"   {actor} → {send.To}  {send.Label}: {send.Term}");
                    if (run.Trusted.Has(send.To.Text))
                    {
                        run.Trusted.Sent(send.To.Text, send.Message);
                    }

                    if (current is not null)
                    {
                        sent[new SentMessage(current.Number, count)] = send;
                        memory.Witness(current.Sends.ElementAtOrDefault(count - 1)?.Message, send, trace.Corrupted);
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

    void IAdversary.Carry(Letter letter, long delayMs)
    {
        if (letter.Assurance.HasFlag(Assurance.Resilient) && !trace.Corrupted.Contains(letter.To))
        {
            onTheWay.Add(letter);
            run.At(run.Now + (trace.Schedule?.Delay ?? 0), () => Arrive(letter), () => !onTheWay.Contains(letter) || IsReadLater(letter),
                Arrivals);
        }
    }

    void IAdversary.Waits(Participant who)
    {
        var waiting = who.Session!;
        var number = sessions.Single(session => session.Value == who).Key;
        var end = trace.Schedule is not { } schedule ? run.Now + 1
            : waiting.Alarm is { } alarm ? Math.Max(run.Now, alarm.AtMs - TimeSetting.EpochMs - AheadOf(who.Name, schedule)) : run.Now;
        run.At(end, () =>
        {
            Say($"   Time runs out for {who.Name}.");
            TimeOut(who);
        }, () => !ReferenceEquals(who.Session!.Position, waiting.Position) || trace.Steps[begun..].Any(step => step.Session == number),
            Alarms + number);
    }

    private void Play(TraceStep step)
    {
        var session = step.Session is { } number ? sessions.GetValueOrDefault(number) : null;
        switch (step.Kind)
        {
            case EventKind.Start:
                Begin(step);
                return;
            case EventKind.Otherwise when session is not null:
                Say($"{step.Number}. {step.Actor} waits for {step.Label} in vain.");
                TimeOut(session);
                return;
            case EventKind.Receive when Input(step) is { } letter:
                Say($"{step.Number}. {step.Actor} receives {step.Input}{(step.From is null ? " from the adversary" : "")}.");
                if (session is not null)
                {
                    run.Read(session, letter);
                }
                else if (step.Session is null && run.Trusted.Has(step.Actor))
                {
                    run.Request(letter);
                }

                return;
            case EventKind.Receive when step.Session is null && step.Recipe is not null && memory.HasLetters:
                AnswerLetter(step);
                return;
            default:
                Say($"{step.Number}. The adversary cannot make {step.Input} here.");
                if (session?.Session is { HasTimer: true })
                {
                    ((IAdversary)this).Waits(session);
                }

                return;
        }
    }

    private void Begin(TraceStep step)
    {
        var description = trace.Sessions.Single(session => session.Number == step.Session);
        var role = protocol.Parties.Single(party => party.Name == description.Role);
        var given = atoms.Given(role, description);
        var known = string.Join(", ", given.Select(pair => $"{pair.Key} = {pair.Value}"));
        Say($"{step.Number}. {description.Player} begins as {description.Role}{(known.Length == 0 ? "" : $" with {known}")}.");
        var session = new Participant(ExecutionOf(role, description.Player));
        sessions[description.Number] = session;
        run.Participants = [.. sessions.Values];
        run.Start(session, given);
    }

    private Execution ExecutionOf(Role role, string name) =>
        new(protocol, role, principals.OperationsOf(name, protocol, Goods), coins, margins);

    private Letter? Input(TraceStep step)
    {
        if (step.From is not { } from)
        {
            return step.Recipe is null ? null : Bring(step.Recipe, step.Actor);
        }

        if (!sent.TryGetValue(from, out var send))
        {
            return null;
        }

        if (onTheWay.FindIndex(letter => Carries(letter, send)) is >= 0 and var index)
        {
            onTheWay.RemoveAt(index);
        }

        return run.Write(trace.Steps[from.Step - 1].Actor, new Outgoing(send) with { To = step.Actor });
    }

    /// <summary>What the adversary makes, it sends.</summary>
    private Letter? Bring(Recipe recipe, string to) =>
        memory.Make(recipe) is { } made ? run.Send(trace.Corrupted.FirstOrDefault(""), new Outgoing(to, made, Assurance.Lossy)) : null;

    /// <summary>
    /// The answer to a letter that is shown in person may use what the letter says; if it is refused, the letter was never seen.
    /// </summary>
    private void AnswerLetter(TraceStep step)
    {
        var before = memory.Save();
        memory.OpenLetters();
        if (Bring(step.Recipe!, step.Actor) is not { } answer)
        {
            memory.Restore(before);
            Say($"{step.Number}. The adversary cannot make {step.Input} here.");
            return;
        }

        Say($"{step.Number}. {step.Actor} receives {step.Input} from the adversary, against what it hands over.");
        if (!run.Trusted.Has(step.Actor) || !run.Request(answer))
        {
            memory.Restore(before);
        }
    }

    private void Arrive(Letter letter)
    {
        onTheWay.Remove(letter);
        if (run.Trusted.Has(letter.To))
        {
            Say($"   {letter.To} receives {letter.Label}.");
        }

        run.Deliver(letter);
    }

    /// <summary>Where a trace has no times, time runs out when it must.</summary>
    private void TimeOut(Participant who) =>
        run.TimeOut(who, Math.Max(((IAdversary)this).ClockOf(who.Name), who.Session!.Alarm?.AtMs ?? 0));

    private long AheadOf(string actor, Schedule schedule) =>
        trace.Steps.Where(step => step.Actor == actor).Select(step => schedule.Steps[step.Number - 1])
            .Select(moment => (long?)(moment.Clock - moment.At)).LastOrDefault() ?? schedule.Skew;

    private bool IsReadLater(Letter letter) => trace.Steps[begun..].Any(
        step => step.From is { } from && sent.TryGetValue(from, out var read) && Carries(letter, read));

    private static bool Carries(Letter letter, Effect.Send send) => letter.To == send.To.Text && letter.Message == send.Message;
}
