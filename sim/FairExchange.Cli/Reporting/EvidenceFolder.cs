using FairExchange.Runtime.Bulk;
using FairExchange.Runtime.Judging;
using FairExchange.Runtime.Values;
using FairExchange.Simulation.Campaigns;

namespace FairExchange.Cli.Reporting;

/// <summary>What honest parties hold after the first exchange of each row, as files for the judge.</summary>
internal static class EvidenceFolder
{
    /// <summary>The evidence, and beside it, under the same name ending in <c>.goods</c>, the goods that it speaks of by their digest.</summary>
    public static void Write(string path, EvidenceFile evidence, IBulkStore goods)
    {
        WholeFile.Write(path, evidence.Write());
        foreach (var spokenOf in evidence.Evidence.Shown.Visible().OfType<Value.Bulk>())
        {
            using var beside = goods.Read(spokenOf)!;
            WholeFile.Write(GoodsBeside(path), beside.CopyTo);
        }
    }

    public static string GoodsBeside(string path) => $"{path}.goods";

    public static void Write(Surroundings around, string folder, CampaignPlan plan, VerdictBook verdicts)
    {
        var written = 0;
        foreach (var matchup in plan.Matchups)
        {
            foreach (var (evidence, goods) in new Player(matchup, plan.Seed, plan.Messages, verdicts, repeats: true).HeldEvidence(0))
            {
                written++;
                Write(
                    Path.Combine(folder, $"{matchup.Protocol.Id}.{matchup.Alice}.{matchup.Bob}.{matchup.Network.Name}.{evidence.Evidence.Item.Name}-of-{evidence.Evidence.Item.Holder}.evidence"),
                    evidence,
                    goods);
            }
        }

        around.Output.WriteLine(written == 0 ? "No evidence: the symbolic suite makes none, and nobody who is honest held any." : $"{written} pieces of evidence in {folder}.");
    }
}
