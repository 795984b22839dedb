using System.Collections.Immutable;
using FairExchange.Model.Language;
using FairExchange.Runtime.Parties;

namespace FairExchange.Simulation.Strategies;

/// <summary>What clocks show in a run of a protocol with deadlines, and how long its margins are. Protocols without deadlines look at none of it.</summary>
/// <param name="Margins">Null: <see cref="Runtime.Parties.Margins.Usual"/>.</param>
/// <param name="AheadMs">By how much the clocks of some are ahead, negative where behind; others are right.</param>
/// <param name="CutoffMs">The cut-off time, in virtual time from the exchange's beginning.</param>
/// <param name="PatienceMs">How long an honest party waits before it takes the other way, where no deadline comes before.</param>
public sealed record TimeSetting(Margins? Margins, ImmutableDictionary<string, long> AheadMs, long CutoffMs, long PatienceMs = Strategies.Network.PatienceMs)
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
