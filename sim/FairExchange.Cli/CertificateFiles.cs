using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using FairExchange.Applications.Certificates;
using FairExchange.Model.Language;
using FairExchange.Runtime.Files;

namespace FairExchange.Cli;

/// <summary>Certificates, and the authority's, as files of one folder.</summary>
internal static class CertificateFiles
{
    /// <summary>The authority's certificate.</summary>
    public const string Root = "root.pem";

    /// <exception cref="UserError">The root is not there or is none, or the time is no time.</exception>
    public static CertificateTrust Trust(CommandContext context, string? root, string? at, string firstFile)
    {
        var path = root ?? Path.Combine(WholeFile.FolderOf(firstFile), Root);
        var bytes = TextFile.ReadBytes(path, CertificateChain.MaximumPem, isFound: root is null);
        try
        {
            // DER begins with the tag of a sequence, and nothing else does that is text.
            var der = bytes.Span is [0x30, ..] ? bytes
                : CertificateChain.TryReadPem(Encoding.UTF8.GetString(bytes.Span)) is { Certificates: [var only] } ? only.Memory
                : throw new UserError($"{path} is not one certificate");
            var certificate = X509CertificateLoader.LoadCertificate(der.Span);
            return certificate.RawDataMemory.Span.SequenceEqual(der.Span)
                ? new CertificateTrust([certificate], Time(context, at)) : throw new UserError($"{path} is not one certificate");
        }
        catch (CryptographicException)
        {
            throw new UserError($"{path} is not one certificate");
        }
    }

    /// <exception cref="UserError">The file is not there or has no certificate.</exception>
    public static CertificateChain Chain(string path, bool isFound = false) =>
        CertificateChain.TryReadPem(Encoding.UTF8.GetString(TextFile.ReadBytes(path, CertificateChain.MaximumPem, isFound).Span))
        ?? throw new UserError($"{path} is not a file of certificates in PEM, {CertificateChain.MaximumLength} at most");

    /// <summary>
    /// What is looked at before the root is, so that a file which is none is told as itself and not as a root that is missing beside it.
    /// </summary>
    /// <exception cref="UserError">The file is not there, or what it has cannot be read as certificates.</exception>
    public static CertificateChain Read(string path, bool isFound = false)
    {
        var chain = Chain(path, isFound);
        return chain.IsLegible ? chain : throw new UserError($"{path} {new CertificateRefusal.Malformed().Describe()}");
    }

    /// <param name="path">Where it is from.</param>
    /// <exception cref="UserError">The certificate is refused.</exception>
    public static VerifiedCertificate Require(string path, CertificateChain chain, CertificateTrust trust) =>
        VerifiedCertificate.TryVerify(chain, trust, out var refusal) ?? throw new UserError($"{path} {refusal!.Describe()}");

    /// <summary>Who has a certificate in a folder, by the names of the files.</summary>
    /// <exception cref="UserError">It cannot be read.</exception>
    public static IEnumerable<string> Names(string folder) => Entries(folder).Select(path => Path.GetFileNameWithoutExtension(path));

    /// <summary>
    /// The participants' and trusted parties' certificates of a folder, in order. What has such a name and is no plain file is said to be
    /// left out, and never opened.
    /// </summary>
    /// <exception cref="UserError">It cannot be read.</exception>
    public static IReadOnlyList<string> In(CommandContext context, string folder)
    {
        var plain = new List<string>();
        foreach (var path in Entries(folder))
        {
            if (FileStatus.Of(path).Kind is var kind and not FileKind.Plain)
            {
                context.Error.WriteLine(
                    $"left out: {path} is {(kind == FileKind.Missing ? "a link to nothing" : InputFile.Word(kind))}, and a file is wanted");
                continue;
            }

            plain.Add(path);
        }

        return plain;
    }

    private static IReadOnlyList<string> Entries(string folder)
    {
        try
        {
            return [.. Directory.GetFileSystemEntries(folder, "*.pem").Where(path => Path.GetFileName(path) != Root)
                .Order(StringComparer.Ordinal)];
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UserError($"'{folder}' cannot be read: {problem.Message}");
        }
    }

    /// <param name="path">Where it is from.</param>
    /// <returns>Null where the certificate is refused, which has been said then.</returns>
    public static VerifiedCertificate? Verify(CommandContext context, string path, CertificateChain chain, CertificateTrust trust)
    {
        if (VerifiedCertificate.TryVerify(chain, trust, out var refusal) is { } verified)
        {
            return verified;
        }

        if (refusal is CertificateRefusal.Malformed)
        {
            throw new UserError($"{path} {refusal.Describe()}");
        }

        context.Output.WriteLine($"refused: {path} {refusal!.Describe()}");
        return null;
    }

    /// <summary>Where <c>issue</c> puts what is of that name.</summary>
    /// <exception cref="UserError">No file can be called after it.</exception>
    public static string FileOf(string folder, string name, string extension) =>
        name.IndexOfAny(Path.GetInvalidFileNameChars()) >= 0 || name.IndexOfAny(['/', '\\', ':']) >= 0 || name.StartsWith('.')
            || name is "root" or ""
            ? throw new UserError($"NAME is '{Legible.Shown(name)}', after which no file can be called")
            : Path.Combine(WholeFile.Named(folder), $"{name}.{extension}");

    private static DateTimeOffset Time(CommandContext context, string? at) => at is null ? context.Clock.GetUtcNow() : ReadTime("--at", at);

    /// <exception cref="UserError">It is no time.</exception>
    public static DateTimeOffset ReadTime(string option, string word) =>
        DateTimeOffset.TryParseExact(
            word, "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw new UserError($"{option} is '{word}': a time as in 2026-01-31T12:00:00Z is wanted");
}
