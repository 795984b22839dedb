using System.Collections.Immutable;
using FairExchange.Model.Language;
using FairExchange.Runtime.Parties;
using FairExchange.Runtime.Values;

namespace FairExchange.Tests.Runtime;

/// <summary>
/// Carries the bytes of one exchange in the order in which they were sent, lets time run out when nothing else happens, and writes
/// everything down.
/// </summary>
internal sealed class Pump
{
    private readonly Dictionary<string, Session> sessions = [];
    private readonly Queue<(string To, byte[] Bytes)> way = new();
    private readonly ImmutableHashSet<string> lost;
    private long nowMs = World.NowMs;

    private Pump(World world, Protocol protocol, Value.Message? message, string[] lost)
    {
        this.lost = [.. lost];
        Trusted = protocol.TrustedParties.IsEmpty ? null : world.Trusted(protocol);
        foreach (var role in protocol.Parties)
        {
            var name = role == protocol.First ? "Alice" : "Bob";
            var (session, effects) = world.Start(protocol, role, message);
            sessions[name] = session;
            Perform(name, effects);
        }

        do
        {
            while (way.TryDequeue(out var arriving))
            {
                Arrive(arriving.To, arriving.Bytes);
            }
        }
        while (RunOutOfTime());
    }

    public Session Alice => sessions["Alice"];

    public Session Bob => sessions["Bob"];

    public TrustedParty? Trusted { get; private set; }

    /// <summary>What happened, one line for each effect.</summary>
    public List<string> Log { get; } = [];

    public List<Effect.Send> Sent { get; } = [];

    /// <summary>Every state in which a session met a message, with that message.</summary>
    public List<(Session At, byte[] Bytes)> Readings { get; } = [];

    /// <summary>Every state in which the trusted party met a message, with that message.</summary>
    public List<(TrustedParty At, byte[] Bytes)> Requests { get; } = [];

    /// <param name="lost">Labels of messages that never arrive.</param>
    public static Pump Run(World world, Protocol protocol, Value.Message? message = null, params string[] lost) =>
        new(world, protocol, message, lost);

    public Effect.Send Message(string label) => Sent.Single(send => send.Label == label);

    private void Arrive(string to, byte[] bytes)
    {
        if (sessions.TryGetValue(to, out var session))
        {
            Readings.Add((session, bytes));
            (sessions[to], var effects) = session.Receive(bytes, nowMs);
            Perform(to, effects);
        }
        else
        {
            Requests.Add((Trusted!, bytes));
            (Trusted, var effects) = Trusted!.Receive(bytes, nowMs);
            Perform(to, effects);
        }
    }

    private bool RunOutOfTime()
    {
        // Patience ends at once; who waits for a time waits for it.
        foreach (var (name, session) in sessions.Where(pair => pair.Value.HasTimer)
            .OrderBy(pair => pair.Value.Alarm is { IsPatient: true } alarm ? alarm.AtMs : nowMs).ToList())
        {
            nowMs = session.Alarm is { IsPatient: true } alarm ? Math.Max(nowMs, alarm.AtMs) : nowMs;
            (sessions[name], var effects) = session.TimeOut(nowMs);
            Perform(name, effects);
            return true;
        }

        return false;
    }

    private void Perform(string by, ImmutableArray<Effect> effects)
    {
        foreach (var effect in effects)
        {
            Log.Add($"{by} {Describe(effect)}");
            if (effect is Effect.Send send)
            {
                Sent.Add(send);
                if (!lost.Contains(send.Label))
                {
                    way.Enqueue((send.To.Text, Wire.Encode(send.Message)));
                }
            }
        }
    }

    internal static string Describe(Effect effect) => effect switch
    {
        Effect.Send send => $"sends {send.Label} to {send.To}",
        Effect.SetTimer timer => $"waits for {timer.Awaiting}",
        Effect.Obtained obtained => $"has the {obtained.Item.Name}",
        Effect.Finished => "is done",
        Effect.Rejected rejected => $"refuses: {rejected.Reason.GetType().Name}",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
