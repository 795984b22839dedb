using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FairExchange.Simulation.Reports;

/// <summary>
/// The JSON that reports read and write, generated when built: a program in one file (README) has no serializer that looks at types while it runs.
/// Unknown, missing and repeated members are refused.
/// </summary>
[JsonSourceGenerationOptions(
    AllowDuplicateProperties = false,
    ReadCommentHandling = JsonCommentHandling.Skip,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Prices))]
[JsonSerializable(typeof(DataPackage))]
[JsonSerializable(typeof(Provenance))]
internal sealed partial class ReportJson : JsonSerializerContext
{
    /// <summary>The same for files that people read too: an apostrophe stays an apostrophe.</summary>
    public static ReportJson Readable { get; } = new(new JsonSerializerOptions
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NewLine = "\n",
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
    });
}
