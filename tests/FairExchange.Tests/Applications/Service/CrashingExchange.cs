using System.Collections.Immutable;
using FairExchange.Applications.Service;
using FairExchange.Model.Language;
using FairExchange.Runtime.Parties;
using FairExchange.Runtime.Values;
using FairExchange.Simulation.Engine;
using FairExchange.Simulation.Exchanges;
using FairExchange.Tests.Runtime;

namespace FairExchange.Tests.Applications.Service;

/// <summary>
/// One exchange of two honest parties with a trusted party that may die and is started again. After a crash each party that still waits for
/// something sends its last request again, as a resilient channel does; who has what it wants asks for nothing.
/// </summary>
internal sealed class CrashingExchange
{
    private readonly Protocol protocol;
    private readonly Func<ITrusted> start;
    private readonly ImmutableHashSet<string> lost;
    private readonly Dictionary<string, Session> sessions = [];
    private readonly Dictionary<string, byte[]> lastRequests = [];
    private readonly Queue<(string To, byte[] Bytes)> way = new();
    private readonly HashSet<byte[]> requests = [];
    private (Answer Letter, Session Next)? atTheDoor;
    private ITrusted trusted;
    private bool mayHaveToAskAgain;

    private CrashingExchange(Protocol protocol, Func<ITrusted> start, string[] lost)
    {
        (this.protocol, this.start, this.lost) = (protocol, start, [.. lost]);
        trusted = start();
    }

    public static Value.Message Mail { get; } = new(new Bytes("Dear Bob, the price is 12, and nobody else may know."u8.ToArray()));

    /// <summary>Late enough for a process with a clock of its own.</summary>
    public static Value.Time CutOff { get; } = new(new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds());

    public static Value.Contract Contract { get; } = new(new Bytes("Alice sells, Bob buys."u8.ToArray()));

    /// <summary>Every request that a party sent.</summary>
    public IReadOnlyCollection<byte[]> Requests => requests;

    public int Crashes { get; private set; }

    public Session Alice => sessions["Alice"];

    public Session Bob => sessions["Bob"];

    /// <param name="start">Starts the trusted party, the first time and after each crash.</param>
    /// <param name="lost">Labels of messages between the two that never arrive.</param>
    public static CrashingExchange Play(Protocol protocol, Principals principals, Func<ITrusted> start, params string[] lost)
    {
        var exchange = new CrashingExchange(protocol, start, lost);
        exchange.Play(principals);
        exchange.trusted.Dispose();
        return exchange;
    }

    public Observation Observe() =>
        new(protocol, SideOf(protocol.First, "Alice"), SideOf(protocol.Second, "Bob"), null, new TookPartOnly());

    /// <summary>Fairness does not look at what the trusted party did.</summary>
    private sealed class TookPartOnly : ITrustedConduct
    {
        public bool TookPart => true;

        public bool Kept => false;

        public bool Helped => false;

        public bool HasBeenShown(Value value) => false;
    }

    private Side SideOf(Role.Party role, string name) => new(role, name, sessions[name].Holdings, [sessions[name]]);

    private void Play(Principals principals)
    {
        foreach (var (role, name) in new[] { (protocol.First, "Alice"), (protocol.Second, "Bob") })
        {
            var (session, effects) = Session.Start(new Execution(
                protocol, role, principals.OperationsOf(name, protocol), new SystemCoins()), Given(role));
            sessions[name] = session;
            Perform(name, effects);
        }

        do
        {
            while (way.TryDequeue(out var letter))
            {
                Arrive(letter.To, letter.Bytes);
            }
        }
        while (AskAgain() || RunOutOfTime());
    }

    private Dictionary<Term.Variable, Value> Given(Role.Party role) => role.Knows
        .Concat(role.Script.Fresh().Where(variable => variable.Sort == Sort.Message))
        .ToDictionary(variable => variable, variable => (Value)(variable.Sort switch
        {
            Sort.Name => new Value.Name(variable == protocol.First.Name ? "Alice" : "Bob"),
            Sort.Message => Mail,
            Sort.Time => CutOff,
            _ => Contract,
        }));

    private void Arrive(string to, byte[] bytes)
    {
        if (sessions.TryGetValue(to, out var session))
        {
            (sessions[to], var effects) = session.Receive(bytes, World.NowMs);
            Perform(to, effects);
            return;
        }

        try
        {
            Ask(bytes);
        }
        catch (Crash)
        {
            StartAgain();
        }
    }

    private void Ask(byte[] request)
    {
        foreach (var answer in trusted.Ask(request))
        {
            Carry(answer);
        }
    }

    private void Carry(Answer answer)
    {
        if (answer.IsInPerson)
        {
            HandOver(answer);
        }
        else
        {
            way.Enqueue((answer.To, answer.Message.Span.ToArray()));
        }
    }

    /// <summary>
    /// The mailman shows the letter; it is the addressee's once the answer on the spot has been taken, and was never seen if it is not.
    /// </summary>
    private void HandOver(Answer letter)
    {
        var (next, effects) = sessions[letter.To].Receive(letter.Message.Span.ToArray(), World.NowMs);
        if (effects.OfType<Effect.Send>().FirstOrDefault() is not { } onTheSpot)
        {
            return;
        }

        atTheDoor = (letter, next);
        var reply = Wire.Encode(onTheSpot.Message);
        requests.Add(reply);
        Ask(reply);
        sessions[letter.To] = next;
        atTheDoor = null;
    }

    private void StartAgain()
    {
        Crashes++;
        trusted.Dispose();
        trusted = start();
        var pending = trusted.Begin();
        if (atTheDoor is { } door)
        {
            // The receipt is in the archive, or the letter is still the mailman's.
            if (pending.All(answer => answer.Number != door.Letter.Number))
            {
                sessions[door.Letter.To] = door.Next;
            }

            atTheDoor = null;
        }

        foreach (var answer in pending)
        {
            Carry(answer);
        }

        mayHaveToAskAgain = true;
    }

    /// <summary>Once nothing is on its way any more, whoever still waits loses patience and asks again.</summary>
    private bool AskAgain()
    {
        var unanswered = mayHaveToAskAgain
            ? lastRequests.Where(asked => !sessions[asked.Key].IsFinished).Select(asked => asked.Value).ToList() : [];
        unanswered.ForEach(request => way.Enqueue((protocol.TrustedParties.Single().Name.Symbol, request)));
        mayHaveToAskAgain = false;
        return unanswered.Count > 0;
    }

    private bool RunOutOfTime()
    {
        // Patience ends at once; who waits for a time waits for it.
        foreach (var (name, session) in sessions.Where(pair => pair.Value.HasTimer).OrderBy(pair => AlarmOf(pair.Value)).ToList())
        {
            (sessions[name], var effects) = session.TimeOut(AlarmOf(session));
            Perform(name, effects);
            return true;
        }

        return false;
    }

    private static long AlarmOf(Session session) => session.Alarm is { IsPatient: true } alarm ? alarm.AtMs : World.NowMs;

    private void Perform(string by, ImmutableArray<Effect> effects)
    {
        foreach (var send in effects.OfType<Effect.Send>().Where(send => !lost.Contains(send.Label)))
        {
            var bytes = Wire.Encode(send.Message);
            way.Enqueue((send.To.Text, bytes));
            if (!sessions.ContainsKey(send.To.Text) && send.To.Text is not ("Alice" or "Bob"))
            {
                requests.Add(bytes);
                lastRequests[by] = bytes;
            }
        }
    }
}
