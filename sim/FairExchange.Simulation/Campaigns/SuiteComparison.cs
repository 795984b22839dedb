namespace FairExchange.Simulation.Campaigns;

/// <summary>The same seed makes the same decisions on terms and on bytes, so rows that differ in the suite alone must come out alike.</summary>
public static class SuiteComparison
{
    public static IEnumerable<Contradiction> Differences(IEnumerable<RowResult> rows, ulong seed) =>
        from alike in rows.GroupBy(row => (row.Matchup.Protocol, row.Matchup.Alice, row.Matchup.Bob, row.Matchup.Network, row.Exchanges))
        let first = alike.First()
        from row in alike.Skip(1)
        where Enum.GetValues<Result>().Any(result => row[result] != first[result])
            || row.TrustedPartyRuns != first.TrustedPartyRuns || row.Sum.Messages != first.Sum.Messages || !row.Outcomes.Keys.ToHashSet().SetEquals(first.Outcomes.Keys)
        select new Contradiction(row.Matchup, $"comes out otherwise than with {first.Matchup.Suite}", seed, null);
}
