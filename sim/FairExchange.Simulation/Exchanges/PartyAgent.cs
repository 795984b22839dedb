using System.Collections.Immutable;
using FairExchange.Model.Language;
using FairExchange.Runtime.Parties;
using FairExchange.Runtime.Values;
using FairExchange.Simulation.Strategies;

namespace FairExchange.Simulation.Exchanges;

/// <summary>One of the two, honest or not: its role's session, and a strategy that says what really leaves.</summary>
/// <param name="clock">What its clock shows now.</param>
internal sealed class PartyAgent(Execution execution, Strategy strategy, Cheat? cheat, Func<long> clock)
{
    private Holdings more = Holdings.Empty;

    public Session? Session { get; private set; }

    public Role.Party Role => (Role.Party)execution.Role;

    public string Name => execution.Operations.Self!;

    public bool IsHonest => strategy.IsHonest;

    /// <summary>What the role's session holds, what else was overheard, and how one's own ciphertexts came about.</summary>
    public Holdings Holdings => (cheat?.Made ?? []).Aggregate(
        (Session?.Holdings ?? Holdings.Empty).Union(more), (holdings, made) => holdings.With(made.Ciphertext, made.Opening));

    /// <summary>Its item is complete.</summary>
    public bool HasItem { get; private set; }

    public void Overhear(Value message) => more = more.With(message);

    public IEnumerable<Outgoing> Start(Dictionary<Term.Variable, Value> given)
    {
        if (cheat is not null)
        {
            strategy.Prepare(cheat, given);
        }

        return Move(Session.Start(execution, given, clock()));
    }

    public IEnumerable<Outgoing> Receive(Value message) => Session is null ? [] : Move(Session.Receive(message, clock()));

    public IEnumerable<Outgoing> Receive(ReadOnlyMemory<byte> message) => Session is null ? [] : Move(Session.Receive(message, clock()));

    public IEnumerable<Outgoing> TimeOut() => Session is null ? [] : Move(Session.TimeOut(clock()));

    /// <summary>For a letter that is shown and taken back.</summary>
    public object Save() => (Session, more, cheat?.Made.Count ?? 0);

    public void Restore(object saved)
    {
        (Session, more, var made) = ((Session?, Holdings, int))saved;
        cheat?.Made.RemoveRange(made, cheat.Made.Count - made);
        if (cheat is not null)
        {
            cheat.Session = Session;
        }
    }

    private List<Outgoing> Move((Session Session, ImmutableArray<Effect> Effects) moved)
    {
        Session = moved.Session;
        HasItem |= moved.Effects.Any(effect => effect is Effect.Obtained);
        var leaving = new List<Outgoing>();
        if (cheat is null)
        {
            leaving.AddRange(moved.Effects.OfType<Effect.Send>().Select(Planned));
            return leaving;
        }

        cheat.Session = Session;
        foreach (var send in moved.Effects.OfType<Effect.Send>())
        {
            leaving.AddRange(strategy.Send(cheat, Planned(send), send));
        }

        if (Session.HasTimer && moved.Effects.Any(effect => effect is Effect.SetTimer) && strategy.IsImpatient(cheat))
        {
            leaving.AddRange(TimeOut());
        }

        return leaving;
    }

    private static Outgoing Planned(Effect.Send send) => new(send.To.Text, send.Message, send.Assurance);
}
