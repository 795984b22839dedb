using System.Collections.Immutable;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FairExchange.Runtime.Certificates;

/// <summary>
/// Which authorities somebody trusts, and the time at which certificates must be valid. Nothing is fetched from a network, so a revoked certificate is taken until it
/// expires: authorities of participants issue for short times.
/// </summary>
/// <param name="Roots">Self-signed certificates of the authorities. No other root counts, the machine's own included.</param>
/// <param name="At">The time of use; for evidence, the time of the exchange.</param>
public sealed record CertificateTrust(ImmutableArray<X509Certificate2> Roots, DateTimeOffset At)
{
    /// <summary>Critical extensions of an authority that the platform processes.</summary>
    private static readonly string[] ProcessedForAuthorities = [Identifiers.BasicConstraints, Identifiers.KeyUsage, Identifiers.NameConstraints];

    /// <summary>What the platform is told, which compares no times here.</summary>
    private static readonly DateTime UsualTime = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>The same authorities, for the moment at which a certificate began; what cannot be read is refused when it is verified.</summary>
    public CertificateTrust AtBeginningOf(CertificateChain chain)
    {
        try
        {
            using var own = X509CertificateLoader.LoadCertificate(chain.Certificates[0].Span);
            return this with { At = Validity.Of(own).Begins };
        }
        catch (Exception malformed) when (malformed is CryptographicException or AsnContentException)
        {
            return this;
        }
    }

    /// <summary>Finds the path from a certificate to a root and checks it (RFC 5280, 6). Critical extensions of the certificate itself are the caller's to check.</summary>
    internal CertificateRefusal? Examine(X509Certificate2 subject, IEnumerable<X509Certificate2> others)
    {
        using var chain = new X509Chain();
        var policy = chain.ChainPolicy;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.CustomTrustStore.AddRange(Roots.ToArray());
        policy.ExtraStore.AddRange(others.ToArray());
        policy.RevocationMode = X509RevocationMode.NoCheck;
        policy.DisableCertificateDownloads = true;
        // Times are compared below: platforms differ about a certificate's last second, and about times before 1970.
        policy.VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid;
        policy.VerificationTimeIgnored = false;
        policy.VerificationTime = UsualTime;

        chain.Build(subject);
        ImmutableArray<X509ChainElement> path = [.. chain.ChainElements];
        try
        {
            return ExaminePath(path) ?? ExamineSigners(path);
        }
        finally
        {
            Array.ForEach([.. path], element => element.Certificate.Dispose());
        }
    }

    private CertificateRefusal? ExaminePath(ImmutableArray<X509ChainElement> path)
    {
        var all = path.Aggregate(X509ChainStatusFlags.NoError, (flags, element) => flags | Flags(element));
        if (path.IsEmpty || (all & (X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain)) != 0)
        {
            return new CertificateRefusal.UntrustedRoot();
        }

        if (all.HasFlag(X509ChainStatusFlags.NotSignatureValid))
        {
            return new CertificateRefusal.BadSignature();
        }

        if (path.Select(element => ExamineTime(element.Certificate)).FirstOrDefault(refusal => refusal is not null) is { } untimely)
        {
            return untimely;
        }

        // The platform does not know our extension, and says so where that is critical; it says the same of one that nobody knows, so who calls looks at each.
        return (Flags(path[0]) & ~X509ChainStatusFlags.HasNotSupportedCriticalExtension) == 0 && path.Skip(1).All(element => Flags(element) == 0) ? null
            : UnknownTo(path) is { } unknown ? new CertificateRefusal.UnknownCritical(unknown)
            : new CertificateRefusal.BadPath((all & ~X509ChainStatusFlags.HasNotSupportedCriticalExtension).ToString());
    }

    /// <summary>Both ends count in (RFC 5280, 4.1.2.5), the last one as the whole second that it is.</summary>
    private CertificateRefusal? ExamineTime(X509Certificate2 certificate)
    {
        var (name, (begins, ends)) = (SubjectName.Of(certificate) ?? "an authority", Validity.Of(certificate));
        return At < begins ? new CertificateRefusal.NotYetValid(name, begins)
            : At.ToUnixTimeSeconds() > ends.ToUnixTimeSeconds() ? new CertificateRefusal.Expired(name, ends)
            : null;
    }

    private static CertificateRefusal? ExamineSigners(ImmutableArray<X509ChainElement> path)
    {
        if (UnknownTo(path) is { } unknown)
        {
            return new CertificateRefusal.UnknownCritical(unknown);
        }

        if (!path.Skip(1).All(element => HasSoundKey(element.Certificate)))
        {
            return new CertificateRefusal.WeakSignature();
        }

        // A root's own signature is never relied upon.
        return path.SkipLast(1).All(element => Identifiers.SoundSignatures.Contains(element.Certificate.SignatureAlgorithm.Value)) ? null : new CertificateRefusal.WeakSignature();
    }

    /// <summary>A key of a size, and on a curve, on which signatures can be relied upon; the root's own too.</summary>
    internal static bool HasSoundKey(X509Certificate2 authority) => authority.PublicKey is { Oid.Value: Identifiers.EllipticCurveKey, EncodedParameters: { } curve }
        && Identifiers.SoundCurves.Any(sound => curve.RawData.AsSpan().SequenceEqual(sound));

    private static string? UnknownTo(ImmutableArray<X509ChainElement> path) => path.Skip(1).SelectMany(element => element.Certificate.Extensions)
        .FirstOrDefault(extension => extension.Critical && !ProcessedForAuthorities.Contains(extension.Oid!.Value))?.Oid!.Value;

    private static X509ChainStatusFlags Flags(X509ChainElement element) =>
        element.ChainElementStatus.Aggregate(X509ChainStatusFlags.NoError, (flags, status) => flags | status.Status) & ~X509ChainStatusFlags.NotTimeValid;
}
