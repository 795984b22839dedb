using System.CommandLine;
using System.Security.Cryptography;
using FairExchange.Applications.Uses;
using FairExchange.Cli.Demos;
using FairExchange.Runtime.Parties;
using FairExchange.Runtime.Values;

namespace FairExchange.Cli.Commands;

/// <summary><c>judge FILE</c>: evidence, offline.</summary>
internal sealed class JudgeCommand : DocumentedCommand
{
    private readonly Argument<string> file = new("FILE")
    {
        Description = "Evidence that simulate --evidence, replay --evidence or demo wrote.",
    };

    private readonly Option<string[]> keys = new("--key")
    {
        Description = "Whose key it must be, as the judge knows it from elsewhere: NAME=FINGERPRINT; given once, it is wanted for every "
            + "key that the evidence rests on.",
        HelpName = "NAME=FINGERPRINT",
    };

    private readonly Option<string?> root = CertificateCommand.Root();

    private readonly Option<string?> at = CertificateCommand.At();

    private readonly Option<string?> goods = CommandOptions.Text("--goods", "FILE",
        "The goods that the evidence speaks of by their digest; written beside it, as FILE.goods.");

    private readonly Option<string[]> paid = new("--paid")
    {
        Description = "Evidence of a check that has been paid: the same one, or another of its number, is refused. May be given several "
            + "times.",
        HelpName = "FILE",
    };

    public JudgeCommand(CommandContext context)
        : base(
            "judge",
            "Verifies evidence offline and says what it shows; of a check, a notice or a sale also what can be said against it. Exit "
            + "code 0: accepted; 1: refused, or something said against it stands.",
            "judge receipt.evidence",
            "judge receipt.evidence --key Bob=4f1c… --key VPO=a03e…",
            "judge receipt.evidence --goods receipt.evidence.goods",
            "judge demo-check/check.evidence --root bank/root.pem --at 2026-01-15T09:00:00Z")
    {
        Takes(file, keys, root, at, goods, paid);
        SetAction(parsed => Run(context, parsed));
    }

    private int Run(CommandContext context, ParseResult parsed)
    {
        var pinned = (parsed.GetValue(keys) ?? []).Select(Pinned).ToList();
        if (pinned.CountBy(pin => pin.Name).FirstOrDefault(name => name.Value > 1) is { Key: { } twice })
        {
            throw new UserError($"--key {twice} is given twice");
        }

        if (Read(context, parsed, parsed.GetRequiredValue(file), out var refused) is not { } submitted)
        {
            return Refuse(context, refused!);
        }

        foreach (var (name, fingerprint) in pinned)
        {
            if (submitted.Keys.Fingerprint(name) is var found && found != fingerprint)
            {
                return Refuse(context, $"the key of {name} is {found ?? "not in the evidence"}, not {fingerprint}");
            }
        }

        using var room = new TemporaryStore();
        if (parsed.GetValue(goods) is { } beside)
        {
            if (!submitted.Evidence.Shown.Visible().OfType<Value.Bulk>().Any())
            {
                throw new UserError("--goods goes with evidence that speaks of goods by their digest, and this does not");
            }

            room.Receive(beside);
        }

        var consulted = new ConsultedKeys(submitted.Keys);
        if (submitted.TryVerify(room.Store, out var rejection, consulted) is not { } verified)
        {
            return Refuse(context, rejection!.Describe() + (rejection is Rejection.GoodsMissing ? "; give them with --goods" : ""));
        }

        var delivery = VerifiedDelivery.TryVerify(verified, consulted, submitted.Agreement?.Transaction, out var refusal);
        refusal ??= IsPaid(context, parsed, submitted, delivery);
        if (refusal is not null)
        {
            return Refuse(context, refusal.Describe());
        }

        // The holder chose the keys that nobody pins. Whoever encrypts under a key of its own for the trusted party's has a receipt for
        // what that party could never open.
        if (submitted.Agreement is null && pinned.Count > 0
            && consulted.Names.FirstOrDefault(name => !pinned.Exists(pin => pin.Name == name)) is { } open)
        {
            return Refuse(context, $"it rests on the key of {open} too ({submitted.Keys.Fingerprint(open)}), which no --key speaks of");
        }

        var rulings = delivery is null ? [] : Dispute.Settle(delivery);
        context.Output.WriteLine($"accepted: {delivery?.Statement ?? verified.Statement}");
        foreach (var ruling in rulings)
        {
            context.Output.WriteLine(JudgeText.Of(ruling));
        }

        foreach (var (term, value) in verified.Shown)
        {
            context.Output.WriteLine($"  {term}: {Say(value)}");
        }

        context.Output.WriteLine($"by {submitted.Evidence.Protocol.Id}, {submitted.Suite.Name}, " + (submitted.Agreement is { } agreement
            ? $"with {agreement.TrustedParty.Name}, which the certificates choose for {agreement.Transaction}, and their keys:"
            : "if these are their keys (compare the fingerprints, or give --key):"));
        foreach (var name in consulted.Names.Where(name => submitted.Keys.Find(name) is not null))
        {
            context.Output.WriteLine($"  {name}={submitted.Keys.Fingerprint(name)}");
        }

        return JudgeText.IsClear(rulings) ? ExitCode.Done : ExitCode.Unexpected;
    }

