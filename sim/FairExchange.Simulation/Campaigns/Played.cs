using FairExchange.Simulation.Exchanges;

namespace FairExchange.Simulation.Campaigns;

/// <summary>How an exchange came out, in one word; unfair only towards a party that is honest.</summary>
public enum Result
{
    Both,
    Neither,
    UnfairToAlice,
    UnfairToBob,
}

/// <summary>One exchange of a campaign.</summary>
/// <param name="Number">Counts from 0 within its row; with the campaign's seed it is what replays it.</param>
public sealed record Played(long Number, Result Result, Meter Meter, long EndMs, string Signature);

/// <summary>Something that must not be: a proof that a run violates, an attack that does not come out, a judge or a solver that disagrees.</summary>
/// <param name="Exchange">Its number; null where it concerns no single exchange.</param>
public sealed record Contradiction(Matchup Matchup, string What, ulong Seed, long? Exchange)
{
    public override string ToString() =>
        $"{Matchup.Protocol.Id}, Alice {Matchup.Alice}, Bob {Matchup.Bob}, {Matchup.Network}, {Matchup.Suite}: {What} (seed {Seed}{(Exchange is null ? "" : $", exchange {Exchange}")})";
}
