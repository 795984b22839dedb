using FairExchange.Simulation.Exchanges;

namespace FairExchange.Simulation.Campaigns;

/// <summary>A row of a campaign, summed up; its size does not grow with the number of exchanges.</summary>
public sealed class RowResult(Matchup matchup)
{
    private const int MostContradictions = 5;

    private readonly Dictionary<Result, long> results = Enum.GetValues<Result>().ToDictionary(result => result, _ => 0L);

    public Matchup Matchup => matchup;

    public long Exchanges { get; private set; }

    public long TrustedPartyRuns { get; private set; }

    public Meter Sum { get; } = new();

    /// <summary>Each distinct outcome, with the number of the first exchange that had it.</summary>
    public Dictionary<string, long> Outcomes { get; } = [];

    /// <summary>The first few.</summary>
    public List<Contradiction> Contradictions { get; } = [];

    public long this[Result result] => results[result];

    /// <param name="times">How many exchanges came out exactly so.</param>
    public void Add(Played played, IEnumerable<Contradiction> contradictions, long times = 1)
    {
        Exchanges += times;
        results[played.Result] += times;
        TrustedPartyRuns += played.Meter.TrustedPartyTookPart ? times : 0;
        Sum.Add(played.Meter, times);
        Outcomes.TryAdd(played.Signature, played.Number);
        Contradictions.AddRange(contradictions.Take(MostContradictions - Contradictions.Count));
    }
}
