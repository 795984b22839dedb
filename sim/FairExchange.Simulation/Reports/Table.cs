using System.Collections.Immutable;
using System.Globalization;
using CsvHelper;

namespace FairExchange.Simulation.Reports;

/// <summary>A column: its name (with the unit, where it has one), its Frictionless type, what it means, and where its value comes from.</summary>
public sealed record Column<T>(string Name, string Type, string Description, Func<T, object?> Value);

/// <summary>A CSV file's columns, said once: for the file and for its data dictionary.</summary>
/// <param name="Name">The file's name without ".csv".</param>
public sealed record Table<T>(string Name, string Description, ImmutableArray<Column<T>> Columns)
{
    public Table(string name, string description)
        : this(name, description, [])
    {
    }

    public Table<T> Text(string name, string description, Func<T, string> value) => With(name, "string", description, value);

    public Table<T> Whole(string name, string description, Func<T, long> value) => With(name, "integer", description, row => value(row));

    /// <summary>Empty where there is no value.</summary>
    public Table<T> Optional(string name, string description, Func<T, int?> value) => With(name, "integer", description, row => value(row));

    /// <summary>Written with up to <paramref name="decimals"/> decimals.</summary>
    public Table<T> Number(string name, string description, int decimals, Func<T, double> value) =>
        With(name, "number", description, row => value(row).ToString("0." + new string('#', decimals), CultureInfo.InvariantCulture));

    public Table<T> Truth(string name, string description, Func<T, bool> value) => With(name, "boolean", description, row => value(row) ? "true" : "false");

    /// <summary>A writer to which rows can be added one by one.</summary>
    public TableWriter<T> Open(TextWriter writer) => new(this, writer);

    public void Write(TextWriter writer, IEnumerable<T> rows)
    {
        using var open = Open(writer);
        foreach (var row in rows)
        {
            open.Add(row);
        }
    }

    private Table<T> With(string name, string type, string description, Func<T, object?> value) =>
        this with { Columns = Columns.Add(new Column<T>(name, type, description, value)) };
}

/// <summary>Writes a table row by row: invariant culture, lines that end in a line feed.</summary>
public sealed class TableWriter<T> : IDisposable
{
    private readonly Table<T> table;
    private readonly CsvWriter csv;

    internal TableWriter(Table<T> table, TextWriter writer)
    {
        this.table = table;
        csv = CsvWriter.Create(writer, new CsvWriterOptions { NewLine = "\n", Quoting = CsvQuoting.WhenNeededOrWhitespace }, leaveOpen: true);
        foreach (var column in table.Columns)
        {
            csv.WriteField(column.Name);
        }

        csv.EndRecord();
    }

    public void Add(T row)
    {
        foreach (var column in table.Columns)
        {
            csv.WriteField(column.Value(row));
        }

        csv.EndRecord();
    }

    public void Dispose() => csv.Dispose();
}
