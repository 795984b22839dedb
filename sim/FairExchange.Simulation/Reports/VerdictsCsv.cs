using System.Collections.Immutable;
using System.Globalization;
using FairExchange.Model.Language;
using FairExchange.Verification.Verdicts;
using Found = FairExchange.Verification.Verdicts.Verdict;

namespace FairExchange.Simulation.Reports;

/// <summary>
/// <c>verdicts.csv</c>: what is proved and what is attacked. It has no clock in it, so the same catalogue gives the same bytes.
/// </summary>
public static class VerdictsCsv
{
    private static readonly ImmutableArray<string> Verdicts = ["proved", "attacked", "no-attack-up-to", "vacuous", "unknown"];

    public static Table<VerdictRow> Table { get; } = new Table<VerdictRow>(
        "verdicts", "One row per question put to verification: what is proved, and what is attacked.")
        .Text("protocol", "id of the protocol", row => row.Protocol)
        .Text("property", "name of the property", row => row.Property)
        .Word("party", "the honest party, where the property is stated per party", ["alice", "bob", ""], row => row.Party)
        .Whole("sessions", "sessions of the honest party, in any mix of its roles", row => row.Sessions)
        .Word("verdict", "vacuous: there is no run of which the property says anything", Verdicts, row => row.Verdict)
        .Optional("rounds", "rounds after which no run has anything new, or in which the attack ends", row => row.Rounds)
        .Optional("events", "events of the smallest attack", row => row.Events)
        .Word("expected", "whether the catalogue expects it; empty where it expects nothing", ["true", "false", ""],
            row => row.Expected switch { true => "true", false => "false", null => "" })
        .Text("universe", "the adversary's values that the verdict speaks of, which stand for any number of them; empty where both "
            + "parties are honest", row => row.Universe)
        .Keyed("protocol", "property", "party", "sessions");

    private static readonly string[] Columns = [.. Table.Declared.Select(column => column.Name)];

    private static readonly string[] Earlier = Columns[..^1];

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
        return [.. CsvRows.Read(text, IsEarlier(text)
            ? Earlier : Columns).Rows.Select(line => Row(line) is var row && asked.Add(row.Question) ? row
            : throw new ReportFormatException(line.Line, $"{row.Protocol}, {row.Property} {row.Party}, {row.Sessions}: is there already"))];
    }

    /// <summary>Tables that were written before the universe was do without its column.</summary>
    private static bool IsEarlier(string text) => text.Split('\n', 2)[0].TrimEnd('\r') == string.Join(',', Earlier);

    private static VerdictRow Row(CsvRow row)
    {
        bool? expected = row.OneOf("expected", "true", "false", "") switch { "true" => true, "false" => false, _ => null };
        return new VerdictRow(
            row["protocol"], row["property"], row["party"], Number("sessions")
                ?? throw row.Wrong("sessions", "a whole number is wanted"), row.OneOf("verdict", Verdicts), Number("rounds"),
                Number("events"), expected)
        {
            Universe = row.Table.Columns.Contains("universe") ? row["universe"] : "",
        };

        int? Number(string column) =>
            row[column].Length == 0
                ? null : row.Whole(column) is <= int.MaxValue and var number ? (int)number : throw row.Wrong(column, "is too large");
    }
}

/// <summary>One line of <c>verdicts.csv</c>.</summary>
/// <param name="Party">alice, bob, or empty for properties that speak of both.</param>
/// <param name="Sessions">Of the honest party.</param>
/// <param name="Verdict">proved, attacked, no-attack-up-to, vacuous or unknown.</param>
/// <param name="Rounds">How far was searched, or in which round the attack ends; null where the solver gave up, or there is no run.</param>
/// <param name="Events">Of the smallest attack; null without one.</param>
/// <param name="Expected">Whether the catalogue entry expects this; null where it expects nothing.</param>
public sealed record VerdictRow(
    string Protocol, string Property, string Party, int Sessions, string Verdict, int? Rounds, int? Events, bool? Expected)
{
    /// <summary>
    /// The adversary's values that the verdict speaks of and that stand for any number, as "names 2, messages 2"; empty where both are
    /// honest, and in tables of before it was written down.
    /// </summary>
    public string Universe { get; init; } = "";

    public static VerdictRow Of(Decision decision)
    {
        (string word, int? rounds, int? events) = decision.Verdict switch
        {
            Found.Proved proved => ("proved", proved.Rounds, null),
            Found.Attacked attacked => ("attacked", attacked.Rounds, attacked.Trace.Steps.Length),
            Found.NoAttackUpTo none => ("no-attack-up-to", none.Rounds, null),
            Found.Vacuous => ("vacuous", (int?)null, (int?)null),
            Found.Unknown => ("unknown", (int?)null, (int?)null),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        return new VerdictRow(
            decision.Claim.Protocol.Id, decision.Claim.Property.Name, PartyWord(decision.Claim.Protocol, decision.Claim.Party),
            decision.Claim.Sessions, word,
            rounds, events, decision.AsExpected)
        {
            Universe = decision.Universe?.ToString() ?? "",
        };
    }

    /// <summary>What was asked: the same in two tables that are compared.</summary>
    public (string Protocol, string Property, string Party, int Sessions) Question => (Protocol, Property, Party, Sessions);

    /// <summary>The question in words.</summary>
    public string Claim =>
        $"{Protocol}, {Property}{(Party.Length == 0 ? "" : $" for {Party}")}, {Sessions} session{(Sessions == 1 ? "" : "s")}";

    /// <summary>alice for the first party, bob for the second.</summary>
    public static string PartyWord(Protocol protocol, Term.Variable? party) =>
        party is null ? "" : party == protocol.First.Name ? "alice" : "bob";
}
