using System.Collections.Immutable;
using System.CommandLine;
using System.Diagnostics;
using FairExchange.Cli.Pages;
using FairExchange.Cli.Reporting;
using FairExchange.Experiments.Costs;
using FairExchange.Model.Drawing;
using FairExchange.Model.Language;
using FairExchange.Simulation;
using FairExchange.Simulation.Campaigns;
using FairExchange.Simulation.Engine;
using FairExchange.Simulation.Replaying;
using FairExchange.Simulation.Reports;
using FairExchange.Verification.Verdicts;

namespace FairExchange.Cli.Commands;

/// <summary>
/// What the program does without a command: verify everything, replay every attack on real bytes, play every cheat on every suite, report
/// load and cost.
/// </summary>
internal sealed class MainJob
{
    /// <summary>Exchanges per row on the default suite: over 10,000 in all.</summary>
    private const long Exchanges = 21;

    /// <summary>On the other real suite, which is slower: enough to see that outcomes do not depend on the suite.</summary>
    private const long FewExchanges = 2;

    private readonly Option<string> folder = new("--out")
    {
        Description = "Where the results go.",
        HelpName = "DIR",
        DefaultValueFactory = _ => "results",
    };

    private readonly Option<ulong?> seed = CommandOptions.Seed();

    private readonly Option<int?> threads = CommandOptions.Threads();

    private readonly Option<string?> messages = CommandOptions.Messages();

    private readonly Option<string?> parameters = CommandOptions.Parameters();

    private readonly Option<bool> full = CommandOptions.Flag("--full", "Print every table, and not only what they say in sum.");

    public IEnumerable<Option> Options => [folder, seed, threads, messages, parameters, full];

    public int Run(CommandContext given, ParseResult parsed)
    {
        var watch = Stopwatch.StartNew();
        var context = given with { Threads = parsed.GetValue(threads) ?? given.Threads };
        var (exchanged, book) = (
            CommandOptions.ReadMessages(parsed.GetValue(messages)), CommandOptions.ReadParameters(parsed.GetValue(parameters)));
        var value = parsed.GetValue(seed) ?? CommandOptions.DefaultSeed;
        var output = parsed.GetValue(folder)!;
        WholeFile.CheckFolder(output);

        context.Output.WriteLine("Verifying every protocol, for 1 and 2 sessions of the honest party ...");
        var verification = VerificationRun.Of(context, context.Catalogue, [.. Claim.All(context.Catalogue)], recorded: false);
        if (parsed.GetValue(full))
        {
            VerdictMatrix.Write(context, verification);
        }

        WriteFairness(context.Output, verification);
        context.Output.WriteLine(VerdictReport.Summary(verification));

        context.Output.WriteLine("Replaying every attack on real bytes ...");
        var attacks = Attacks(verification);
        List<string> failed = [.. attacks.SelectMany(attack => Failures(attack, exchanged, value))];
        context.Output.WriteLine(
            $"{attacks.Length} attacks, each with {Principals.SuiteNames.Length} suites: "
            + $"{(failed.Count == 0 ? "all come out as found" : $"{failed.Count} do not")}.");
        failed.ForEach(line => context.Output.WriteLine($"CONTRADICTION: {line}"));

        context.Output.WriteLine("Playing exchanges against every cheat ...");
        var verdicts = new VerdictBook(verification.Decisions);
        var plans = Principals.SuiteNames.Select(suite => new CampaignPlan(
            [.. context.Catalogue.SelectMany(protocol =>
                Matchup.Usual(protocol, suite, party => verdicts.Attack(protocol, party) is not null))],
            suite == "curve25519" ? FewExchanges : Exchanges,
            value,
            exchanged,
            context.Threads)).ToList();
        ImmutableArray<RowResult> rows = [.. plans.SelectMany(plan => CampaignRun.Play(context, plan, verdicts, null))];
        List<Contradiction> contradictions = [.. rows.SelectMany(row => row.Contradictions), .. SuiteComparison.Differences(rows, value)];
        if (parsed.GetValue(full))
        {
            OutcomeSummary.Write(context, rows);
        }

        CampaignRun.WriteContradictions(context.Output, contradictions);

        var results = CampaignResults.Of(rows, value, book).With(VerdictsCsv.Table, verification.Decisions.Select(VerdictRow.Of));
        ResultFolder.Write(output, SavedVerdicts.Describe(results, "traces", attacks), parsed, plans, watch.Elapsed);
        SavedVerdicts.WriteTraces(Path.Combine(output, "traces"), attacks);
        ResultsPage.Write(context, output);
        context.Output.WriteLine(
            $"{rows.Sum(row => row.Exchanges)} exchanges: {rows.Sum(row => row[Result.Both])} with both items, "
            + $"{rows.Sum(row => row[Result.Neither])} with neither, "
            + $"{rows.Sum(row => row[Result.UnfairToAlice] + row[Result.UnfairToBob])} unfair to who is honest, where an attack is known; "
            + $"{contradictions.Count + failed.Count} contradictions.");
        context.Output.WriteLine(
            $"Results are in {output}: open {Path.Combine(output, "index.html")}"
            + $"{(parsed.GetValue(full) ? "" : "; --full prints every table")}.");
        return contradictions.Count + failed.Count > 0 ? ExitCode.Unexpected : verification.ExitCode;
    }

    /// <summary>For whom each protocol is fair, in as many sessions as it was decided for.</summary>
    private static void WriteFairness(TextWriter output, VerificationRun verification)
    {
        var fair = verification.Decisions.Where(decision => decision.Claim.Property == Property.Fairness)
            .GroupBy(decision => decision.Claim.Protocol)
            .ToLookup(group => (Alice: IsFair(group, group.Key.First), Bob: IsFair(group, group.Key.Second)), group => group.Key.Id);
        Say("proved fair to both", (true, true));
        Say("proved fair to Bob alone", (false, true));
        Say("proved fair to Alice alone", (true, false));
        Say("proved fair to neither", (false, false));

        void Say(string what, (bool, bool) whom)
        {
            if (fair[whom].Any())
            {
                Columns.Wrap($"{what}: {string.Join(", ", fair[whom])}", 2, 4).ToList().ForEach(output.WriteLine);
            }
        }

        static bool IsFair(IEnumerable<Decision> decisions, Role.Party party) =>
            decisions.Where(decision => decision.Claim.Party == party.Name).All(decision => decision.Verdict is Verdict.Proved);
    }

    /// <summary>The smallest attack on each claim.</summary>
    private static ImmutableArray<Decision> Attacks(VerificationRun verification) =>
    [
        .. verification.Decisions.Where(decision => decision.Verdict is Verdict.Attacked)
            .GroupBy(decision => (decision.Claim.Protocol, decision.Claim.Property, decision.Claim.Party))
                .Select(group => group.MinBy(decision => decision.Claim.Sessions)!),
    ];

    private static IEnumerable<string> Failures(Decision attack, ImmutableArray<Runtime.Values.Value.Message> messages, ulong seed)
    {
        var trace = ((Verdict.Attacked)attack.Verdict).Trace;
        return Principals.SuiteNames
            .Where(suite => !Replay.Of(trace, trace.Protocol, Principals.Of(suite, seed, Replay.Names(trace, trace.Protocol)), messages,
                new Chance(seed, "replay")).Unfair)
            .Select(suite => $"{trace.Protocol}, {trace.Property} {trace.Party}: the attack does not come out on {suite} (seed {seed})");
    }
}
