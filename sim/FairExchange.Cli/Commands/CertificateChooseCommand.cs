using System.CommandLine;
using FairExchange.Runtime.Certificates;

namespace FairExchange.Cli.Commands;

/// <summary><c>certificate choose TYPE SENDER RECIPIENT</c></summary>
internal sealed class CertificateChooseCommand : Verb
{
    private readonly Argument<string> type = new("TYPE") { Description = $"The type of transaction: {Transaction.CertifiedMail}, {Transaction.ContractSigning}, or another word." };

    private readonly Argument<string> sender = new("SENDER") { Description = "The sender's certificate." };

    private readonly Argument<string> recipient = new("RECIPIENT") { Description = "The recipient's." };

    private readonly Option<string?> root = CertificateCommand.Root();

    private readonly Option<string?> at = CertificateCommand.At();

    public CertificateChooseCommand(Surroundings around)
        : base(
            "choose",
            "The trusted party that two certificates choose, the same for both ends. Exit code 1: there is none, or a certificate is refused.",
            "certificate choose certified-mail bank/Alice.pem bank/Bob.pem")
    {
        Arguments.Add(type);
        Arguments.Add(sender);
        Arguments.Add(recipient);
        Options.Add(root);
        Options.Add(at);
        SetAction(parsed => Run(around, parsed));
    }

    private int Run(Surroundings around, ParseResult parsed)
    {
        var (first, second, word) = (parsed.GetRequiredValue(sender), parsed.GetRequiredValue(recipient), parsed.GetRequiredValue(type));
        if (!Transaction.IsType(word))
        {
            throw new UserError($"TYPE is '{word}': {new AgreementRefusal.BadTransaction().Describe()}");
        }

        var (firstChain, secondChain) = (CertificateFiles.Read(first), CertificateFiles.Read(second));
        var trust = CertificateFiles.Trust(around, parsed.GetValue(root), parsed.GetValue(at), first);
        if (CertificateFiles.Verify(around, first, firstChain, trust) is not { } one
            || CertificateFiles.Verify(around, second, secondChain, trust) is not { } other)
        {
            return ExitCode.Unexpected;
        }

        var chosen = Choice.Of(one, other, word, out var refusal);
        around.Output.WriteLine(chosen ?? $"refused: {refusal!.Describe()}");
        return chosen is null ? ExitCode.Unexpected : ExitCode.Done;
    }
}
