using System.Collections.Immutable;
using System.CommandLine;
using FairExchange.Applications.Certificates;
using FairExchange.Cryptography;
using FairExchange.Runtime.Operations;

namespace FairExchange.Cli.Commands;

/// <summary>
/// <c>certificate issue|renew|show|choose</c>: participants' certificates, and the trusted party that two of them choose (section 5).
/// </summary>
internal sealed class CertificateCommand : DocumentedCommand
{
    public CertificateCommand(CommandContext context)
        : base("certificate",
            "X.509 certificates that list the trusted parties their subjects recognise, and the choice between two of them.",
            "certificate issue bank Alice --recognises Fed,CitiCorp",
            "certificate renew bank Alice",
            "certificate show bank/Alice.pem",
            "certificate choose certified-mail bank/Alice.pem bank/Bob.pem")
    {
        Subcommands.Add(new CertificateIssueCommand(context));
        Subcommands.Add(new CertificateRenewCommand(context));
        Subcommands.Add(new CertificateShowCommand(context));
        Subcommands.Add(new CertificateChooseCommand(context));
    }

    internal static Option<string?> Root() => CommandOptions.Text("--root", "FILE",
        $"The authority's certificate; {CertificateFiles.Root} beside the first FILE if left out.");

    internal static Option<string?> At() => CommandOptions.Text("--at", "TIME",
        "When it must be valid, as in 2026-01-31T12:00:00Z; now if left out.");
}

/// <summary><c>certificate choose TYPE SENDER RECIPIENT</c></summary>
internal sealed class CertificateChooseCommand : DocumentedCommand
{
    private readonly Argument<string> type = new("TYPE")
    {
        Description = $"The type of transaction: {Transaction.CertifiedMail}, {Transaction.ContractSigning}, or another word.",
    };

    private readonly Argument<string> sender = new("SENDER") { Description = "The sender's certificate." };

    private readonly Argument<string> recipient = new("RECIPIENT") { Description = "The recipient's." };

    private readonly Option<string?> root = CertificateCommand.Root();

    private readonly Option<string?> at = CertificateCommand.At();

    public CertificateChooseCommand(CommandContext context)
        : base(
            "choose",
            "The trusted party that two certificates choose, the same for both ends. Exit code 1: there is none, or a certificate is "
            + "refused.",
            "certificate choose certified-mail bank/Alice.pem bank/Bob.pem")
    {
        Takes(type, sender, recipient, root, at);
        SetAction(parsed => Run(context, parsed));
    }

    private int Run(CommandContext context, ParseResult parsed)
    {
        var (first, second, word) = (parsed.GetRequiredValue(sender), parsed.GetRequiredValue(recipient), parsed.GetRequiredValue(type));
        if (!Transaction.IsType(word))
        {
            throw new UserError($"TYPE is '{word}': {new AgreementRefusal.BadTransaction().Describe()}");
        }

        var (firstChain, secondChain) = (CertificateFiles.Read(first), CertificateFiles.Read(second));
        var trust = CertificateFiles.Trust(context, parsed.GetValue(root), parsed.GetValue(at), first);
        if (CertificateFiles.Verify(context, first, firstChain, trust) is not { } one
            || CertificateFiles.Verify(context, second, secondChain, trust) is not { } other)
        {
            return ExitCode.Unexpected;
        }

        var chosen = Choice.Of(one, other, word, out var refusal);
        context.Output.WriteLine(chosen ?? $"refused: {refusal!.Describe()}");
        return chosen is null ? ExitCode.Unexpected : ExitCode.Done;
    }
}

/// <summary><c>certificate issue DIR NAME</c></summary>
internal sealed class CertificateIssueCommand : DocumentedCommand
{
    private readonly Argument<string> folder = new("DIR")
    {
        Description = "Where the authority is; it is made there the first time (root.pem, root.key).",
    };

    private readonly Argument<string> name = new("NAME")
    {
        Description = "Whom it is for: NAME.pem is the certificate, NAME.key the private keys.",
    };

    private readonly Option<string?> suite = CommandOptions.Text("--suite", "S",
        $"{string.Join(" or ", Suite.All)}; {Suite.P256} if left out.");

    private readonly RecognisedOptions recognised = new();

    private readonly Option<bool> trusted = CommandOptions.Flag("--trusted-party", "For a trusted party.");

