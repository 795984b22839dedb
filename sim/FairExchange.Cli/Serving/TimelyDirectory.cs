using FairExchange.Applications.Certificates;
using FairExchange.Applications.Service;
using FairExchange.Runtime.Operations;

namespace FairExchange.Cli.Serving;

/// <summary>
/// Whose key is whose, by certificates that are judged whenever a key is asked for, by the time that counts then: one that ends while it is
/// served is served no more, and a clock set back revives none.
/// </summary>
/// <param name="trust">Its time is the clock's when this began, before which nothing is judged.</param>
/// <param name="time">What counts for the trusted party.</param>
/// <param name="error">Told of each certificate that does not hold, once.</param>
internal sealed class TimelyDirectory(CertificateTrust trust, LatestTime time, TextWriter error) : IKeyDirectory
{
    private readonly Dictionary<string, List<(string Path, VerifiedCertificate Certificate)>> known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (long Second, CertificateRefusal? Refusal)> judged = new(StringComparer.Ordinal);
    private readonly HashSet<string> told = new(StringComparer.Ordinal);

    /// <summary>Verifies a certificate as of now, or as of when it begins, where that is still to come.</summary>
    public static VerifiedCertificate? TryVerify(CertificateChain chain, CertificateTrust trust, out CertificateRefusal? refusal)
    {
        for (var at = trust.At; ; at = ((CertificateRefusal.NotYetValid)refusal!).NotBefore)
        {
            if (VerifiedCertificate.TryVerify(chain, trust with { At = at }, out refusal) is { } certificate)
            {
                return certificate;
            }

            if (refusal is not CertificateRefusal.NotYetValid)
            {
                return null;
            }
        }
    }

    /// <param name="path">Where it is from.</param>
    /// <returns>False for a second one of a name that holds at the same time as another: nobody has chosen between them.</returns>
    public bool TryAdd(string path, VerifiedCertificate certificate)
    {
        var own = known.TryGetValue(certificate.Name, out var there) ? there : known[certificate.Name] = [];
        if (own.Exists(other => other.Certificate.Thumbprint == certificate.Thumbprint))
        {
            return true;
        }

        own.Add((path, certificate));
        return own.Count(one => RefusalOf(one.Path, one.Certificate, trust.At) is null) < 2;
    }

    public PublicKeys? Find(string name) =>
        known.GetValueOrDefault(name)?.Find(one => RefusalOf(one.Path, one.Certificate, time.Latest) is null).Certificate?.Keys;

    /// <summary>Why the certificate does not hold at a time, or at a later one that counts already.</summary>
    public CertificateRefusal? RefusalOf(string path, VerifiedCertificate certificate, DateTimeOffset at)
    {
        at = new[] { at, time.Latest, trust.At }.Max();
        // Certificates have whole seconds.
        if (!judged.TryGetValue(certificate.Thumbprint, out var last) || last.Second != at.ToUnixTimeSeconds())
        {
            VerifiedCertificate.TryVerify(certificate.Chain, trust with { At = at }, out var refusal);
            last = judged[certificate.Thumbprint] = (at.ToUnixTimeSeconds(), refusal);
            if (refusal is not null && told.Add(certificate.Thumbprint))
            {
                error.WriteLine($"left out: {path} {refusal.Describe()}");
            }
        }

        return last.Refusal;
    }
}
