using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using FairExchange.Model.Drawing;
using FairExchange.Model.Language;
using FairExchange.Simulation.Reports;
using FairExchange.Verification.Traces;
using FairExchange.Verification.Verdicts;
using Spectre.Console;

namespace FairExchange.Cli.Reporting;

/// <summary>Verdicts for people: the table, what can happen, the attacks, and a line that sums up.</summary>
internal static class VerdictReport
{
    public static void Write(CommandContext context, VerificationRun verification)
    {
        WriteVerdicts(context, verification);
        WriteScenarios(context, verification);
        foreach (var attack in Attacks(verification))
        {
            context.Output.WriteLine();
            context.Output.Write(attack);
        }

        context.Output.WriteLine();
        context.Output.WriteLine(Summary(verification));
    }

    /// <summary>
    /// What an array of verdicts does not say: that it is empty, and where a protocol cannot do what it must be able to, or can do what it
    /// declares it cannot.
    /// </summary>
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

    private static void WriteVerdicts(CommandContext context, VerificationRun verification)
    {
        var table = Tables.New("protocol", "property", "party", "sessions", "verdict", "rounds", "universe", "expected");
        foreach (var decision in verification.Decisions)
        {
            var row = VerdictRow.Of(decision);
            table.AddRow(
                Tables.Cell(row.Protocol),
                Tables.Cell(row.Property),
                Tables.Cell(row.Party),
                Tables.Cell($"{row.Sessions}"),
                Tables.Cell(decision.Verdict switch
                {
                    Verdict.Unknown unknown => $"unknown: {unknown.Reason}",
                    Verdict.Vacuous of => $"vacuous: {of.Reason}",
                    _ => row.Verdict
                }, Colour(row.Verdict)),
                Tables.Cell($"{row.Rounds}"),
                Tables.Cell(row.Universe.Length == 0 ? "-" : row.Universe),
                row.Expected switch { true => Tables.Cell("yes"), false => Tables.Cell("NO", Color.Red), null => Tables.Cell("-") });
        }

        Tables.Write(context, table);
    }

    private static void WriteScenarios(CommandContext context, VerificationRun verification)
    {
        var table = Tables.New("protocol", "can happen", "cannot");
        foreach (var group in verification.Reached.GroupBy(reached => reached.Protocol))
        {
            var wrong = group.Where(reached => !reached.AsExpected).Select(reached => $"WRONG: {Wrong(reached)}").ToList();
            var declared = string.Join(
                "; ", group.Where(reached => reached is { Reached: false, Declared: true }).Select(reached => reached.Scenario));
            table.AddRow(
                Tables.Cell(group.Key.Id),
                Tables.Cell($"{group.Count(reached => reached.Reached == true)} of {group.Count()}"),
                Tables.Cell(string.Join("\n", wrong.Concat(declared.Length == 0 ? [] : [$"as declared: {declared}"])), wrong.Count == 0
                    ? null : Color.Red));
        }

        context.Output.WriteLine();
        Tables.Write(context, table);
    }

    /// <summary>The smallest attack on each claim; among honest parties, where nobody does anything, only what came of it.</summary>
    private static IEnumerable<string> Attacks(VerificationRun verification) => verification.Decisions
        .Select(decision => decision.Verdict).OfType<Verdict.Attacked>().Select(attacked => attacked.Trace)
        .GroupBy(trace => (trace.Protocol, trace.Property, trace.Party))
        .Select(traces => traces.MinBy(trace => trace.Steps.Length)!)
        .Select(trace => trace.Corrupted.IsEmpty
            ? $"{trace.Protocol}, {trace.Property}: attacked. Both are honest, and nobody disturbs "
                + $"them.\n{string.Concat(TraceWords.Outcome(trace).Select(line => $"{line}\n"))}"
            : TraceWords.Of(trace));

