using System.Collections.Immutable;
using FairExchange.Simulation.Campaigns;

namespace FairExchange.Simulation.Reports;

/// <summary>A campaign's tables: outcomes, and the load and cost that follow from them.</summary>
public static class CampaignResults
{
    public static ResultFiles Of(ImmutableArray<RowResult> rows, ulong seed, Prices prices)
    {
        // Terms have no bytes, so their load says nothing.
        List<LoadRow> loads = [.. LoadRow.Of(rows.Where(row => row.Matchup is { IsCompiled: false, Suite: not Exchanges.Cast.SymbolicName }), seed)];
        return ResultFiles.Empty
            .With(CampaignTables.Outcomes, rows.Select(row => new OutcomeRow(row, seed)))
            .With(LoadRow.Table, loads)
            .With(CostRow.Table, CostRow.Of(loads, prices));
    }
}
