using FairExchange.Simulation.Campaigns;

namespace FairExchange.Cli.Reporting;

/// <summary>What honest parties hold after the first exchange of each row, as files for the judge.</summary>
internal static class EvidenceFolder
{
    public static void Write(Surroundings around, string folder, CampaignPlan plan, VerdictBook verdicts)
    {
        var written = 0;
        foreach (var matchup in plan.Matchups)
        {
            foreach (var evidence in new Player(matchup, plan.Seed, plan.Messages, verdicts, repeats: true).HeldEvidence(0))
            {
                written++;
                WholeFile.Write(
                    Path.Combine(folder, $"{matchup.Protocol.Id}.{matchup.Alice}.{matchup.Bob}.{matchup.Network.Name}.{evidence.Evidence.Item.Name}-of-{evidence.Evidence.Item.Holder}.evidence"),
                    evidence.Write());
            }
        }

        around.Output.WriteLine(written == 0 ? "No evidence: the symbolic suite makes none, and nobody who is honest held any." : $"{written} pieces of evidence in {folder}.");
    }
}
