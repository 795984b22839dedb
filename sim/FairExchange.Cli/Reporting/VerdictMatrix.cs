using System.Collections.Immutable;
using FairExchange.Model.Language;
using FairExchange.Simulation.Reports;
using FairExchange.Verification.Verdicts;
using Spectre.Console;

namespace FairExchange.Cli.Reporting;

/// <summary>One line per protocol: its verdicts, and from how many sessions it falls. In several tables, each of which fits a terminal.</summary>
internal static class VerdictMatrix
{
    private static readonly ImmutableArray<ImmutableArray<Property>> Groups =
    [
        [Property.Fairness, Property.Effectiveness, Property.Optimism],
        [Property.Timeliness, Property.CutOff, Property.Statelessness],
        [Property.Accountability, Property.NonRepudiationOfReceipt, Property.NonRepudiationOfOrigin, Property.Transparency, Property.Confidentiality],
    ];

    public static void Write(Surroundings around, VerificationRun verification)
    {
        foreach (var properties in Groups)
        {
            Write(around, verification, properties, withScenarios: properties == Groups[0]);
            around.Output.WriteLine();
        }

        foreach (var fewer in verification.Judgements.Select(judgement => judgement.Protocol).Distinct().Where(protocol => IsShort(protocol, verification)))
        {
            around.Output.WriteLine($"* {fewer}: for {fewer.Sessions} session only.");
        }

        around.Output.WriteLine(VerdictReport.Summary(verification));
    }

    /// <summary>Whether the protocol was decided for fewer sessions than others, so that its "proved" says less.</summary>
    private static bool IsShort(Protocol protocol, VerificationRun verification) =>
        verification.Judgements.Where(judgement => judgement.Protocol == protocol).Max(judgement => judgement.Sessions) < verification.Judgements.Max(judgement => judgement.Sessions);

    private static void Write(Surroundings around, VerificationRun verification, ImmutableArray<Property> properties, bool withScenarios)
    {
        var claims = properties.SelectMany(property => property.PerParty ? new[] { (property, "alice"), (property, "bob") } : [(property, "")]).ToList();
        var table = Tables.New(["protocol", .. claims.Select(claim => Heading(claim.property, claim.Item2)), .. withScenarios ? ["can happen"] : Array.Empty<string>()]);
        foreach (var group in verification.Judgements.GroupBy(judgement => judgement.Protocol))
        {
            var rows = group.Select(judgement => (Row: VerdictRow.Of(judgement), judgement)).ToList();
            var cells = claims.Select(claim => Cell([.. rows.Where(row => row.Row.Property == claim.property.Name && row.Row.Party == claim.Item2).Select(row => row.judgement)]));
            var asDeclared = verification.Reached.Where(reached => reached.Protocol == group.Key).All(scenario => scenario.AsExpected);
            table.AddRow([Tables.Cell(IsShort(group.Key, verification) ? $"{group.Key.Id} *" : group.Key.Id), .. cells, .. withScenarios ? [Tables.Cell(asDeclared ? "as declared" : "WRONG", asDeclared ? null : Color.Red)] : Array.Empty<Cell>()]);
        }

        Tables.Write(around, table);
    }

    private static string Heading(Property property, string party) =>
        $"{property.Name.Replace("-of-", "\nof ", StringComparison.Ordinal)}{(party.Length == 0 ? "" : $"\n{party}")}";

    private static Cell Cell(IReadOnlyList<Judgement> judgements)
    {
        if (judgements.Count == 0)
        {
            // There is no trusted party that the property could speak of, or no evidence against the party.
            return Tables.Cell("-");
        }

        var attacked = judgements.FirstOrDefault(judgement => judgement.Verdict is Verdict.Attacked);
        var word = attacked is { Sessions: > 1 } ? $"attacked at {attacked.Sessions}"
            : attacked is not null ? "attacked"
            : judgements.Any(judgement => judgement.Verdict is Verdict.Vacuous) ? "vacuous"
            : judgements.All(judgement => judgement.Verdict is Verdict.Proved) ? "proved" : "unknown";
        return Tables.Cell(judgements.All(judgement => judgement.AsExpected != false) ? word : $"{word} (NOT EXPECTED)", VerdictReport.Colour(word.Split(' ')[0]));
    }
}
