using FairExchange.Model.Drawing;
using FairExchange.Simulation.Reports;
using FairExchange.Verification.Drawing;
using FairExchange.Verification.Verdicts;
using Spectre.Console;

namespace FairExchange.Cli.Reporting;

/// <summary>Verdicts for people: the table, what can happen, the attacks, and a line that sums up.</summary>
internal static class VerdictReport
{
    public static void Write(Surroundings around, VerificationRun verification)
    {
        WriteVerdicts(around, verification);
        WriteScenarios(around, verification);
        foreach (var attack in Attacks(verification))
        {
            around.Output.WriteLine();
            around.Output.Write(attack);
        }

        around.Output.WriteLine();
        around.Output.WriteLine(Summary(verification));
    }

    /// <summary>What an array of verdicts does not say: that it is empty, and where a protocol cannot do what it must be able to, or can do what it declares it cannot.</summary>
    public static void WriteBeside(TextWriter output, VerificationRun verification)
    {
        if (verification.Recorded.IsEmpty)
        {
            output.WriteLine(Summary(verification));
        }

        foreach (var wrong in verification.Reached.Where(reached => !reached.AsExpected))
        {
            output.WriteLine($"{wrong.Protocol}: {Wrong(wrong)}");
        }
    }

    private static void WriteVerdicts(Surroundings around, VerificationRun verification)
    {
        var table = Tables.New("protocol", "property", "party", "sessions", "verdict", "rounds", "universe", "expected");
        foreach (var judgement in verification.Judgements)
        {
            var row = VerdictRow.Of(judgement);
            table.AddRow(
                Tables.Cell(row.Protocol),
                Tables.Cell(row.Property),
                Tables.Cell(row.Party),
                Tables.Cell($"{row.Sessions}"),
                Tables.Cell(judgement.Verdict switch { Verdict.Unknown unknown => $"unknown: {unknown.Reason}", Verdict.Vacuous of => $"vacuous: {of.Reason}", _ => row.Verdict }, Colour(row.Verdict)),
                Tables.Cell($"{row.Rounds}"),
                Tables.Cell(row.Universe.Length == 0 ? "-" : row.Universe),
                row.Expected switch { true => Tables.Cell("yes"), false => Tables.Cell("NO", Color.Red), null => Tables.Cell("-") });
        }

        Tables.Write(around, table);
    }

    private static void WriteScenarios(Surroundings around, VerificationRun verification)
    {
        var table = Tables.New("protocol", "can happen", "cannot");
        foreach (var group in verification.Reached.GroupBy(reached => reached.Protocol))
        {
            var wrong = group.Where(reached => !reached.AsExpected).Select(reached => $"WRONG: {Wrong(reached)}").ToList();
            var declared = string.Join("; ", group.Where(reached => reached is { Reached: false, Declared: true }).Select(reached => reached.Scenario));
            table.AddRow(
                Tables.Cell(group.Key.Id),
                Tables.Cell($"{group.Count(reached => reached.Reached == true)} of {group.Count()}"),
                Tables.Cell(string.Join("\n", wrong.Concat(declared.Length == 0 ? [] : [$"as declared: {declared}"])), wrong.Count == 0 ? null : Color.Red));
        }

        around.Output.WriteLine();
        Tables.Write(around, table);
    }

    /// <summary>The smallest attack on each claim; among honest parties, where nobody does anything, only what came of it.</summary>
    private static IEnumerable<string> Attacks(VerificationRun verification) => verification.Judgements
        .Select(judgement => judgement.Verdict).OfType<Verdict.Attacked>().Select(attacked => attacked.Trace)
        .GroupBy(trace => (trace.Protocol, trace.Property, trace.Party))
        .Select(traces => traces.MinBy(trace => trace.Steps.Length)!)
        .Select(trace => trace.Corrupted.IsEmpty
            ? $"{trace.Protocol}, {trace.Property}: attacked. Both are honest, and nobody disturbs them.\n{string.Concat(TraceWords.Outcome(trace).Select(line => $"{line}\n"))}"
            : TraceWords.Of(trace));

    internal static string Summary(VerificationRun verification)
    {
        var (verdicts, scenarios) = (verification.Recorded.Length, verification.Reached.Length);
        var unexpected = verification.Judgements.Count(judgement => judgement is { AsExpected: false, Verdict: not Verdict.Vacuous } && VerificationRun.IsUnexpected(judgement));
        var attacks = verification.Judgements.Count(judgement => judgement.AsExpected is null && VerificationRun.IsUnexpected(judgement));
        var without = verification.Judgements.Count(judgement => judgement.AsExpected is null && judgement.Verdict is Verdict.Proved);
        var unknown = verification.Judgements.Count(VerificationRun.IsUnknown) + verification.Reached.Count(reached => reached.Reached is null);
        var vacuous = verification.Judgements.Count(judgement => judgement.Verdict is Verdict.Vacuous);
        var scenariosWrong = verification.Reached.Count(reached => reached is { Reached: not null, AsExpected: false });
        var parts = new[]
        {
            verdicts > 0 ? null : "nothing was asked that is stated of these protocols",
            unexpected == 0 ? null : $"{unexpected} not as the catalogue expects",
            attacks + without == 0 ? null : $"nothing was expected of {attacks + without}{(attacks == 0 ? "" : $", {attacks} of which are attacked")}",
            vacuous == 0 ? null : $"{vacuous} vacuous",
            scenariosWrong == 0 ? null : $"{scenariosWrong} scenarios not as declared",
            unknown == 0 ? null : $"{unknown} unknown",
        }.OfType<string>().ToList();
        return $"{verdicts} verdicts, {scenarios} scenarios: {(parts.Count == 0 ? "all as the catalogue expects" : Phrases.And(parts))}.";
    }

    private static string Wrong(Reachability reached) => reached.Reached switch
    {
        null => $"unknown whether this can happen: {reached.Scenario}",
        true => $"can happen, though declared not to: {reached.Scenario}",
        false => $"cannot happen: {reached.Scenario}",
    };

    internal static Color? Colour(string verdict) => verdict switch
    {
        "proved" => Color.Green,
        "attacked" or "vacuous" => Color.Red,
        _ => Color.Yellow,
    };
}
