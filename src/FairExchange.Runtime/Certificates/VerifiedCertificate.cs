using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FairExchange.Cryptography;
using FairExchange.Runtime.Operations;

namespace FairExchange.Runtime.Certificates;

/// <summary>A participant's or trusted party's certificate that somebody's trusted authorities vouch for; only verifying makes one.</summary>
public sealed record VerifiedCertificate
{
    /// <summary>Critical extensions that are processed here; our own are what this is about.</summary>
    private static readonly string[] Processed = [Identifiers.BasicConstraints, Identifiers.KeyUsage, Identifiers.ExchangeKeys, Identifiers.RecognisedParties];

    private VerifiedCertificate(CertificateChain chain, string name, SubjectKeys subject, RecognisedParties recognised)
    {
        (Chain, Name, Subject, Recognised) = (chain, name, subject, recognised);
        Thumbprint = Convert.ToHexStringLower(SHA256.HashData(chain.Certificates[0].Span));
    }

    public CertificateChain Chain { get; }

    /// <summary>The protocol's name.</summary>
    public string Name { get; }

    public SubjectKeys Subject { get; }

    public Suite Suite => Subject.Suite;

    public PublicKeys Keys => Subject.Keys;

    public RecognisedParties Recognised { get; }

    /// <summary>SHA-256 of the subject's own certificate, in lower-case hexadecimal.</summary>
    public string Thumbprint { get; }

    /// <summary>Whether both private keys are those of its public ones.</summary>
    public bool IsOf(PrivateKeys keys) => Keys.Verification.PublicKey.Span.SequenceEqual(keys.Signing.PublicKey.Span)
        && Keys.Encryption.PublicKey.Span.SequenceEqual(keys.Decryption.PublicKey.Span);

    /// <summary>Verifies what came from anywhere.</summary>
    /// <param name="chain">The subject's own certificate first.</param>
    /// <param name="trust">Authorities and time.</param>
    /// <param name="refusal">Why it is refused.</param>
    /// <param name="expected">Whose it must be; anybody's if left out.</param>
    public static VerifiedCertificate? TryVerify(CertificateChain chain, CertificateTrust trust, out CertificateRefusal? refusal, string? expected = null)
    {
        var loaded = new List<X509Certificate2>();
        try
        {
            (var verified, refusal) = Verify(chain, trust, loaded);
            if (verified?.Name is { } name && expected is not null && expected != name)
            {
                refusal = new CertificateRefusal.WrongName(expected, name);
                return null;
            }

            return verified;
        }
        catch (Exception malformed) when (malformed is CryptographicException or AsnContentException or ArgumentException or FormatException or OverflowException or InvalidOperationException)
        {
            // The platform reads parts of a certificate as they are asked for, and each has its own exception.
            refusal = new CertificateRefusal.Malformed();
            return null;
        }
        finally
        {
            loaded.ForEach(certificate => certificate.Dispose());
        }
    }

    private static (VerifiedCertificate?, CertificateRefusal?) Verify(CertificateChain chain, CertificateTrust trust, List<X509Certificate2> loaded)
    {
        if (!chain.IsWithinBounds)
        {
            return (null, new CertificateRefusal.Malformed());
        }

        foreach (var der in chain.Certificates)
        {
            // Takes PEM too, and bytes behind the certificate: what was read must be what there is.
            var certificate = X509CertificateLoader.LoadCertificate(der.Span);
            loaded.Add(certificate);
            if (!certificate.RawDataMemory.Span.SequenceEqual(der.Span))
            {
                return (null, new CertificateRefusal.Malformed());
            }

            if (certificate.Extensions.GroupBy(extension => extension.Oid!.Value).FirstOrDefault(same => same.Count() > 1) is { } twice)
            {
                return (null, new CertificateRefusal.Duplicate(twice.Key!));
            }
        }

        var subject = loaded[0];
        if (trust.Examine(subject, loaded.Skip(1)) is { } problem)
        {
            return (null, problem);
        }

        if (subject.Extensions.FirstOrDefault(extension => extension.Critical && !Processed.Contains(extension.Oid!.Value)) is { } unknown)
        {
            return (null, new CertificateRefusal.UnknownCritical(unknown.Oid!.Value!));
        }

        if (SubjectName.Of(subject) is not { } name)
        {
            return (null, new CertificateRefusal.BadName());
        }

        if (subject.Extensions[Identifiers.ExchangeKeys] is not { } keys
            || SubjectKeys.TryDecode(keys.RawData, subject.PublicKey.ExportSubjectPublicKeyInfo()) is not { } decoded
            || subject.Extensions.OfType<X509KeyUsageExtension>().SingleOrDefault() is not { } usage
            || !usage.KeyUsages.HasFlag(X509KeyUsageFlags.DigitalSignature))
        {
            return (null, new CertificateRefusal.BadKeys());
        }

        var list = subject.Extensions[Identifiers.RecognisedParties];
        var recognised = list is null ? RecognisedParties.Nobody : RecognisedParties.TryDecode(list.RawData, list.Critical);
        return recognised is null ? (null, new CertificateRefusal.BadList()) : (new VerifiedCertificate(chain, name, decoded, recognised), null);
    }
}
