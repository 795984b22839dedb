using System.CommandLine;
using FairExchange.Cryptography;
using FairExchange.Runtime.Certificates;
using FairExchange.Runtime.Operations;

namespace FairExchange.Cli.Commands;

/// <summary><c>certificate issue DIR NAME</c></summary>
internal sealed class CertificateIssueCommand : Verb
{
    private readonly Argument<string> folder = new("DIR") { Description = "Where the authority is; it is made there the first time (root.pem, root.key)." };

    private readonly Argument<string> name = new("NAME") { Description = "Whom it is for: NAME.pem is the certificate, NAME.key the private keys." };

    private readonly Option<string?> suite = new("--suite") { Description = $"{string.Join(" or ", Suite.All)}; {Suite.P256} if left out.", HelpName = "S" };

    private readonly RecognisedOptions recognised = new();

    private readonly Option<bool> trusted = new("--trusted-party") { Description = "For a trusted party." };

    public CertificateIssueCommand(Surroundings around)
        : base(
            "issue",
            $"Makes keys and a certificate for them that holds {AuthorityFiles.Term}. The keys are in the clear: for trying it out.",
            "certificate issue bank CitiCorp --trusted-party",
            "certificate issue bank Alice --recognises Fed --for certified-mail=CitiCorp --only")
    {
        Arguments.Add(folder);
        Arguments.Add(name);
        foreach (var option in (Option[])[suite, .. recognised.All, trusted])
        {
            Options.Add(option);
        }

        SetAction(parsed => Run(around, parsed));
    }

    private int Run(Surroundings around, ParseResult parsed)
    {
        var (where, whose) = (parsed.GetRequiredValue(folder), parsed.GetRequiredValue(name));
        var (certificateFile, keyFile) = (CertificateFiles.FileOf(where, whose, "pem"), CertificateFiles.FileOf(where, whose, "key"));
        if (KeyFiles.IsTaken(certificateFile))
        {
            throw new UserError($"{certificateFile} is there already; certificate renew makes another for the same keys");
        }

        AuthorityFiles.CheckUnlike(where, whose);
        AuthorityFiles.CheckFree(keyFile, certificateFile, "certificate renew makes one for it; or move the key away, if nothing that is encrypted to it will be wanted");
        var chosen = parsed.GetValue(suite) is not { } word ? Suite.P256
            : Suite.TryGet(word, out var known) ? known : throw Choices.None("suite", word, [.. Suite.All.Select(suite => suite.Name)]);
        var lists = recognised.Read(parsed);
        using var signing = chosen.Signatures.GenerateKey();
        using var decryption = chosen.Encryption.GenerateKey();
        var keys = new PrivateKeys(whose, signing, decryption);
        using var authority = AuthorityFiles.OpenOrMake(where, around);
        var chain = authority.Issue(CertificateApplication.Of(chosen, keys, lists, parsed.GetValue(trusted)), keys);
        authority.Keep();
        if (!KeyFiles.TryCreate(keyFile, PrivateKeyFile.Write(chosen, keys), certificateFile, chain.ToPem()))
        {
            throw new UserError($"{keyFile} is being made by another process, too: one of them has it");
        }

        around.Output.WriteLine($"{certificateFile}: valid until {authority.End:yyyy-MM-dd}");
        return ExitCode.Done;
    }
}
