using System.Collections.Immutable;
using System.Globalization;

namespace FairExchange.Simulation.Reports;

/// <summary><c>verdicts.csv</c>: what is proved and what is attacked. It has no clock in it, so the same catalogue gives the same bytes.</summary>
public static class VerdictsCsv
{
    public static Table<VerdictRow> Table { get; } = new Table<VerdictRow>("verdicts", "One row per question put to verification: what is proved, and what is attacked.")
        .Text("protocol", "id of the protocol", row => row.Protocol)
        .Text("property", "name of the property", row => row.Property)
        .Text("party", "the honest party, where the property is stated per party", row => row.Party)
        .Whole("sessions", "sessions of the honest party, in any mix of its roles", row => row.Sessions)
        .Text("verdict", "proved, attacked, no-attack-up-to, vacuous (there is no run of which the property says anything) or unknown", row => row.Verdict)
        .Optional("rounds", "rounds after which no run has anything new, or in which the attack ends", row => row.Rounds)
        .Optional("events", "events of the smallest attack", row => row.Events)
        .Text("expected", "whether the catalogue expects it; empty where it expects nothing", row => row.Expected switch { true => "true", false => "false", null => "" })
        .Text("universe", "the adversary's values that the verdict speaks of, which stand for any number of them; empty where both parties are honest", row => row.Universe);

    private static readonly string[] Columns = [.. Table.Columns.Select(column => column.Name)];

    private static readonly string[] Earlier = Columns[..^1];

    private static readonly string[] Verdicts = ["proved", "attacked", "no-attack-up-to", "vacuous", "unknown"];

    /// <summary>The whole file; lines end in <c>\n</c>.</summary>
    public static string Write(IEnumerable<VerdictRow> rows)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        Table.Write(text, rows);
        return text.ToString();
    }

    /// <exception cref="ReportFormatException">The text is no such table, or answers a question twice.</exception>
    public static ImmutableArray<VerdictRow> Read(string text)
    {
        var asked = new HashSet<(string, string, string, int)>();
        return [.. CsvRows.Read(text, IsEarlier(text) ? Earlier : Columns).Rows.Select(line => Row(line) is var row && asked.Add(row.Question) ? row
            : throw new ReportFormatException(line.Line, $"{row.Protocol}, {row.Property} {row.Party}, {row.Sessions}: is there already"))];
    }

    /// <summary>Tables that were written before the universe was do without its column.</summary>
    private static bool IsEarlier(string text) => text.Split('\n', 2)[0].TrimEnd('\r') == string.Join(',', Earlier);

    private static VerdictRow Row(CsvRow row)
    {
        bool? expected = row.OneOf("expected", "true", "false", "") switch { "true" => true, "false" => false, _ => null };
        return new VerdictRow(
            row["protocol"], row["property"], row["party"], Number("sessions") ?? throw row.Wrong("sessions", "a whole number is wanted"), row.OneOf("verdict", Verdicts), Number("rounds"), Number("events"), expected)
        {
            Universe = row.Table.Columns.Contains("universe") ? row["universe"] : "",
        };

        int? Number(string column) => row[column].Length == 0 ? null : row.Whole(column) is <= int.MaxValue and var number ? (int)number : throw row.Wrong(column, "is too large");
    }
}
