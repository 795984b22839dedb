using System.Collections.Immutable;
using FairExchange.Model.Language;
using FairExchange.Runtime.Parties;
using FairExchange.Runtime.Values;

namespace FairExchange.Simulation.Engine;

/// <summary>
/// Whoever runs a session of a party's role. What leaves is what the role says; a cheater derives from it and says otherwise.
/// </summary>
public class Participant(Execution execution)
{
    /// <summary>Null before it begins.</summary>
    public Session? Session { get; private set; }

    public Role.Party Role => (Role.Party)execution.Role;

    public string Name => execution.Operations.Self!;

    /// <summary>Its item is complete.</summary>
    public bool HasItem { get; private set; }

    public virtual Moved Start(IReadOnlyDictionary<Term.Variable, Value> given, long clockMs) =>
        Move(Session.Start(execution, given, clockMs), clockMs);

    public Moved Receive(Letter letter, long clockMs) => Session is null ? Moved.Nothing : Move(
        letter.Bytes is { } bytes ? Session.Receive(bytes, clockMs) : Session.Receive(letter.Message, clockMs), clockMs);

    public Moved TimeOut(long clockMs) => Session is null ? Moved.Nothing : Move(Session.TimeOut(clockMs), clockMs);

    /// <summary>For a letter that is shown and taken back.</summary>
    public virtual object? Save() => Session;

    public virtual void Restore(object? saved) => Session = (Session?)saved;

    /// <summary>What really leaves where the role would send.</summary>
    protected virtual IEnumerable<Outgoing> Leaving(ImmutableArray<Effect> effects) =>
        effects.OfType<Effect.Send>().Select(send => new Outgoing(send));

    /// <summary>Whether it acts at once as if time had run out.</summary>
    protected virtual bool IsImpatient(ImmutableArray<Effect> effects) => false;

    private Moved Move((Session Session, ImmutableArray<Effect> Effects) moved, long clockMs)
    {
        Session = moved.Session;
        HasItem |= moved.Effects.Any(effect => effect is Effect.Obtained);
        ImmutableArray<Outgoing> leaving = [.. Leaving(moved.Effects)];
        var then = IsImpatient(moved.Effects) ? TimeOut(clockMs) : Moved.Nothing;
        return new Moved([.. moved.Effects, .. then.Effects], [.. leaving, .. then.Leaving]);
    }
}

/// <summary>What a participant's definition had it do, and what really leaves.</summary>
public sealed record Moved(ImmutableArray<Effect> Effects, ImmutableArray<Outgoing> Leaving)
{
    public static Moved Nothing { get; } = new([], []);
}
