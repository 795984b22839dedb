using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using FairExchange.Cli.Reporting;
using FairExchange.Experiments.Pictures;
using FairExchange.Model.Drawing;
using FairExchange.Model.Language;
using FairExchange.Simulation.Reports;
using static FairExchange.Experiments.Pictures.HtmlPage;

namespace FairExchange.Cli.Pages;

/// <summary>An attack as the page shows it.</summary>
/// <param name="File">Of its trace, as seen from the page.</param>
internal sealed record ShownAttack(string File, SequenceChart Chart);

/// <summary>The verdict matrix, each place of which leads to what is behind it: the proof's lines, or the attack drawn.</summary>
internal static class VerdictParts
{
    private static readonly (VerdictOutcome Outcome, string Words)[] Legend =
    [
        (VerdictOutcome.Proved, "proved"),
        (VerdictOutcome.Attacked, "attacked (a figure: only from so many sessions on)"),
        (VerdictOutcome.Vacuous, "no run of which it says anything"),
        (VerdictOutcome.Unknown, "unknown"),
        (VerdictOutcome.NotStated, "not stated of it"),
    ];

    public static PagePart Matrix(IReadOnlyList<VerdictRow> verdicts)
    {
        ImmutableArray<VerdictColumn> columns = [.. VerdictColumn.Of(Property.All)];
        var page = new StringBuilder("<ul class=\"legend\">");
        var cells = verdicts.GroupBy(row => row.Protocol).ToDictionary(
            rows => rows.Key, rows => columns.Select(column => VerdictCell.Of(rows, column)).ToList());
        var there = cells.Values.SelectMany(row => row).Select(cell => cell.Outcome).ToHashSet();
        foreach (var (outcome, words) in Legend.Where(sign => there.Contains(sign.Outcome)))
        {
            page.Append(CultureInfo.InvariantCulture,
                $"<li><span class=\"sign {Class(outcome)}\">{Sign(outcome)}</span> {Text(words)}</li>");
        }

        page.Append("</ul>\n<p>For up to ").Append(verdicts.Max(row => row.Sessions)).Append(
            " sessions of the honest party, A (Alice) or B (Bob), in any mix of its roles. Each sign leads to its proof or attack.</p>\n")
            .Append("<div class=\"wide\"><table class=\"matrix\"><thead><tr><th class=\"word\" rowspan=\"2\">protocol</th>");
        foreach (var property in Property.All)
        {
            page.Append(CultureInfo.InvariantCulture,
                $"<th class=\"property\" {(property.PerParty ? "colspan=\"2\"" : "rowspan=\"2\"")}><span>{Name(property)}</span></th>");
        }

        page.Append("</tr><tr>")
            .AppendJoin("", columns.Where(column => column.Party.Length > 0)
                .Select(column => $"<th>{char.ToUpperInvariant(column.Party[0])}</th>"))
            .Append("</tr></thead><tbody>\n");
        foreach (var (protocol, row) in cells)
        {
            page.Append(CultureInfo.InvariantCulture,
                $"<tr><th class=\"word\"><a href=\"#{Text(protocol)}\">{Breakable(protocol)}</a></th>");
            page.AppendJoin("", row.Zip(columns, (cell, column) => Cell(protocol, cell, column))).Append("</tr>\n");
        }

