using System.Collections.Immutable;
using System.CommandLine;
using FairExchange.Applications.Certificates;

namespace FairExchange.Cli.Commands;

/// <summary>The lists of trusted parties that a certificate is to have, as options give them.</summary>
internal sealed class RecognisedOptions
{
    private readonly Option<string?> recognises = CommandOptions.Text("--recognises", "NAME,…",
        "The trusted parties recognised overall, the preferred ones first.");

    private readonly Option<string[]> types = new("--for")
    {
        Description = "Those for one type of transaction; may be given several times.",
        HelpName = "TYPE=NAME,…",
    };

    private readonly Option<bool> only = CommandOptions.Flag("--only", "Critical: only those may be used.");

    public IEnumerable<Option> All => [recognises, types, only];

    /// <summary>Whether there is any of them.</summary>
    public bool AreGiven(ParseResult parsed) => All.Any(option => parsed.GetResult(option) is { Implicit: false });

    /// <exception cref="UserError">One is no list, or is given twice, or there is none that could be critical.</exception>
    public RecognisedParties Read(ParseResult parsed)
    {
        var lists = (parsed.GetValue(types) ?? []).Select(ForType).Aggregate(
            RecognisedParties.Those(List(recognises.Name, parsed.GetValue(recognises))),
            (all, own) => all.ByType.ContainsKey(own.Type)
                ? throw new UserError($"--for {own.Type} is given twice: its names go into one list") : all.With(own.Type, own.Parties));
        return parsed.GetValue(only) && lists.IsNobody
            ? throw new UserError("--only goes with --recognises or --for, the lists that are the only ones")
            : lists with { Only = parsed.GetValue(only) };
    }

    private static (string Type, ImmutableArray<string> Parties) ForType(string given) =>
        given.Split('=', 2) is [var type, { Length: > 0 } names] && Transaction.IsType(type)
        ? (type, List($"--for {type}", names))
        : throw new UserError($"--for is '{given}': TYPE=NAME,… is wanted, where {new AgreementRefusal.BadTransaction().Describe()}");

    private static ImmutableArray<string> List(string option, string? names) =>
        names is null ? [] : [.. names.Split(',').Select(name => CommandName.Read(option, name.Trim(' ')))];
}
