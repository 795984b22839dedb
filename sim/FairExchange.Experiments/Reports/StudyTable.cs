using System.Collections.Immutable;
using System.Globalization;
using FairExchange.Experiments.Parameters;
using FairExchange.Experiments.Protocols;
using FairExchange.Experiments.Statistics;
using FairExchange.Simulation.Reports;

namespace FairExchange.Experiments.Reports;

/// <summary>The columns of experiments' tables: the common ones, and how those of one's own are declared.</summary>
public static class StudyTable
{
    /// <summary>With the columns that all experiments have.</summary>
    /// <param name="experiment">Its id.</param>
    public static Table<TRow> Of<TRow>(string experiment)
        where TRow : Row => new Table<TRow>("", "")
        .With(Factor("experiment", "string", "id of the experiment"), _ => experiment)
        .With(Key("scenario", "string", "setting of the factors"), row => row.Common.Scenario)
        .With(Key("replication", "integer", "number of the independent repetition, from 0") with
        {
            Kind = ColumnKind.Replication,
            Least = 0,
        }, row => Text(row.Common.Replication.Number))
        .With(Factor("seed", "integer", "seed of the run") with { Kind = ColumnKind.Replication, Least = 0 },
            row => row.Common.Replication.Seed.ToString(CultureInfo.InvariantCulture))
        .With(Key("protocol", "string", "whose trusted party it is: id of the protocol"), row => row.Common.Protocol.Id)
        .With(Factor("trusted_party", "string",
            "visible: takes part in honest runs; virtual: does not; found by playing the protocol") with
        {
            Words = [StudiedProtocol.Visible, StudiedProtocol.Virtual],
        }, row => row.Common.Protocol.Kind)
        .With(Factor("work_from", "string",
            "where the times of its work come from: exchanges of these very protocols, timed as a whole; or the operations that they do, "
            + "timed one by one") with
        {
            Words = [ServiceTimes.OfExchanges, ServiceTimes.OfOperations],
        }, row => row.Common.WorkFrom)
        .With(Factor("users", "number", "number of people; empty where the experiment has no such number") with
        {
            MayBeEmpty = true,
        }, row => Text(row.Common.Users))
        .With(Factor("exchanges_per_s", "number", "exchanges that begin, per second; empty where the experiment has no such rate") with
        { MayBeEmpty = true }, row => Text(row.Common.ExchangesPerSecond))
        .With(Key("cheating_rate", "number", "share of exchanges in which somebody cheats and leaves the other side waiting"),
            row => Text(row.Common.CheatingRate));

    public static Table<TRow> Factor<TRow>(this Table<TRow> table, string name, string description, Func<TRow, string> value)
        where TRow : Row => table.With(Key(name, "string", description), value);

    /// <param name="words">Those that may stand there.</param>
    public static Table<TRow> Factor<TRow>(
        this Table<TRow> table, string name, string description, ImmutableArray<string> words, Func<TRow, string> value)
        where TRow : Row => table.With(Key(name, "string", description) with { Words = words }, value);

    public static Table<TRow> Factor<TRow>(this Table<TRow> table, string name, string description, Func<TRow, double> value)
        where TRow : Row => table.With(Key(name, "number", description), row => Text(value(row)));

    /// <summary>NaN is an empty cell: there is no such figure.</summary>
    public static Table<TRow> Measure<TRow>(this Table<TRow> table, string name, string description, Func<TRow, double> value)
        where TRow : Row => table.With(new Column(name, "number", description) { MayBeEmpty = true }, row => Text(value(row)));

    /// <summary>A whole number, written with all its digits.</summary>
    public static Table<TRow> Count<TRow>(this Table<TRow> table, string name, string description, Func<TRow, long> value)
        where TRow : Row => table.Whole(name, description, value);

    /// <summary>A table whose cells are text already.</summary>
    internal static Table<ImmutableArray<string>> OfCells(string name, string description, ImmutableArray<Column> columns) => new(
        name, description, [.. columns.Select((column, place) => new Column<ImmutableArray<string>>(column, row => row[place]))]);

    /// <summary>Six significant digits: more than any simulated figure deserves, and the same on every machine.</summary>
    internal static string Text(double value) => double.IsNaN(value) ? "" : value.ToString("G6", CultureInfo.InvariantCulture);

    private static Column Key(string name, string type, string description) => Factor(name, type, description) with { IsKey = true };

    /// <summary>One that follows from the key.</summary>
    private static Column Factor(string name, string type, string description) => new(name, type, description) { Kind = ColumnKind.Factor };
}

/// <summary>What every row of every experiment begins with.</summary>
/// <param name="Scenario">The scenario's name.</param>
/// <param name="Protocol">Whose trusted party it is.</param>
/// <param name="WorkFrom">Where the times of its work come from; see <see cref="ServiceTimes.SourceFor"/>.</param>
/// <param name="Users">How many people there are; NaN where the experiment has no such number.</param>
/// <param name="ExchangesPerSecond">How many exchanges begin, mean over the time that the row speaks of.</param>
/// <param name="CheatingRate">Share of exchanges in which somebody cheats.</param>
public sealed record Common(
    string Scenario, Replication Replication, StudiedProtocol Protocol, string WorkFrom, double Users, double ExchangesPerSecond,
    double CheatingRate);

