using System.Collections.Immutable;
using System.Text;
using FairExchange.Model.Language;
using FairExchange.Simulation.Campaigns;
using FairExchange.Simulation.Compiling;
using FairExchange.Simulation.Reports;
using FairExchange.Verification.Verdicts;
using Spectre.Console;

namespace FairExchange.Cli.Reporting;

/// <summary>Plays a campaign with progress, and tells people how it came out.</summary>
internal static class CampaignRun
{
    public static ImmutableArray<RowResult> Play(
        CommandContext context, CampaignPlan plan, VerdictBook verdicts, Action<Matchup, ExchangeOutcome>? each)
    {
        var total = plan.Exchanges * plan.Matchups.Length;
        var done = 0L;
        using var progress = new Progress(context, total);
        return plan.Matchups.All(matchup => matchup.IsCompiled)
            ? Compiled()
            : Campaign.Play(plan, verdicts, context.NewSolver, each, Reach, context.Cancellation);

        void Reach(long count) => progress.Reach(Interlocked.Add(ref done, count), "exchanges");

        ImmutableArray<RowResult> Compiled()
        {
            try
            {
                return CompiledCampaign.Play(plan, verdicts, context.NewSolver, Reach, context.Cancellation);
            }
            catch (NotCompilableException problem)
            {
                throw new UserError($"these exchanges cannot be compiled: {problem.Message}; play them with --suite symbolic");
            }
        }
    }

    /// <summary>
    /// The verdicts that campaigns of these protocols are held against: all properties, for one session and for two, as with a cheater that
    /// uses an earlier exchange.
    /// </summary>
    public static VerdictBook Verdicts(CommandContext context, ImmutableArray<Protocol> protocols)
    {
        List<Claim> claims = [.. Claim.All(protocols)];
        using var progress = new Progress(context, claims.Count);
        return new VerdictBook(Verifier.DecideAll(
            claims, context.Threads, context.NewSolver, decision => progress.Step(decision.Claim.Protocol.Id),
            cancellation: context.Cancellation));
    }

    public static void WriteOutcomes(CommandContext context, ImmutableArray<RowResult> rows)
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

        Tables.Write(context, table);
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

/// <summary>A campaign whose exchanges are written down one by one as they are played, in constant memory.</summary>
internal static class DetailedRun
{
    public static ImmutableArray<RowResult> Play(CommandContext context, CampaignPlan plan, VerdictBook verdicts, string folder)
    {
        ImmutableArray<RowResult> rows = [];
        WholeFile.Write(Path.Combine(folder, $"{CampaignTables.Exchanges.Name}.csv"), file =>
        {
            using var writer = new StreamWriter(file, new UTF8Encoding(false), 1 << 16, leaveOpen: true);
            using var table = CampaignTables.Exchanges.Open(writer);
            rows = CampaignRun.Play(context, plan, verdicts, (matchup, played) => table.Add(new ExchangeRow(matchup, played, plan.Seed)));
        });
        return rows;
    }
}

/// <summary>A campaign in one line per protocol: what honest parties get, and what cheats do to them.</summary>
internal static class OutcomeSummary
{
    public static void Write(CommandContext context, IEnumerable<RowResult> rows)
    {
        var table = Tables.New("protocol", "exchanges", "both", "neither", "unfair to Alice", "unfair to Bob", "with trusted party");
        foreach (var group in rows.GroupBy(row => row.Matchup.Protocol))
        {
            table.AddRow(
                Tables.Cell(group.Key.Id),
                Tables.Cell($"{group.Sum(row => row.Exchanges)}"),
                Tables.Cell($"{group.Sum(row => row[Result.Both])}"),
                Tables.Cell($"{group.Sum(row => row[Result.Neither])}"),
                Unfair(group, Result.UnfairToAlice),
                Unfair(group, Result.UnfairToBob),
                Tables.Cell($"{group.Sum(row => row.TrustedPartyRuns)}"));
        }

        Tables.Write(context, table);
    }

    private static Cell Unfair(IGrouping<Protocol, RowResult> rows, Result result)
    {
        var count = rows.Sum(row => row[result]);
        return Tables.Cell($"{count}", count == 0 ? null : Color.Red);
    }
}
