using FairExchange.Applications.Certificates;
using FairExchange.Model.Language;
using FairExchange.Runtime.Judging;
using FairExchange.Runtime.Operations;

namespace FairExchange.Cli.Demos;

/// <summary>What a demonstration tells, and the files that it leaves; nothing is printed or written before all of it is there.</summary>
/// <param name="folder">Where the files will be.</param>
/// <param name="parties">Who plays.</param>
/// <param name="judging">What the judge must be told beside the file: his authority and the time, where there are certificates.</param>
internal sealed class DemoReport(string folder, UseParties parties, string judging)
{
    private readonly List<string> lines = [];
    private readonly List<(string Name, byte[] Bytes)> files = [];
    private readonly List<string> next = [];

    public void Say(string line) => lines.Add(line);

    /// <summary>What happened between the two, step by step.</summary>
    public void Tell(UseRun run)
    {
        lines.AddRange(run.Words.Select(line => $"  {line}"));
        lines.Add(run.TrustedPartyTookPart ? $"{parties.TrustedParty} took part." : $"{parties.TrustedParty} took no part.");
    }

    /// <summary>Puts evidence into a file for the judge, and says what he will say.</summary>
    public void Show(string whose, string name, Evidence evidence)
    {
        files.Add((name, parties.Write(evidence)));
        Suggest(name, "");
        lines.Add($"{whose} shows the judge {PathOf(name)}. He says:");
        lines.AddRange(JudgeText.Of(parties.Judge(evidence)).Select(line => $"  {line}"));
    }

    /// <summary>One more command to type, with a file that has been shown.</summary>
    /// <param name="more">Further options.</param>
    public void Suggest(string name, string more) => next.Add($"judge {Word(PathOf(name))}{judging}{more}");

    public string PathOf(string name) => Path.Combine(folder, name);

    /// <summary>As a shell takes it.</summary>
    public static string Word(string path) => path.Contains(' ', StringComparison.Ordinal) ? $"'{path}'" : path;

    /// <exception cref="UserError">A file cannot be written.</exception>
    public void Finish(CommandContext context)
    {
        WholeFile.CheckPlaces(files.Select(file => PathOf(file.Name)));
        foreach (var (name, bytes) in files)
        {
            WholeFile.Write(PathOf(name), bytes);
        }

        lines.ForEach(context.Output.WriteLine);
        context.Output.WriteLine();
        context.Output.WriteLine("Ask the judge yourself:");
        next.ForEach(command => context.Output.WriteLine($"  fairexchange {command}"));
    }
}

/// <summary>
/// Parties whose keys, and whose trusted party, are those of certificates in a folder, as <c>certificate issue</c> leaves them there.
/// </summary>
internal static class CertifiedParties
{
    /// <param name="folder">With root.pem, NAME.pem and NAME.key.</param>
    /// <param name="transaction">For which the two must recognise a trusted party.</param>
    /// <param name="at">When the certificates must hold.</param>
    /// <param name="refusal">Why there is none, in one line.</param>
    /// <exception cref="UserError">A file is not there, or is not what it should be.</exception>
    public static UseParties? OfCertificates(
        CommandContext context, Protocol protocol, string folder, string sender, string recipient, string transaction, DateTimeOffset at,
        out string? refusal)
    {
        var trust = CertificateFiles.Trust(context, null, null, Path.Combine(folder, CertificateFiles.Root)) with { At = at };
        if (Verify(folder, sender, trust, out refusal) is not { } first || Verify(folder, recipient, trust, out refusal) is not { } second)
        {
            return null;
        }

        if (Choice.Of(first, second, transaction, out var reason) is not { } chosen)
        {
            refusal = reason!.Describe();
            return null;
        }

        if (Verify(folder, chosen, trust, out refusal) is not { } third)
        {
            return null;
        }

        var agreement = Agreement.TryMake(first, second, third, transaction, out reason);
        refusal = reason?.Describe();
        return agreement is null
            ? null : UseParties.Of(protocol, agreement, Keys(folder, first), Keys(folder, second), Keys(folder, third));
    }

    private static VerifiedCertificate? Verify(string folder, string name, CertificateTrust trust, out string? refusal)
    {
        var path = CertificateFiles.FileOf(folder, name, "pem");
        var verified = VerifiedCertificate.TryVerify(CertificateFiles.Chain(path, isFound: true), trust, out var reason, name);
        refusal = reason is null ? null : $"{path} {reason.Describe()}";
        return verified;
    }

    private static PrivateKeys Keys(string folder, VerifiedCertificate certificate)
    {
        var path = CertificateFiles.FileOf(folder, certificate.Name, "key");
        var keys = PrivateKeyFile.TryRead(KeyFiles.Read(path, PrivateKeyFile.MaximumSize), certificate.Suite, certificate.Name);
        return keys is not null && certificate.IsOf(keys) ? keys
            : throw new UserError($"{path} does not hold the private keys of the certificate beside it");
    }
}
