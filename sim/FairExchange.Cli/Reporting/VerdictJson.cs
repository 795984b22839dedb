using FairExchange.Simulation.Reports;
using FairExchange.Verification.Verdicts;

namespace FairExchange.Cli.Reporting;

/// <summary>Verdicts for programs: one array, an object for each.</summary>
internal static class VerdictJson
{
    public static void Write(TextWriter output, IEnumerable<Judgement> judgements) => Json.WriteArray(output, judgements, (json, judgement) =>
    {
        var row = VerdictRow.Of(judgement);
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
        json.WriteNumber("milliseconds", Math.Round(judgement.Took.TotalMilliseconds, 1));
        if (row.Expected is { } expected)
        {
            json.WriteBoolean("expected", expected);
        }
        else
        {
            json.WriteNull("expected");
        }

        json.WritePropertyName("trace");
        if (judgement.Verdict is Verdict.Attacked attacked)
        {
            TraceFile.Write(attacked.Trace, json);
        }
        else
        {
            json.WriteNullValue();
        }
    });
}
