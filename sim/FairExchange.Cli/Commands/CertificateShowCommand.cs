using System.Collections.Immutable;
using System.CommandLine;

namespace FairExchange.Cli.Commands;

/// <summary><c>certificate show FILE</c></summary>
internal sealed class CertificateShowCommand : Verb
{
    private readonly Argument<string> file = new("FILE") { Description = "A certificate that issue wrote." };

    private readonly Option<string?> root = CertificateCommand.Root();

    private readonly Option<string?> at = CertificateCommand.At();

    public CertificateShowCommand(Surroundings around)
        : base("show", "Verifies a certificate and says what it says. Exit code 1: refused.", "certificate show bank/Alice.pem")
    {
        Arguments.Add(file);
        Options.Add(root);
        Options.Add(at);
        SetAction(parsed => Run(around, parsed));
    }

    private int Run(Surroundings around, ParseResult parsed)
    {
        var path = parsed.GetRequiredValue(file);
        var chain = CertificateFiles.Read(path);
        var trust = CertificateFiles.Trust(around, parsed.GetValue(root), parsed.GetValue(at), path);
        if (CertificateFiles.Verify(around, path, chain, trust) is not { } verified)
        {
            return ExitCode.Unexpected;
        }

        var lists = verified.Recognised;
        around.Output.WriteLine($"{verified.Name}, {(verified.Subject.IsTrustedParty ? "trusted party" : "participant")}, suite {verified.Suite}");
        around.Output.WriteLine($"  certificate   {verified.Thumbprint}");
        around.Output.WriteLine($"  verification  {Convert.ToHexStringLower(verified.Keys.Verification.PublicKey.Span)}");
        around.Output.WriteLine($"  encryption    {Convert.ToHexStringLower(verified.Keys.Encryption.PublicKey.Span)}");
        around.Output.WriteLine($"  recognises    {List(lists.Overall)}{(lists.Only ? " (critical: only the lists here)" : "")}");
        foreach (var (type, parties) in lists.ByType)
        {
            around.Output.WriteLine($"    for {type}: {List(parties)}{(lists.Only ? " only" : ", then those above")}");
        }

        return ExitCode.Done;
    }

    private static string List(ImmutableArray<string> names) => names.IsEmpty ? "nobody" : string.Join(", ", names);
}
