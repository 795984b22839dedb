using System.Collections.Immutable;
using FairExchange.Model.Language;

namespace FairExchange.Simulation.Strategies;

/// <summary>
/// What the channels do to a message, within what the protocol assumes of them: a resilient channel delays and never loses.
/// </summary>
public sealed class Network
{
    private readonly Func<Chance, Assurance, bool, ImmutableArray<long>> arrivals;

    private Network(string name, bool isReliable, Func<Chance, Assurance, bool, ImmutableArray<long>> arrivals, bool isCountable = true) =>
        (Name, IsReliable, IsCountable, this.arrivals) = (name, isReliable, isCountable, arrivals);

    /// <summary>How long an honest party waits before it takes the other way, in milliseconds.</summary>
    public const long PatienceMs = 60_000;

    /// <summary>How long the trusted party cannot be reached in an outage, in milliseconds.</summary>
    public const long OutageMs = 3_600_000;

    public string Name { get; }

    /// <summary>Nothing is lost, and everything arrives before anybody loses patience.</summary>
    public bool IsReliable { get; }

    /// <summary>What it does to a message is one of few things, whatever time it takes; false where times decide what comes first.</summary>
    public bool IsCountable { get; }

    public static ImmutableArray<Network> All { get; } =
    [
        new("reliable", true, (chance, _, _) => [Usual(chance)]),
        new("loss", false, (chance, assurance, _) => !assurance.HasFlag(Assurance.Resilient) && chance.Happens(0.3) ? [] : [Usual(chance)]),
        new("delay", false, (chance, _, _) => [Usual(chance) + (long)chance.Exponential(PatienceMs)], isCountable: false),
        new("reorder", false, (chance, _, _) => chance.Happens(0.3) ? [Scattered(chance), Scattered(chance)] : [Scattered(chance)], isCountable: false),
        new("outage", false, (chance, _, withTrustedParty) => [withTrustedParty ? OutageMs + Usual(chance) : Usual(chance)]),
    ];

    /// <summary>Nothing is lost, and resilient channels take what they may: often nothing or all of the delay, and anything between.</summary>
    public static Network Bounded(long delayMs) => new("bounded", false, (chance, assurance, _) =>
        [assurance.HasFlag(Assurance.Resilient) ? chance.Below(4) switch { 0 => 0, 1 or 2 => delayMs, _ => chance.Below((int)Math.Min(int.MaxValue, delayMs + 1)) } : 0]);

    /// <summary>After how many milliseconds each copy of a message arrives; none where it is lost.</summary>
    public ImmutableArray<long> Arrivals(Chance chance, Assurance assurance, bool withTrustedParty) => arrivals(chance, assurance, withTrustedParty);

    public override string ToString() => Name;

    private static long Usual(Chance chance) => chance.Duration(40, 299);

    private static long Scattered(Chance chance) => 40 + chance.Below(20_000);
}
