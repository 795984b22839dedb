using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FairExchange.Applications.Uses;
using FairExchange.Cli.Demos;
using FairExchange.Cryptography;
using FairExchange.Model.Catalogue.CertifiedMail;
using FairExchange.Model.Language;
using FairExchange.Runtime.Values;
using FairExchange.Simulation.Exchanges;

namespace FairExchange.Cli.Commands;

/// <summary><c>demo check|notice|sale</c>: the paper's uses of certified mail (section 4), in words, with evidence for the judge.</summary>
internal sealed class DemoCommand : DocumentedCommand
{
    public DemoCommand(CommandContext context)
        : base("demo", "Plays a use of certified mail on real bytes, in words, and writes evidence for judge: a check, a notice with a "
            + "deadline, a sale.",
            "demo check",
            "demo notice --stops recipient",
            "demo sale --price '9.99 USD' --out sale")
    {
        Subcommands.Add(new DemoCheckCommand(context));
        Subcommands.Add(new DemoNoticeCommand(context));
        Subcommands.Add(new DemoSaleCommand(context));
    }
}

/// <summary>What the demonstrations share: who plays with which keys, from which day on, and who stops.</summary>
internal abstract class DemoSubcommand : DocumentedCommand
{
    private const string FirstDay = "2026-01-15";

    private static readonly string[] Stopping = ["nobody", "sender", "recipient"];

    private readonly Option<string?> from = CommandOptions.Text("--from", "NAME", "The sender; Alice if left out.");

    private readonly Option<string?> to = CommandOptions.Text("--to", "NAME", "The recipient; Bob if left out.");

    private readonly Option<string?> date = CommandOptions.Text("--date", "YYYY-MM-DD",
        $"The day on which it begins; {FirstDay} if left out, with --certified today.");

    private readonly Option<string?> stops;

    private readonly Option<string?> suite = CommandOptions.Text("--suite", "S",
        $"{string.Join(" or ", Suite.All)}; {Suite.P256} if left out.");

    private readonly Option<ulong?> seed = CommandOptions.Seed();

    private readonly Option<string?> certified = CommandOptions.Text("--certified", "DIR",
        "Keys and trusted party by the certificates in a folder where certificate issue has made them; the keys are its, "
        + "and coins are the system's.");

    private readonly Option<string?> output;

    /// <param name="name">Of the use.</param>
    /// <param name="stopping">Who stops if nothing is said.</param>
    protected DemoSubcommand(
        CommandContext context, string name, string description, string stopping, params IReadOnlyList<string> examples)
        : base(name, description, examples)
    {
        stops = new("--stops")
        {
            Description = $"Who does not do its part: {string.Join(", ", Stopping)}; {stopping} if left out. A sender takes the receipt "
                + "and says no more; a recipient tells the sender nothing.",
            HelpName = "WHO",
        };
        output = new("--out") { Description = $"Where the evidence goes; demo-{name} if left out.", HelpName = "DIR" };
        Takes(from, to, date, stops, suite, seed, certified, output);
        SetAction(parsed => Run(context, parsed, stopping));
    }

    protected abstract Protocol Protocol { get; }

    /// <summary>For which the two must recognise a trusted party.</summary>
    protected abstract string Transaction { get; }

    /// <param name="begin">The first day, 9 o'clock, or now.</param>
    /// <exception cref="UserError"/>
    protected abstract void Play(DemoReport report, UseParties parties, Conduct conduct, DateTimeOffset begin, ParseResult parsed);

    /// <exception cref="UserError">The message is over its bounds.</exception>
    protected static T Fitting<T>(T message, string problem)
        where T : TypedMessage => message.Fits ? message : throw new UserError(problem);

    protected static Amount ReadAmount(string option, string word) =>
        Amount.TryParse(word, out var amount)
            ? amount : throw new UserError(
                $"{option} is '{word}': an amount as in '250.00 EUR' is wanted, with all decimals of the currency");

    private int Run(CommandContext context, ParseResult parsed, string stopping)
    {
        var folder = parsed.GetValue(output) ?? $"demo-{Name}";
        var conduct = Array.IndexOf(Stopping, parsed.GetValue(stops) ?? stopping) switch
        {
            0 => Conduct.Honest,
            1 => Conduct.SenderStops,
            2 => Conduct.RecipientStops,
            _ => throw new UserError($"--stops is '{parsed.GetValue(stops)}'; there are {string.Join(", ", Stopping)}"),
        };
        var begin = Begin(context, parsed);
        if (Principals(context, parsed, begin, out var refusal) is not { } parties)
        {
            context.Output.WriteLine($"refused: {refusal}");
            return ExitCode.Unexpected;
        }

        WholeFile.CheckFolder(folder);
        var judging = parsed.GetValue(certified) is { } authority
            ? $" --root {DemoReport.Word(Path.Combine(authority, CertificateFiles.Root))} --at {begin:yyyy-MM-dd'T'HH:mm:ss'Z'}"
            : "";
        var report = new DemoReport(folder, parties, judging);
        if (parties.Agreement is { } agreement)
        {
            report.Say($"{parties.Sender} recognises {string.Join(", ", agreement.Sender.Recognised.For(Transaction))} for "
                + $"{Transaction}, {parties.Recipient} recognises "
                + $"{string.Join(", ", agreement.Recipient.Recognised.For(Transaction))}: their certificates choose "
                + $"{parties.TrustedParty}.");
        }

        Play(report, parties, conduct, begin, parsed);
        report.Finish(context);
        return ExitCode.Done;
    }

