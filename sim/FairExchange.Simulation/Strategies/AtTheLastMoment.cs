using FairExchange.Model.Language;
using FairExchange.Runtime.Parties;

namespace FairExchange.Simulation.Strategies;

/// <summary>Says nothing to the peer and turns to the trusted party at a moment of its choice, near the cut-off.</summary>
/// <param name="delayMs">After what the peer sent has come, in milliseconds.</param>
public sealed class ResolvesAt(long delayMs) : Resolving("resolves-at")
{
    protected override IEnumerable<Outgoing> Request(Cheat cheat, Outgoing planned, Effect.Send send) => [planned with { DelayMs = Math.Max(0, delayMs) }];
}

/// <summary>Sends its first message at a moment of its choice, near the other side's deadline, and nothing more.</summary>
/// <param name="delayMs">After the beginning, in milliseconds.</param>
public sealed class OpensAt(long delayMs) : Strategy("opens-at")
{
    public override bool AppliesTo(Protocol protocol, Role.Party role) => true;

    public override IEnumerable<Outgoing> Send(Cheat cheat, Outgoing planned, Effect.Send send) =>
        cheat.HasRead ? [] : [planned with { DelayMs = Math.Max(0, delayMs) }];
}
