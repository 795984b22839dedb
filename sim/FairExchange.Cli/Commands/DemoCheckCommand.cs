using System.CommandLine;
using FairExchange.Cli.Demonstrating;
using FairExchange.Model.Catalogue.CertifiedMail;
using FairExchange.Model.Language;
using FairExchange.Runtime.Uses;
using FairExchange.Runtime.Values;
using FairExchange.Simulation.Uses;

namespace FairExchange.Cli.Commands;

/// <summary><c>demo check</c>: "that the recipient gets our electronic check to him if and only if we get a corresponding receipt".</summary>
internal sealed class DemoCheckCommand : DemoVerb
{
    private const string Evidence = "check.evidence";
    private const string Altered = "altered.evidence";

    private readonly Option<string?> amount = new("--amount") { Description = "What the check is for; 250.00 EUR if left out.", HelpName = "AMOUNT" };

    private readonly Option<long?> number = CampaignOptions.Number("The check's number; 17 if left out.", Check.Largest);

    public DemoCheckCommand(Surroundings around)
        : base(
            around,
            "check",
            "An electronic check that reaches its payee if and only if the drawer gets a receipt; who denies what, and the judge's answers.",
            "nobody",
            "demo check",
            "demo check --amount '99.50 USD' --stops sender --out checks")
    {
        Options.Add(amount);
        Options.Add(number);
    }

    protected override Protocol Protocol => FairCemNamed.Protocol;

    protected override string Transaction => Runtime.Certificates.Transaction.ElectronicCheck;

    protected override void Play(Story story, Company company, Conduct conduct, DateTimeOffset begin, ParseResult parsed)
    {
        var (drawer, payee, money) = (company.Sender, company.Recipient, ReadAmount("--amount", parsed.GetValue(amount) ?? "250.00 EUR"));
        var check = Check.Draw(company.KeysOf(drawer), payee, parsed.GetValue(number) ?? 17, money, DateOnly.FromDateTime(begin.UtcDateTime));
        story.Say($"{drawer} draws and signs a check for {payee}, {check.Encode().Length} bytes: {check}.");
        story.Say($"It goes by {company.Protocol}, Z = E_{company.TrustedParty}({drawer}, {payee}, check; r):");
        var performance = Performance.Of(company, check, conduct, begin.ToUnixTimeMilliseconds());
        story.Tell(performance);

        story.Say("");
        story.Say($"A month later {payee} says \"I never got it\", or {drawer} says \"I never drew it\". Both hold the same evidence.");
        story.Show("The other one", Evidence, performance.ReceiptOf(drawer)!);

        story.Say("");
        story.Say($"{payee} presents the check at a bank, twice.");
        var paid = PaidChecks.None.Present(check, company.Keys, out var first);
        story.Say($"  first: {first?.Describe() ?? "paid"}");
        paid.Present(check, company.Keys, out var second);
        story.Say($"  then: {second?.Describe() ?? "paid"}");
        story.Suggest(Evidence, $" --paid {Story.Word(story.PathOf(Evidence))}");

        var more = check with { Amount = money with { Units = money.Units <= Amount.MostUnits / 10 ? money.Units * 10 : money.Units / 10 } };
        story.Say("");
        story.Say($"{payee} writes {more.Amount} into a copy.");
        story.Show(payee, Altered, performance.ReceiptOf(payee)!.With(new Value.Message(new Bytes(more.Encode()))));
    }
}
