using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using FairExchange.Cli.Reporting;
using FairExchange.Model.Catalogue.CertifiedMail;
using FairExchange.Model.Language;
using FairExchange.Verification.Cutoff;
using FairExchange.Verification.Drawing;
using FairExchange.Verification.Searching;
using FairExchange.Verification.Solving;
using FairExchange.Verification.Verdicts;
using Margins = FairExchange.Runtime.Parties.Margins;

namespace FairExchange.Cli.Commands;

/// <summary><c>cutoff</c>: the least margins of Fair CEM with a cut-off time, and whether given ones hold.</summary>
internal sealed class CutoffCommand : Verb
{
    private readonly Option<string?> skew = new("--skew") { Description = "By how much clocks are off at most, in milliseconds; a minute if left out.", HelpName = "MS" };

    private readonly Option<string?> delay = new("--delay") { Description = "How long resilient channels take at most, in milliseconds; two hours if left out.", HelpName = "MS" };

    private readonly Option<string[]> margin = new("--margin") { Description = "Another length for a margin (sign, resolve, wait), in milliseconds; may be given several times.", HelpName = "NAME=MS" };

    private readonly Option<bool> json = new("--json") { Description = "One array, an object for each margin and one for all of them, instead of words." };

    public CutoffCommand(Surroundings around)
        : base(
            "cutoff",
            "Proves the cut-off property of fair-cem-cutoff for the margins given, or breaks it with a schedule; finds the least margins. Exit code 0: proved; 1: broken; 3: unknown.",
            "cutoff",
            "cutoff --skew 1000 --delay 5000",
            "cutoff --skew 1000 --delay 5000 --margin wait=6999")
    {
        foreach (var option in new Option[] { skew, delay, margin, json })
        {
            Options.Add(option);
        }

        SetAction(parsed => Run(around, parsed));
    }

    private int Run(Surroundings around, ParseResult parsed)
    {
        var protocol = FairCemCutoff.Protocol;
        var (off, takes) = (Milliseconds("--skew", parsed.GetValue(skew), Margins.UsualSkewMs), Milliseconds("--delay", parsed.GetValue(delay), Margins.UsualDelayMs));
        var given = new Timing(Whole(off), Whole(takes), Given(protocol, parsed.GetValue(margin) ?? []));
        var theorem = new CutoffTheorem(protocol, around.NewSolver);
        var margins = protocol.Margins.ToList();
        CutoffVerdict verdict;
        var least = new List<(Margin Margin, LeastMargin? Least)>();
        using (var progress = new Progress(around, margins.Count + 1))
        {
            progress.Reach(0, "the margins given");
            verdict = theorem.Decide(given, around.Cancellation);
            foreach (var name in margins)
            {
                progress.Reach(least.Count + 1, $"the least {name.Name}");
                least.Add((name, theorem.Least(name, around.Cancellation)));
            }
        }

        if (parsed.GetValue(json))
        {
            Json.WriteArray(around.Output, least.Select(row => (row.Margin.Name, row.Least, Verdict: (CutoffVerdict?)null)).Append(("", null, verdict)), Write);
        }
        else
        {
            foreach (var (name, found) in least)
            {
                around.Output.WriteLine(found is null
                    ? $"{name}: the least length is not known"
                    : $"{name}: at least {found}, here {found.Span.Length(Whole(off), Whole(takes))} ms; {Say(found.Least)} for every skew and delay, broken by less");
            }

            foreach (var name in margins)
            {
                around.Output.WriteLine($"{name} is {given.Margins.GetValueOrDefault(name.Name, Span.Of(name)).Length(Whole(off), Whole(takes))} ms");
            }

            around.Output.WriteLine($"With clocks off by at most {off} ms and channels of at most {takes} ms, the cut-off property is {Say(verdict)}.");
            if (verdict is CutoffVerdict.Broken broken)
            {
                around.Output.Write(TraceWords.Of(broken.Trace));
            }
        }

        return verdict switch
        {
            CutoffVerdict.Proved => ExitCode.Done,
            CutoffVerdict.Unknown => ExitCode.Unknown,
            _ => ExitCode.Unexpected,
        };
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
