using System.Collections.Immutable;
using System.Text;
using FairExchange.Simulation.Campaigns;
using FairExchange.Simulation.Reports;

namespace FairExchange.Cli.Reporting;

/// <summary>A campaign whose exchanges are written down one by one as they are played, in constant memory.</summary>
internal static class DetailedRun
{
    public static ImmutableArray<RowResult> Play(Surroundings around, CampaignPlan plan, VerdictBook verdicts, string folder)
    {
        ImmutableArray<RowResult> rows = [];
        WholeFile.Write(Path.Combine(folder, $"{CampaignTables.Exchanges.Name}.csv"), file =>
        {
            using var writer = new StreamWriter(file, new UTF8Encoding(false), 1 << 16, leaveOpen: true);
            using var table = CampaignTables.Exchanges.Open(writer);
            rows = CampaignRun.Play(around, plan, verdicts, (matchup, played) => table.Add(new ExchangeRow(matchup, played, plan.Seed)));
        });
        return rows;
    }
}
