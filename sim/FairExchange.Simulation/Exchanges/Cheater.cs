using System.Collections.Immutable;
using FairExchange.Model.Language;
using FairExchange.Runtime.Parties;
using FairExchange.Runtime.Values;
using FairExchange.Simulation.Engine;
using FairExchange.Simulation.Strategies;

namespace FairExchange.Simulation.Exchanges;

/// <summary>A party that plays by a strategy: its role's session says what would leave, the strategy what does.</summary>
internal sealed class Cheater(Execution execution, Strategy strategy, Cheat cheat) : Participant(execution)
{
    private Holdings more = Holdings.Empty;

    /// <summary>What the role's session holds, what else was overheard, and how one's own ciphertexts came about.</summary>
    public Holdings Holdings => cheat.Made.Aggregate(
        (Session?.Holdings ?? Holdings.Empty).Union(more), (holdings, made) => holdings.With(made.Ciphertext, made.Opening));

    public void Overhear(Value message) => more = more.With(message);

    public override Moved Start(IReadOnlyDictionary<Term.Variable, Value> given, long clockMs)
    {
        var chosen = new Dictionary<Term.Variable, Value>(given);
        strategy.Prepare(cheat, chosen);
        return base.Start(chosen, clockMs);
    }

    public override object? Save() => (base.Save(), more, cheat.Made.Count);

    public override void Restore(object? saved)
    {
        var (session, overheard, made) = ((object?, Holdings, int))saved!;
        base.Restore(session);
        more = overheard;
        cheat.Made.RemoveRange(made, cheat.Made.Count - made);
        cheat.Session = Session;
    }

    protected override IEnumerable<Outgoing> Leaving(ImmutableArray<Effect> effects)
    {
        cheat.Session = Session;
        return effects.OfType<Effect.Send>().SelectMany(send => strategy.Send(cheat, new Outgoing(send), send));
    }

    protected override bool IsImpatient(ImmutableArray<Effect> effects) =>
        Session is { HasTimer: true } && effects.Any(effect => effect is Effect.SetTimer) && strategy.IsImpatient(cheat);
}
