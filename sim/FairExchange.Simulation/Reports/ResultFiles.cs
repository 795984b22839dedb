using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

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
        Resources = Resources.Add(new JsonResource(table.Name, $"{table.Name}.csv", "tabular-data-resource", "utf-8", table.Description, new JsonSchema(
            [.. table.Columns.Select(column => new JsonField(column.Name, column.Type, column.Description))]))),
    };

    public ResultFiles With(string name, string text) => this with { Files = Files.SetItem(name, text) };

    /// <summary>Adds <c>datapackage.json</c> (Frictionless Data Package) and <c>provenance.json</c>, which alone says when, where and with what.</summary>
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
