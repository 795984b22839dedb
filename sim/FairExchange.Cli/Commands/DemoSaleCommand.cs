using System.CommandLine;
using System.Security.Cryptography;
using System.Text;
using FairExchange.Cli.Demonstrating;
using FairExchange.Model.Catalogue.CertifiedMail;
using FairExchange.Model.Language;
using FairExchange.Runtime.Uses;
using FairExchange.Runtime.Values;
using FairExchange.Simulation.Uses;

namespace FairExchange.Cli.Commands;

/// <summary><c>demo sale</c>: "if our protocol were executed with G as the message, then C could not claim that he never got G".</summary>
internal sealed class DemoSaleCommand : DemoVerb
{
    /// <summary>The paper's buyer "needed music for his birthday party".</summary>
    private const string Song = """
        X:1
        T:For a birthday party
        M:3/4
        L:1/4
        K:F
        C/>C/ | D C F | E2 C/>C/ | D C G | F2 C/>C/ | c A F | E D B/>B/ | A F G | F2 |]

        """;

    private readonly Option<string?> goods = new("--goods") { Description = $"A file to sell, of at most {Good.Largest} bytes; a song if left out.", HelpName = "FILE" };

    private readonly Option<string?> price = new("--price") { Description = "What it costs; 9.99 USD if left out.", HelpName = "AMOUNT" };

    private readonly Option<long?> number = CampaignOptions.Number("The order's number; 1001 if left out.", Check.Largest);

    public DemoSaleCommand(Surroundings around)
        : base(
            around,
            "sale",
            "A good delivered against a receipt to a buyer who says a month later that he never got it; and a seller who has not delivered.",
            "recipient",
            "demo sale",
            "demo sale --goods program.zip --price '19.00 EUR' --stops nobody")
    {
        Options.Add(goods);
        Options.Add(price);
        Options.Add(number);
    }

    protected override Protocol Protocol => FairCemNamed.Protocol;

    protected override string Transaction => Runtime.Certificates.Transaction.ElectronicSale;

    protected override void Play(Story story, Company company, Conduct conduct, DateTimeOffset begin, ParseResult parsed)
    {
        var (seller, buyer, path, at) = (company.Sender, company.Recipient, parsed.GetValue(goods), begin.ToUnixTimeMilliseconds());
        var content = path is null ? Encoding.UTF8.GetBytes(Song.ReplaceLineEndings("\n")) : WholeFile.Read(path, Good.Largest);
        var wanted = new SaleOrder(
            buyer, seller, parsed.GetValue(number) ?? 1001, path is null ? "birthday.abc" : Path.GetFileName(path), new Bytes(SHA256.HashData(content)),
            ReadAmount("--price", parsed.GetValue(price) ?? "9.99 USD"), DateOnly.FromDateTime(begin.UtcDateTime));
        var order = (SaleOrder)wanted.SignedBy(company.KeysOf(buyer));
        var good = Fitting(new Good(order, new Bytes(content)), $"--goods: a file of 1 to {Good.Largest} bytes is wanted, with a name of up to 255 bytes on one line");
        story.Say($"{buyer} sends {seller} {order}, signed, with the good's SHA-256: {order.Encode().Length} bytes, by any mail.");
        story.Say($"{seller} ships {order.Item}, {content.Length} bytes, together with the order, by {company.Protocol}, Z = E_{company.TrustedParty}({seller}, {buyer}, good; r):");
        var performance = Performance.Of(company, good, conduct, at);
        story.Tell(performance);

        story.Say("");
        story.Say($"A month later {buyer} sees {order.Price} on the statement, and says \"I never got it\", and \"I never asked for it\".");
        story.Show(seller, "sale.evidence", performance.ReceiptOf(seller)!);

        story.Say("");
        story.Say($"Had {seller} shipped something else, the receipt would be for that:");
        var other = Performance.Of(company, good with { Content = new Bytes("out of stock"u8.ToArray()) }, Conduct.Honest, at);
        story.Show(buyer, "other.evidence", other.ReceiptOf(buyer)!);

        story.Say("");
        story.Say($"And if {seller} has sent Z, and {buyer} has never answered?");
        var undelivered = Performance.Of(company, good, Conduct.RecipientIsSilent, at);
        story.Tell(undelivered);
        story.Say($"{seller} holds order, good and Z, and nothing that the judge accepts. What if {seller} signs Z in {buyer}'s name?");
        story.Show(seller, "forged.evidence", undelivered.Forgery());
    }
}
