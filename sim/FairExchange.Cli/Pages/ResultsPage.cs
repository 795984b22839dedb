using System.Collections.Immutable;
using FairExchange.Cli.Reporting;
using FairExchange.Experiments.Pictures;
using FairExchange.Simulation.Reports;
using FairExchange.Verification.Traces;

namespace FairExchange.Cli.Pages;

/// <summary>
/// A folder of results as one page: what holds and what does not, the paper's claims with their answers, the experiments, and what is
/// behind each verdict.
/// </summary>
internal static class ResultsPage
{
    private const long Largest = 16 << 20;

    /// <summary>Where the experiments of a folder of results are: at the paper's scale, or at quick scale.</summary>
    private static readonly ImmutableArray<string> Runs = ["paper", "experiments"];

    private const string Introduction =
        """
        <p>Alice has something, Bob has something; a protocol is <em>fair</em> if in the end both have what they want, or neither has.
        Each protocol here is written once, as data; Z3 proves what it claims or attacks it, and every attack is replayed on real bytes.
        The tables behind this page lie beside it as CSV, each explained in its folder's datapackage.json.</p>
        """;

    /// <summary>Writes <c>index.html</c> into the folder, from the tables and traces that are there.</summary>
    /// <exception cref="UserError">They are not, or are no such files.</exception>
    public static void Write(CommandContext context, string folder)
    {
        var verdicts = Read(Path.Combine(folder, "verdicts.csv"));
        var attacks = ImmutableDictionary.CreateBuilder<string, ShownAttack>(StringComparer.Ordinal);
        foreach (var row in verdicts.Where(row => row.Verdict == "attacked"))
        {
            var place = VerdictParts.Place(row.Protocol, row.Property, row.Party);
            var file = $"traces/{place}.{row.Sessions}.trace.json";
            if (!attacks.ContainsKey(place) && File.Exists(Path.Combine(folder, file)))
            {
                attacks.Add(place, new ShownAttack(file, TraceDiagram.Chart(TraceInput.Read(context, Path.Combine(folder, file)))));
            }
        }

        var titles = context.Catalogue.ToDictionary(protocol => protocol.Id, protocol => $"{protocol.Title}. {protocol.Remark}");
        var of = Runs.FirstOrDefault(run => RunFolder.IsThere(Path.Combine(folder, run)));
        var run = of is null ? null : RunFolder.Read(context, Path.Combine(folder, of));
        var page = HtmlPage.Of(
            "Fair electronic exchange: what holds, and what it costs",
            Introduction,
            [
                VerdictParts.Matrix(verdicts),
                Claims.Part(verdicts.Select(row => row.Protocol).ToHashSet()),
                .. run is null ? [] : ExperimentParts.Of(run.Sections, $"{of}/"),
                VerdictParts.Reasons(verdicts, attacks, titles),
            ]);
        foreach (var (name, text) in run?.Pictures ?? ImmutableSortedDictionary<string, string>.Empty)
        {
            WholeFile.Write(Path.Combine(folder, of!, name), text);
        }

        WholeFile.Write(Path.Combine(folder, "index.html"), page);
    }

    private static ImmutableArray<VerdictRow> Read(string path)
    {
        try
        {
            return VerdictsCsv.Read(TextFile.Read(path, Largest, isFound: true)) is { IsEmpty: false } rows ? rows
                : throw new UserError($"{path} has no verdict in it");
        }
        catch (ReportFormatException problem)
        {
            throw new UserError($"{path}, {problem.Message}");
        }
    }
}
