using System.Collections.Immutable;
using FairExchange.Experiments.Reports;

namespace FairExchange.Experiments.Pictures;

/// <summary>What is drawn of an experiment: panels, two in a row.</summary>
/// <param name="Groups">Groups of parameters that the experiment reads, its own and the shared ones: for the page.</param>
/// <param name="Panels">Made from the summary, for which values a factor has depends on the run.</param>
public sealed record Picture(ImmutableArray<string> Groups, Func<Summary, ImmutableArray<Panel>> Panels)
{
    internal const string Visible = "cem0", Virtual = "fair-cem";

    internal static (string Column, string Value) Cem0 { get; } = ("protocol", Visible);

    internal static (string Column, string Value) FairCem { get; } = ("protocol", Virtual);

    internal static Axis CheatingRate { get; } = new("cheating rate (share of exchanges; 0 stands at the left end)", true, 1e-6);

    /// <summary>The values of a factor, in the order of the summary.</summary>
    internal static ImmutableArray<string> Values(Summary summary, string column, params (string Column, string Value)[] where) =>
        [.. summary.Where(where).Select(row => summary.Text(row, column)).Distinct()];

    /// <summary>A large number as people write it: 1e9 for 1E+09.</summary>
    internal static string Say(string number) => number.Replace("E+0", "e", StringComparison.Ordinal).Replace("E+", "e", StringComparison.Ordinal);

    /// <summary>Of a factor the value nearest to a number, on a logarithmic scale.</summary>
    internal static string Near(Summary summary, string column, double number) => summary.Rows
        .Where(row => summary.Number(row, column) > 0).MinBy(row => Math.Abs(Math.Log(summary.Number(row, column) / number))) is { IsDefault: false } row ? summary.Text(row, column) : "";
}
