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
            table.Name, [$"{table.Name}.csv"], table.Description, "csv", "text/csv", "utf-8", "table", new JsonSchema(
                [.. table.Declared.Select(JsonField.Of)],
                table.Declared.Where(column => column.IsKey).Select(column => column.Name).ToImmutableArray() is { IsEmpty: false } key
                    ? key : null,
                [""]))),
    };

    /// <summary>Adds files to the dictionary that are no tables and are written elsewhere.</summary>
    /// <param name="format">The ending of their names.</param>
    public ResultFiles Describing(string name, string description, string format, ImmutableArray<string> paths) =>
        paths.IsEmpty ? this : this with
        {
            Resources = Resources.Add(new JsonResource(name, paths, description, format, null, "utf-8", null, null)),
        };

    public ResultFiles With(string name, string text) => this with { Files = Files.SetItem(name, text) };

    /// <summary>
    /// Adds <c>datapackage.json</c> (Frictionless Data Package) and <c>provenance.json</c>, which alone says when, where and with what.
    /// </summary>
    public ResultFiles Complete(Provenance provenance)
    {
        var described = Describing(
            "provenance", "What decides these results (parameters, seed, versions), and with what they were made.", "json",
            ["provenance.json"]);
        return described
            .With("datapackage.json", JsonSerializer.Serialize(
                new DataPackage(
                    "https://datapackage.org/profiles/2.0/datapackage.json", "fair-exchange-results", "Fair electronic exchange: results",
                    provenance.Program, [new JsonLicence("MIT", "MIT License", "https://opensource.org/license/mit")],
                    [.. described.Resources]),
                ReportJson.Readable.DataPackage) + "\n")
            .With("provenance.json", JsonSerializer.Serialize(provenance, ReportJson.Readable.Provenance) + "\n");
    }
}

/// <summary>A Frictionless data package, version 2.0 of the standard.</summary>
public sealed record DataPackage(
    [property: JsonPropertyName("$schema")] string Profile, string Name, string Title, string Version, ImmutableArray<JsonLicence> Licenses,
    ImmutableArray<JsonResource> Resources);

public sealed record JsonLicence(string Name, string Title, string Path);

public sealed record JsonResource(
    string Name, [property: JsonConverter(typeof(OneOrMore))] ImmutableArray<string> Path, string Description, string Format,
    string? Mediatype, string Encoding, string? Type,
    JsonSchema? Schema);

/// <summary>One path is a string, several are an array of them. It is written and never read.</summary>
internal sealed class OneOrMore : JsonConverter<ImmutableArray<string>>
{
    public override ImmutableArray<string> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException();

    public override void Write(Utf8JsonWriter writer, ImmutableArray<string> value, JsonSerializerOptions options)
    {
        if (value is [var only])
        {
            writer.WriteStringValue(only);
            return;
        }

        writer.WriteStartArray();
        foreach (var path in value)
        {
            writer.WriteStringValue(path);
        }

        writer.WriteEndArray();
    }
}

public sealed record JsonSchema(
    ImmutableArray<JsonField> Fields,
    [property: JsonPropertyName("primaryKey")] ImmutableArray<string>? PrimaryKey,
    [property: JsonPropertyName("missingValues")] ImmutableArray<string> MissingValues);

/// <param name="Unit">Not of the standard, which lets descriptors say more than it names.</param>
/// <param name="MissingValues">None for words of which the empty one is one, so that it can be part of a key.</param>
public sealed record JsonField(
    string Name, string Type, string Description, string? Unit, JsonConstraints? Constraints,
    [property: JsonPropertyName("missingValues")] ImmutableArray<string>? MissingValues)
{
    public static JsonField Of(Column column)
    {
        var constraints = new JsonConstraints(
            column is { IsKey: true, MayBeEmpty: false } ? true : null, column.Words.IsEmpty ? null : column.Words, column.Least);
        return new JsonField(
            column.Name, column.Type, column.Description, column.Unit, constraints == JsonConstraints.None ? null : constraints,
            column.Words.Contains("") ? ImmutableArray<string>.Empty : null);
    }
}

/// <param name="Required">True, or left out: a column that may have empty cells.</param>
public sealed record JsonConstraints(bool? Required, ImmutableArray<string>? Enum, int? Minimum)
{
    public static JsonConstraints None { get; } = new(null, null, null);
}

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
[JsonSerializable(typeof(DataPackage))]
[JsonSerializable(typeof(Provenance))]
internal sealed partial class ReportJson : JsonSerializerContext
{
    /// <summary>The same for files that people read too: an apostrophe stays an apostrophe.</summary>
    public static ReportJson Readable { get; } = new(new JsonSerializerOptions
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NewLine = "\n",
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
    });
}
