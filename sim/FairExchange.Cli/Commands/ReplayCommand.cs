using System.CommandLine;
using FairExchange.Cli.Reporting;
using FairExchange.Runtime.Judging;
using FairExchange.Simulation;
using FairExchange.Simulation.Engine;
using FairExchange.Simulation.Replaying;

namespace FairExchange.Cli.Commands;

/// <summary><c>replay TRACE.json</c>: a saved attack on real bytes, in words.</summary>
internal sealed class ReplayCommand : DocumentedCommand
{
    private readonly Argument<string> file = new("TRACE.json") { Description = "An attack that verify --save wrote." };

    private readonly Option<string?> suite = CommandOptions.Suite();

    private readonly Option<string?> against = CommandOptions.Text("--on", "ID",
        "Play it against another protocol, to see whether the attack carries over.");

    private readonly Option<ulong?> seed = CommandOptions.Seed();

    private readonly Option<string?> messages = CommandOptions.Messages();

    private readonly Option<string?> evidence = CommandOptions.Text("--evidence", "FILE",
        "Write what the attacker shows in the end, for judge.");

    public ReplayCommand(CommandContext context)
        : base(
            "replay",
            "Plays a saved attack on real bytes, step by step. Exit code 0: it comes out unfair; 1: it does not.",
            "replay results/traces/fair-cem.fairness.bob.1.trace.json",
            "replay results/traces/fair-cem.fairness.bob.1.trace.json --on fair-cem-named")
    {
        Takes(file, suite, against, seed, messages, evidence);
        SetAction(parsed => Run(context, parsed));
    }

    private int Run(CommandContext context, ParseResult parsed)
    {
        var path = parsed.GetValue(file)!;
        var suiteName = CommandOptions.ReadSuite(parsed.GetValue(suite));
        var trace = TraceInput.Read(context, path);
        var protocol = parsed.GetValue(against) is { } id ? context.Find(id) : trace.Protocol;
        if (Replay.Misfit(trace, protocol) is { } misfit)
        {
            throw new UserError($"{path} cannot be played on {protocol}: {misfit}");
        }

        if (parsed.GetValue(evidence) is { } place)
        {
            WholeFile.CheckPlaces(place, EvidenceFolder.GoodsBeside(place));
        }

        var value = parsed.GetValue(seed) ?? CommandOptions.DefaultSeed;
        var principals = Principals.Of(suiteName, value, Replay.Names(trace, protocol), repeats: true);
        var result = Replay.Of(
            trace, protocol, principals, CommandOptions.ReadMessages(parsed.GetValue(messages)), new Chance(value, "replay"));
        context.Output.WriteLine(
            $"{trace.Protocol.Id}, {trace.Property}{(trace.Party is null ? "" : $" for {trace.Party}")}, played on {protocol.Id} with "
            + $"{suiteName}:");
        foreach (var line in result.Words)
        {
            context.Output.WriteLine(line);
        }

        if (parsed.GetValue(evidence) is { } target)
        {
            if (result.Evidence is null || principals.Suite is null)
            {
                throw new UserError("--evidence: this run yields nothing that a judge accepts");
            }

            EvidenceFolder.Write(target, EvidenceFile.Of(principals.Suite, result.Evidence.Evidence, principals.Directory), result.Goods);
        }

        return result.Unfair ? ExitCode.Done : ExitCode.Unexpected;
    }
}
