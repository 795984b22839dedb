using System.Collections.Immutable;
using FairExchange.Model.Language;
using FairExchange.Runtime.Bulk;
using FairExchange.Runtime.Judging;
using FairExchange.Runtime.Parties;
using FairExchange.Runtime.Values;
using FairExchange.Simulation.Exchanges;
using FairExchange.Verification.Grounding;
using FairExchange.Verification.Verdicts;
using Session = FairExchange.Runtime.Parties.Session;

namespace FairExchange.Simulation.Replaying;

/// <summary>The honest sessions, the trusted parties and the adversary of one replay.</summary>
internal sealed partial class Stage
{
    private readonly Trace trace;
    private readonly Protocol protocol;
    private readonly Cast cast;
    private readonly Atoms atoms;
    private readonly SeededCoins coins;
    private readonly AdversaryMemory adversary;
    private readonly SortedDictionary<int, (string Player, Session Session)> sessions = [];
    private readonly TrustedParties trusted;
    private readonly Dictionary<(int Step, int Sent), Effect.Send> sent = [];
    private readonly Margins margins;
    private readonly List<(Effect.Send Send, long SentAt)> onTheWay = [];
    private readonly List<string> words = [];

    public Stage(Trace trace, Protocol protocol, Cast cast, IReadOnlyList<Value.Message> messages, Chance chance)
    {
        (this.trace, this.protocol, this.cast) = (trace, protocol, cast);
        coins = new SeededCoins(chance);
        atoms = new Atoms(messages, chance, coins, trace.Schedule, Goods);
        margins = trace.Schedule is { } schedule ? new Margins(schedule.Margins) : Margins.Usual(protocol);
        adversary = new AdversaryMemory(trace.Corrupted.ToDictionary(name => name, name => cast.OperationsOf(name, protocol, Goods)), atoms.Value);
        trusted = new TrustedParties(protocol, cast, Goods, coins, Meter, margins);
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
        return new Observation(protocol, SideOf(protocol.First), SideOf(protocol.Second), trace.Corrupted.IsEmpty ? null : isProtected, trusted);

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
                held, protocol.ItemOf(role), Replay.Names(trace, protocol), [.. names.Select(name => cast.OperationsOf(name, protocol, Goods))]);
        }
    }

    public Evidence? Show(Recipe recipe, Item item) => item.IsEvidence && adversary.Make(recipe) is { } shown ? new Evidence(protocol, item, shown) : null;

    private void Begin(TraceStep step)
    {
        var description = trace.Sessions.Single(session => session.Number == step.Session);
        var role = protocol.Parties.Single(party => party.Name == description.Role);
        var given = atoms.Given(role, description);
        Say($"{step.Number}. {description.Player} begins as {description.Role}{(given.Count == 0 ? "" : " with " + string.Join(", ", given.Select(pair => $"{pair.Key} = {pair.Value}")))}.");
        var execution = new Execution(protocol, role, cast.OperationsOf(description.Player, protocol, Goods), coins, margins);
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
            Meter.Sent(cast.Encode(made)?.Length ?? 0);
        }

        return made;
    }

    /// <summary>The answer to a letter that is shown in person may use what the letter says; if it is refused, the letter was never seen.</summary>
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

        var effects = trusted.Request(name, message, cast.Encode(message), Clock);
        Meter.TrustedBytes += effects.OfType<Effect.Send>().Sum(send => cast.Encode(send.Message)?.Length ?? 0);
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
                    Meter.Sent(cast.Encode(send.Message)?.Length ?? 0);
                    Say($"   {actor} → {send.To}  {send.Label}: {send.Term}");
                    onTheWay.Add((send, Time.Now));
                    if (trusted.Has(send.To.Text))
                    {
                        trusted.Sent(send.To.Text, send.Message);
                    }

                    if (step is not null)
                    {
                        sent[(step.Number, count)] = send;
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
}
