using System.Collections.Immutable;
using System.CommandLine;
using FairExchange.Cli.Reporting;
using FairExchange.Model.Language;
using FairExchange.Simulation.Reports;
using FairExchange.Verification.Universes;
using FairExchange.Verification.Verdicts;

namespace FairExchange.Cli.Commands;

/// <summary><c>verify [ID…]</c>: the verdict table, what must be able to happen beside it, and the attacks in words.</summary>
internal sealed class VerifyCommand : DocumentedCommand
{
    private readonly Argument<string[]> ids = new("ID")
    {
        Description = "Protocols of the catalogue (see list); all if left out.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string?> property = CommandOptions.Text("--property", "PROPERTY", $"One of {string.Join(", ", Property.All)}.");

    private readonly Option<string?> party = CommandOptions.Text("--party", "alice|bob", "Only what is stated for this party.");

    private readonly Option<int?> sessions =
        Choices.Sessions("For 1 up to N sessions of the honest party, in any mix of its roles; as many as each entry says, mostly 2, if "
            + "left out.");

    private readonly Option<int?> wider = CommandOptions.Number(
        "--wider", "N more of the adversary's names, messages, coins and so on than the definition can tell apart; no verdict should "
        + "change.", 0, Universe.MostWider);

    private readonly Option<bool> json = CommandOptions.Flag("--json", "One array of verdicts instead of the tables.");

    private readonly Option<string?> save = CommandOptions.Text("--save", "DIR",
        "Also write each attack as DIR/….trace.json, with its diagram as DIR/….mmd, and each script as DIR/….smt2.");

    private readonly Option<string?> table = CommandOptions.Text("--out", "FILE", "Also write the verdicts as a CSV file, for --baseline.");

    private readonly Option<string?> baseline = CommandOptions.Text("--baseline", "FILE",
        "Also say what changed against an earlier verdicts.csv; exit code 1 where a verdict is weaker.");

    private readonly Option<string?> junit = CommandOptions.Text("--junit", "FILE",
        "Also write verdicts and scenarios as JUnit's XML, for continuous integration.");

    private readonly Option<string?> latex = CommandOptions.Text("--latex", "FILE",
        "Also write the table as papers print it, protocols by rows and properties by columns, with LaTeX's booktabs.");

    public VerifyCommand(CommandContext context)
        : base(
            "verify",
            "Proves or attacks what protocols claim. Exit code 0: nothing against the catalogue; 1: something is, or an attack that "
            + "nobody expected, or nothing was asked; 3: something is unknown.",
            "verify",
            "verify fair-cem fair-cem-named --property fairness --sessions 1",
            "verify fair-cem --party bob --save attacks",
            "verify fair-cem --property fairness --sessions 1 --wider 1",
            "verify --out verdicts.csv",
            "verify --baseline verdicts.csv --junit verdicts.xml",
            "verify --latex verdicts.tex")
    {
        Takes(ids, property, party, sessions, wider, json, save, table, baseline, junit, latex);
        SetAction(parsed => Run(context, parsed));
    }

    private int Run(CommandContext context, ParseResult parsed)
    {
        var protocols = Chosen(context, parsed);
        var claims = Asked(parsed, protocols);
        var earlier = parsed.GetValue(baseline) is { } path ? Baseline.Read(path) : null;
        var folder = parsed.GetValue(save);
        string[] files = [.. new[] { parsed.GetValue(table), parsed.GetValue(junit), parsed.GetValue(latex) }.OfType<string>()];
        WholeFile.CheckPlaces(files);
        if (folder is not null)
        {
            WholeFile.CheckFolder(folder);
            WholeFile.CheckOutside(folder, SavedVerdicts.Endings, files);
        }

        var verification = VerificationRun.Of(context, protocols, claims, recorded: folder is not null, parsed.GetValue(wider) ?? 0);
        if (folder is not null)
        {
            SavedVerdicts.Write(folder, verification.Recorded);
        }

        var rows = verification.Decisions.Select(VerdictRow.Of).ToList();
        var comparison = earlier?.Against(rows);
        if (parsed.GetValue(table) is { } file)
        {
            WholeFile.Write(file, VerdictsCsv.Write(rows));
        }

        if (parsed.GetValue(junit) is { } report)
        {
            WholeFile.Write(report, VerdictJUnit.Of(verification, comparison));
        }

        if (parsed.GetValue(latex) is { } paper)
        {
            WholeFile.Write(paper, VerdictLatex.Of(rows));
        }

        if (parsed.GetValue(json))
        {
            VerdictJson.Write(context.Output, verification.Decisions);
            VerdictReport.WriteBeside(context.Error, verification);
        }
        else
        {
            VerdictReport.Write(context, verification);
        }

        // The array on the output stays one array.
        comparison?.Write(parsed.GetValue(json) ? context.Error : context.Output);
        return comparison is { ExitCode: not ExitCode.Done } && verification.ExitCode != ExitCode.Unexpected
            ? comparison.ExitCode : verification.ExitCode;
    }

    private ImmutableArray<Protocol> Chosen(CommandContext context, ParseResult parsed)
    {
        var chosen = (parsed.GetValue(ids) ?? []).Distinct().Select(context.Find).ToImmutableArray();
        return chosen.IsEmpty ? context.Catalogue : chosen;
    }

    private List<Claim> Asked(ParseResult parsed, ImmutableArray<Protocol> protocols)
    {
        var only = parsed.GetValue(property) is { } word ? Choices.Property(word) : null;
        var whose = parsed.GetValue(party) is { } name ? Choices.Party(name) : null;
        if (only is { PerParty: false } && whose is not null)
        {
            throw new UserError($"{only} is stated for no party: leave out --party");
        }

        return [.. (parsed.GetValue(sessions) is { } most ? Claim.All(protocols, most) : Claim.All(protocols))
            .Where(claim => (only is null || claim.Property == only) && (whose is null || claim.Party == whose(claim.Protocol).Name))];
    }
}
