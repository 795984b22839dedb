using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using FairExchange.Verification.Solving;

namespace FairExchange.Simulation.Reports;

/// <summary>A folder of results before it is written: each table's text, and the data dictionary made from the very columns.</summary>
public sealed record ResultFiles(ImmutableSortedDictionary<string, string> Files, ImmutableList<JsonResource> Resources)
{
    public static ResultFiles Empty { get; } = new(ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal), []);

    public ResultFiles With<T>(Table<T> table, IEnumerable<T> rows)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        table.Write(text, rows);
        return (this with { Files = Files.SetItem($"{table.Name}.csv", text.ToString()) }).Describing(table);
    }

    /// <summary>Adds a table to the dictionary whose file is written elsewhere, row by row.</summary>
    public ResultFiles Describing<T>(Table<T> table) => this with
    {
        Resources = Resources.Add(new JsonResource(
            table.Name, $"{table.Name}.csv", "tabular-data-resource", "utf-8", table.Description, new JsonSchema(
            [.. table.Columns.Select(column => new JsonField(column.Name, column.Type, column.Description))]))),
    };

    public ResultFiles With(string name, string text) => this with { Files = Files.SetItem(name, text) };

    /// <summary>
    /// Adds <c>datapackage.json</c> (Frictionless Data Package) and <c>provenance.json</c>, which alone says when, where and with what.
    /// </summary>
    public ResultFiles Complete(Provenance provenance) => this
        .With("datapackage.json", JsonSerializer.Serialize(
            new DataPackage("fair-exchange-results", "tabular-data-package", [.. Resources]), ReportJson.Readable.DataPackage) + "\n")
        .With("provenance.json", JsonSerializer.Serialize(provenance, ReportJson.Readable.Provenance) + "\n");
}

/// <summary>A Frictionless data package.</summary>
public sealed record DataPackage(string Name, string Profile, ImmutableArray<JsonResource> Resources);

public sealed record JsonResource(string Name, string Path, string Profile, string Encoding, string Description, JsonSchema Schema);

public sealed record JsonSchema(ImmutableArray<JsonField> Fields);

public sealed record JsonField(string Name, string Type, string Description);

/// <summary>With what a folder of results was made: the only file of it that differs from machine to machine.</summary>
/// <param name="Command">The arguments as they were given.</param>
/// <param name="Parameters">What decides the results, defaults included: seed, exchanges per row with each suite, number of
/// messages.</param>
public sealed record Provenance(
    ImmutableArray<string> Command,
    ImmutableSortedDictionary<string, string> Parameters,
    string Program,
    string Runtime,
    string System,
    string Z3,
    string Made,
    double Seconds)
{
    public static Provenance Of(
        ImmutableArray<string> command, ImmutableSortedDictionary<string, string> parameters, TimeProvider clock, TimeSpan took) => new(
        command,
        parameters,
        typeof(Provenance).Assembly.GetName().Version?.ToString(3) ?? "",
        RuntimeInformation.FrameworkDescription,
        $"{RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}",
        Z3Solver.Version.ToString(),
        clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", global::System.Globalization.CultureInfo.InvariantCulture),
        Math.Round(took.TotalSeconds, 1));
}

/// <summary>
/// The JSON that reports read and write, generated when built: a program in one file (README) has no serializer that looks at types while
/// it runs. Unknown, missing and repeated members are refused.
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
