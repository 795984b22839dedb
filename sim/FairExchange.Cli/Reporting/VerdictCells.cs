using System.Collections.Immutable;
using FairExchange.Model.Language;
using FairExchange.Simulation.Reports;

namespace FairExchange.Cli.Reporting;

/// <summary>What is asked of every protocol in a column of the verdict table.</summary>
/// <param name="Party">alice, bob, or empty for a property of both.</param>
internal readonly record struct VerdictColumn(Property Property, string Party)
{
    public static IEnumerable<VerdictColumn> Of(IEnumerable<Property> properties) => properties.SelectMany(property => property.PerParty
        ? [new VerdictColumn(property, "alice"), new VerdictColumn(property, "bob")] : new[] { new VerdictColumn(property, "") });
}

/// <summary>What came out for a place of the verdict table, over all numbers of sessions that were asked about.</summary>
internal enum VerdictOutcome
{
    /// <summary>There is no trusted party that the property could speak of, or no evidence against the party; or nobody asked.</summary>
    NotStated,
    Proved,
    Attacked,
    Vacuous,
    Unknown,
}

/// <summary>A place of the verdict table.</summary>
/// <param name="Sessions">From how many sessions on it is attacked; else for how many at most it was decided.</param>
/// <param name="AsExpected">False where the catalogue expects something else.</param>
internal readonly record struct VerdictCell(VerdictOutcome Outcome, int Sessions, bool AsExpected)
{
    /// <param name="rows">Of one protocol.</param>
    public static VerdictCell Of(IEnumerable<VerdictRow> rows, VerdictColumn column)
    {
        ImmutableArray<VerdictRow> here =
            [.. rows.Where(row => row.Property == column.Property.Name && row.Party == column.Party).OrderBy(row => row.Sessions)];
        var attacked = here.FirstOrDefault(row => row.Verdict == "attacked");
        var outcome = here.IsEmpty ? VerdictOutcome.NotStated
            : attacked is not null ? VerdictOutcome.Attacked
            : here.Any(row => row.Verdict == "vacuous") ? VerdictOutcome.Vacuous
            : here.All(row => row.Verdict == "proved") ? VerdictOutcome.Proved : VerdictOutcome.Unknown;
        return new VerdictCell(
            outcome, (attacked ?? here.LastOrDefault())?.Sessions ?? 0, here.All(row => row.Expected != false));
    }

    public override string ToString() => Outcome switch
    {
        VerdictOutcome.NotStated => "-",
        VerdictOutcome.Attacked when Sessions > 1 => $"attacked at {Sessions}",
        _ => Outcome.ToString().ToLowerInvariant(),
    };
}
