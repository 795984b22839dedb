using System.Text;
using FairExchange.Model.Catalogue;
using FairExchange.Model.Language;
using FairExchange.Verification.Traces;

namespace FairExchange.Tests.Verification.Verdicts;

public class TraceFileTests
{
    [Fact]
    public void What_is_written_is_read_back_the_same()
    {
        foreach (var trace in FoundAttacks.All)
        {
            var file = TraceFile.Write(trace);
            var read = TraceFile.Read(file, Find);
            Assert.Equal(Encoding.UTF8.GetString(file), Encoding.UTF8.GetString(TraceFile.Write(read)));
            // What the file leaves out because it follows from the rest: what the recipes make.
            Assert.Equal(trace.Steps.Select(step => step.Recipe?.Makes), read.Steps.Select(step => step.Recipe?.Makes));
            Assert.Equal(trace.Shows?.Makes, read.Shows?.Makes);
            Assert.Equal(trace.Steps.Select(step => step.From), read.Steps.Select(step => step.From));
            Assert.Same(trace.Protocol, read.Protocol);
        }
    }

    [Fact]
    public void A_file_has_its_format_first_and_no_carriage_returns()
    {
        var text = Text(FoundAttacks.OnFairCem);
        Assert.StartsWith("{\n  \"format\": \"fair-exchange-trace/1\",\n  \"protocol\": \"fair-cem\",\n", text, StringComparison.Ordinal);
        Assert.EndsWith("}\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', text);
    }

    [Fact]
    public void The_protocol_is_whatever_the_caller_finds_under_the_id()
    {
        var variant = FoundAttacks.OnFairCem.Protocol with { Title = "a variant outside the catalogue" };
        Assert.Same(variant, TraceFile.Read(TraceFile.Write(FoundAttacks.OnFairCem), id => id == "fair-cem" ? variant : null).Protocol);
    }

    [Theory]
    [InlineData("\"fair-exchange-trace/1\"", "\"fair-exchange-trace/2\"", "$.format", "\"fair-exchange-trace/1\" is wanted")]
    [InlineData("\"fair-cem\"", "\"unfair-cem\"", "$.protocol", "\"unfair-cem\" is not known")]
    [InlineData("\"fairness\"", "\"beauty\"", "$.property", "one of fairness, accountability, effectiveness, optimism")]
    [InlineData("\"fairness\"", "\"optimism\"", "$", "for no \"party\"")]
    [InlineData("\"party\": \"B\"", "\"party\": \"VPO\"", "$.party", "A and B")]
    [InlineData("\"party\": \"B\"", "\"party\": 7", "$.party", "a text is wanted")]
    [InlineData("\"party\": \"B\"", "\"guest\": \"B\"", "$", "\"guest\" is not a member")]
    [InlineData("\"kind\": \"start\"", "\"kind\": \"begin\"", "$.steps[0].kind", "start, receive, otherwise")]
    [InlineData("\"number\": 2", "\"number\": 3", "$.steps[1].number", "this is step 2")]
    [InlineData("\"number\": 2", "\"number\": 2.5", "$.steps[1].number", "whole number")]
    [InlineData("\"actor\": \"Bob\"", "\"actor\": \"Rob\"", "$.steps[0].actor", "Rob plays no session 1")]
    [InlineData("\"step\": 2", "\"step\": 4", "$.shows.tuple[4].observed.step", "step 4 is not an earlier step")]
    [InlineData("\"sent\": 1", "\"sent\": 2", "$.shows.tuple[4].observed.sent", "step 2 sends 1 messages")]
    [InlineData("\"channel\": \"lossy\"", "\"channel\": \"leaky\"", "$.steps[1].sends[0].channel", "lossy, resilient")]
    [InlineData("\"sort\": \"coins\"", "\"sort\": \"dice\"", "$.steps[1].input.tuple[1].encrypt.coins.sort", "name, message, coins")]
    [InlineData("\"recipient\"", "\"receiver\"", "$.steps[1].input.tuple[1].encrypt", "\"receiver\" is not a member")]
    [InlineData("\"own\"", "\"stolen\"", "$.steps[1].recipe.tuple[1].encrypt.plaintext.tuple[2].stolen", "\"stolen\" is not a member")]
    [InlineData("\"own\": { \"atom\": \"x.m1\"", "\"own\": { \"atom\": \"x.m2\"", "$.steps[1].recipe",
        "makes something else than the input")]
    [InlineData("\"own\": { \"atom\": \"x.m1\"", "\"own\": { \"atom\": \"M.1\"",
        "$.steps[1].recipe.tuple[1].encrypt.plaintext.tuple[2].own", "start with x.")]
    [InlineData("\"label\": \"A1\"", "\"label\": \"A1\\u001b[2J\"", "$.steps[1].label", "printable")]
    [InlineData("\"label\": \"A1\"", "\"label\": \"\\ud800\"", "$.steps[1].label", "not Unicode")]
    [InlineData("\"knows\": {}", "\"knows\": { \"A\": { \"atom\": \"Mallory\", \"sort\": \"name\" } }", "$.sessions[0].knows.A",
        "nothing is to be said here")]
    [InlineData("\"Trudy\"\n", "\"Trudy\", 5\n", "$.corrupted[2]", "a text is wanted")]
    [InlineData("\"Trudy\"\n", "\"VPO\"\n", "$.corrupted", "none is Bob or VPO")]
    [InlineData("\"Trudy\"\n", "\"Mallory\"\n", "$.corrupted", "once")]
    [InlineData("\"Trudy\"\n", "\"Tru\\u202edy\"\n", "$.corrupted[1]", "printable characters")]
    [InlineData("\"protocol\":", "\"format\": 1, \"protocol\":", "line ", "repeats a name")]
    public void Each_fault_is_named_by_its_place(string right, string wrong, string place, string problem)
    {
        var text = Text(FoundAttacks.OnFairCem);
        var at = text.IndexOf(right, StringComparison.Ordinal);
        Assert.True(at >= 0, $"{right} is not in the file");
        var refused = Refused(Encoding.UTF8.GetBytes(text[..at] + wrong + text[(at + right.Length)..]));
        Assert.StartsWith(place, refused.Place, StringComparison.Ordinal);
        Assert.Contains(problem, refused.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain(refused.Message, char.IsControl);
    }

    [Fact]
    public void A_signature_needs_the_key_of_a_corrupted_signer()
    {
        var trace = FoundAttacks.All.First(trace => trace.Protocol.Id == "ecs0-unnamed" && trace.Party?.Symbol == "A");
        var text = Text(trace).Replace("\"Mallory\",\n    \"Trudy\"", "\"Trudy\"", StringComparison.Ordinal);
        Assert.Contains("does not have the key of Mallory", Refused(Encoding.UTF8.GetBytes(text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Terms_nested_too_deep_are_refused_and_not_followed()
    {
        var (before, after) = (string.Concat(Enumerable.Repeat("{\"hash\":", 40)), new string('}', 40));
        var nested = $"{before}{{\"atom\":\"c\",\"sort\":\"contract\"}}{after}";
        var text = Text(FoundAttacks.OnFairCem).Replace("\"deal\": {", $"\"deal\": {{ \"C\": {nested},", StringComparison.Ordinal);
        Assert.Throws<TraceFormatException>(() => TraceFile.Read(Encoding.UTF8.GetBytes(text), Find));
        var deep = text.Replace("\"C\":", "\"A\":", StringComparison.Ordinal)
            .Replace("\"A\": { \"atom\": \"Trudy\", \"sort\": \"name\" },", "", StringComparison.Ordinal);
        Assert.Contains("more than 24 deep", Refused(Encoding.UTF8.GetBytes(deep)).Message, StringComparison.Ordinal);
        Assert.Throws<TraceFormatException>(() => TraceFile.Read(Encoding.UTF8.GetBytes(new string('[', 1 << 19)), Find));
    }

    [Fact]
    public void More_than_a_mebibyte_is_refused()
    {
        var file = new byte[TraceFile.Largest + 1];
        Array.Fill(file, (byte)' ');
        TraceFile.Write(FoundAttacks.OnFairCem).CopyTo(file, 0);
        Assert.Contains("at most 1048576 bytes", Refused(file).Message, StringComparison.Ordinal);
        Assert.NotNull(TraceFile.Read(file.AsMemory(0, TraceFile.Largest), Find));
    }

    [Fact]
    public void A_file_cut_off_anywhere_is_refused()
    {
        var file = TraceFile.Write(FoundAttacks.OnFairCem);
        for (var length = 0; length < file.Length - 1; length++)
        {
            Assert.DoesNotContain('\n', Refused(file[..length]).Message);
        }
    }

    [Fact]
    public void A_garbled_file_is_refused_or_is_another_trace_but_nothing_else()
    {
        var file = TraceFile.Write(FoundAttacks.OnFairCem);
        var chance = new Random(20030713);
        for (var i = 0; i < 20_000; i++)
        {
            var garbled = (byte[])file.Clone();
            for (var changes = chance.Next(1, 4); changes > 0; changes--)
            {
                garbled[chance.Next(garbled.Length)] = (byte)chance.Next(256);
            }

            try
            {
                // What is taken must be fit to be written again.
                _ = TraceFile.Write(TraceFile.Read(garbled, Find));
            }
            catch (TraceFormatException refused)
            {
                Assert.DoesNotContain(refused.Message, char.IsControl);
            }
        }
    }

    private static TraceFormatException Refused(byte[] file) => Assert.Throws<TraceFormatException>(() => TraceFile.Read(file, Find));

    private static string Text(Trace trace) => Encoding.UTF8.GetString(TraceFile.Write(trace));

    private static Protocol? Find(string id) => Entries.TryFind(id, out var protocol) ? protocol : null;

    [Fact]
    public void Half_a_surrogate_pair_in_a_name_is_named() => Assert.Throws<TraceFormatException>(
        () => TraceFile.Read(System.Text.Encoding.UTF8.GetBytes("{\"\\ud800\": 1, \"\\ud800\": 2}"), _ => null));
}
