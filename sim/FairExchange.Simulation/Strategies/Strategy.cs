using FairExchange.Model.Language;
using FairExchange.Runtime.Parties;
using FairExchange.Runtime.Values;

namespace FairExchange.Simulation.Strategies;

/// <summary>A message that a party puts on its way.</summary>
/// <param name="To">To whom.</param>
/// <param name="Message">What.</param>
/// <param name="Assurance">What the channel to there gives.</param>
/// <param name="DelayMs">How long the sender holds it back, in milliseconds.</param>
public sealed record Outgoing(string To, Value Message, Assurance Assurance, long DelayMs = 0);

/// <summary>
/// How a party plays. It runs its role like an honest one and is asked at each point: what it begins with, what becomes of each message that the role would send, and
/// whether it waits. So one class is one way to cheat, and works for every protocol that has the step in question.
/// </summary>
public abstract class Strategy(string name)
{
    public string Name { get; } = name;

    public virtual bool IsHonest => false;

    /// <summary>Whether the role has the step that this strategy corrupts.</summary>
    public abstract bool AppliesTo(Protocol protocol, Role.Party role);

    /// <summary>Whether an earlier honest exchange between the two must have taken place.</summary>
    public virtual bool NeedsEarlierExchange => false;

    /// <summary>Changes what the role begins with: its message, its coins, a ciphertext of the cheater's choice.</summary>
    public virtual void Prepare(Cheat cheat, Dictionary<Term.Variable, Value> given)
    {
    }

    /// <summary>What really leaves where the role would send.</summary>
    /// <param name="cheat">What the cheater knows and can do.</param>
    /// <param name="planned">What the role would send.</param>
    /// <param name="send">The same with the definition's term.</param>
    public virtual IEnumerable<Outgoing> Send(Cheat cheat, Outgoing planned, Effect.Send send) => [planned];

    /// <summary>Whether the cheater acts at once as if time had run out.</summary>
    public virtual bool IsImpatient(Cheat cheat) => false;

    public override string ToString() => Name;
}

/// <summary>Follows the role.</summary>
public sealed class Honest() : Strategy("honest")
{
    public override bool IsHonest => true;

    public override bool AppliesTo(Protocol protocol, Role.Party role) => true;
}
