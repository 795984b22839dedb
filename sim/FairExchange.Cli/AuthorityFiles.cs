using FairExchange.Applications.Certificates;
using FairExchange.Model.Language;
using FairExchange.Runtime.Operations;

namespace FairExchange.Cli;

/// <summary>
/// The authority of a folder, root.pem and root.key, which signs what <c>certificate issue</c> and <c>renew</c> write there.
/// </summary>
internal sealed class AuthorityFiles : IDisposable
{
    private const int Days = 90, Years = 10;

    private readonly string certificate;
    private readonly string key;
    private readonly CertificateAuthority authority;
    private bool isNew;

    private AuthorityFiles(string folder, DateTimeOffset now, bool mayMake)
    {
        (certificate, key) = (Path.Combine(folder, CertificateFiles.Root), Path.Combine(folder, "root.key"));
        // Certificates have whole seconds.
        Begin = DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds());
        isNew = mayMake && !KeyFiles.IsTaken(certificate);
        if (isNew)
        {
            WholeFile.CheckFolder(folder);
            CheckFree(key, certificate,
                "bring it back, or move the key away for a new authority, by which no certificate of the old one holds");
        }

        authority = isNew ? CertificateAuthority.CreateRoot("Root", Begin, Begin.AddYears(Years))
            : CertificateAuthority.TryReadRoot(
                TextFile.Read(certificate, CertificateChain.MaximumPem, isFound: true), KeyFiles.Read(key, CertificateChain.MaximumPem))
                ?? throw new UserError($"{certificate} and {key} are not an authority's");
    }

    public DateTimeOffset Begin { get; }

    public DateTimeOffset End => Begin.AddDays(Days);

    /// <summary>For how long a certificate holds, in words.</summary>
    public static string Term => $"{Days} days";

    public CertificateTrust Trust => new([authority.Certificate], Begin);

    /// <exception cref="UserError">It is there and is none, or is open to others, or half of it is not there.</exception>
    public static AuthorityFiles Open(string folder, CommandContext context) => new(folder, context.Clock.GetUtcNow(), mayMake: false);

    /// <summary>A new one where there is none; nothing is written before <see cref="Keep"/>.</summary>
    /// <exception cref="UserError">As above.</exception>
    public static AuthorityFiles OpenOrMake(string folder, CommandContext context) => new(folder, context.Clock.GetUtcNow(), mayMake: true);

    /// <exception cref="UserError">A key is there, and not its certificate.</exception>
    public static void CheckFree(string key, string certificate, string advice)
    {
        if (KeyFiles.IsTaken(key))
        {
            throw new UserError($"{key} is there already, and {certificate} is not: {advice}");
        }
    }

    /// <summary>An authority names nobody so that people take him for another whom it has named.</summary>
    /// <exception cref="UserError">It has.</exception>
    public static void CheckUnlike(string folder, string name)
    {
        if (Directory.Exists(folder)
            && CertificateFiles.Names(folder).FirstOrDefault(other => other != name && Legible.AreAlike(other, name)) is { } alike)
        {
            throw new UserError($"NAME is '{Legible.Shown(name)}', which looks like {Legible.Shown(alike)}, and {alike} has a "
                + "certificate here");
        }
    }

    /// <exception cref="UserError">Its name or lists are none that a certificate can have.</exception>
    public CertificateChain Issue(CertificateApplication application, PrivateKeys owner) =>
        authority.TryEnrol(application, owner, Begin, End, out var refusal)
        ?? throw new UserError(refusal is CertificateRefusal.BadName
            ? $"NAME is '{Legible.Shown(owner.Name)}': it {Legible.Flaw(owner.Name) ?? "has more than 64 characters"}"
            : "--recognises and --for take names that are not twice in a list, nor look like another there, 32 in one and 128 in all at "
                + "most");

    /// <summary>Writes the authority's files if it is new.</summary>
    /// <exception cref="UserError">They cannot be written, or another process has made them meanwhile.</exception>
    public void Keep()
    {
        if (isNew && !KeyFiles.TryCreate(key, authority.KeyToPem(), certificate, authority.ToPem()))
        {
            throw new UserError($"{key} is being made by another process, too: give this command again");
        }

        isNew = false;
    }

    public void Dispose() => authority.Dispose();
}
