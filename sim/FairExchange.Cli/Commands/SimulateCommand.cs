using System.Collections.Immutable;
using System.CommandLine;
using System.Diagnostics;
using FairExchange.Cli.Reporting;
using FairExchange.Experiments.Costs;
using FairExchange.Model.Language;
using FairExchange.Simulation.Campaigns;
using FairExchange.Simulation.Reports;
using FairExchange.Simulation.Strategies;

namespace FairExchange.Cli.Commands;

/// <summary><c>simulate [ID…]</c>: a campaign, held against the verdicts.</summary>
internal sealed class SimulateCommand : DocumentedCommand
{
    private readonly Argument<string[]> ids = new("ID")
    {
        Description = "Protocols of the catalogue (see list); all if left out.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string?> alice = CommandOptions.Text("--alice", "S,…",
        $"Strategies, separated by commas: {Names(AllStrategies.Alice)}.");

    private readonly Option<string?> bob = CommandOptions.Text("--bob", "S,…",
        $"Likewise: {Names(AllStrategies.Bob)}. Every pair is played; without either option, every cheat against an "
        + "honest other side.");

    private readonly Option<long?> exchanges = CommandOptions.Exchanges("Exchanges for each pair of strategies; 100 if left out.");

    private readonly Option<ulong?> seed = CommandOptions.Seed();

    private readonly Option<string?> suite = CommandOptions.Suite(Matchup.Compiled);

    private readonly Option<string?> messages = CommandOptions.Messages();

    private readonly Option<int?> threads = CommandOptions.Threads();

    private readonly Option<string?> parameters = CommandOptions.Parameters();

    private readonly Option<bool> detail = CommandOptions.Flag("--detail", "Also exchanges.csv, a row for each exchange; takes --out.");

    private readonly Option<string?> evidence = CommandOptions.Text("--evidence", "DIR",
        "Also write what honest parties hold after the first exchange of each row, for judge.");

    private readonly Option<string?> folder = CommandOptions.Text("--out", "DIR",
        "Write outcomes.csv, load.csv and cost.csv there, with their dictionary and provenance.");

    public SimulateCommand(CommandContext context)
        : base(
            "simulate",
            "Plays exchanges against cheaters on real cryptography. Exit code 1: a run contradicts a verdict.",
            "simulate fair-cem-named",
            "simulate fair-cem --alice misnamed-sender,random --exchanges 1000 --seed 7",
            "simulate fair-cem cem0 --suite symbolic --exchanges 10000 --out results --detail",
            "simulate fair-cem --alice random --suite compiled --exchanges 100000000")
    {
        Takes(ids, alice, bob, exchanges, seed, suite, messages, threads, parameters, detail, evidence, folder);
        SetAction(parsed => Run(context, parsed));
    }

    private int Run(CommandContext context, ParseResult parsed)
    {
        var watch = Stopwatch.StartNew();
        ImmutableArray<Protocol> protocols = [.. (parsed.GetValue(ids) ?? []).Distinct().Select(context.Find)];
        protocols = protocols.IsEmpty ? context.Catalogue : protocols;
        var suiteName = CommandOptions.ReadSuite(parsed.GetValue(suite), Matchup.Compiled);
        var (exchanged, book) = (
            CommandOptions.ReadMessages(parsed.GetValue(messages)), CommandOptions.ReadParameters(parsed.GetValue(parameters)));
        var (aliceNames, bobNames) = (Strategies(parsed, alice, AllStrategies.Alice), Strategies(parsed, bob, AllStrategies.Bob));
        if (parsed.GetValue(detail) && parsed.GetValue(folder) is null)
        {
            throw new UserError("--detail writes a file: say where with --out DIR");
        }

        if (suiteName == Matchup.Compiled && (parsed.GetValue(detail) || parsed.GetValue(evidence) is not null))
        {
            throw new UserError($"{(parsed.GetValue(detail) ? "--detail" : "--evidence")} wants exchanges one by one, and compiled ones "
                + "are only counted: take another --suite");
        }

        foreach (var target in new[] { parsed.GetValue(folder), parsed.GetValue(evidence) }.OfType<string>())
        {
            WholeFile.CheckFolder(target);
        }

        var verdicts = CampaignRun.Verdicts(context, protocols);
        ImmutableArray<Matchup> matchups = [.. protocols.SelectMany(protocol => aliceNames.IsEmpty && bobNames.IsEmpty
            ? Matchup.Usual(protocol, suiteName, Attacked(protocol))
            : Matchup.Pairs(protocol, suiteName, Or(aliceNames), Or(bobNames), Attacked(protocol)))];
        if (matchups.IsEmpty)
        {
            throw new UserError($"none of these strategies applies to {string.Join(", ", protocols)}: the step that they corrupt is not "
                + "there, or no attack is known to play");
        }

        var plan = new CampaignPlan(matchups, parsed.GetValue(exchanges) ?? 100, parsed.GetValue(seed)
            ?? CommandOptions.DefaultSeed, exchanged, parsed.GetValue(threads) ?? context.Threads);
        var rows = parsed.GetValue(detail)
            ? DetailedRun.Play(context, plan, verdicts, parsed.GetValue(folder)!)
            : CampaignRun.Play(context, plan, verdicts, null);
        CampaignRun.WriteOutcomes(context, rows);
        if (parsed.GetValue(folder) is { } output)
        {
            var results = CampaignResults.Of(rows, plan.Seed, book);
            results = parsed.GetValue(detail) ? results.Describing(CampaignTables.Exchanges) : results;
            ResultFolder.Write(output, results, parsed, [plan], watch.Elapsed);
        }

        if (parsed.GetValue(evidence) is { } evidenceFolder)
        {
            EvidenceFolder.Write(context, evidenceFolder, plan, verdicts);
        }

        List<Contradiction> contradictions = [.. rows.SelectMany(row => row.Contradictions)];
        CampaignRun.WriteContradictions(context.Output, contradictions);
        context.Output.WriteLine($"{rows.Sum(row => row.Exchanges)} exchanges, {contradictions.Count} contradictions.");
        return contradictions.Count == 0 ? ExitCode.Done : ExitCode.Unexpected;

        Func<Role.Party, bool> Attacked(Protocol protocol) => party => verdicts.Attack(protocol, party) is not null;
    }

    private static ImmutableArray<string> Or(ImmutableArray<string> names) => names.IsEmpty ? ["honest"] : names;

    private static ImmutableArray<string> Strategies(ParseResult parsed, Option<string?> option, ImmutableArray<Strategy> known)
    {
        ImmutableArray<string> names = [.. (parsed.GetValue(option) ?? "")
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct()];
        return names.FirstOrDefault(name => name != AllStrategies.Trace && known.All(strategy => strategy.Name != name)) is { } wrong
            ? throw Choices.None($"{option.Name} strategy", wrong, [.. known.Select(strategy => strategy.Name), AllStrategies.Trace])
            : names;
    }

    private static string Names(ImmutableArray<Strategy> strategies) =>
        string.Join(", ", strategies.Select(strategy => strategy.Name).Append(AllStrategies.Trace));
}