    private DateTimeOffset Begin(CommandContext context, ParseResult parsed)
    {
        if (parsed.GetValue(date) is null && parsed.GetValue(certified) is not null)
        {
            return DateTimeOffset.FromUnixTimeSeconds(context.Clock.GetUtcNow().ToUnixTimeSeconds());
        }

        var word = parsed.GetValue(date) ?? FirstDay;
        return DateOnly.TryParseExact(word, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            && day.Year is >= 1971 and <= 9990
            ? new DateTimeOffset(day, new TimeOnly(9, 0), TimeSpan.Zero)
            : throw new UserError($"--date is '{word}': a day as in {FirstDay} is wanted, from 1971 to 9990");
    }

    private UseParties? Principals(CommandContext context, ParseResult parsed, DateTimeOffset begin, out string? refusal)
    {
        var (sender, recipient) = (CommandName.Read("--from", parsed.GetValue(from) ?? Exchange.Names[0]),
            CommandName.Read("--to", parsed.GetValue(to) ?? Exchange.Names[1]));
        if (parsed.GetValue(certified) is { } authority)
        {
            return parsed.GetValue(suite) is not null || parsed.GetValue(seed) is not null
                ? throw new UserError(
                    "--suite and --seed do not go with --certified: the suite is that of the certificates, and coins beside real keys "
                    + "are the system's")
                : CertifiedParties.OfCertificates(context, Protocol, authority, sender, recipient, Transaction, begin, out refusal);
        }

        refusal = null;
        var word = parsed.GetValue(suite) ?? Suite.P256.Name;
        var office = Protocol.TrustedParties.Single().Name.Symbol;
        return !Suite.TryGet(word, out _) ? throw Choices.None("suite with bytes", word, [.. Suite.All.Select(suite => suite.Name)])
            : Legible.AreAlike(sender, recipient) || Legible.AreAlike(sender, office) || Legible.AreAlike(recipient, office)
                ? throw new UserError(
                    $"--from and --to are '{sender}' and '{recipient}': two names that do not look alike are wanted, and not {office}, "
                    + "the trusted party's")
            : UseParties.Of(Protocol, word, parsed.GetValue(seed) ?? CommandOptions.DefaultSeed, sender, recipient);
    }
}

/// <summary>
/// <c>demo check</c>: "that the recipient gets our electronic check to him if and only if we get a corresponding receipt".
/// </summary>
internal sealed class DemoCheckCommand : DemoSubcommand
{
    private const string Evidence = "check.evidence";
    private const string Altered = "altered.evidence";

    private readonly Option<string?> amount = CommandOptions.Text("--amount", "AMOUNT", "What the check is for; 250.00 EUR if left out.");

    private readonly Option<long?> number = CommandOptions.Number("The check's number; 17 if left out.", Check.Largest);

    public DemoCheckCommand(CommandContext context)
        : base(
            context,
            "check",
            "An electronic check that reaches its payee if and only if the drawer gets a receipt; who denies what, and the judge's "
            + "answers.",
            "nobody",
            "demo check",
            "demo check --amount '99.50 USD' --stops sender --out checks")
    {
        Takes(amount, number);
    }

    protected override Protocol Protocol => FairCemNamed.Protocol;

    protected override string Transaction => Applications.Certificates.Transaction.ElectronicCheck;

