using System.Collections.Immutable;
using System.Globalization;

namespace FairExchange.Experiments.Reports;

/// <summary>What a column is to the summary.</summary>
public enum ColumnKind
{
    /// <summary>Tells replications apart and is gone in the summary.</summary>
    Replication,

    /// <summary>Rows that agree in all of these are one scenario's replications.</summary>
    Factor,

    /// <summary>A figure with a mean and an interval. Empty where there is none.</summary>
    Measure,
}

/// <param name="Name">With the unit, where it has one.</param>
/// <param name="Type">Of the Frictionless table schema: string, integer, number.</param>
public sealed record OutputColumn(string Name, string Type, ColumnKind Kind, string Description)
{
    public bool IsNumber => Type is "integer" or "number";

    /// <summary>Whether a cell is what the column holds. Empty: there is no such figure.</summary>
    public bool Takes(string cell) => !IsNumber || cell.Length == 0 || (double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number));
}

/// <summary>The columns of an experiment, said once: for its CSV, its summary and their dictionary.</summary>
public sealed record Outputs<TRow>(ImmutableArray<(OutputColumn Column, Func<TRow, string> Cell)> Columns)
    where TRow : Row
{
    /// <param name="experiment">Its id.</param>
    public Outputs(string experiment)
        : this(new Outputs<TRow>([])
            .With("experiment", "string", ColumnKind.Factor, "id of the experiment", _ => experiment)
            .With("scenario", "string", ColumnKind.Factor, "setting of the factors", row => row.Common.Scenario)
            .With("replication", "integer", ColumnKind.Replication, "number of the independent repetition, from 0", row => Text(row.Common.Replication.Number))
            .With("seed", "integer", ColumnKind.Replication, "seed of the run", row => row.Common.Replication.Seed.ToString(CultureInfo.InvariantCulture))
            .With("protocol", "string", ColumnKind.Factor, "whose trusted party it is: cem0 has a visible one, fair-cem a virtual one", row => row.Common.Protocol)
            .With("users", "number", ColumnKind.Factor, "number of people; empty where the experiment has no such number", row => Text(row.Common.Users))
            .With("exchanges_per_s", "number", ColumnKind.Factor, "exchanges that begin, per second", row => Text(row.Common.ExchangesPerSecond))
            .With("cheating_rate", "number", ColumnKind.Factor, "share of exchanges that end at the trusted party because somebody cheats", row => Text(row.Common.CheatingRate))
            .Columns)
    {
    }

    public ImmutableArray<string> Cells(TRow row) => [.. Columns.Select(column => column.Cell(row))];

    public Outputs<TRow> Factor(string name, string description, Func<TRow, string> value) => With(name, "string", ColumnKind.Factor, description, value);

    public Outputs<TRow> Factor(string name, string description, Func<TRow, double> value) => With(name, "number", ColumnKind.Factor, description, row => Text(value(row)));

    /// <summary>NaN is an empty cell: there is no such figure.</summary>
    public Outputs<TRow> Measure(string name, string description, Func<TRow, double> value) => With(name, "number", ColumnKind.Measure, description, row => Text(value(row)));

    /// <summary>A whole number, written with all its digits.</summary>
    public Outputs<TRow> Count(string name, string description, Func<TRow, long> value) => With(name, "integer", ColumnKind.Measure, description, row => value(row).ToString(CultureInfo.InvariantCulture));

    /// <summary>Six significant digits: more than any simulated figure deserves, and the same on every machine.</summary>
    internal static string Text(double value) => double.IsNaN(value) ? "" : value.ToString("G6", CultureInfo.InvariantCulture);

    private Outputs<TRow> With(string name, string type, ColumnKind kind, string description, Func<TRow, string> cell) =>
        new(Columns.Add((new OutputColumn(name, type, kind, description), cell)));
}
