using System.Collections.Immutable;
using System.Text;
using FairExchange.Simulation.Reports;
using FairExchange.Verification.Verdicts;

namespace FairExchange.Cli.Reporting;

/// <summary>An earlier <c>verdicts.csv</c>, to hold new verdicts against.</summary>
internal sealed class Baseline
{
    private const long Largest = 16 << 20;

    private readonly ImmutableArray<VerdictRow> rows;

    private Baseline(ImmutableArray<VerdictRow> rows) => this.rows = rows;

    /// <exception cref="UserError">The file is not there, or is no such table.</exception>
    public static Baseline Read(string path)
    {
        try
        {
            return new Baseline(VerdictsCsv.Read(Encoding.UTF8.GetString(WholeFile.Read(path, Largest))));
        }
        catch (ReportFormatException problem)
        {
            throw new UserError($"{path}, {problem.Message}");
        }
    }

    /// <summary>One line for each question with another verdict, another number of rounds or another smallest attack; new questions count, unasked ones do not.</summary>
    public void WriteChanges(TextWriter output, IEnumerable<Judgement> judgements)
    {
        var before = rows.ToLookup(row => row.Question);
        var changes = judgements.Select(VerdictRow.Of).SelectMany(now => Change(before[now.Question].FirstOrDefault(), now)).ToList();
        output.WriteLine();
        output.WriteLine(changes.Count == 0 ? "Against the baseline nothing changed." : $"Against the baseline {changes.Count} changed:");
        foreach (var change in changes)
        {
            output.WriteLine($"  {change}");
        }
    }

    private static IEnumerable<string> Change(VerdictRow? before, VerdictRow now)
    {
        if (before != now)
        {
            yield return $"{now.Protocol}, {now.Property}{(now.Party.Length == 0 ? "" : $" for {now.Party}")}, {now.Sessions} session{(now.Sessions == 1 ? "" : "s")}: "
                + $"{(before is null ? "new" : Say(before))}, now {Say(now)}";
        }
    }

    private static string Say(VerdictRow row) =>
        $"{row.Verdict} ({row.Rounds?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "no"} rounds"
        + $"{(row.Events is { } events ? $", {events} events" : "")}{(row.Expected == false ? ", not as expected" : "")})";
}
