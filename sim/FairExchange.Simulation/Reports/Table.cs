using System.Collections.Immutable;
using System.Globalization;
using CsvHelper;
using FairExchange.Model.Language;

namespace FairExchange.Simulation.Reports;

/// <summary>What a column is to a summary over replications.</summary>
public enum ColumnKind
{
    /// <summary>Tells replications apart and is gone in the summary.</summary>
    Replication,

    /// <summary>Rows that agree in all of these are one scenario's replications.</summary>
    Factor,

    /// <summary>A figure with a mean and an interval.</summary>
    Measure,
}

/// <summary>A column of a CSV file, declared once: for the file, its reader, its summary, and the data dictionary.</summary>
/// <param name="Name">With the unit, where it has one.</param>
/// <param name="Type">Of the Frictionless table schema: string, integer, number, boolean.</param>
public sealed record Column(string Name, string Type, string Description)
{
    /// <summary>Endings of names, with the unit that they stand for; longer ones first.</summary>
    private static readonly (string Ending, string Unit)[] Units =
    [
        ("_usd_per_year", "USD/year"), ("_usd_per_user", "USD/user"), ("_usd_per_resolve", "USD/resolve"), ("_usd_per_failure", "USD"),
        ("_usd", "USD"), ("_per_second", "1/s"), ("_per_s", "1/s"), ("_per_year", "1/year"), ("_per_million", "1e-6"),
        ("_per_1000", "1e-3"), ("_months", "months"), ("_bytes", "bytes"), ("_gb", "GB"), ("_us", "us"), ("_ms", "ms"), ("_min", "min"),
        ("_s", "s"), ("_h", "h"), ("_share", "fraction"), ("_ratio", "fraction"), ("_rate", "fraction"), ("_p50", ""), ("_p95", ""),
        ("_p05", ""), ("_p99", ""), ("_mean", ""), ("_ci95_low", ""), ("_ci95_high", ""),
    ];

    public ColumnKind Kind { get; init; } = ColumnKind.Measure;

    /// <summary>Part of what tells each row from all others.</summary>
    public bool IsKey { get; init; }

    /// <summary>Whether a cell may be empty, where there is no such figure.</summary>
    public bool MayBeEmpty { get; init; }

    /// <summary>The words that may stand in it; empty for any.</summary>
    public ImmutableArray<string> Words { get; init; } = [];

    /// <summary>The least number that may stand in it; null for any.</summary>
    public int? Least { get; init; }

    public bool IsNumber => Type is "integer" or "number";

    /// <summary>As the name says it; null for words and counts.</summary>
    public string? Unit => IsNumber ? UnitOf(Name) : null;

    /// <summary>Whether a cell is what the column holds.</summary>
    public bool Takes(string cell) =>
        cell.Length == 0 ? MayBeEmpty || !IsNumber
            : !IsNumber || (double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                && double.IsFinite(number));

    private static string? UnitOf(string name)
    {
        var (ending, unit) = Units.FirstOrDefault(unit => name.EndsWith(unit.Ending, StringComparison.Ordinal));
        return ending is null ? null : unit.Length > 0 ? unit : UnitOf(name[..^ending.Length]);
    }
}

/// <summary>A column with where its value comes from.</summary>
public sealed record Column<T>(Column Declared, Func<T, object?> Value);

/// <summary>A CSV file's columns, said once: for the file and for its data dictionary.</summary>
/// <param name="Name">The file's name without ".csv".</param>
public sealed record Table<T>(string Name, string Description, ImmutableArray<Column<T>> Columns)
{
    public Table(string name, string description)
        : this(name, description, [])
    {
    }

    public ImmutableArray<Column> Declared => [.. Columns.Select(column => column.Declared)];

    public Table<T> Text(string name, string description, Func<T, string> value) => With(new Column(name, "string", description), value);

    /// <summary>One of these words, and no other.</summary>
    public Table<T> Word(string name, string description, ImmutableArray<string> words, Func<T, string> value) =>
        With(new Column(name, "string", description) { Words = words, MayBeEmpty = words.Contains("") }, value);

    public Table<T> Whole(string name, string description, Func<T, long> value) =>
        With(new Column(name, "integer", description) { Least = 0 }, row => value(row));

    /// <summary>Empty where there is no value.</summary>
    public Table<T> Optional(string name, string description, Func<T, int?> value) =>
        With(new Column(name, "integer", description) { Least = 0, MayBeEmpty = true }, row => value(row));

    /// <summary>Written with up to <paramref name="decimals"/> decimals.</summary>
    public Table<T> Number(string name, string description, int decimals, Func<T, double> value) => With(
        new Column(name, "number", description),
        row => value(row).ToString("0." + new string('#', decimals), CultureInfo.InvariantCulture));

    public Table<T> Truth(string name, string description, Func<T, bool> value) =>
        With(new Column(name, "boolean", description), row => value(row) ? "true" : "false");

    /// <summary>The columns of these names tell each row from all others.</summary>
    public Table<T> Keyed(params ImmutableArray<string> names) => this with
    {
        Columns = [.. Columns.Select(column => column with
        {
            Declared = column.Declared with { IsKey = names.Contains(column.Declared.Name) },
        })],
    };

    public Table<T> With(Column column, Func<T, object?> value) => this with { Columns = Columns.Add(new Column<T>(column, value)) };

