using System.Collections.Immutable;
using System.Globalization;
using CsvHelper;
using FairExchange.Model.Language;

namespace FairExchange.Simulation.Reports;

/// <summary>
/// A column: its name (with the unit, where it has one), its Frictionless type, what it means, and where its value comes from.
/// </summary>
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

    public Table<T> Truth(string name, string description, Func<T, bool> value) =>
        With(name, "boolean", description, row => value(row) ? "true" : "false");

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
        csv = CsvWriter.Create(
            writer, new CsvWriterOptions { NewLine = "\n", Quoting = CsvQuoting.WhenNeededOrWhitespace }, leaveOpen: true);
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
