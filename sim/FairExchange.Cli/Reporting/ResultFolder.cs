using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using FairExchange.Simulation.Campaigns;
using FairExchange.Simulation.Reports;

namespace FairExchange.Cli.Reporting;

/// <summary>Writes results to a folder, each file whole.</summary>
internal static class ResultFolder
{
    /// <param name="plans">What was played, a plan for each suite: alike in seed and messages.</param>
    public static void Write(string folder, ResultFiles results, ParseResult parsed, IReadOnlyList<CampaignPlan> plans, TimeSpan took)
    {
        var parameters = new Dictionary<string, string>
        {
            ["seed"] = plans[0].Seed.ToString(CultureInfo.InvariantCulture),
            ["exchanges_per_row"] = string.Join(", ", plans.Select(plan => $"{plan.Exchanges} with {plan.Matchups[0].Suite}")),
            ["messages"] = plans[0].Messages.Length.ToString(CultureInfo.InvariantCulture),
        }.ToImmutableSortedDictionary(StringComparer.Ordinal);
        var complete = results.Complete(Provenance.Of([.. parsed.Tokens.Select(token => token.Value)], parameters, TimeProvider.System, took));
        foreach (var (name, text) in complete.Files)
        {
            WholeFile.Write(Path.Combine(folder, name), text);
        }
    }
}
