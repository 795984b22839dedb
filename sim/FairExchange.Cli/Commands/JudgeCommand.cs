using System.CommandLine;
using System.Security.Cryptography;
using FairExchange.Runtime.Judging;
using FairExchange.Runtime.Operations;
using FairExchange.Runtime.Parties;
using FairExchange.Runtime.Values;

namespace FairExchange.Cli.Commands;

/// <summary><c>judge FILE</c>: evidence, offline.</summary>
internal sealed class JudgeCommand : Verb
{
    private readonly Argument<string> file = new("FILE") { Description = "Evidence that simulate --evidence or replay --evidence wrote." };

    private readonly Option<string[]> keys = new("--key")
    {
        Description = "Whose key it must be, as the judge knows it from elsewhere: NAME=FINGERPRINT; may be given several times.",
        HelpName = "NAME=FINGERPRINT",
    };

    private readonly Option<string?> goods = new("--goods")
    {
        Description = "The goods that the evidence speaks of by their digest; written beside it, as FILE.goods.",
        HelpName = "FILE",
    };

    public JudgeCommand(Surroundings around)
        : base(
            "judge",
            "Verifies evidence offline and says what it shows. Exit code 0: accepted; 1: refused.",
            "judge receipt.evidence",
            "judge receipt.evidence --key Bob=4f1c…",
            "judge receipt.evidence --goods receipt.evidence.goods")
    {
        Arguments.Add(file);
        Options.Add(keys);
        Options.Add(goods);
        SetAction(parsed => Run(around, parsed));
    }

    private int Run(Surroundings around, ParseResult parsed)
    {
        var path = parsed.GetValue(file)!;
        var evidence = EvidenceFile.TryRead(
            WholeFile.Read(path, EvidenceFile.MaximumSize), id => around.Catalogue.FirstOrDefault(protocol => protocol.Id == id), out var problem)
            ?? throw new UserError($"{path} {problem}");
        foreach (var (name, fingerprint) in (parsed.GetValue(keys) ?? []).Select(Pinned))
        {
            if (evidence.Keys.Fingerprint(name) is var found && found != fingerprint)
            {
                around.Output.WriteLine($"refused: the key of {name} is {found ?? "not in the evidence"}, not {fingerprint}");
                return ExitCode.Unexpected;
            }
        }

        using var room = new TemporaryStore();
        if (parsed.GetValue(goods) is { } beside)
        {
            room.Receive(beside);
        }

        var outsider = new SuiteOperations(evidence.Suite, evidence.Evidence.Protocol.Id, evidence.Keys, null, store: room.Store);
        if (VerifiedEvidence.TryVerify(evidence.Evidence, outsider, out var rejection) is not { } verified)
        {
            var advice = rejection is Rejection.GoodsMissing ? "; give them with --goods" : "";
            around.Output.WriteLine($"refused: {rejection!.Describe()}{advice}");
            return ExitCode.Unexpected;
        }

        around.Output.WriteLine($"accepted: {verified.Statement}");
        foreach (var (term, value) in verified.Shown)
        {
            around.Output.WriteLine($"  {term}: {Say(value)}");
        }

        around.Output.WriteLine($"by {evidence.Evidence.Protocol.Id}, {evidence.Suite.Name}, if these are their keys (compare the fingerprints, or give --key):");
        foreach (var name in evidence.Keys.Entries.Keys)
        {
            around.Output.WriteLine($"  {name}={evidence.Keys.Fingerprint(name)}");
        }

        return ExitCode.Done;
    }

    private static (string Name, string Fingerprint) Pinned(string pin) => pin.Split('=') is [{ Length: > 0 } name, { Length: 64 } fingerprint] && fingerprint.All(char.IsAsciiHexDigit)
        ? (name, fingerprint.ToLowerInvariant())
        : throw new UserError($"--key is '{pin}': NAME=FINGERPRINT is wanted, the fingerprint being 64 hexadecimal digits");

    private static string Say(Value value) => value switch
    {
        Value.Message message => $"{message.Bytes.Length} bytes, SHA-256 {Convert.ToHexStringLower(SHA256.HashData(message.Bytes.Span))}",
        Value.Contract contract => $"{contract.Bytes.Length} bytes, SHA-256 {Convert.ToHexStringLower(SHA256.HashData(contract.Bytes.Span))}",
        Value.Filed filed => $"SHA-256 {Convert.ToHexStringLower(filed.Bytes.Span)}",
        _ => value.ToString(),
    };
}
