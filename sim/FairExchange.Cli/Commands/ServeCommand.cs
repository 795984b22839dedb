using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using FairExchange.Applications.Service;
using FairExchange.Cli.Serving;
using FairExchange.Model.Language;
using FairExchange.Runtime.Parties;

namespace FairExchange.Cli.Commands;

/// <summary><c>serve --protocol ID --store FILE</c>: a trusted party as a process that may be killed at any moment.</summary>
internal sealed class ServeCommand : DocumentedCommand
{
    private static readonly ImmutableArray<string> Policies = ["open", "subscribers", "surcharge"];

    private readonly Option<string> protocol = new("--protocol")
    {
        Description = "A protocol of the catalogue (see list).",
        HelpName = "ID",
    };

    private readonly Option<string?> role = CommandOptions.Text("--role", "NAME",
        "Which of its trusted parties; not needed where there is one.");

    private readonly Option<string> store = new("--store")
    {
        Description = "The SQLite file with ledger, subscribers and archive; made where there is none.",
        HelpName = "FILE",
        Required = true,
    };

    private readonly ServedKeys keys = new();

    private readonly Option<string?> policy = CommandOptions.Text("--policy", "P",
        $"Whom it helps: {string.Join(", ", Policies)}; open if left out.");

    private readonly Option<long?> atCost = CommandOptions.Amount("--at-cost", "What a request costs, in micro-dollars; 0 if left out.");

    private readonly Option<long?> others = CommandOptions.Amount(
        "--others", "What it costs who has not subscribed, for --policy surcharge.");

    private readonly Option<string[]> subscribers = new("--subscriber")
    {
        Description = "Who has paid, and until the end of which day (UTC); kept in the store. May be given several times.",
        HelpName = "NAME=YYYY-MM-DD",
    };

    private readonly Option<string?> backup = CommandOptions.Text("--backup", "FILE",
        "Copy the store to there and stop, also while another process serves it.");

    private readonly Option<bool> acceptOlder = CommandOptions.Flag("--accept-older",
        "Serve a store that is older than what it has answered: a copy, put in its place on purpose. What was answered "
        + "since is charged again.");

    private readonly Option<bool> acceptClock = CommandOptions.Flag("--accept-clock",
        "Believe the clock, although it is before the latest time that the store has seen, or more than "
        + $"{Host.LongestGap.Days} days after it.");

    public ServeCommand(CommandContext context)
        : base(
            "serve",
            "A trusted party as a process that loses nothing when it is killed. Reads requests from standard input and writes answers "
            + "to standard output, each as four bytes "
            + "of length and so many bytes. Nobody is charged but who has signed the request itself; see list for entries with a signed "
            + "request.",
            "serve --protocol fair-cem-named --store po.db --keys CitiCorp.key --certificates bank",
            "serve --protocol fair-cem-signed-request --store po.db --insecure-seed 1 --at-cost 99",
            "serve --store po.db --backup po.backup.db")
    {
        Takes([protocol, role, store, .. keys.Options, policy, atCost, others, subscribers, backup, acceptOlder, acceptClock]);
        SetAction(parsed => Run(context, parsed));
    }

    private int Run(CommandContext context, ParseResult parsed)
    {
        if (parsed.GetValue(backup) is { } copy)
        {
            if (Options.FirstOrDefault(option => option != store && option != backup
                && parsed.GetResult(option) is { Implicit: false }) is { } stranger)
            {
                throw new UserError($"{stranger.Name} does not go with --backup, which copies --store and stops");
            }

            var path = parsed.GetRequiredValue(store);
            context.Output.WriteLine($"{copy}: a copy of {path}, with {SqliteBackup.Make(path, copy)} charges");
            return ExitCode.Done;
        }

        var served = context.Find(parsed.GetValue(protocol)
            ?? throw new UserError("Option '--protocol' is required. See fairexchange --help."));
        var trusted = Trusted(served, parsed.GetValue(role));
        var rule = ReadPolicy(context, parsed, served, trusted);
        var paid = (parsed.GetValue(subscribers) ?? []).Select(Subscriber).ToList();
        if (paid.CountBy(subscriber => subscriber.Name).FirstOrDefault(name => name.Value > 1) is { Key: { } twice })
        {
            throw new UserError($"--subscriber {twice} is given twice");
        }

        var time = new LatestTime();
        var own = keys.Read(context, parsed, served, trusted, time);
        using var kept = SqliteStore.Open(parsed.GetRequiredValue(store), own.Owner, parsed.GetValue(acceptOlder));
        if (parsed.GetValue(acceptClock))
        {
            kept.ReturnTo(context.Clock.GetUtcNow());
        }

        foreach (var (name, until) in paid)
        {
            kept.Subscribe(name, until);
        }

        new Host(new TrustedService(own.Execution, kept, rule, time), own, context).Run(parsed.GetValue(acceptClock));
        return ExitCode.Done;
    }

    private static Role.Trusted Trusted(Protocol served, string? name)
    {
        var names = string.Join(", ", served.TrustedParties.Select(party => party.Name));
        return served.TrustedParties switch
        {
            [] => throw new UserError($"{served} has no trusted party that could serve"),
            [var only] when name is null => only,
            _ when name is null => throw new UserError($"--role: {served} has {names}; say which"),
            var all => all.FirstOrDefault(party => party.Name.Symbol == name)
                ?? throw new UserError($"--role: {served} has no trusted party '{name}'; there is {names}"),
        };
    }

    private Policy ReadPolicy(CommandContext context, ParseResult parsed, Protocol served, Role.Trusted trusted)
    {
        var word = parsed.GetValue(policy) ?? (trusted.Subscribers is null ? Policies[0] : Policies[1]);
        var (cost, more) = (parsed.GetValue(atCost) ?? 0, parsed.GetValue(others));
        if ((word == "surcharge") != (more is not null))
        {
            throw new UserError(word == "surcharge"
                ? "--policy surcharge needs --others, what a request costs who has not subscribed"
                : "--others goes with --policy surcharge");
        }

        if (trusted.Subscribers is not null && word != "subscribers")
        {
            throw new UserError($"--policy is '{word}', and by this protocol {trusted.Name} serves subscribers only");
        }

        Policy chosen = word switch
        {
            "open" => new Policy.Open(cost),
            "subscribers" => new Policy.SubscribersOnly(cost),
            "surcharge" => new Policy.Surcharge(cost, more!.Value),
            _ => throw Choices.None("policy", word, Policies),
        };
        return chosen.Charges && !RequestForm.ShowWhoAsks(served, trusted)
            ? throw new UserError(
                $"a request of {served} does not show who asks, so nobody can be charged for it: leave --at-cost and --others out, or "
                + $"serve {Signed(context)}")
            : chosen;
    }

    /// <summary>The entries whose requests are signed.</summary>
    private static string Signed(CommandContext context) => string.Join(
        " or ", context.Catalogue.Where(entry => entry.TrustedParties.Length > 0
            && entry.TrustedParties.All(party => RequestForm.ShowWhoAsks(entry, party)))) is { Length: > 0 } ids
        ? ids
        : "an entry whose requests are signed";

    private static (string Name, DateTimeOffset Until) Subscriber(string word) =>
        word.Split('=') is [{ Length: > 0 } name, var day]
            && DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var last)
            ? (CommandName.Read("--subscriber", name), new DateTimeOffset(last.ToDateTime(TimeOnly.MaxValue), TimeSpan.Zero))
            : throw new UserError($"--subscriber is '{word}': NAME=YYYY-MM-DD is wanted");
}
