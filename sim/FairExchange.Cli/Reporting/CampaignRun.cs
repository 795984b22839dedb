using System.Collections.Immutable;
using FairExchange.Model.Language;
using FairExchange.Simulation.Campaigns;
using FairExchange.Simulation.Compiling;
using FairExchange.Verification.Verdicts;
using Spectre.Console;

namespace FairExchange.Cli.Reporting;

/// <summary>Plays a campaign with progress, and tells people how it came out.</summary>
internal static class CampaignRun
{
    public static ImmutableArray<RowResult> Play(Surroundings around, CampaignPlan plan, VerdictBook verdicts, Action<Matchup, Played>? each)
    {
        var total = plan.Exchanges * plan.Matchups.Length;
        var done = 0L;
        using var progress = new Progress(around, total);
        return plan.Matchups.All(matchup => matchup.IsCompiled)
            ? Compiled()
            : Campaign.Play(plan, verdicts, around.NewSolver, each, Reach, around.Cancellation);

        void Reach(long count) => progress.Reach(Interlocked.Add(ref done, count), "exchanges");

        ImmutableArray<RowResult> Compiled()
        {
            try
            {
                return CompiledCampaign.Play(plan, verdicts, around.NewSolver, Reach, around.Cancellation);
            }
            catch (NotCompilableException problem)
            {
                throw new UserError($"these exchanges cannot be compiled: {problem.Message}; play them with --suite symbolic");
            }
        }
    }

    /// <summary>The verdicts that campaigns of these protocols are held against: all properties, for one session and for two, as with a cheater that uses an earlier exchange.</summary>
    public static VerdictBook Verdicts(Surroundings around, ImmutableArray<Protocol> protocols)
    {
        List<Inquiry> inquiries = [.. Inquiry.All(protocols)];
        using var progress = new Progress(around, inquiries.Count);
        return new VerdictBook(Judging.All(inquiries, around.Threads, around.NewSolver, judgement => progress.Step(judgement.Protocol.Id), cancellation: around.Cancellation));
    }

    public static void WriteOutcomes(Surroundings around, ImmutableArray<RowResult> rows)
    {
        var table = Tables.New("protocol", "Alice", "Bob", "channel", "suite", "both", "neither", "unfair", "with TP");
        foreach (var row in rows)
        {
            table.AddRow(
                Tables.Cell(row.Matchup.Protocol.Id),
                Tables.Cell(row.Matchup.Alice),
                Tables.Cell(row.Matchup.Bob),
                Tables.Cell(row.Matchup.Network.Name),
                Tables.Cell(row.Matchup.Suite),
                Tables.Cell($"{row[Result.Both]}"),
                Tables.Cell($"{row[Result.Neither]}"),
                Tables.Cell(Unfair(row), Unfair(row).Length == 0 ? null : Color.Red),
                Tables.Cell($"{row.TrustedPartyRuns}"));
        }

        Tables.Write(around, table);
    }

    /// <summary>One line for each contradiction; none is the good case.</summary>
    public static void WriteContradictions(TextWriter output, IReadOnlyCollection<Contradiction> contradictions)
    {
        foreach (var contradiction in contradictions)
        {
            output.WriteLine($"CONTRADICTION: {contradiction}");
        }
    }

    private static string Unfair(RowResult row) => (row[Result.UnfairToAlice], row[Result.UnfairToBob]) switch
    {
        (0, 0) => "",
        (var alice, 0) => $"{alice} A",
        (0, var bob) => $"{bob} B",
        var (alice, bob) => $"{alice} A {bob} B",
    };
}
