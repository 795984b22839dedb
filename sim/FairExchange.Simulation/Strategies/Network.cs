using System.Collections.Immutable;
using FairExchange.Model.Language;
using FairExchange.Runtime.Parties;

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

    /// <summary>
    /// What it does to a message is one of few things, whatever time it takes; false where times decide what comes first.
    /// </summary>
    public bool IsCountable { get; }

    public static ImmutableArray<Network> All { get; } =
    [
        new("reliable", true, (chance, _, _) => [Usual(chance)]),
        new("loss", false, (chance, assurance, _) => !assurance.HasFlag(Assurance.Resilient) && chance.Happens(0.3) ? [] : [Usual(chance)]),
        new("delay", false, (chance, _, _) => [Usual(chance) + (long)chance.Exponential(PatienceMs)], isCountable: false),
        new("reorder", false, (chance, _, _) => chance.Happens(0.3)
            ? [Scattered(chance), Scattered(chance)] : [Scattered(chance)], isCountable: false),
        new("outage", false, (chance, _, withTrustedParty) => [withTrustedParty ? OutageMs + Usual(chance) : Usual(chance)]),
    ];

    /// <summary>
    /// Nothing is lost, and resilient channels take what they may: often nothing or all of the delay, and anything between.
    /// </summary>
    public static Network Bounded(long delayMs) => new("bounded", false, (chance, assurance, _) =>
        [assurance.HasFlag(Assurance.Resilient)
            ? chance.Below(4) switch { 0 => 0, 1 or 2 => delayMs, _ => chance.Below((int)Math.Min(int.MaxValue, delayMs + 1)) } : 0]);

    /// <summary>After how many milliseconds each copy of a message arrives; none where it is lost.</summary>
    public ImmutableArray<long> Arrivals(Chance chance, Assurance assurance, bool withTrustedParty) =>
        arrivals(chance, assurance, withTrustedParty);

    public override string ToString() => Name;

    private static long Usual(Chance chance) => chance.Duration(40, 299);

    private static long Scattered(Chance chance) => 40 + chance.Below(20_000);
}

/// <summary>
/// What clocks show in a run of a protocol with deadlines, and how long its margins are. Protocols without deadlines look at none of it.
/// </summary>
/// <param name="Margins">Null: <see cref="Runtime.Parties.Margins.Usual"/>.</param>
/// <param name="AheadMs">By how much the clocks of some are ahead, negative where behind; others are right.</param>
/// <param name="CutoffMs">The cut-off time, in virtual time from the exchange's beginning.</param>
/// <param name="PatienceMs">How long an honest party waits before it takes the other way, where no deadline comes before.</param>
public sealed record TimeSetting(
    Margins? Margins, ImmutableDictionary<string, long> AheadMs, long CutoffMs, long PatienceMs = Strategies.Network.PatienceMs)
{
    /// <summary>What a right clock shows when virtual time begins: 1 January 2026.</summary>
    public const long EpochMs = 1_767_225_600_000;

    /// <summary>Right clocks, usual margins, a week until the cut-off: more than patience, loss and outages take.</summary>
    public static TimeSetting Usual { get; } = new(null, ImmutableDictionary<string, long>.Empty, 7 * 24 * 3_600_000L);

    /// <summary>What the clock of that name shows.</summary>
    public long ClockOf(string name, long now) => EpochMs + now + AheadMs.GetValueOrDefault(name);

    /// <summary>When the clock of that name shows the time given.</summary>
    public long WhenClockOf(string name, long shows) => shows - EpochMs - AheadMs.GetValueOrDefault(name);

    public Margins MarginsOf(Protocol protocol) => Margins ?? Runtime.Parties.Margins.Usual(protocol);
}
