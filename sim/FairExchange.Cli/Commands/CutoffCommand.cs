using System.Collections.Immutable;
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using FairExchange.Cli.Reporting;
using FairExchange.Model.Catalogue.CertifiedMail;
using FairExchange.Model.Language;
using FairExchange.Simulation.Reports;
using FairExchange.Verification.Cutoff;
using FairExchange.Verification.Searching;
using FairExchange.Verification.Solving;
using FairExchange.Verification.Traces;
using Margins = FairExchange.Runtime.Parties.Margins;

namespace FairExchange.Cli.Commands;

/// <summary><c>cutoff</c>: the least margins of Fair CEM with a cut-off time, and whether given ones hold.</summary>
internal sealed class CutoffCommand : DocumentedCommand
{
    private readonly Option<string?> skew = CommandOptions.Text("--skew", "MS",
        "By how much clocks are off at most, in milliseconds; a minute if left out.");

    private readonly Option<string?> delay = CommandOptions.Text("--delay", "MS",
        "How long resilient channels take at most, in milliseconds; two hours if left out.");

    private readonly Option<string[]> margin = new("--margin")
    {
        Description = "Another length for a margin (sign, resolve, wait), in milliseconds; may be given several times.",
        HelpName = "NAME=MS",
    };

    private readonly Option<bool> json = CommandOptions.Flag("--json",
        "One array, an object for each margin and one for all of them, instead of words.");

    private readonly Option<ulong?> seed = CommandOptions.Seed();

    private readonly Option<string?> folder = CommandOptions.Text("--out", "DIR",
        "Also write cutoff_frontier.csv there: margins around the least ones, proved or broken, and played at the limits.");

    public CutoffCommand(CommandContext context)
        : base(
            "cutoff",
            "Proves the cut-off property of fair-cem-cutoff-named for the margins given, or breaks it with a schedule; finds the least "
            + "margins. Exit code 0: proved; 1: broken; 3: unknown.",
            "cutoff",
            "cutoff --skew 1000 --delay 5000",
            "cutoff --skew 1000 --delay 5000 --margin wait=6999",
            "cutoff --skew 1000 --delay 5000 --out results")
    {
        Takes(skew, delay, margin, json, seed, folder);
        SetAction(parsed => Run(context, parsed));
    }

    private int Run(CommandContext context, ParseResult parsed)
    {
        var watch = Stopwatch.StartNew();
        var protocol = FairCemCutoffNamed.Protocol;
        var (off, takes) = (Milliseconds("--skew", parsed.GetValue(skew), Margins.UsualSkewMs),
            Milliseconds("--delay", parsed.GetValue(delay), Margins.UsualDelayMs));
        var given = new Timing(Whole(off), Whole(takes), Given(protocol, parsed.GetValue(margin) ?? []));
        var theorem = new CutoffTheorem(protocol, context.NewSolver);
        var margins = protocol.Margins.ToList();
        if (parsed.GetValue(folder) is { } target)
        {
            WholeFile.CheckFolder(target);
        }
        else if (parsed.GetResult(seed) is not null)
        {
            throw new UserError("--seed is for the exchanges of cutoff_frontier.csv: say where it goes with --out DIR");
        }

        CutoffVerdict verdict;
        var least = new List<(Margin Margin, LeastMargin? Least)>();
        using (var progress = new Progress(context, margins.Count + 1))
        {
            progress.Reach(0, "the margins given");
            verdict = theorem.Decide(given, context.Cancellation);
            foreach (var name in margins)
            {
                progress.Reach(least.Count + 1, $"the least {name.Name}");
                least.Add((name, theorem.Least(name, context.Cancellation)));
            }
        }

        if (parsed.GetValue(json))
        {
            Json.WriteArray(context.Output,
                least.Select(row => (row.Margin.Name, row.Least, Verdict: (CutoffVerdict?)null)).Append(("", null, verdict)), Write);
        }
        else
        {
            foreach (var (name, found) in least)
            {
                context.Output.WriteLine(found is null
                    ? $"{name}: the least length is not known"
                    : $"{name}: at least {found}, here {found.Span.Length(Whole(off), Whole(takes))} ms; {Say(found.Least)} for every "
                        + "skew and delay, broken by less");
            }

            foreach (var name in margins)
            {
                context.Output.WriteLine(
                    $"{name} is {given.Margins.GetValueOrDefault(name.Name, Span.Of(name)).Length(Whole(off), Whole(takes))} ms");
            }

            context.Output.WriteLine(
                $"With clocks off by at most {off} ms and channels of at most {takes} ms, the cut-off property is {Say(verdict)}.");
            if (verdict is CutoffVerdict.Broken broken)
            {
                if (broken.Trace.Schedule is { } schedule && (schedule.Skew, schedule.Delay) != (off, takes))
                {
                    context.Output.WriteLine(
                        $"To come out in whole milliseconds the schedule is stretched, all of it alike: clocks off by {schedule.Skew} "
                        + $"ms, channels of {schedule.Delay} ms, "
                        + $"{string.Join(", ", schedule.Margins.Select(pair => $"{pair.Key} {pair.Value} ms"))}.");
                }

                context.Output.Write(TraceWords.Of(broken.Trace));
            }
        }

        if (parsed.GetValue(folder) is { } output)
        {
            WriteFrontier(context, parsed, output, protocol, off, takes, watch);
        }

        return verdict switch
        {
            CutoffVerdict.Proved => ExitCode.Done,
            CutoffVerdict.Unknown => ExitCode.Unknown,
            _ => ExitCode.Unexpected,
        };
    }

