using System.Collections.Immutable;
using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace FairExchange.Simulation.Reports;

/// <summary><c>verdicts.csv</c>: what is proved and what is attacked. It has no clock in it, so the same catalogue gives the same bytes.</summary>
public static class VerdictsCsv
{
    public static Table<VerdictRow> Table { get; } = new Table<VerdictRow>("verdicts", "One row per question put to verification: what is proved, and what is attacked.")
        .Text("protocol", "id of the protocol", row => row.Protocol)
        .Text("property", "name of the property", row => row.Property)
        .Text("party", "the honest party, where the property is stated per party", row => row.Party)
        .Whole("sessions", "sessions of the honest party, in any mix of its roles", row => row.Sessions)
        .Text("verdict", "proved, attacked, no-attack-up-to or unknown", row => row.Verdict)
        .Optional("rounds", "rounds after which no run has anything new, or in which the attack ends", row => row.Rounds)
        .Optional("events", "events of the smallest attack", row => row.Events)
        .Text("expected", "whether the catalogue expects it; empty where it expects nothing", row => row.Expected switch { true => "true", false => "false", null => "" });

    private static readonly string[] Columns = [.. Table.Columns.Select(column => column.Name)];

    private static readonly string[] Verdicts = ["proved", "attacked", "no-attack-up-to", "unknown"];

    private static CsvConfiguration Configuration => new(CultureInfo.InvariantCulture) { NewLine = "\n", BadDataFound = null };

    /// <summary>The whole file; lines end in <c>\n</c>.</summary>
    public static string Write(IEnumerable<VerdictRow> rows)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        Table.Write(text, rows);
        return text.ToString();
    }

    /// <exception cref="ReportFormatException">The text is no such table.</exception>
    public static ImmutableArray<VerdictRow> Read(string text)
    {
        using var csv = new CsvParser(new StringReader(text), Configuration);
        try
        {
            if (!csv.Read() || !csv.Record!.SequenceEqual(Columns))
            {
                throw new ReportFormatException(1, $"the columns {string.Join(",", Columns)} are wanted");
            }

            var rows = ImmutableArray.CreateBuilder<VerdictRow>();
            while (csv.Read())
            {
                rows.Add(Row(csv.Record!, csv.RawRow));
            }

            return rows.ToImmutable();
        }
        catch (CsvHelperException)
        {
            throw new ReportFormatException(csv.RawRow, "this is not CSV");
        }
    }

    private static VerdictRow Row(string[] fields, int line)
    {
        if (fields.Length != Columns.Length)
        {
            throw new ReportFormatException(line, $"{Columns.Length} fields are wanted, here are {fields.Length}");
        }

        if (!Verdicts.Contains(fields[4]))
        {
            throw new ReportFormatException(line, $"a verdict is one of {string.Join(", ", Verdicts)}");
        }

        bool? expected = fields[7] switch
        {
            "true" => true,
            "false" => false,
            "" => null,
            _ => throw new ReportFormatException(line, "expected is true, false or empty"),
        };
        return new VerdictRow(
            fields[0], fields[1], fields[2], Number(3) ?? throw new ReportFormatException(line, "sessions is empty"), fields[4], Number(5), Number(6), expected);

        int? Number(int column) => fields[column].Length == 0 ? null
            : int.TryParse(fields[column], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : throw new ReportFormatException(line, $"{Columns[column]} is a whole number");
    }
}
