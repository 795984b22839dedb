using System.Collections.Immutable;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FairExchange.Runtime.Values;

namespace FairExchange.Applications.Certificates;

/// <summary>
/// Which authorities somebody trusts, and the time at which certificates must be valid. Nothing is fetched from a network, so a revoked
/// certificate is taken until it expires: authorities of participants issue for short times.
/// </summary>
/// <param name="Roots">Self-signed certificates of the authorities. No other root counts, the machine's own included.</param>
/// <param name="At">The time of use; for evidence, the time of the exchange.</param>
public sealed record CertificateTrust(ImmutableArray<X509Certificate2> Roots, DateTimeOffset At)
{
    /// <summary>Critical extensions of an authority that the platform processes.</summary>
    private static readonly string[] ProcessedForAuthorities = [
        Identifiers.BasicConstraints, Identifiers.KeyUsage, Identifiers.NameConstraints];

    /// <summary>What the platform is told, which compares no times here.</summary>
    private static readonly DateTime UsualTime = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>
    /// The same authorities, for the moment at which a certificate began; what cannot be read is refused when it is verified.
    /// </summary>
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

    /// <summary>
    /// Finds the path from a certificate to a root and checks it (RFC 5280, 6). Critical extensions of the certificate itself are the
    /// caller's to check.
    /// </summary>
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

        // The platform does not know our extension, and says so where that is critical; it says the same of one that nobody knows, so who
        // calls looks at each.
        return (Flags(path[0]) & ~X509ChainStatusFlags.HasNotSupportedCriticalExtension) == 0
            && path.Skip(1).All(element => Flags(element) == 0) ? null
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
        return path.SkipLast(1).All(element => Identifiers.SoundSignatures.Contains(element.Certificate.SignatureAlgorithm.Value))
            ? null : new CertificateRefusal.WeakSignature();
    }

    /// <summary>A key of a size, and on a curve, on which signatures can be relied upon; the root's own too.</summary>
    internal static bool HasSoundKey(X509Certificate2 authority) =>
        authority.PublicKey is { Oid.Value: Identifiers.EllipticCurveKey, EncodedParameters: { } curve }
        && Identifiers.SoundCurves.Any(sound => curve.RawData.AsSpan().SequenceEqual(sound));

    private static string? UnknownTo(ImmutableArray<X509ChainElement> path) =>
        path.Skip(1).SelectMany(element => element.Certificate.Extensions)
        .FirstOrDefault(extension => extension.Critical && !ProcessedForAuthorities.Contains(extension.Oid!.Value))?.Oid!.Value;

    private static X509ChainStatusFlags Flags(X509ChainElement element) =>
        element.ChainElementStatus.Aggregate(
            X509ChainStatusFlags.NoError, (flags, status) => flags | status.Status) & ~X509ChainStatusFlags.NotTimeValid;
}

/// <summary>
/// A certificate as it goes from hand to hand, unverified: the subject's own first, then those of the authorities up to, and without, the
/// root. In DER.
/// </summary>
public sealed record CertificateChain(ImmutableArray<Bytes> Certificates)
{
    /// <summary>The subject's, and two authorities' between it and the root.</summary>
    public const int MaximumLength = 3;

    /// <summary>Of one certificate, in bytes. The longest list of trusted parties takes half of it.</summary>
    public const int MaximumSize = 64 * 1024;

    /// <summary>Of a PEM file, in bytes.</summary>
    public const int MaximumPem = 2 * MaximumLength * MaximumSize;

    private const string Label = "CERTIFICATE";

    /// <summary>Whether each of them is a certificate at all, whoever has made it.</summary>
    public bool IsLegible => IsWithinBounds && Certificates.All(certificate =>
    {
        try
        {
            // Takes PEM too, and bytes behind the certificate: what was read must be what there is.
            using var loaded = X509CertificateLoader.LoadCertificate(certificate.Span);
            return loaded.RawDataMemory.Span.SequenceEqual(certificate.Span);
        }
        catch (CryptographicException)
        {
            return false;
        }
    });

    internal bool IsWithinBounds =>
        Certificates.Length is > 0 and <= MaximumLength && Certificates.All(certificate => certificate.Length <= MaximumSize);

    /// <summary>
    /// Null where the text is not certificates in PEM (RFC 7468) and nothing else but remarks before them; behind the last one there is
    /// nothing.
    /// </summary>
    public static CertificateChain? TryReadPem(ReadOnlySpan<char> text)
    {
        // A block that is cut off or garbled is not a remark.
        var (found, begun) = (ImmutableArray.CreateBuilder<Bytes>(), text.Count("-----BEGIN "));
        while (PemEncoding.TryFind(text, out var fields))
        {
            var der = new byte[fields.DecodedDataLength];
            if (!text[fields.Label].SequenceEqual(Label) || found.Count == MaximumLength
                || !Convert.TryFromBase64Chars(text[fields.Base64Data], der, out _))
            {
                return null;
            }

            found.Add(new Bytes(der));
            text = text[fields.Location.End..];
        }

        return found.Count > 0 && found.Count == begun && text.IsWhiteSpace() ? new CertificateChain(found.ToImmutable()) : null;
    }

    public string ToPem() => string.Concat(Certificates.Select(certificate => $"{PemEncoding.WriteString(Label, certificate.Span)}\n"));
}

/// <summary>
/// A certificate's times (RFC 5280, 4.1.2.5), from its own bytes: the platform gives them in the local time of the machine, which has no
/// room for the ends of the calendar.
/// </summary>
internal static class Validity
{
    /// <summary>UTCTime has two digits of the year, up to this one.</summary>
    private const int LastShortYear = 2049;

    private static readonly Asn1Tag Version = new(TagClass.ContextSpecific, 0, isConstructed: true);

    /// <returns>The first and the last second, both counting in.</returns>
    /// <exception cref="AsnContentException">They are not as RFC 5280 has them.</exception>
    public static (DateTimeOffset Begins, DateTimeOffset Ends) Of(X509Certificate2 certificate)
    {
        var signed = new AsnReader(certificate.RawDataMemory, AsnEncodingRules.DER).ReadSequence().ReadSequence();
        if (signed.PeekTag() == Version)
        {
            signed.ReadEncodedValue();
        }

        // Serial number, signature algorithm, issuer.
        signed.ReadEncodedValue();
        signed.ReadEncodedValue();
        signed.ReadEncodedValue();
        var times = signed.ReadSequence();
        var validity = (Time(times), Time(times));
        times.ThrowIfNotEmpty();
        return validity;
    }

    private static DateTimeOffset Time(AsnReader times)
    {
        var time = times.PeekTag().HasSameClassAndValue(Asn1Tag.UtcTime) ? times.ReadUtcTime(LastShortYear) : times.ReadGeneralizedTime();
        return time.Ticks % TimeSpan.TicksPerSecond == 0 ? time : throw new AsnContentException("A certificate has whole seconds.");
    }
}
