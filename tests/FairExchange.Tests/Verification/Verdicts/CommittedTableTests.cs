using System.Text;
using FairExchange.Model.Catalogue;
using FairExchange.Model.Language;
using FairExchange.Simulation.Reports;
using FairExchange.Tests.Architecture;
using FairExchange.Verification.Grounding;
using FairExchange.Verification.Solving;
using FairExchange.Verification.Traces;
using FairExchange.Verification.Verdicts;

namespace FairExchange.Tests.Verification.Verdicts;

/// <summary>The verdicts and attacks below <c>results/</c>, of which the paper's tables speak: this program still says the same.</summary>
public class CommittedTableTests
{
    private static readonly string Folder = Path.Combine(Sources.Root.FullName, "results");

    private static readonly ILookup<string, VerdictRow> Rows =
        VerdictsCsv.Read(File.ReadAllText(Path.Combine(Folder, "verdicts.csv"))).ToLookup(row => row.Protocol);

    /// <summary>Larger ones take seconds each; that all come out as expected is <see cref="ExpectedVerdictTests"/>' to say.</summary>
    private static readonly string[] Larger =
        ["fair-cem-bulk", "fair-cem-bulk-bound", "fair-cem-private", "fair-cem-private-named", "fair-cem-signed-request",
            "cem0-signed-request", "fair-cem-cutoff", "fair-cem-cutoff-named", "fair-cem-cutoff-crashing", "fair-cem-cutoff-forgetful"];

    public static TheoryData<string> Ids => [.. Rows.Select(rows => rows.Key)];

    public static TheoryData<string> Quick => [.. Rows.Select(rows => rows.Key).Except(Larger)];

    /// <summary>With its rounds, the events of the smallest attack, and that attack to the byte.</summary>
    [Theory]
    [MemberData(nameof(Quick))]
    public void Each_verdict_of_one_session_is_found_again(string id) => FoundAgain(id);

    /// <summary>With clocks.</summary>
    [Fact]
    public void So_is_each_of_a_protocol_with_a_cut_off() => FoundAgain("fair-cem-cutoff");

    [Theory]
    [MemberData(nameof(Ids))]
    public void Each_universe_is_computed_again(string id) => Assert.All(Rows[id].Where(row => row.Universe.Length > 0), row =>
    {
        var (protocol, role) = (Entry(id), row.Party == "alice" ? Entry(id).First : Entry(id).Second);
        var mixes = Enumerable.Range(0, row.Sessions + 1).Select(others => World.Against(protocol, role,
            [.. Enumerable.Repeat(role, row.Sessions - others), .. Enumerable.Repeat(protocol.Counterpart(role), others)]).Universe);
        Assert.Equal(row.Universe, mixes.Aggregate((one, other) => one.Or(other)).ToString());
    });

    private static Protocol Entry(string id) => Entries.All.Single(entry => entry.Id == id);

    private static void FoundAgain(string id)
    {
        var decided = Verifier.DecideAll([.. Claim.Of(Entry(id), 1)], 1, () => new Z3Solver());

        Assert.Equal(Rows[id].Where(row => row.Sessions == 1), decided.Select(VerdictRow.Of));
        foreach (var trace in decided.Select(decision => decision.Verdict).OfType<Verdict.Attacked>().Select(attacked => attacked.Trace))
        {
            var party = VerdictRow.PartyWord(trace.Protocol, trace.Party);
            var file = Path.Combine(Folder, "traces", $"{id}.{trace.Property.Name}{(party.Length == 0 ? "" : $".{party}")}.1.trace.json");
            Assert.Equal(File.ReadAllText(file), Encoding.UTF8.GetString(TraceFile.Write(trace)));
        }
    }
}
