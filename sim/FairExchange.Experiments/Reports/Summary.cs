using System.Collections.Immutable;
using System.Globalization;
using FairExchange.Experiments.Statistics;
using FairExchange.Simulation.Reports;

namespace FairExchange.Experiments.Reports;

/// <summary>An experiment's summary: a row for each scenario and protocol, each measure as mean and 95 % interval over the replications.</summary>
public sealed record Summary(ImmutableArray<OutputColumn> Columns, ImmutableArray<ImmutableArray<string>> Rows)
{
    /// <summary>That of the experiment's table of bins, where there is one.</summary>
    public Summary? Bins { get; init; }

    public const string Mean = "_mean", Low = "_ci95_low", High = "_ci95_high";

    /// <summary>Made from the cells of the table itself, so that whoever has the table can make it again.</summary>
    public static Summary Of(ImmutableArray<OutputColumn> columns, IEnumerable<ImmutableArray<string>> rows)
    {
        var (factors, measures) = (Places(ColumnKind.Factor), Places(ColumnKind.Measure));
        return new Summary(
            [
                .. factors.Select(place => columns[place]),
                new OutputColumn("replications", "integer", ColumnKind.Factor, "number of independent repetitions"),
                .. measures.Select(place => columns[place]).SelectMany(column => new[]
                {
                    new OutputColumn(column.Name + Mean, "number", ColumnKind.Measure, $"{column.Description}: mean"),
                    new OutputColumn(column.Name + Low, "number", ColumnKind.Measure, $"{column.Description}: lower end of the 95 % confidence interval"),
                    new OutputColumn(column.Name + High, "number", ColumnKind.Measure, $"{column.Description}: upper end of the 95 % confidence interval"),
                }),
            ],
            [
                .. rows.GroupBy(row => string.Join('\n', factors.Select(place => row[place]))).Select(group => ImmutableArray.CreateRange(
                [
                    .. factors.Select(place => group.First()[place]),
                    group.Count().ToString(CultureInfo.InvariantCulture),
                    .. measures.SelectMany(place => Cells(Interval.Of([.. group.Select(row => row[place]).Where(cell => cell.Length > 0).Select(Number)]))),
                ])),
            ]);

        List<int> Places(ColumnKind kind) => [.. Enumerable.Range(0, columns.Length).Where(place => columns[place].Kind == kind)];
    }

    /// <summary>From the CSV file of an experiment whose rows have these columns.</summary>
    /// <exception cref="FormatException">In one line, what is wrong and where.</exception>
    public static Summary Read(string csv, ImmutableArray<OutputColumn> columns)
    {
        var summary = Of(columns, []);
        var (table, seen) = (CsvRows.Read(csv, [.. summary.Columns.Select(column => column.Name)]), new HashSet<string>());
        foreach (var row in table.Rows)
        {
            foreach (var column in summary.Columns.Where(column => column.IsNumber && row[column.Name].Length > 0))
            {
                row.Number(column.Name);
            }

            if (!seen.Add(string.Join('\n', columns.Where(column => column.Kind == ColumnKind.Factor).Select(column => row[column.Name]))))
            {
                throw new ReportFormatException(row.Line, "the same scenario and protocol are there already");
            }
        }

        return summary with { Rows = [.. table.Rows.Select(row => row.Cells)] };
    }

    /// <exception cref="FormatException">There is no such column.</exception>
    public string Text(ImmutableArray<string> row, string column)
    {
        var place = Columns.Select(known => known.Name).ToList().IndexOf(column);
        return place >= 0 ? row[place] : throw new FormatException($"there is no column {column}");
    }

    /// <summary>NaN where the cell is empty.</summary>
    /// <exception cref="FormatException">There is no such column, or no number in it.</exception>
    public double Number(ImmutableArray<string> row, string column) => Text(row, column) is { Length: > 0 } cell ? Number(cell) : double.NaN;

    /// <summary>The rows in which these columns have these values, as text.</summary>
    public IEnumerable<ImmutableArray<string>> Where(params (string Column, string Value)[] wanted) => Rows.Where(row => wanted.All(pair => Text(row, pair.Column) == pair.Value));

    public Table<ImmutableArray<string>> Table(string name, string description) => CellTable.Of(name, description, Columns);

    private static double Number(string cell) => double.Parse(cell, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static IEnumerable<string> Cells(Interval interval) => new[] { interval.Mean, interval.Low, interval.High }.Select(figure => double.IsNaN(figure) ? "" : figure.ToString("G6", CultureInfo.InvariantCulture));
}
