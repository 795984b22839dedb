using System.CommandLine;
using FairExchange.Applications.Certificates;
using FairExchange.Cryptography;

namespace FairExchange.Cli.Commands;

/// <summary>
/// <c>certificate renew DIR NAME</c>: who has keys keeps them, and with them what is encrypted to them and the store that is theirs.
/// </summary>
internal sealed class CertificateRenewCommand : DocumentedCommand
{
    private readonly Argument<string> folder = new("DIR") { Description = "Where the authority is (root.pem, root.key)." };

    private readonly Argument<string> name = new("NAME")
    {
        Description = "Whose it is: NAME.key has the private keys, NAME.pem the certificate that is replaced, if it is there.",
    };

    private readonly RecognisedOptions recognised = new();

    private readonly Option<bool> trusted = CommandOptions.Flag("--trusted-party", "For a trusted party; as before if left out.");

    public CertificateRenewCommand(CommandContext context)
        : base(
            "renew",
            $"Makes another certificate for the keys that are there; it holds {AuthorityFiles.Term} from now on. What no option says is "
            + "as in the one that it replaces.",
            "certificate renew bank CitiCorp",
            "certificate renew bank Alice --recognises Fed,CitiCorp")
    {
        Takes([folder, name, .. recognised.All, trusted]);
        SetAction(parsed => Run(context, parsed));
    }

    private int Run(CommandContext context, ParseResult parsed)
    {
        var (where, whose) = (parsed.GetRequiredValue(folder), parsed.GetRequiredValue(name));
        var (certificateFile, keyFile) = (CertificateFiles.FileOf(where, whose, "pem"), CertificateFiles.FileOf(where, whose, "key"));
        var given = recognised.AreGiven(parsed) ? recognised.Read(parsed) : null;
        var text = KeyFiles.Read(keyFile, PrivateKeyFile.MaximumSize);
        using var authority = AuthorityFiles.Open(where, context);
        var before = KeyFiles.IsTaken(certificateFile) ? Before(certificateFile, whose, authority.Trust) : null;
        var (suite, keys) = Suite.All.Where(suite => before is null || suite == before.Suite)
            .Select(suite => (suite, Keys: PrivateKeyFile.TryRead(text, suite, whose)))
                .FirstOrDefault(read => read.Keys is not null) is { Keys: { } own } found
                ? (found.suite, own)
                : throw new UserError($"{keyFile} is not a file of private keys{(before is null ? "" : $" of the suite {before.Suite}")}");
        if (before?.IsOf(keys) == false)
        {
            throw new UserError($"{keyFile} has other keys than the certificate of {whose} beside it");
        }

        var isTrusted = parsed.GetValue(trusted) || before is { Subject.IsTrustedParty: true };
        var chain = authority.Issue(CertificateApplication.Of(suite, keys, given ?? before?.Recognised
            ?? RecognisedParties.Nobody, isTrusted), keys);
        WholeFile.Write(certificateFile, chain.ToPem());
        context.Output.WriteLine($"{certificateFile}: valid until {authority.End:yyyy-MM-dd}");
        return ExitCode.Done;
    }

    /// <summary>What the certificate said when it began, whether it has ended since or not.</summary>
    private static VerifiedCertificate Before(string path, string name, CertificateTrust trust)
    {
        var chain = CertificateFiles.Read(path, isFound: true);
        return VerifiedCertificate.TryVerify(chain, trust.AtBeginningOf(chain), out var refusal, name)
            ?? throw new UserError($"{path} {refusal!.Describe()}: move it away, and what it said is as the options say");
    }
}
