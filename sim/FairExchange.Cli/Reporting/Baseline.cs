using System.Collections.Immutable;
using System.Globalization;
using FairExchange.Simulation.Reports;

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
            return new Baseline(VerdictsCsv.Read(TextFile.Read(path, Largest)));
        }
        catch (ReportFormatException problem)
        {
            throw new UserError($"{path}, {problem.Message}");
        }
    }

    public BaselineComparison Against(IEnumerable<VerdictRow> verdicts)
    {
        var before = rows.ToLookup(row => row.Question);
        var now = verdicts.ToList();
        var asked = now.Select(row => row.Question).ToHashSet();
        return new BaselineComparison(
            [.. now.Select(row => new VerdictChange(before[row.Question].FirstOrDefault(), row)).Where(change => change.IsChanged)],
            rows.Count(row => asked.Contains(row.Question)),
            rows.Count(row => !asked.Contains(row.Question)));
    }
}

/// <summary>A question whose verdict, number of rounds or smallest attack is another than it was.</summary>
/// <param name="Before">Null where the baseline does not have the question.</param>
internal sealed record VerdictChange(VerdictRow? Before, VerdictRow Now)
{
    /// <summary>
    /// That the same verdict now speaks of more or fewer values of the adversary's is no change: they stand for any number of them.
    /// </summary>
    public bool IsChanged => Before is null || Before with { Universe = Now.Universe } != Now;

    /// <summary>
    /// Whether less is known than before: a proof is gone, an attack is not found any more and not disproved either, a search ended
    /// earlier.
    /// </summary>
    public bool IsWeaker => (Before?.Verdict, Now.Verdict) switch
    {
        (null or "vacuous", _) or (_, "proved") => false,
        (_, "vacuous") or ("proved", _) => true,
        ("no-attack-up-to", "no-attack-up-to") => Now.Rounds < Before.Rounds,
        ("no-attack-up-to", "unknown") => true,
        ("attacked", var now) => now != "attacked",
        _ => false,
    };

    public override string ToString() =>
        $"{Now.Claim}: {(Before is null ? "new" : Say(Before))}, now {Say(Now)}{(IsWeaker ? ": WEAKER" : "")}";

    private static string Say(VerdictRow row) =>
        $"{row.Verdict} ({row.Rounds?.ToString(CultureInfo.InvariantCulture) ?? "no"} rounds"
        + $"{(row.Events is { } events ? $", {events} events" : "")}{(row.Expected == false ? ", not as expected" : "")})";
}

/// <summary>What became of the verdicts of a baseline.</summary>
/// <param name="Compared">How many of the baseline's questions were asked again.</param>
/// <param name="NotAsked">How many were not.</param>
internal sealed record BaselineComparison(ImmutableArray<VerdictChange> Changes, int Compared, int NotAsked)
{
    /// <summary>A comparison of nothing shows nothing.</summary>
    public int ExitCode => Compared == 0 || Changes.Any(change => change.IsWeaker) ? Cli.ExitCode.Unexpected : Cli.ExitCode.Done;

    public void Write(TextWriter output)
    {
        output.WriteLine();
        var weaker = Changes.Count(change => change.IsWeaker);
        output.WriteLine(
            Compared == 0 ? "Against the baseline nothing is compared: it has none of the questions that were asked."
            : Changes.IsEmpty ? "Against the baseline nothing changed."
            : $"Against the baseline {Changes.Length} changed{(weaker == 0 ? "" : $", {weaker} to something weaker")}:");
        foreach (var change in Changes)
        {
            output.WriteLine($"  {change}");
        }

        if (NotAsked > 0)
        {
            output.WriteLine($"{NotAsked} of the baseline's verdicts were not asked for.");
        }
    }
}
