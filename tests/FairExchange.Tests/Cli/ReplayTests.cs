using System.Text.Json.Nodes;
using FairExchange.Model.Catalogue;
using FairExchange.Model.Catalogue.CertifiedMail;
using FairExchange.Model.Catalogue.ContractSigning;
using FairExchange.Model.Language;
using FairExchange.Simulation;
using FairExchange.Tests.Simulation;
using FairExchange.Verification.Traces;

namespace FairExchange.Tests.Cli;

public class ReplayTests
{
    private static Trace Misnamed => Runs.Attack(FairCem.Protocol, FairCem.Protocol.Second.Name);

    public static TheoryData<string> Attacks => [.. Saved().Select(saved => saved.Name)];

    [Theory]
    [InlineData("p256")]
    [InlineData("curve25519")]
    [InlineData("symbolic")]
    public void An_attack_is_played_in_words_and_the_exit_code_says_how_it_comes_out(string suite)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["a.trace.json"], TraceFile.Write(Misnamed));

        var found = Shell.Run("replay", folder["a.trace.json"], "--suite", suite);
        Assert.Equal((0, ""), (found.Code, found.Error));
        Assert.StartsWith(
            $"fair-cem, fairness for B, played on fair-cem with {suite}:\n1. Bob begins as B.", found.Output, StringComparison.Ordinal);
        Assert.Contains("In the end fairness for Bob is violated.", found.Lines);

        var other = Shell.Run("replay", folder["a.trace.json"], "--suite", suite, "--on", "fair-cem-named");
        Assert.Equal((1, ""), (other.Code, other.Error));
        Assert.Contains("In the end fairness holds: the attack fails.", other.Lines);
    }

    [Fact]
    public void What_the_attacker_shows_is_written_for_the_judge()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["a.trace.json"], TraceFile.Write(Misnamed));

        Assert.Equal(0, Shell.Run("replay", folder["a.trace.json"], "--evidence", folder["shown/receipt.evidence"]).Code);
        var judged = Shell.Run("judge", folder["shown/receipt.evidence"]);
        Assert.Equal(0, judged.Code);
        Assert.Contains("from Trudy", judged.Lines[0], StringComparison.Ordinal);

        var symbolic = Shell.Run("replay", folder["a.trace.json"], "--suite", "symbolic", "--evidence", folder["none"]);
        Assert.Equal((2, "fairexchange: --evidence: this run yields nothing that a judge accepts\n"), (symbolic.Code, symbolic.Error));
        Assert.Equal(["a.trace.json", "shown"], folder.Names);
    }

    [Theory]
    [InlineData("TRACE.json' missing", "replay")]
    [InlineData("no-such-file cannot be read", "replay", "no-such-file")]
    [InlineData("the name of a file or folder is empty", "replay", "")]
    [InlineData("there is no suite 'rsa'", "replay", "no-such-file", "--suite", "rsa")]
    [InlineData("--seed is 'x'", "replay", "no-such-file", "--seed", "x")]
    [InlineData("'more'", "replay", "no-such-file", "more")]
    public void Whatever_is_wrong_takes_one_line(string said, params string[] args) => Shell.Run(args).AssertMisused(said);

    [Fact]
    public void Whatever_is_no_trace_is_refused_in_one_line()
    {
        using var folder = new TemporaryFolder();
        var whole = TraceFile.Write(Misnamed);
        Check("cut.json", whole[..^3], "cut off");
        Check("half.json", whole[..(whole.Length / 2)], "cut off");
        Check("empty.json", [], "not JSON");
        Check("garbled.json", [0xff, 0x00, 0x80], "not UTF-8");
        Check("large.json", new byte[TraceFile.Largest + 1], $"larger than {TraceFile.Largest} bytes");
        Shell.Run("replay", folder["."]).AssertMisused("cannot be read");
        File.WriteAllBytes(folder["good.json"], whole);
        Shell.Run("replay", folder["good.json"], "--on", "nix").AssertMisused("there is no protocol 'nix'");
        Shell.Run("replay", folder["good.json"], "--messages", folder["no-folder"]).AssertMisused("--messages: there is no folder");
        Shell.RunOn(HonestCem.Protocol, "replay", folder["good.json"]).AssertMisused("\"fair-cem\" is not known");

        void Check(string name, byte[] bytes, string said)
        {
            File.WriteAllBytes(folder[name], bytes);
            Shell.Run("replay", folder[name]).AssertMisused(said);
        }
    }

    /// <summary>On another protocol an attack comes out or fails, or it is said in one line why it cannot be played there.</summary>
    [Theory]
    [MemberData(nameof(Attacks))]
    public void An_attack_can_be_tried_on_every_entry(string attack)
    {
        using var folder = new TemporaryFolder();
        var trace = Saved().Single(saved => saved.Name == attack).Trace;
        File.WriteAllBytes(folder["a.json"], TraceFile.Write(trace));
        foreach (var entry in Entries.All)
        {
            var run = Shell.Run("replay", folder["a.json"], "--on", entry.Id, "--suite", "symbolic");
            if (run.Code == 2)
            {
                run.AssertMisused($"cannot be played on {entry}: in {entry}, ");
            }

            Assert.Equal("", run.Code == 2 ? "" : run.Error);
            Assert.True(entry != trace.Protocol || run.Code == 0);
        }
    }

    /// <summary>A file that reads as a trace is played, however mad it is.</summary>
    [Theory]
    [MemberData(nameof(Attacks))]
    public void A_doctored_trace_is_refused_in_one_line_or_played_and_never_breaks_anything(string attack)
    {
        using var folder = new TemporaryFolder();
        var text = TraceFile.Write(Saved().Single(saved => saved.Name == attack).Trace);
        var chance = new Chance(1, "doctor", attack);
        for (var i = 0; i < 150; i++)
        {
            var json = JsonNode.Parse(text)!;
            var places = Places(json).ToList();
            Doctor(places[chance.Below(places.Count)], places, chance);
            File.WriteAllText(folder["a.json"], json.ToJsonString());

            var run = Shell.Run("replay", folder["a.json"], "--suite", i % 2 == 0 ? "symbolic" : "p256");

            if (run.Code == 2)
            {
                run.AssertMisused("a.json");
            }
            else
            {
                Assert.Equal("", run.Error);
            }
        }
    }

    private static IEnumerable<(string Name, Trace Trace)> Saved() =>
    [
        ("fair-cem B", Misnamed),
        ("cem0-open-link A", Runs.Attack(Cem0.OpenLink, Cem0.OpenLink.First.Name)),
        ("ecs0-unnamed A", Runs.Attack(Ecs0.Unnamed, Ecs0.Unnamed.First.Name)),
        ("honest-ecs A", Runs.Attack(HonestEcs.Protocol, HonestEcs.Protocol.First.Name)),
        ("cem0 optimism", Runs.Find(Cem0.Protocol, Property.Optimism, null, 1)),
    ];

    private static IEnumerable<JsonNode> Places(JsonNode node) => (node switch
    {
        JsonObject members => members.Select(member => member.Value).OfType<JsonNode>(),
        JsonArray items => items.OfType<JsonNode>(),
        _ => [],
    }).SelectMany(child => Places(child).Prepend(child));

    /// <summary>Replaces a place by another place's content, by another word or number, or takes it away.</summary>
    private static void Doctor(JsonNode place, List<JsonNode> places, Chance chance)
    {
        var other = chance.Below(4) switch
        {
            0 => null,
            1 => JsonValue.Create(chance.Below(4)),
            2 => JsonValue.Create(new[] { "Alice", "Bob", "Trudy", "VPO", "A", "B", "x.M", "M", "start", "receive" }[chance.Below(10)]),
            _ => places.Where(candidate => candidate.GetValueKind() == place.GetValueKind())
                .ElementAt(chance.Below(places.Count(candidate => candidate.GetValueKind() == place.GetValueKind()))).DeepClone(),
        };
        if (other is not null)
        {
            place.ReplaceWith(other);
        }
        else if (place.Parent is JsonArray items)
        {
            items.Remove(place);
        }
        else
        {
            ((JsonObject)place.Parent!).Remove(place.GetPropertyName());
        }
    }
}
