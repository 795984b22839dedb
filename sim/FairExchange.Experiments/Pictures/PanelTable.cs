using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using FairExchange.Experiments.Reports;
using static FairExchange.Experiments.Pictures.HtmlPage;

namespace FairExchange.Experiments.Pictures;

/// <summary>A panel with one point for each series and place, as a table: a line would say what nobody knows.</summary>
public static class PanelTable
{
    public static string Of(Panel panel, Summary summary)
    {
        var table = panel.Table(summary)!;
        ImmutableArray<string> series = [.. panel.Curves.Select(curve => curve.Title).Distinct()];
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"<figcaption>{Text(panel.Title)}: {Text(panel.Y.Title)}</figcaption>\n")
            .Append("<div class=\"wide\"><table>\n<thead><tr>")
            .Append(CultureInfo.InvariantCulture, $"<th class=\"word\">{Text(panel.X.Title)}</th>")
            .AppendJoin("", series.Select(title => $"<th>{Text(title)}</th>")).Append("</tr></thead>\n<tbody>");
        foreach (var (words, curves) in Rows(panel, table))
        {
            page.Append(CultureInfo.InvariantCulture, $"<tr><td class=\"word\">{Text(words)}</td>")
                .AppendJoin("", series.Select(title => Cell(curves.FirstOrDefault(curve => curve.Title == title), table)))
                .Append("</tr>\n");
        }

        return page.Append("</tbody></table></div>\n").ToString();
    }

    /// <summary>A row a place; or a row for each value of x that there is.</summary>
    private static IEnumerable<(string Words, IReadOnlyList<Curve> Curves)> Rows(Panel panel, Summary table) => panel.Places.IsEmpty
        ? panel.Curves.GroupBy(curve => table.Text(table.Where([.. curve.Where]).First(), curve.X))
            .Select(group => (group.Key, (IReadOnlyList<Curve>)[.. group]))
        : panel.Places.Select((place, i) => (place, (IReadOnlyList<Curve>)[.. panel.Curves
            .Where(curve => curve.X == (i + 1).ToString(CultureInfo.InvariantCulture))]));

    private static string Cell(Curve? curve, Summary table)
    {
        var row = curve is null ? default : table.Where([.. curve.Where]).FirstOrDefault();
        if (curve is null || row.IsDefault || table.Number(row, curve.Y) is var mean && double.IsNaN(mean))
        {
            return "<td>–</td>";
        }

        var half = table.Number(row, curve.High) - table.Number(row, curve.Y);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"<td>{table.Number(row, curve.Y):G3}{(half > 0 ? $" <span class=\"interval\">± {half:G2}</span>" : "")}</td>");
    }
}
