using System.Collections.Immutable;
using System.CommandLine;
using System.Diagnostics;
using FairExchange.Cli.Reporting;
using FairExchange.Simulation;
using FairExchange.Simulation.Campaigns;
using FairExchange.Simulation.Exchanges;
using FairExchange.Simulation.Replaying;
using FairExchange.Simulation.Reports;
using FairExchange.Verification.Verdicts;

namespace FairExchange.Cli.Commands;

/// <summary>
/// What the program does without a command: verify everything, replay every attack on real bytes, play every cheat on every suite, report load and cost.
/// </summary>
internal sealed class MainJob
{
    /// <summary>Exchanges per row on the default suite: over 10,000 in all.</summary>
    private const long Exchanges = 21;

    /// <summary>On the other real suite, which is slower: enough to see that outcomes do not depend on the suite.</summary>
    private const long FewExchanges = 2;

    private readonly Option<string> folder = new("--out") { Description = "Where the results go.", HelpName = "DIR", DefaultValueFactory = _ => "results" };

    private readonly Option<ulong?> seed = CampaignOptions.Seed();

    private readonly Option<int?> threads = CampaignOptions.Threads();

    private readonly Option<string?> messages = CampaignOptions.Messages();

    private readonly Option<string?> prices = CampaignOptions.Prices();

    public IEnumerable<Option> Options => [folder, seed, threads, messages, prices];

    public int Run(Surroundings given, ParseResult parsed)
    {
        var watch = Stopwatch.StartNew();
        var around = given with { Threads = parsed.GetValue(threads) ?? given.Threads };
        var (exchanged, chosenPrices) = (CampaignOptions.ReadMessages(parsed.GetValue(messages)), CampaignOptions.ReadPrices(parsed.GetValue(prices)));
        var value = parsed.GetValue(seed) ?? CampaignOptions.DefaultSeed;
        var output = parsed.GetValue(folder)!;
        WholeFile.CheckFolder(output);

        around.Output.WriteLine("Verifying every protocol, for 1 and 2 sessions of the honest party ...");
        var verification = VerificationRun.Of(around, around.Catalogue, [.. Inquiry.All(around.Catalogue)], recorded: false);
        VerdictMatrix.Write(around, verification);

        around.Output.WriteLine("Replaying every attack on real bytes ...");
        var attacks = Attacks(verification);
        List<string> failed = [.. attacks.SelectMany(attack => Failures(attack, exchanged, value))];
        around.Output.WriteLine($"{attacks.Length} attacks, each with {Cast.SuiteNames.Length} suites: {(failed.Count == 0 ? "all come out as found" : $"{failed.Count} do not")}.");
        failed.ForEach(line => around.Output.WriteLine($"CONTRADICTION: {line}"));

        around.Output.WriteLine("Playing exchanges against every cheat ...");
        var verdicts = new VerdictBook(verification.Judgements);
        var plans = Cast.SuiteNames.Select(suite => new CampaignPlan(
            [.. around.Catalogue.SelectMany(protocol => Matchup.Usual(protocol, suite, party => verdicts.Attack(protocol, party) is not null))],
            suite == "curve25519" ? FewExchanges : Exchanges,
            value,
            exchanged,
            around.Threads)).ToList();
        ImmutableArray<RowResult> rows = [.. plans.SelectMany(plan => CampaignRun.Play(around, plan, verdicts, null))];
        List<Contradiction> contradictions = [.. rows.SelectMany(row => row.Contradictions), .. SuiteComparison.Differences(rows, value)];
        OutcomeSummary.Write(around, rows);
        CampaignRun.WriteContradictions(around.Output, contradictions);

        var results = CampaignResults.Of(rows, value, chosenPrices).With(VerdictsCsv.Table, verification.Judgements.Select(VerdictRow.Of));
        ResultFolder.Write(output, results, parsed, plans, watch.Elapsed);
        SavedVerdicts.WriteTraces(Path.Combine(output, "traces"), attacks);
        around.Output.WriteLine($"{rows.Sum(row => row.Exchanges)} exchanges, {contradictions.Count + failed.Count} contradictions. Results are in {output}.");
        return contradictions.Count + failed.Count > 0 ? ExitCode.Unexpected : verification.ExitCode;
    }

    /// <summary>The smallest attack on each claim.</summary>
    private static ImmutableArray<Judgement> Attacks(VerificationRun verification) =>
    [
        .. verification.Judgements.Where(judgement => judgement.Verdict is Verdict.Attacked)
            .GroupBy(judgement => (judgement.Protocol, judgement.Property, judgement.Party)).Select(group => group.MinBy(judgement => judgement.Sessions)!),
    ];

    private static IEnumerable<string> Failures(Judgement attack, ImmutableArray<Runtime.Values.Value.Message> messages, ulong seed)
    {
        var trace = ((Verdict.Attacked)attack.Verdict).Trace;
        return Cast.SuiteNames
            .Where(suite => !Replay.Of(trace, trace.Protocol, Cast.Of(suite, seed, Replay.Names(trace, trace.Protocol)), messages, new Chance(seed, "replay")).Unfair)
            .Select(suite => $"{trace.Protocol}, {trace.Property} {trace.Party}: the attack does not come out on {suite} (seed {seed})");
    }
}