    public CertificateIssueCommand(CommandContext context)
        : base(
            "issue",
            $"Makes keys and a certificate for them that holds {AuthorityFiles.Term}. The keys are in the clear: for trying it out.",
            "certificate issue bank CitiCorp --trusted-party",
            "certificate issue bank Alice --recognises Fed --for certified-mail=CitiCorp --only")
    {
        Takes([folder, name, suite, .. recognised.All, trusted]);
        SetAction(parsed => Run(context, parsed));
    }

    private int Run(CommandContext context, ParseResult parsed)
    {
        var (where, whose) = (parsed.GetRequiredValue(folder), parsed.GetRequiredValue(name));
        var (certificateFile, keyFile) = (CertificateFiles.FileOf(where, whose, "pem"), CertificateFiles.FileOf(where, whose, "key"));
        if (KeyFiles.IsTaken(certificateFile))
        {
            throw new UserError($"{certificateFile} is there already; certificate renew makes another for the same keys");
        }

        AuthorityFiles.CheckUnlike(where, whose);
        AuthorityFiles.CheckFree(keyFile, certificateFile,
            "certificate renew makes one for it; or move the key away, if nothing that is encrypted to it will be wanted");
        var chosen = parsed.GetValue(suite) is not { } word ? Suite.P256
            : Suite.TryGet(word, out var known) ? known : throw Choices.None("suite", word, [.. Suite.All.Select(suite => suite.Name)]);
        var lists = recognised.Read(parsed);
        using var signing = chosen.Signatures.GenerateKey();
        using var decryption = chosen.Encryption.GenerateKey();
        var keys = new PrivateKeys(whose, signing, decryption);
        using var authority = AuthorityFiles.OpenOrMake(where, context);
        var chain = authority.Issue(CertificateApplication.Of(chosen, keys, lists, parsed.GetValue(trusted)), keys);
        authority.Keep();
        if (!KeyFiles.TryCreate(keyFile, PrivateKeyFile.Write(chosen, keys), certificateFile, chain.ToPem()))
        {
            throw new UserError($"{keyFile} is being made by another process, too: one of them has it");
        }

        context.Output.WriteLine($"{certificateFile}: valid until {authority.End:yyyy-MM-dd}");
        return ExitCode.Done;
    }
}

/// <summary><c>certificate show FILE</c></summary>
internal sealed class CertificateShowCommand : DocumentedCommand
{
    private readonly Argument<string> file = new("FILE") { Description = "A certificate that issue wrote." };

    private readonly Option<string?> root = CertificateCommand.Root();

    private readonly Option<string?> at = CertificateCommand.At();

    public CertificateShowCommand(CommandContext context)
        : base("show", "Verifies a certificate and says what it says. Exit code 1: refused.", "certificate show bank/Alice.pem")
    {
        Takes(file, root, at);
        SetAction(parsed => Run(context, parsed));
    }

    private int Run(CommandContext context, ParseResult parsed)
    {
        var path = parsed.GetRequiredValue(file);
        var chain = CertificateFiles.Read(path);
        var trust = CertificateFiles.Trust(context, parsed.GetValue(root), parsed.GetValue(at), path);
        if (CertificateFiles.Verify(context, path, chain, trust) is not { } verified)
        {
            return ExitCode.Unexpected;
        }

        var lists = verified.Recognised;
        context.Output.WriteLine(
            $"{verified.Name}, {(verified.Subject.IsTrustedParty ? "trusted party" : "participant")}, suite {verified.Suite}");
        context.Output.WriteLine($"  certificate   {verified.Thumbprint}");
        context.Output.WriteLine($"  verification  {Convert.ToHexStringLower(verified.Keys.Verification.PublicKey.Span)}");
        context.Output.WriteLine($"  encryption    {Convert.ToHexStringLower(verified.Keys.Encryption.PublicKey.Span)}");
        context.Output.WriteLine($"  recognises    {List(lists.Overall)}{(lists.Only ? " (critical: only the lists here)" : "")}");
        foreach (var (type, parties) in lists.ByType)
        {
            context.Output.WriteLine($"    for {type}: {List(parties)}{(lists.Only ? " only" : ", then those above")}");
        }

        return ExitCode.Done;
    }

    private static string List(ImmutableArray<string> names) => names.IsEmpty ? "nobody" : string.Join(", ", names);
}
