using System.CommandLine;
using System.Globalization;
using FairExchange.Cli.Demonstrating;
using FairExchange.Cryptography;
using FairExchange.Model.Language;
using FairExchange.Runtime.Uses;
using FairExchange.Simulation.Exchanges;
using FairExchange.Simulation.Uses;

namespace FairExchange.Cli.Commands;

/// <summary>What the demonstrations share: who plays with which keys, from which day on, and who stops.</summary>
internal abstract class DemoVerb : Verb
{
    private const string FirstDay = "2026-01-15";

    private static readonly string[] Stopping = ["nobody", "sender", "recipient"];

    private readonly Option<string?> from = new("--from") { Description = "The sender; Alice if left out.", HelpName = "NAME" };

    private readonly Option<string?> to = new("--to") { Description = "The recipient; Bob if left out.", HelpName = "NAME" };

    private readonly Option<string?> date = new("--date") { Description = $"The day on which it begins; {FirstDay} if left out, with --certified today.", HelpName = "YYYY-MM-DD" };

    private readonly Option<string?> stops;

    private readonly Option<string?> suite = new("--suite") { Description = $"{string.Join(" or ", Suite.All)}; {Suite.P256} if left out.", HelpName = "S" };

    private readonly Option<ulong?> seed = CampaignOptions.Seed();

    private readonly Option<string?> certified = new("--certified")
    {
        Description = "Keys and trusted party by the certificates in a folder where certificate issue has made them; the keys are its, and coins are the system's.",
        HelpName = "DIR",
    };

    private readonly Option<string?> output;

    /// <param name="name">Of the use.</param>
    /// <param name="stopping">Who stops if nothing is said.</param>
    protected DemoVerb(Surroundings around, string name, string description, string stopping, params IReadOnlyList<string> examples)
        : base(name, description, examples)
    {
        stops = new("--stops")
        {
            Description = $"Who does not do its part: {string.Join(", ", Stopping)}; {stopping} if left out. A sender takes the receipt and says no more; a recipient tells the sender nothing.",
            HelpName = "WHO",
        };
        output = new("--out") { Description = $"Where the evidence goes; demo-{name} if left out.", HelpName = "DIR" };
        foreach (var option in new Option[] { from, to, date, stops, suite, seed, certified, output })
        {
            Options.Add(option);
        }

        SetAction(parsed => Run(around, parsed, stopping));
    }

    protected abstract Protocol Protocol { get; }

    /// <summary>For which the two must recognise a trusted party.</summary>
    protected abstract string Transaction { get; }

    /// <param name="begin">The first day, 9 o'clock, or now.</param>
    /// <exception cref="UserError"/>
    protected abstract void Play(Story story, Company company, Conduct conduct, DateTimeOffset begin, ParseResult parsed);

    /// <exception cref="UserError">The message is over its bounds.</exception>
    protected static T Fitting<T>(T message, string problem)
        where T : TypedMessage => message.Fits ? message : throw new UserError(problem);

    protected static Amount ReadAmount(string option, string word) =>
        Amount.TryParse(word, out var amount) ? amount : throw new UserError($"{option} is '{word}': an amount as in '250.00 EUR' is wanted, with all decimals of the currency");

    private int Run(Surroundings around, ParseResult parsed, string stopping)
    {
        var folder = parsed.GetValue(output) ?? $"demo-{Name}";
        var conduct = Array.IndexOf(Stopping, parsed.GetValue(stops) ?? stopping) switch
        {
            0 => Conduct.Honest,
            1 => Conduct.SenderStops,
            2 => Conduct.RecipientStops,
            _ => throw new UserError($"--stops is '{parsed.GetValue(stops)}'; there are {string.Join(", ", Stopping)}"),
        };
        var begin = Begin(around, parsed);
        if (Cast(around, parsed, begin, out var refusal) is not { } company)
        {
            around.Output.WriteLine($"refused: {refusal}");
            return ExitCode.Unexpected;
        }

        WholeFile.CheckFolder(folder);
        var judging = parsed.GetValue(certified) is { } authority
            ? $" --root {Story.Word(Path.Combine(authority, CertificateFiles.Root))} --at {begin:yyyy-MM-dd'T'HH:mm:ss'Z'}"
            : "";
        var story = new Story(folder, company, judging);
        if (company.Agreement is { } agreement)
        {
            story.Say($"{company.Sender} recognises {string.Join(", ", agreement.Sender.Recognised.For(Transaction))} for {Transaction}, {company.Recipient} recognises "
                + $"{string.Join(", ", agreement.Recipient.Recognised.For(Transaction))}: their certificates choose {company.TrustedParty}.");
        }

        Play(story, company, conduct, begin, parsed);
        story.Finish(around);
        return ExitCode.Done;
    }

    private DateTimeOffset Begin(Surroundings around, ParseResult parsed)
    {
        if (parsed.GetValue(date) is null && parsed.GetValue(certified) is not null)
        {
            return DateTimeOffset.FromUnixTimeSeconds(around.Clock.GetUtcNow().ToUnixTimeSeconds());
        }

        var word = parsed.GetValue(date) ?? FirstDay;
        return DateOnly.TryParseExact(word, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 1971 and <= 9990
            ? new DateTimeOffset(day, new TimeOnly(9, 0), TimeSpan.Zero)
            : throw new UserError($"--date is '{word}': a day as in {FirstDay} is wanted, from 1971 to 9990");
    }

    private Company? Cast(Surroundings around, ParseResult parsed, DateTimeOffset begin, out string? refusal)
    {
        var (sender, recipient) = (CommandName.Read("--from", parsed.GetValue(from) ?? Exchange.Names[0]), CommandName.Read("--to", parsed.GetValue(to) ?? Exchange.Names[1]));
        if (parsed.GetValue(certified) is { } authority)
        {
            return parsed.GetValue(suite) is not null || parsed.GetValue(seed) is not null
                ? throw new UserError("--suite and --seed do not go with --certified: the suite is that of the certificates, and coins beside real keys are the system's")
                : Troupe.OfCertificates(around, Protocol, authority, sender, recipient, Transaction, begin, out refusal);
        }

        refusal = null;
        var word = parsed.GetValue(suite) ?? Suite.P256.Name;
        var office = Protocol.TrustedParties.Single().Name.Symbol;
        return !Suite.TryGet(word, out _) ? throw Choices.None("suite with bytes", word, [.. Suite.All.Select(suite => suite.Name)])
            : Legible.AreAlike(sender, recipient) || Legible.AreAlike(sender, office) || Legible.AreAlike(recipient, office)
                ? throw new UserError($"--from and --to are '{sender}' and '{recipient}': two names that do not look alike are wanted, and not {office}, the trusted party's")
            : Company.Of(Protocol, word, parsed.GetValue(seed) ?? CampaignOptions.DefaultSeed, sender, recipient);
    }
}
