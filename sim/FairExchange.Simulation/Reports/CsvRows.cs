using System.Collections.Immutable;
using System.Globalization;
using CsvHelper;
using FairExchange.Model.Language;

namespace FairExchange.Simulation.Reports;

/// <summary>
/// A table that somebody hands in, as CSV (RFC 4180; lines end either way): each column once, in each row as many cells. What is wrong is said with line, column and cell.
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
            throw new ReportFormatException(1, $"the column '{Legible.Shown(unknown)}' is not known here; the columns are {string.Join(",", wanted)}");
        }

        foreach (var (line, cells) in lines.Skip(1).Where(row => row.Cells.Length != columns.Length))
        {
            throw new ReportFormatException(line, $"{columns.Length} cells are wanted, here are {cells.Length}");
        }

        return columns.SequenceEqual(wanted) ? new CsvRows(columns, lines.Skip(1)) : throw new ReportFormatException(1, $"the columns are wanted in the order {string.Join(",", wanted)}");
    }

    private static List<(int Line, ImmutableArray<string> Cells)> Lines(string text)
    {
        using var csv = CsvReader.FromText(text, new CsvReaderOptions { Separator = ',', HasHeader = false, MalformedData = CsvMalformedDataHandling.Throw, TrackLineNumbers = true });
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
        double.TryParse(this[column], NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : throw Wrong(column, "a number is wanted, as in 1.5");

    /// <exception cref="ReportFormatException">The cell is empty or no whole number that is not negative.</exception>
    public long Whole(string column) =>
        long.TryParse(this[column], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Wrong(column, "a whole number from 0 on is wanted");

    /// <exception cref="ReportFormatException">The cell has none of them.</exception>
    public string OneOf(string column, params IReadOnlyList<string> words) => words.Contains(this[column]) ? this[column] : throw Wrong(column, $"there are {string.Join(", ", words)}");

    public ReportFormatException Wrong(string column, string problem) => new(Line, $"{column} is '{Legible.Shown(this[column])}': {problem}");
}
