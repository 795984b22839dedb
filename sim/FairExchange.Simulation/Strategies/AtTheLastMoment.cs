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

/// <summary>Sends its first message so shortly before the other side's deadline that some come in time and some do not, takes the answer and says no more: the other side has the least time to turn to the trusted party.</summary>
public sealed class OpensLate() : Strategy("opens-late")
{
    public override bool AppliesTo(Protocol protocol, Role.Party role) =>
        role.Script.Steps.OfType<Step.Send>().Any(send => Cheat.Deadline(protocol, send.Label) is not null);

    public override IEnumerable<Outgoing> Send(Cheat cheat, Outgoing planned, Effect.Send send) =>
        cheat.HasRead ? [] : [planned with { DelayMs = Math.Max(0, cheat.UntilDue(send)!.Value - cheat.Chance.Below(AtTheLastMoment.EarlyMs)) }];
}

/// <summary>What cheaters who play for time have in common.</summary>
internal static class AtTheLastMoment
{
    /// <summary>How long before a deadline they act at the earliest, in milliseconds: about as long again as a reliable channel takes.</summary>
    public const int EarlyMs = 600;
}