    protected override void Play(DemoReport report, UseParties parties, Conduct conduct, DateTimeOffset begin, ParseResult parsed)
    {
        var (drawer, payee, money) = (parties.Sender, parties.Recipient, ReadAmount("--amount", parsed.GetValue(amount) ?? "250.00 EUR"));
        var check = Check.Draw(parties.KeysOf(drawer), payee, parsed.GetValue(number)
            ?? 17, money, DateOnly.FromDateTime(begin.UtcDateTime));
        report.Say($"{drawer} draws and signs a check for {payee}, {check.Encode().Length} bytes: {check}.");
        report.Say($"It goes by {parties.Protocol}, Z = E_{parties.TrustedParty}({drawer}, {payee}, check; r):");
        var run = UseRun.Of(parties, check, conduct, begin.ToUnixTimeMilliseconds());
        report.Tell(run);

        report.Say("");
        report.Say($"A month later {payee} says \"I never got it\", or {drawer} says \"I never drew it\". Both hold the same evidence.");
        report.Show("The other one", Evidence, run.ReceiptOf(drawer)!);

        report.Say("");
        report.Say($"{payee} presents the check at a bank, twice.");
        var paid = PaidChecks.None.Present(check, parties.Keys, out var first);
        report.Say($"  first: {first?.Describe() ?? "paid"}");
        paid.Present(check, parties.Keys, out var second);
        report.Say($"  then: {second?.Describe() ?? "paid"}");
        report.Suggest(Evidence, $" --paid {DemoReport.Word(report.PathOf(Evidence))}");

        var more = check with
        {
            Amount = money with { Units = money.Units <= Amount.MostUnits / 10 ? money.Units * 10 : money.Units / 10 },
        };
        report.Say("");
        report.Say($"{payee} writes {more.Amount} into a copy.");
        report.Show(payee, Altered, run.ReceiptOf(payee)!.With(new Value.Message(new Bytes(more.Encode()))));
    }
}

/// <summary><c>demo sale</c>: "if our protocol were executed with G as the message, then C could not claim that he never got G".</summary>
internal sealed class DemoSaleCommand : DemoSubcommand
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

    private readonly Option<string?> goods = CommandOptions.Text("--goods", "FILE",
        $"A file to sell, of at most {Good.Largest} bytes; a song if left out.");

    private readonly Option<string?> price = CommandOptions.Text("--price", "AMOUNT", "What it costs; 9.99 USD if left out.");

    private readonly Option<long?> number = CommandOptions.Number("The order's number; 1001 if left out.", Check.Largest);

    public DemoSaleCommand(CommandContext context)
        : base(
            context,
            "sale",
            "A good delivered against a receipt to a buyer who says a month later that he never got it; and a seller who has not "
            + "delivered.",
            "recipient",
            "demo sale",
            "demo sale --goods program.zip --price '19.00 EUR' --stops nobody")
    {
        Takes(goods, price, number);
    }

    protected override Protocol Protocol => FairCemNamed.Protocol;

    protected override string Transaction => Applications.Certificates.Transaction.ElectronicSale;

    protected override void Play(DemoReport report, UseParties parties, Conduct conduct, DateTimeOffset begin, ParseResult parsed)
    {
        var (seller, buyer, path, at) = (parties.Sender, parties.Recipient, parsed.GetValue(goods), begin.ToUnixTimeMilliseconds());
        var content = path is null ? Encoding.UTF8.GetBytes(Song.ReplaceLineEndings("\n")) : WholeFile.Read(path, Good.Largest);
        var wanted = new SaleOrder(
            buyer, seller, parsed.GetValue(number) ?? 1001, path is null
                ? "birthday.abc" : Path.GetFileName(path), new Bytes(SHA256.HashData(content)),
            ReadAmount("--price", parsed.GetValue(price) ?? "9.99 USD"), DateOnly.FromDateTime(begin.UtcDateTime));
        var order = (SaleOrder)wanted.SignedBy(parties.KeysOf(buyer));
        var good = Fitting(new Good(order, new Bytes(content)),
            $"--goods: a file of 1 to {Good.Largest} bytes is wanted, with a name of up to 255 bytes on one line");
        report.Say($"{buyer} sends {seller} {order}, signed, with the good's SHA-256: {order.Encode().Length} bytes, by any mail.");
        report.Say($"{seller} ships {order.Item}, {content.Length} bytes, together with the order, by {parties.Protocol}, Z = "
            + $"E_{parties.TrustedParty}({seller}, {buyer}, good; r):");
        var run = UseRun.Of(parties, good, conduct, at);
        report.Tell(run);

        report.Say("");
        report.Say($"A month later {buyer} sees {order.Price} on the statement, and says \"I never got it\", and \"I never asked for "
            + "it\".");
        report.Show(seller, "sale.evidence", run.ReceiptOf(seller)!);

        report.Say("");
        report.Say($"Had {seller} shipped something else, the receipt would be for that:");
        var other = UseRun.Of(parties, good with { Content = new Bytes("out of stock"u8.ToArray()) }, Conduct.Honest, at);
        report.Show(buyer, "other.evidence", other.ReceiptOf(buyer)!);

        report.Say("");
        report.Say($"And if {seller} has sent Z, and {buyer} has never answered?");
        var undelivered = UseRun.Of(parties, good, Conduct.RecipientIsSilent, at);
        report.Tell(undelivered);
        report.Say($"{seller} holds order, good and Z, and nothing that the judge accepts. What if {seller} signs Z in {buyer}'s name?");
        report.Show(seller, "forged.evidence", undelivered.Forgery());
    }
}
