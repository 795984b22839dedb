using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using FairExchange.Model.Language;
using FairExchange.Simulation.Reports;

namespace FairExchange.Cli.Reporting;

/// <summary>
/// The verdict table as papers print it, with the package booktabs: protocols by rows, properties by columns, the legend in its caption.
/// </summary>
internal static class VerdictLatex
{
    public static string Of(IReadOnlyList<VerdictRow> verdicts)
    {
        var protocols = verdicts.GroupBy(row => row.Protocol).ToList();
        ImmutableArray<VerdictColumn> columns = [.. VerdictColumn.Of(Property.All)
            .Where(column => verdicts.Any(row => row.Property == column.Property.Name && row.Party == column.Party))];
        var properties = columns.Select(column => column.Property).Distinct().ToList();
        var text = new StringBuilder(
            """
            % Verdicts of fairexchange verify. Its caption is the legend; wants \usepackage{booktabs}.
            \begin{table}
            \centering\small\setlength{\tabcolsep}{3pt}

            """.ReplaceLineEndings("\n"));
        text.Append(CultureInfo.InvariantCulture, $"\\begin{{tabular}}{{l{new string('c', columns.Length)}}}\n\\toprule\n");
        foreach (var property in properties)
        {
            var (name, width) = (Short(property), columns.Count(column => column.Property == property));
            text.Append(CultureInfo.InvariantCulture, $" & {(width == 1 ? name : $"\\multicolumn{{{width}}}{{c}}{{{name}}}")}");
        }

        text.Append(" \\\\\n");
        foreach (var (first, last) in properties.Where(property => property.PerParty)
            .Select(property => (Place(columns, column => column.Property == property), PlaceOfLast(columns, property))))
        {
            text.Append(CultureInfo.InvariantCulture, $"\\cmidrule(lr){{{first}-{last}}}");
        }

        var parties = string.Concat(columns.Select(column => $" & {column.Party.ToUpperInvariant().FirstOrDefault(' ')}"));
        text.Append(CultureInfo.InvariantCulture, $"\nprotocol{parties} \\\\\n\\midrule\n");
        foreach (var protocol in protocols)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"{Escape(protocol.Key)}{string.Concat(columns.Select(column => $" & {Sign(VerdictCell.Of(protocol, column))}"))} \\\\\n");
        }

        return text.Append("\\bottomrule\n\\end{tabular}\n\\caption{").Append(Legend(verdicts, columns, properties))
            .Append("}\n\\label{tab:verdicts}\n\\end{table}\n").ToString();
    }

    /// <summary>What TeX would read as its own is written as the letter that it is; two letters that it would make one stay two.</summary>
    public static string Escape(string text) => string.Concat(text.Select((letter, i) => letter switch
    {
        '\\' => "\\textbackslash{}",
        '~' => "\\textasciitilde{}",
        '^' => "\\textasciicircum{}",
        '<' => "\\textless{}",
        '>' => "\\textgreater{}",
        '|' => "\\textbar{}",
        '"' => "\\char34{}",
        '{' or '}' or '$' or '&' or '#' or '_' or '%' => $"\\{letter}",
        '-' or '\'' or '`' or ',' or '!' or '?'
            when i + 1 < text.Length && "-'`,".Contains(text[i + 1], StringComparison.Ordinal) => $"{letter}{{}}",
        _ => letter.ToString(),
    }));

    /// <summary>F for fairness, NRO for non-repudiation of origin: initials, or as many letters as tell a word from the others.</summary>
    internal static string Short(Property property)
    {
        var words = Words(property);
        if (words.Length > 1)
        {
            return string.Concat(words.Select(word => char.ToUpperInvariant(word[0])));
        }

        var others = Property.All.Where(other => other != property && Words(other).Length == 1).Select(other => other.Name).ToList();
        var length = Enumerable.Range(1, property.Name.Length)
            .First(length => !others.Exists(other => other.StartsWith(property.Name[..length], StringComparison.Ordinal)));
        return char.ToUpperInvariant(property.Name[0]) + property.Name[1..length];
    }

    private static string[] Words(Property property) => [.. property.Name.Split('-').Where(word => word != "of")];

    private static string Sign(VerdictCell cell) => (cell.Outcome switch
    {
        VerdictOutcome.NotStated => "--",
        VerdictOutcome.Proved => "$\\bullet$",
        VerdictOutcome.Attacked when cell.Sessions > 1 => string.Create(CultureInfo.InvariantCulture, $"$\\times_{{{cell.Sessions}}}$"),
        VerdictOutcome.Attacked => "$\\times$",
        VerdictOutcome.Vacuous => "$\\emptyset$",
        VerdictOutcome.Unknown => "?",
        _ => throw new System.Diagnostics.UnreachableException(),
    }) + (cell.AsExpected ? "" : "$^!$");

    /// <summary>Of what is in the table, and nothing else.</summary>
    private static string Legend(
        IReadOnlyList<VerdictRow> verdicts, ImmutableArray<VerdictColumn> columns, IReadOnlyList<Property> properties)
    {
        var cells = verdicts.GroupBy(row => row.Protocol)
            .SelectMany(protocol => columns.Select(column => (protocol.Key, Cell: VerdictCell.Of(protocol, column)))).ToList();
        var most = verdicts.Select(row => row.Sessions).DefaultIfEmpty(1).Max();
        var signs = new (VerdictOutcome Outcome, Func<VerdictCell, bool> Where, string Words)[]
        {
            (VerdictOutcome.Proved, _ => true, $"proved for {(most == 1 ? "one session" : $"up to {most} sessions")} of the honest party"),
            (VerdictOutcome.Attacked, cell => cell.Sessions <= 1, "attacked"),
            (VerdictOutcome.Attacked, cell => cell.Sessions > 1, "attacked from so many sessions on"),
            (VerdictOutcome.Vacuous, _ => true, "no run of which it says anything"),
            (VerdictOutcome.Unknown, _ => true, "unknown"),
            (VerdictOutcome.NotStated, _ => true, "not stated of it"),
        };
        var fewer = verdicts.GroupBy(row => row.Protocol).Where(protocol => protocol.Max(row => row.Sessions) < most)
            .Select(protocol => $"{Escape(protocol.Key)} for {protocol.Max(row => row.Sessions)} only").ToList();
        return string.Concat(
            "Verdicts. ",
            string.Join("; ", signs.Select(sign => (sign.Words, Cells: cells.Select(cell => cell.Cell)
                    .Where(cell => cell.Outcome == sign.Outcome && sign.Where(cell)).ToList()))
                .Where(sign => sign.Cells.Count > 0)
                .Select(sign => $"{Sign(sign.Cells[0] with { AsExpected = true })}: {sign.Words}")),
            cells.Exists(cell => !cell.Cell.AsExpected) ? "; $^!$: not as expected" : "",
            fewer.Count == 0 ? "" : $" ({string.Join(", ", fewer)})",
            ". ",
            string.Join(", ", properties
                .Select(property => $"{Short(property)} {property.Name.Replace("-of-", " of ", StringComparison.Ordinal)}")),
            columns.Any(column => column.Party.Length > 0) ? ", for the honest A (Alice) or B (Bob)." : ".");
    }

    private static int Place(ImmutableArray<VerdictColumn> columns, Func<VerdictColumn, bool> which) =>
        columns.TakeWhile(column => !which(column)).Count() + 2;

    private static int PlaceOfLast(ImmutableArray<VerdictColumn> columns, Property property) =>
        Place(columns, column => column.Property == property) + columns.Count(column => column.Property == property) - 1;
}
