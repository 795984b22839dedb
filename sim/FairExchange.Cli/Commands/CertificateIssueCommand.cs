using System.Collections.Immutable;
using System.CommandLine;
using FairExchange.Cryptography;
using FairExchange.Model.Language;
using FairExchange.Runtime.Certificates;
using FairExchange.Runtime.Operations;

namespace FairExchange.Cli.Commands;

/// <summary><c>certificate issue DIR NAME</c></summary>
internal sealed class CertificateIssueCommand : Verb
{
    private const int Days = 90;

    private readonly Argument<string> folder = new("DIR") { Description = "Where the authority is; it is made there the first time (root.pem, root.key)." };

    private readonly Argument<string> name = new("NAME") { Description = "Whom it is for: NAME.pem is the certificate, NAME.key the private keys." };

    private readonly Option<string?> suite = new("--suite") { Description = $"{string.Join(" or ", Suite.All)}; {Suite.P256} if left out.", HelpName = "S" };

    private readonly Option<string?> recognises = new("--recognises") { Description = "The trusted parties recognised overall, the preferred ones first.", HelpName = "NAME,…" };

    private readonly Option<string[]> types = new("--for") { Description = "Those for one type of transaction; may be given several times.", HelpName = "TYPE=NAME,…" };

    private readonly Option<bool> only = new("--only") { Description = "Critical: only those may be used." };

    private readonly Option<bool> trusted = new("--trusted-party") { Description = "For a trusted party." };

    public CertificateIssueCommand(Surroundings around)
        : base(
            "issue",
            $"Makes keys and a certificate for them that holds {Days} days. The keys are in the clear: for trying it out.",
            "certificate issue bank CitiCorp --trusted-party",
            "certificate issue bank Alice --recognises Fed --for certified-mail=CitiCorp --only")
    {
        Arguments.Add(folder);
        Arguments.Add(name);
        foreach (var option in new Option[] { suite, recognises, types, only, trusted })
        {
            Options.Add(option);
        }

        SetAction(parsed => Run(around, parsed));
    }

    private int Run(Surroundings around, ParseResult parsed)
    {
        var (where, whose) = (parsed.GetRequiredValue(folder), parsed.GetRequiredValue(name));
        var (certificateFile, keyFile) = (CertificateFiles.FileOf(where, whose, "pem"), CertificateFiles.FileOf(where, whose, "key"));
        if (File.Exists(certificateFile))
        {
            throw new UserError($"{certificateFile} is there already");
        }

        var chosen = parsed.GetValue(suite) is not { } word ? Suite.P256
            : Suite.TryGet(word, out var known) ? known : throw Choices.None("suite", word, [.. Suite.All.Select(suite => suite.Name)]);
        var lists = (parsed.GetValue(types) ?? []).Select(ForType).Aggregate(
            RecognisedParties.Those(List("--recognises", parsed.GetValue(recognises))),
            (all, own) => all.ByType.ContainsKey(own.Type) ? throw new UserError($"--for {own.Type} is given twice: its names go into one list") : all.With(own.Type, own.Parties)) with
        { Only = parsed.GetValue(only) };
        using var signing = chosen.Signatures.GenerateKey();
        using var decryption = chosen.Encryption.GenerateKey();
        var keys = new PrivateKeys(whose, signing, decryption);
        // Certificates have whole seconds.
        var begin = DateTimeOffset.FromUnixTimeSeconds(around.Clock.GetUtcNow().ToUnixTimeSeconds());
        using var authority = Authority(where, begin);
        var chain = authority.TryEnrol(CertificateApplication.Of(chosen, keys, lists, parsed.GetValue(trusted)), keys, begin, begin.AddDays(Days), out var refusal)
            ?? throw new UserError(refusal is CertificateRefusal.BadName
                ? $"NAME is '{Legible.Shown(whose)}': it {Legible.Flaw(whose) ?? "has more than 64 characters"}"
                : "--recognises and --for take names that are not twice in a list, 32 in one and 128 in all at most");
        WholeFile.WriteSecret(keyFile, PrivateKeyFile.Write(chosen, keys));
        WholeFile.Write(certificateFile, chain.ToPem());
        around.Output.WriteLine($"{certificateFile}: valid until {begin.AddDays(Days):yyyy-MM-dd}");
        return ExitCode.Done;
    }

    private static CertificateAuthority Authority(string folder, DateTimeOffset begin)
    {
        var (certificate, key) = (Path.Combine(folder, CertificateFiles.Root), Path.Combine(folder, "root.key"));
        if (File.Exists(certificate))
        {
            return CertificateAuthority.TryReadRoot(Text(certificate), Text(key)) ?? throw new UserError($"{certificate} and {key} are not an authority's");
        }

        WholeFile.CheckFolder(folder);
        var made = CertificateAuthority.CreateRoot("Root", begin, begin.AddYears(10));
        WholeFile.WriteSecret(key, made.KeyToPem());
        WholeFile.Write(certificate, made.ToPem());
        return made;
    }

    private static (string Type, ImmutableArray<string> Parties) ForType(string given) => given.Split('=', 2) is [var type, { Length: > 0 } names] && Transaction.IsType(type)
        ? (type, List($"--for {type}", names))
        : throw new UserError($"--for is '{given}': TYPE=NAME,… is wanted, where {new AgreementRefusal.BadTransaction().Describe()}");

    private static ImmutableArray<string> List(string option, string? names) => names is null ? [] : [.. names.Split(',').Select(name => CommandName.Read(option, name.Trim(' ')))];

    private static string Text(string path) => TextFile.Read(path, CertificateChain.MaximumPem);
}