    /// <summary>A row as text.</summary>
    public ImmutableArray<string> Cells(T row) =>
        [.. Columns.Select(column => Convert.ToString(column.Value(row), CultureInfo.InvariantCulture) ?? "")];

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
}

/// <summary>Writes a table row by row: invariant culture, lines that end in a line feed.</summary>
public sealed class TableWriter<T> : IDisposable
{
    private readonly Table<T> table;
    private readonly CsvWriter csv;

    internal TableWriter(Table<T> table, TextWriter writer)
    {
        this.table = table;
        csv = CsvWriter.Create(
            writer, new CsvWriterOptions { NewLine = "\n", Quoting = CsvQuoting.WhenNeededOrWhitespace }, leaveOpen: true);
        foreach (var column in table.Columns)
        {
            csv.WriteField(column.Declared.Name);
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

/// <summary>
/// A table that somebody hands in, as CSV (RFC 4180; lines end either way): each column once, in each row as many cells. What is wrong is
/// said with line, column and cell.
/// </summary>
public sealed class CsvRows
{
    private CsvRows(ImmutableArray<string> columns, IEnumerable<(int Line, ImmutableArray<string> Cells)> rows) =>
        (Columns, Rows) = (columns, [.. rows.Select(row => new CsvRow(this, row.Line, row.Cells))]);

    public ImmutableArray<string> Columns { get; }

    public ImmutableArray<CsvRow> Rows { get; }

    /// <param name="wanted">The columns, in this order.</param>
    /// <exception cref="ReportFormatException">The text is no CSV, or has other columns.</exception>
    public static CsvRows Read(string text, params IReadOnlyList<string> wanted)
    {
        // Whoever reads the file has taken its byte order mark off; the parser would take another one for none.
        var lines = text.StartsWith('\ufeff') ? throw new ReportFormatException(1, "it begins with a byte order mark") : Lines(text);
        var columns = lines.Count == 0 ? throw new ReportFormatException(1, "there is nothing in it") : lines[0].Cells;
        if (columns.CountBy(column => column).FirstOrDefault(column => column.Value > 1) is { Key: { } twice })
        {
            throw new ReportFormatException(1, $"the column '{Legible.Shown(twice)}' is there twice");
        }

        if (wanted.FirstOrDefault(column => !columns.Contains(column)) is { } missing)
        {
            throw new ReportFormatException(1, $"there is no column {missing}; the columns are {string.Join(",", wanted)}");
        }

        if (columns.FirstOrDefault(column => !wanted.Contains(column)) is { } unknown)
        {
            throw new ReportFormatException(
                1, $"the column '{Legible.Shown(unknown)}' is not known here; the columns are {string.Join(",", wanted)}");
        }

        foreach (var (line, cells) in lines.Skip(1).Where(row => row.Cells.Length != columns.Length))
        {
            throw new ReportFormatException(line, $"{columns.Length} cells are wanted, here are {cells.Length}");
        }

        return columns.SequenceEqual(wanted)
            ? new CsvRows(columns, lines.Skip(1))
            : throw new ReportFormatException(1, $"the columns are wanted in the order {string.Join(",", wanted)}");
    }

    private static List<(int Line, ImmutableArray<string> Cells)> Lines(string text)
    {
        using var csv = CsvReader.FromText(text,
            new CsvReaderOptions
            {
                Separator = ',',
                HasHeader = false,
                MalformedData = CsvMalformedDataHandling.Throw,
                TrackLineNumbers = true,
            });
        var lines = new List<(int, ImmutableArray<string>)>();
        try
        {
            while (csv.Read())
            {
                lines.Add(((int)csv.LineNumber, [.. Enumerable.Range(0, csv.FieldCount).Select(csv.GetString)]));
            }
        }
        catch (CsvFormatException malformed)
        {
            throw new ReportFormatException((int)malformed.LineNumber, "this is not CSV: a quotation mark stands where none can");
        }

        return lines;
    }
}

/// <summary>A row of <see cref="CsvRows"/>.</summary>
/// <param name="Line">Of the file, from 1; its first one, where a cell has line breaks.</param>
public sealed record CsvRow(CsvRows Table, int Line, ImmutableArray<string> Cells)
{
    public string this[string column] => Cells[Table.Columns.IndexOf(column)];

    /// <exception cref="ReportFormatException">The cell is empty or no finite number.</exception>
    public double Number(string column) =>
        double.TryParse(this[column], NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number : throw Wrong(column, "a number is wanted, as in 1.5");

    /// <exception cref="ReportFormatException">The cell is empty or no whole number that is not negative.</exception>
    public long Whole(string column) =>
        long.TryParse(this[column], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number : throw Wrong(column, "a whole number from 0 on is wanted");

    /// <exception cref="ReportFormatException">The cell has none of them.</exception>
    public string OneOf(string column, params IReadOnlyList<string> words) =>
        words.Contains(this[column]) ? this[column] : throw Wrong(column, $"there are {string.Join(", ", words)}");

    public ReportFormatException Wrong(string column, string problem) =>
        new(Line, $"{column} is '{Legible.Shown(this[column])}': {problem}");
}

/// <summary>A file that is not the report it is taken for. The message is one line: which line of the file, and what.</summary>
public sealed class ReportFormatException(int line, string problem) : FormatException($"line {line}: {problem}");
