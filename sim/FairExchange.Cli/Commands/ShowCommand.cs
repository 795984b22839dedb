using System.CommandLine;
using FairExchange.Model.Drawing;
using FairExchange.Model.Language;
using FairExchange.Verification.Verdicts;

namespace FairExchange.Cli.Commands;

/// <summary><c>show ID</c>: a protocol as its paper would print it, as a diagram, or as what Z3 is asked about it.</summary>
internal sealed class ShowCommand : DocumentedCommand
{
    private readonly Argument<string> id = new("ID") { Description = "A protocol of the catalogue (see list)." };

    private readonly Option<string> format = new("--format")
    {
        Description = "text: Alice-Bob notation; mermaid: a sequence diagram; smt2: the script that Z3 gets.",
        HelpName = "text|mermaid|smt2",
        DefaultValueFactory = _ => "text",
    };

    private readonly Option<string?> property = CommandOptions.Text("--property", "PROPERTY",
        "For smt2: which property; fairness if left out.");

    private readonly Option<string?> party = CommandOptions.Text("--party", "alice|bob", "For smt2: whose; bob's if left out.");

    private readonly Option<int?> sessions = Choices.Sessions("For smt2: exactly so many of the honest party; 1 if left out.");

    public ShowCommand(CommandContext context)
        : base(
            "show",
            "One protocol: its steps, channels, items and expected verdicts.",
            "show fair-cem",
            "show fair-cem --format mermaid > fair-cem.mmd",
            "show fair-cem --format smt2 --property fairness --party bob --sessions 1 | z3 -in")
    {
        Takes(id, format, property, party, sessions);
        SetAction(parsed => Run(context, parsed));
    }

    private int Run(CommandContext context, ParseResult parsed)
    {
        var protocol = context.Find(parsed.GetRequiredValue(id));
        var shown = parsed.GetRequiredValue(format);
        if (shown != "smt2" && new Option[] { property, party,
            sessions }.FirstOrDefault(option => parsed.GetResult(option) is not null) is { } idle)
        {
            throw new UserError($"{idle.Name} says which script is meant: it goes with --format smt2");
        }

        context.Output.Write(shown switch
        {
            "text" => AliceBobNotation.Of(protocol),
            "mermaid" => SequenceDiagram.Of(protocol),
            "smt2" => RecordedDecision.Of(Asked(parsed, protocol), context.NewSolver, cancellation: context.Cancellation).Text(),
            _ => throw Choices.None("format", shown, ["text", "mermaid", "smt2"]),
        });
        return ExitCode.Done;
    }

    private Claim Asked(ParseResult parsed, Protocol protocol)
    {
        var asked = Choices.Property(parsed.GetValue(property) ?? Property.Fairness.Name);
        var whose = parsed.GetValue(party);
        if (!asked.PerParty && whose is not null)
        {
            throw new UserError($"{asked} is stated for no party: leave out --party");
        }

        return new Claim(
            protocol, asked, asked.PerParty ? Choices.Party(whose ?? "bob")(protocol).Name : null, parsed.GetValue(sessions) ?? 1);
    }
}