        return new PagePart(
            "verdicts", "What holds", "What holds, and what does not", page.Append("</tbody></table></div>\n").ToString());
    }

    /// <param name="attacks">By the place that they belong to.</param>
    public static PagePart Reasons(
        IReadOnlyList<VerdictRow> verdicts, IReadOnlyDictionary<string, ShownAttack> attacks, IReadOnlyDictionary<string, string> titles)
    {
        var page = new StringBuilder();
        foreach (var protocol in verdicts.GroupBy(row => row.Protocol))
        {
            page.Append(CultureInfo.InvariantCulture, $"<h3 id=\"{Text(protocol.Key)}\">{Text(protocol.Key)}</h3>\n");
            if (titles.TryGetValue(protocol.Key, out var title))
            {
                page.Append(CultureInfo.InvariantCulture, $"<p>{Text(title)}</p>\n");
            }

            var (proofs, drawn) = (new StringBuilder(), new StringBuilder());
            foreach (var claim in protocol.GroupBy(row => (row.Property, row.Party)))
            {
                var (place, lines) = (Place(protocol.Key, claim.Key.Property, claim.Key.Party), string.Join("; ", claim.Select(Line)));
                var said = $"{Claim(claim.Key.Property, claim.Key.Party)}: {lines}.";
                _ = attacks.TryGetValue(place, out var attack)
                    ? drawn.Append(CultureInfo.InvariantCulture, $"<figure id=\"{Text(place)}\"><figcaption>{Text(said)} ")
                        .Append(CultureInfo.InvariantCulture, $"<code>fairexchange replay {Text(attack.File)}</code></figcaption>\n")
                        .Append(SequenceSvg.Of(attack.Chart)).Append("</figure>\n")
                    : proofs.Append(CultureInfo.InvariantCulture, $"<li id=\"{Text(place)}\">{Text(said)}</li>\n");
            }

            page.Append(proofs.Length == 0 ? "" : $"<ul>\n{proofs}</ul>\n")
                .Append(drawn.Length == 0 ? "" : $"<div class=\"attacks\">\n{drawn}</div>\n");
        }

        return new PagePart("reasons", "Proofs and attacks", "Proofs and attacks, protocol by protocol", page.ToString());
    }

    /// <summary>fair-cem.fairness.bob: the place of a claim on the page, and the beginning of its trace's name.</summary>
    public static string Place(string protocol, string property, string party) =>
        party.Length == 0 ? $"{protocol}.{property}" : $"{protocol}.{property}.{party}";

    private static string Cell(string protocol, VerdictCell cell, VerdictColumn column)
    {
        if (cell.Outcome == VerdictOutcome.NotStated)
        {
            return "<td>–</td>";
        }

        var (claim, sessions) = (Claim(column.Property.Name, column.Party), cell is { Outcome: VerdictOutcome.Attacked, Sessions: > 1 }
            ? string.Create(CultureInfo.InvariantCulture, $"<sub>{cell.Sessions}</sub>") : "");
        var said = Text($"{protocol}, {claim}: {cell}{(cell.AsExpected ? "" : ", not as expected")}");
        return $"<td class=\"{Class(cell.Outcome)}{(cell.AsExpected ? "" : " unexpected")}\"><a title=\"{said}\" "
            + $"href=\"#{Text(Place(protocol, column.Property.Name, column.Party))}\">{Sign(cell.Outcome)}{sessions}</a></td>";
    }

    private static string Line(VerdictRow row)
    {
        var how = string.Join(", ", new[]
        {
            row.Rounds is { } rounds ? Count(rounds, "round") : "",
            row.Events is { } events ? Count(events, "event") : "",
            row.Universe,
            row.Expected == false ? "NOT EXPECTED" : "",
        }.Where(part => part.Length > 0));
        return $"{row.Verdict.Replace("no-attack-up-to", "no attack found in", StringComparison.Ordinal)} for "
            + $"{Count(row.Sessions, "session")}{(how.Length == 0 ? "" : $" ({how})")}";
    }

    private static string Count(int number, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"{number} {what}{(number == 1 ? "" : "s")}");

    private static string Claim(string property, string party) => party.Length == 0
        ? property : $"{property} for {char.ToUpperInvariant(party[0])}{party[1..]}";

    private static string Class(VerdictOutcome outcome) => outcome.ToString().ToLowerInvariant();

    private static string Sign(VerdictOutcome outcome) => outcome switch
    {
        VerdictOutcome.Proved => "✓",
        VerdictOutcome.Attacked => "✗",
        VerdictOutcome.Vacuous => "∅",
        VerdictOutcome.Unknown => "?",
        VerdictOutcome.NotStated => "–",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string Name(Property property) => Text(property.Name.Replace("-of-", " of ", StringComparison.Ordinal));

    /// <summary>May be broken after a hyphen, on a telephone.</summary>
    private static string Breakable(string id) => Text(id).Replace("-", "-<wbr>", StringComparison.Ordinal);
}
