using System.Collections.Immutable;
using FairExchange.Simulation.Reports;

namespace FairExchange.Experiments.Reports;

/// <summary>A table whose cells are text already.</summary>
internal static class CellTable
{
    public static Table<ImmutableArray<string>> Of(string name, string description, ImmutableArray<OutputColumn> columns) => new(
        name,
        description,
        [.. columns.Select((column, place) => new Column<ImmutableArray<string>>(column.Name, column.Type, column.Description, row => row[place]))]);
}
