using FairExchange.Model.Language;
using FairExchange.Simulation.Campaigns;
using Spectre.Console;

namespace FairExchange.Cli.Reporting;

/// <summary>A campaign in one line per protocol: what honest parties get, and what cheats do to them.</summary>
internal static class OutcomeSummary
{
    public static void Write(Surroundings around, IEnumerable<RowResult> rows)
    {
        var table = Tables.New("protocol", "exchanges", "both", "neither", "unfair to Alice", "unfair to Bob", "with trusted party");
        foreach (var group in rows.GroupBy(row => row.Matchup.Protocol))
        {
            table.AddRow(
                Tables.Cell(group.Key.Id),
                Tables.Cell($"{group.Sum(row => row.Exchanges)}"),
                Tables.Cell($"{group.Sum(row => row[Result.Both])}"),
                Tables.Cell($"{group.Sum(row => row[Result.Neither])}"),
                Unfair(group, Result.UnfairToAlice),
                Unfair(group, Result.UnfairToBob),
                Tables.Cell($"{group.Sum(row => row.TrustedPartyRuns)}"));
        }

        Tables.Write(around, table);
    }

    private static Cell Unfair(IGrouping<Protocol, RowResult> rows, Result result)
    {
        var count = rows.Sum(row => row[result]);
        return Tables.Cell($"{count}", count == 0 ? null : Color.Red);
    }
}
