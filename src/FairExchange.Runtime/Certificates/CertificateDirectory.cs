using System.Collections.Immutable;
using FairExchange.Runtime.Operations;

namespace FairExchange.Runtime.Certificates;

/// <summary>Whose key is whose, by verified certificates of one suite: nobody else is known.</summary>
public sealed class CertificateDirectory : IKeyDirectory
{
    private readonly ImmutableDictionary<string, VerifiedCertificate> certificates;

    private CertificateDirectory(ImmutableDictionary<string, VerifiedCertificate> certificates) => this.certificates = certificates;

    /// <exception cref="ArgumentException">Two certificates of one name, between which nobody has chosen, or of two suites.</exception>
    public static CertificateDirectory Of(params IReadOnlyCollection<VerifiedCertificate> certificates)
    {
        var suites = certificates.Select(certificate => certificate.Suite).Distinct().Select(suite => suite.Name).ToList();
        return suites.Count <= 1
            ? new CertificateDirectory(certificates.ToImmutableDictionary(certificate => certificate.Name, StringComparer.Ordinal))
            : throw new ArgumentException($"Certificates of {string.Join(" and ", suites)} do not go together.", nameof(certificates));
    }

    public PublicKeys? Find(string name) => certificates.GetValueOrDefault(name)?.Keys;
}