/// <summary>A row of an experiment's table; each experiment has its own kind.</summary>
public abstract record Row(Common Common);

/// <summary>
/// One of several independent repetitions. Whatever asks for a stream by the same path gets the same numbers: protocols are compared under
/// common random numbers.
/// </summary>
/// <param name="Number">From 0.</param>
/// <param name="Seed">The run's seed.</param>
public sealed record Replication(string Experiment, int Number, ulong Seed)
{
    /// <param name="path">Which stream. Leave the protocol out where both are to meet the same chance.</param>
    public Simulation.Chance Stream(params ReadOnlySpan<string> path) =>
        new(Seed, ["experiment", Experiment, Number.ToString(System.Globalization.CultureInfo.InvariantCulture), .. path]);
}

/// <summary>Rows of an experiment's table, and of its table of bins where it has one, as text.</summary>
public sealed record RunCells(ImmutableArray<ImmutableArray<string>> Rows, ImmutableArray<ImmutableArray<string>> Bins);

/// <summary>
/// An experiment's summary: a row for each scenario and protocol, each measure as mean and 95 % interval over the replications.
/// </summary>
public sealed record Summary(ImmutableArray<Column> Columns, ImmutableArray<ImmutableArray<string>> Rows)
{
    /// <summary>That of the experiment's table of bins, where there is one.</summary>
    public Summary? Bins { get; init; }

    public const string Mean = "_mean", Low = "_ci95_low", High = "_ci95_high";

    /// <summary>Made from the cells of the table itself, so that whoever has the table can make it again.</summary>
    public static Summary Of(ImmutableArray<Column> columns, IEnumerable<ImmutableArray<string>> rows)
    {
        var (factors, measures) = (Places(ColumnKind.Factor), Places(ColumnKind.Measure));
        return new Summary(
            [
                .. factors.Select(place => columns[place]),
                new Column("replications", "integer", "number of independent repetitions") { Kind = ColumnKind.Factor, Least = 0 },
                .. measures.Select(place => columns[place]).SelectMany(column => new[]
                {
                    OfMeasure(column, Mean, "mean"),
                    OfMeasure(column, Low, "lower end of the 95 % confidence interval"),
                    OfMeasure(column, High, "upper end of the 95 % confidence interval"),
                }),
            ],
            [
                .. rows.GroupBy(row => string.Join('\n', factors.Select(place => row[place]))).Select(group => ImmutableArray.CreateRange(
                [
                    .. factors.Select(place => group.First()[place]),
                    group.Count().ToString(CultureInfo.InvariantCulture),
                    .. measures.SelectMany(place =>
                        Cells(Interval.Of([.. group.Select(row => row[place]).Where(cell => cell.Length > 0).Select(Number)]))),
                ])),
            ]);

        // Of a single replication there is no interval.
        static Column OfMeasure(Column column, string ending, string what) =>
            new(column.Name + ending, "number", $"{column.Description}: {what}") { MayBeEmpty = true };

        List<int> Places(ColumnKind kind) => [.. Enumerable.Range(0, columns.Length).Where(place => columns[place].Kind == kind)];
    }

    /// <summary>From the CSV file of an experiment whose rows have these columns.</summary>
    /// <exception cref="FormatException">In one line, what is wrong and where.</exception>
    public static Summary Read(string csv, ImmutableArray<Column> columns)
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
    public double Number(ImmutableArray<string> row, string column) =>
        Text(row, column) is { Length: > 0 } cell ? Number(cell) : double.NaN;

    /// <summary>The rows in which these columns have these values, as text.</summary>
    public IEnumerable<ImmutableArray<string>> Where(params (string Column, string Value)[] wanted) =>
        Rows.Where(row => wanted.All(pair => Text(row, pair.Column) == pair.Value));

    /// <summary>The protocols whose trusted parties are of a kind, in the order of the rows; all where no kind is given.</summary>
    /// <param name="kind">visible or virtual.</param>
    public ImmutableArray<string> Protocols(string? kind = null) =>
        [.. Rows.Where(row => kind is null || Text(row, "trusted_party") == kind).Select(row => Text(row, "protocol")).Distinct()];

    /// <summary>How a sentence speaks of a protocol's trusted party: by its kind, where it is alone of it, or else by name.</summary>
    /// <param name="again">The sentence has spoken of another one already.</param>
    public string Said(string protocol, bool again = false)
    {
        var kind = Text(Where(("protocol", protocol)).First(), "trusted_party");
        return $"{(Protocols(kind).Length > 1 ? "the" : "a")} {kind} {(again ? "one" : "trusted party")}"
            + $"{(Protocols(kind).Length > 1 ? $" of {protocol}" : "")}";
    }

    public Table<ImmutableArray<string>> Table(string name, string description) => StudyTable.OfCells(name, description, Columns);

    private static double Number(string cell) => double.Parse(cell, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static IEnumerable<string> Cells(Interval interval) =>
        new[] { interval.Mean, interval.Low, interval.High }.Select(figure => double.IsNaN(figure)
            ? "" : figure.ToString("G6", CultureInfo.InvariantCulture));
}
