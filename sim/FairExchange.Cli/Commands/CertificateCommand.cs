using System.CommandLine;

namespace FairExchange.Cli.Commands;

/// <summary><c>certificate issue|renew|show|choose</c>: participants' certificates, and the trusted party that two of them choose (section 5).</summary>
internal sealed class CertificateCommand : Verb
{
    public CertificateCommand(Surroundings around)
        : base("certificate", "X.509 certificates that list the trusted parties their subjects recognise, and the choice between two of them.",
            "certificate issue bank Alice --recognises Fed,CitiCorp",
            "certificate renew bank Alice",
            "certificate show bank/Alice.pem",
            "certificate choose certified-mail bank/Alice.pem bank/Bob.pem")
    {
        Subcommands.Add(new CertificateIssueCommand(around));
        Subcommands.Add(new CertificateRenewCommand(around));
        Subcommands.Add(new CertificateShowCommand(around));
        Subcommands.Add(new CertificateChooseCommand(around));
    }

    internal static Option<string?> Root() => new("--root") { Description = $"The authority's certificate; {CertificateFiles.Root} beside the first FILE if left out.", HelpName = "FILE" };

    internal static Option<string?> At() => new("--at") { Description = "When it must be valid, as in 2026-01-31T12:00:00Z; now if left out.", HelpName = "TIME" };
}
