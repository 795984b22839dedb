using FairExchange.Simulation.Reports;
using FairExchange.Verification.Drawing;
using FairExchange.Verification.Verdicts;

namespace FairExchange.Cli.Reporting;

/// <summary><c>--save DIR</c>: for each question the script that the solver got, and the attack where there is one.</summary>
internal static class SavedVerdicts
{
    private const string Script = ".smt2", Saved = ".trace.json", Diagram = ".mmd";

    /// <summary>Of the files' names.</summary>
    public static IReadOnlyList<string> Endings { get; } = [Script, Saved, Diagram];

    /// <exception cref="UserError">A file cannot be written.</exception>
    public static void Write(string folder, IEnumerable<RecordedInquiry> recorded)
    {
        foreach (var inquiry in recorded)
        {
            var path = Path.Combine(folder, Name(inquiry.Judgement));
            WholeFile.Write(path + Script, inquiry.Text());
            if (inquiry.Judgement.Verdict is Verdict.Attacked attacked)
            {
                WriteTrace(path, attacked.Trace);
            }
        }
    }

    /// <exception cref="UserError">A file cannot be written.</exception>
    public static void WriteTraces(string folder, IEnumerable<Judgement> attacks)
    {
        foreach (var attack in attacks)
        {
            WriteTrace(Path.Combine(folder, Name(attack)), ((Verdict.Attacked)attack.Verdict).Trace);
        }
    }

    /// <summary>For replay, and as a sequence diagram for people.</summary>
    private static void WriteTrace(string path, Trace trace)
    {
        WholeFile.Write(path + Saved, TraceFile.Write(trace));
        WholeFile.Write(path + Diagram, TraceDiagram.Of(trace));
    }

    /// <summary>fair-cem.fairness.bob.1</summary>
    private static string Name(Judgement judgement)
    {
        var row = VerdictRow.Of(judgement);
        return string.Join('.', new[] { row.Protocol, row.Property, row.Party, $"{row.Sessions}" }.Where(part => part.Length > 0));
    }
}