    private SubmittedEvidence? Read(CommandContext context, ParseResult parsed, string path, out string? refused) =>
        SubmittedEvidence.Read(context, path, parsed.GetValue(root), parsed.GetValue(at), out refused);

    /// <exception cref="UserError">--paid is given for something else than a check, or names something else.</exception>
    private UseRefusal? IsPaid(CommandContext context, ParseResult parsed, SubmittedEvidence shown, VerifiedDelivery? delivery)
    {
        var before = PaidChecks.None;
        foreach (var path in parsed.GetValue(paid) ?? [])
        {
            before = Read(context, parsed, path, out _) is { } submitted && HasSameKeys(submitted, shown)
                && submitted.TryVerify(null, out _) is { } verified
                && VerifiedDelivery.TryVerify(verified, submitted.Keys, submitted.Agreement?.Transaction, out _) is { Message: Check known }
                    ? before.Present(known, submitted.Keys, out _)
                    : throw new UserError($"--paid: {path} shows no check that the judge accepts by the same keys");
        }

        return delivery?.Message is Check check ? before.Find(check)
            : before == PaidChecks.None ? null
            : throw new UserError("--paid goes with evidence of a check");
    }

    /// <summary>
    /// Keys from certificates are the authority's to vouch for; of others, two pieces of evidence must not say different things about one
    /// name.
    /// </summary>
    private static bool HasSameKeys(SubmittedEvidence one, SubmittedEvidence other) => one.Agreement is not null
        || one.Keys.Entries.Keys.All(name => other.Keys.Find(name) is null || other.Keys.Fingerprint(name) == one.Keys.Fingerprint(name));

    private static int Refuse(CommandContext context, string reason)
    {
        context.Output.WriteLine($"refused: {reason}");
        return ExitCode.Unexpected;
    }

    private static (string Name, string Fingerprint) Pinned(string pin) =>
        pin.LastIndexOf('=') is > 0 and var end && pin[(end + 1)..] is { Length: 64 } fingerprint && fingerprint.All(char.IsAsciiHexDigit)
        ? (CommandName.Read("--key", pin[..end]), fingerprint.ToLowerInvariant())
        : throw new UserError($"--key is '{pin}': NAME=FINGERPRINT is wanted, the fingerprint being 64 hexadecimal digits");

    private static string Say(Value value) => value switch
    {
        Value.Message message => $"{message.Bytes.Length} bytes, SHA-256 {Convert.ToHexStringLower(SHA256.HashData(message.Bytes.Span))}",
        Value.Contract contract =>
            $"{contract.Bytes.Length} bytes, SHA-256 {Convert.ToHexStringLower(SHA256.HashData(contract.Bytes.Span))}",
        Value.Filed filed => $"SHA-256 {Convert.ToHexStringLower(filed.Bytes.Span)}",
        _ => value.ToString(),
    };
}
