using System.Text;
using System.Text.Json;
using FairExchange.Model.Catalogue;
using FairExchange.Tests.Architecture;
using FairExchange.Verification.Traces;
using Json.Schema;

namespace FairExchange.Tests.Verification.Verdicts;

/// <summary>The traces below <c>results/</c>: an outside reader has them, and the schema, but not this program.</summary>
public class CommittedTracesTests
{
    private static readonly JsonSchema Schema = JsonSchema.FromText(TraceFile.Schema());

    private static string[] Files =>
        Directory.GetFiles(Path.Combine(Sources.Root.FullName, "results", "traces"), "*.trace.json");

    [Fact]
    public void Each_is_read_and_written_again_byte_for_byte()
    {
        Assert.NotEmpty(Files);
        Assert.All(Files, file =>
        {
            var bytes = File.ReadAllBytes(file);
            var trace = TraceFile.Read(bytes, id => Entries.TryFind(id, out var protocol) ? protocol : null);
            Assert.Equal(Encoding.UTF8.GetString(bytes), Encoding.UTF8.GetString(TraceFile.Write(trace)));
        });
    }

    [Fact]
    public void Each_fits_the_schema() => Assert.All(Files, file => Assert.True(Fits(File.ReadAllText(file)), file));

    [Theory]
    [InlineData("\"property\"", "\"propriety\"")]
    [InlineData("\"party\": \"B\"", "\"party\": null")]
    [InlineData("\"kind\": \"start\"", "\"kind\": \"begin\"")]
    [InlineData("\"step\": 2", "\"step\": \"2\"")]
    [InlineData("\"sent\": 1", "\"sent\": 1, \"more\": 1")]
    [InlineData("\"channel\": \"lossy\",", "")]
    [InlineData("\"sort\": \"coins\"", "\"sort\": \"dice\"")]
    [InlineData("\"recipient\"", "\"receiver\"")]
    [InlineData("\"own\": {", "\"own\": { \"symbol\": \"x\",")]
    [InlineData("\"signer\": { \"atom\": \"Bob\", \"sort\": \"name\" }", "\"signer\": {}")]
    [InlineData("\"Trudy\"\n", "\"Trudy\", 5\n")]
    public void What_reading_refuses_for_its_form_the_schema_refuses_too(string right, string wrong)
    {
        var text = File.ReadAllText(Files.Single(file => file.EndsWith("fair-cem.fairness.bob.1.trace.json", StringComparison.Ordinal)));
        var at = text.IndexOf(right, StringComparison.Ordinal);
        Assert.True(at >= 0, $"{right} is not in the file");
        var changed = text[..at] + wrong + text[(at + right.Length)..];
        Assert.False(Fits(changed));
        var refused = Assert.Throws<TraceFormatException>(() => TraceFile.Read(
            Encoding.UTF8.GetBytes(changed), id => Entries.TryFind(id, out var protocol) ? protocol : null));
        Assert.DoesNotContain("FairExchange", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("System", refused.Message, StringComparison.Ordinal);
    }

    private static bool Fits(string text)
    {
        using var document = JsonDocument.Parse(text);
        return Schema.Evaluate(document.RootElement).IsValid;
    }
}