    private void WriteFrontier(
        CommandContext context, ParseResult parsed, string output, Protocol protocol, long skewMs, long delayMs, Stopwatch watch)
    {
        var value = parsed.GetValue(seed) ?? CommandOptions.DefaultSeed;
        var rows = FrontierRun.Of(context, protocol, skewMs, delayMs, value);
        ResultFolder.Write(output, ResultFiles.Empty.With(CutoffFrontier.Table, rows), parsed, new Dictionary<string, string>
        {
            ["seed"] = $"{value}",
            ["skew_ms"] = $"{skewMs}",
            ["delay_ms"] = $"{delayMs}",
            ["exchanges_per_row"] = $"{FrontierRun.Exchanges}",
        }, watch.Elapsed);
    }

    private static void Write(System.Text.Json.Utf8JsonWriter json, (string Name, LeastMargin? Least, CutoffVerdict? Verdict) row)
    {
        if (row.Verdict is { } verdict)
        {
            json.WriteString("verdict", Say(verdict));
            json.WritePropertyName("trace");
            if (verdict is CutoffVerdict.Broken broken)
            {
                TraceFile.Write(broken.Trace, json);
            }
            else
            {
                json.WriteNullValue();
            }

            return;
        }

        json.WriteString("margin", row.Name);
        json.WriteString("skews", row.Least?.Skews.ToString());
        json.WriteString("delays", row.Least?.Delays.ToString());
        json.WriteString("at_least", row.Least is null ? "unknown" : Say(row.Least.Least));
    }

    private static string Say(CutoffVerdict verdict) => verdict switch
    {
        CutoffVerdict.Proved => "proved",
        CutoffVerdict.Broken => "broken",
        CutoffVerdict.NeverSettles waits => $"broken: {waits.Party} may wait for ever",
        CutoffVerdict.Vacuous of => $"vacuous for {of.Party}: {of.Reason}",
        CutoffVerdict.Unknown unknown => $"unknown ({unknown.Reason})",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static ImmutableDictionary<string, Span> Given(Protocol protocol, string[] margins)
    {
        var given = ImmutableDictionary<string, Span>.Empty;
        foreach (var word in margins)
        {
            if (word.Split('=') is not [var name, var length] || protocol.Margins.All(known => known.Name != name))
            {
                throw new UserError($"--margin is '{word}': NAME=MS is wanted, NAME being one of {string.Join(", ", protocol.Margins)}");
            }

            given = given.ContainsKey(name)
                ? throw new UserError($"--margin {name} is given twice")
                : given.Add(name, new Span(0, 0, Whole(Milliseconds($"--margin {name}", length, 0))));
        }

        return given;
    }

    private static long Milliseconds(string option, string? word, long usual) => word is null ? usual
        : long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= Margins.Longest
            ? number
            : throw new UserError($"{option} is '{word}': milliseconds from 0 to {Margins.Longest} are wanted");

    private static Rational Whole(long number) => new(number, 1);
}