    internal static string Summary(VerificationRun verification)
    {
        var (verdicts, scenarios) = (verification.Recorded.Length, verification.Reached.Length);
        var unexpected = verification.Decisions.Count(decision => decision is { AsExpected: false, Verdict: not Verdict.Vacuous }
            && VerificationRun.IsUnexpected(decision));
        var attacks = verification.Decisions.Count(decision => decision.AsExpected is null && VerificationRun.IsUnexpected(decision));
        var without = verification.Decisions.Count(decision => decision.AsExpected is null && decision.Verdict is Verdict.Proved);
        var unknown = verification.Decisions.Count(VerificationRun.IsUnknown)
            + verification.Reached.Count(reached => reached.Reached is null);
        var vacuous = verification.Decisions.Count(decision => decision.Verdict is Verdict.Vacuous);
        var scenariosWrong = verification.Reached.Count(reached => reached is { Reached: not null, AsExpected: false });
        var parts = new[]
        {
            verdicts > 0 ? null : "nothing was asked that is stated of these protocols",
            unexpected == 0 ? null : $"{unexpected} not as the catalogue expects",
            attacks + without == 0
                ? null : $"nothing was expected of {attacks + without}{(attacks == 0 ? "" : $", {attacks} of which are attacked")}",
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

/// <summary>
/// One line per protocol: its verdicts, and from how many sessions it falls. In several tables, each of which fits a terminal.
/// </summary>
internal static class VerdictMatrix
{
    /// <summary>What is asked first; what is in neither is in a table after them.</summary>
    private static readonly ImmutableArray<Property>
        First = [Property.Fairness, Property.Effectiveness, Property.Optimism],
        Then = [Property.Timeliness, Property.CutOff, Property.Statelessness];

    internal static readonly ImmutableArray<ImmutableArray<Property>> Groups =
        [First, Then, .. Property.All.Except(First).Except(Then).Chunk(5).Select(properties => properties.ToImmutableArray())];

    public static void Write(CommandContext context, VerificationRun verification)
    {
        foreach (var properties in Groups)
        {
            Write(context, verification, properties, withScenarios: properties == Groups[0]);
            context.Output.WriteLine();
        }

        foreach (var fewer in verification.Decisions.Select(decision => decision.Claim.Protocol).Distinct()
            .Where(protocol => IsShort(protocol, verification)))
        {
            context.Output.WriteLine($"* {fewer}: for {fewer.Sessions} session only.");
        }
    }

    /// <summary>Whether the protocol was decided for fewer sessions than others, so that its "proved" says less.</summary>
    private static bool IsShort(Protocol protocol, VerificationRun verification) =>
        verification.Decisions.Where(decision => decision.Claim.Protocol == protocol)
            .Max(decision => decision.Claim.Sessions) < verification.Decisions.Max(decision => decision.Claim.Sessions);

    private static void Write(CommandContext context, VerificationRun verification, ImmutableArray<Property> properties, bool withScenarios)
    {
        ImmutableArray<VerdictColumn> columns = [.. VerdictColumn.Of(properties)];
        var table = Tables.New(["protocol", .. columns.Select(Heading), .. withScenarios ? ["can happen"] : Array.Empty<string>()]);
        foreach (var group in verification.Decisions.GroupBy(decision => decision.Claim.Protocol))
        {
            var rows = group.Select(VerdictRow.Of).ToList();
            var asDeclared = verification.Reached.Where(reached => reached.Protocol == group.Key).All(scenario => scenario.AsExpected);
            table.AddRow(
            [
                Tables.Cell(IsShort(group.Key, verification) ? $"{group.Key.Id} *" : group.Key.Id),
                .. columns.Select(column => Cell(VerdictCell.Of(rows, column))),
                .. withScenarios ? [Tables.Cell(asDeclared ? "as declared" : "WRONG", asDeclared ? null : Color.Red)] : Array.Empty<Cell>(),
            ]);
        }

        Tables.Write(context, table);
    }

    private static string Heading(VerdictColumn column) =>
        $"{column.Property.Name.Replace("-of-", "\nof ", StringComparison.Ordinal)}{(column.Party.Length == 0 ? "" : $"\n{column.Party}")}";

    private static Cell Cell(VerdictCell cell) => cell.Outcome == VerdictOutcome.NotStated ? Tables.Cell($"{cell}")
        : Tables.Cell(cell.AsExpected ? $"{cell}" : $"{cell} (NOT EXPECTED)", VerdictReport.Colour($"{cell}".Split(' ')[0]));
}

/// <summary>Verdicts for programs: one array, an object for each.</summary>
internal static class VerdictJson
{
    public static void Write(TextWriter output, IEnumerable<Decision> decisions) =>
        Json.WriteArray(output, decisions, (json, decision) =>
    {
        var row = VerdictRow.Of(decision);
        json.WriteString("protocol", row.Protocol);
        json.WriteString("property", row.Property);
        json.WriteString("party", row.Party.Length == 0 ? null : row.Party);
        json.WriteNumber("sessions", row.Sessions);
        json.WriteString("verdict", row.Verdict);
        if (row.Rounds is { } rounds)
        {
            json.WriteNumber("rounds", rounds);
        }
        else
        {
            json.WriteNull("rounds");
        }

        json.WriteString("universe", row.Universe.Length == 0 ? null : row.Universe);
        json.WriteNumber("milliseconds", Math.Round(decision.Took.TotalMilliseconds, 1));
        if (row.Expected is { } expected)
        {
            json.WriteBoolean("expected", expected);
        }
        else
        {
            json.WriteNull("expected");
        }

        json.WritePropertyName("trace");
        if (decision.Verdict is Verdict.Attacked attacked)
        {
            TraceFile.Write(attacked.Trace, json);
        }
        else
        {
            json.WriteNullValue();
        }
    });
}

/// <summary>JSON on the output: indented, with \n line ends on every system.</summary>
internal static class Json
{
    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        IndentSize = 2,
        NewLine = "\n",
        // For programs and people, not for HTML: an arrow stays an arrow.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void WriteArray<T>(TextWriter output, IEnumerable<T> items, Action<Utf8JsonWriter, T> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartArray();
            foreach (var item in items)
            {
                json.WriteStartObject();
                members(json, item);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        output.Write(Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n");
    }
}
