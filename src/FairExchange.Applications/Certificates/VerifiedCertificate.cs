using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FairExchange.Cryptography;
using FairExchange.Runtime.Operations;
using FairExchange.Runtime.Values;

namespace FairExchange.Applications.Certificates;

/// <summary>
/// A participant's or trusted party's certificate that somebody's trusted authorities vouch for; only verifying makes one.
/// </summary>
public sealed record VerifiedCertificate
{
    /// <summary>Critical extensions that are processed here; our own are what this is about.</summary>
    private static readonly string[] Processed = [
        Identifiers.BasicConstraints, Identifiers.KeyUsage, Identifiers.ExchangeKeys, Identifiers.RecognisedParties];

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
    public static VerifiedCertificate? TryVerify(
        CertificateChain chain, CertificateTrust trust, out CertificateRefusal? refusal, string? expected = null)
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
        catch (Exception malformed)
            when (malformed is CryptographicException or AsnContentException or ArgumentException or FormatException or OverflowException
                or InvalidOperationException)
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

    private static (VerifiedCertificate?, CertificateRefusal?) Verify(
        CertificateChain chain, CertificateTrust trust, List<X509Certificate2> loaded)
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
        return recognised is null
            ? (null, new CertificateRefusal.BadList()) : (new VerifiedCertificate(chain, name, decoded, recognised), null);
    }
}

/// <summary>
/// What a certificate says about its subject's keys. The certificate's own key is the suite's signature key (P-256 by RFC 5480, Ed25519 by
/// RFC 8410), so whoever reads X.509 can verify with it; the rest is in an extension of our own, in DER:
/// <code>ExchangeKeys ::= SEQUENCE { suite UTF8String, encryption OCTET STRING, trustedParty BOOLEAN }</code>
/// </summary>
/// <param name="Suite">The algorithms of both keys.</param>
/// <param name="Keys">Verification and encryption.</param>
/// <param name="IsTrustedParty">Whether the authority vouches for the subject as a trusted party, and not only as someone who
/// exchanges.</param>
public sealed record SubjectKeys(Suite Suite, PublicKeys Keys, bool IsTrustedParty)
{
    /// <summary>The suite's signature key as X.509 has it.</summary>
    internal PublicKey ToPublicKey() => new(
        new Oid(Suite == Suite.P256 ? Identifiers.EllipticCurveKey : Identifiers.Ed25519),
        // RFC 8410, 3: no parameters at all.
        Suite == Suite.P256 ? new AsnEncodedData(NamedCurve()) : null,
        new AsnEncodedData(Keys.Verification.PublicKey.Span));

    internal X509Extension ToExtension() => new(Identifiers.ExchangeKeys, Encode(), critical: false);

    internal byte[] Encode()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteCharacterString(UniversalTagNumber.UTF8String, Suite.Name);
            writer.WriteOctetString(Keys.Encryption.PublicKey.Span);
            writer.WriteBoolean(IsTrustedParty);
        }

        return writer.Encode();
    }

    /// <summary>Null, and never an exception, for whatever is not the one encoding of valid keys.</summary>
    /// <param name="extension">The extension's content.</param>
    /// <param name="subjectPublicKeyInfo">The certificate's own key (RFC 5280, 4.1.2.7).</param>
    internal static SubjectKeys? TryDecode(ReadOnlyMemory<byte> extension, ReadOnlyMemory<byte> subjectPublicKeyInfo)
    {
        try
        {
            var fields = new AsnReader(extension, AsnEncodingRules.DER).ReadSequence();
            var (suiteName, encryption, isTrustedParty) = (
                fields.ReadCharacterString(UniversalTagNumber.UTF8String), fields.ReadOctetString(), fields.ReadBoolean());
            var info = new AsnReader(subjectPublicKeyInfo, AsnEncodingRules.DER).ReadSequence();
            info.ReadEncodedValue();
            if (!Suite.TryGet(suiteName, out var suite)
                || !suite.Encryption.TryImport(encryption, out var encryptionKey)
                || !suite.Signatures.TryImport(info.ReadBitString(out _), out var verificationKey))
            {
                return null;
            }

            // Whatever is left over in either is not what encoding again gives.
            var decoded = new SubjectKeys(suite, new PublicKeys(verificationKey, encryptionKey), isTrustedParty);
            return decoded.Encode().AsSpan().SequenceEqual(extension.Span)
                && decoded.ToPublicKey().ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(subjectPublicKeyInfo.Span) ? decoded : null;
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    private static byte[] NamedCurve()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteObjectIdentifier(Identifiers.NistP256);
        return writer.Encode();
    }
}

/// <summary>A protocol's name as a certificate's subject: one common name (X.520, 6.2.2) and nothing else; written in UTF-8.</summary>
internal static class SubjectName
{
    /// <summary>ub-common-name of RFC 5280, appendix A.1: 64 characters.</summary>
    public static bool Fits(string name) => Wire.IsName(name) && name.EnumerateRunes().Count() <= 64;

    public static X500DistinguishedName Write(string name)
    {
        var builder = new X500DistinguishedNameBuilder();
        builder.AddCommonName(name);
        return builder.Build();
    }

    /// <summary>
    /// Null for any other subject. The string may be of any of X.520's types: what tells two certificates apart is their thumbprint.
    /// </summary>
    public static string? Of(X509Certificate2 certificate)
    {
        var parts = certificate.SubjectName.EnumerateRelativeDistinguishedNames().Take(2).ToList();
        return parts is [{ HasMultipleElements: false } only] && only.GetSingleElementType().Value == Identifiers.CommonName
            && only.GetSingleElementValue() is { } name && Fits(name) ? name : null;
    }
}

/// <summary>Object identifiers. Our own lie below a UUID of their own (ITU-T X.667, arc 2.25), which takes no registration.</summary>
internal static class Identifiers
{
    /// <summary>3f1d6c0a-9b52-4e7d-b8c1-5a90e2734f68.</summary>
    private const string Arc = "2.25.83894131683935708620474971272279969640";

    /// <summary>Suite, encryption key and standing (<see cref="SubjectKeys"/>).</summary>
    public const string ExchangeKeys = $"{Arc}.1";

    /// <summary>The trusted parties that the subject recognises (<see cref="RecognisedParties"/>).</summary>
    public const string RecognisedParties = $"{Arc}.2";

    // X.520, 6.2.2.
    public const string CommonName = "2.5.4.3";

    // RFC 5280, 4.2.1.
    public const string KeyUsage = "2.5.29.15";
    public const string BasicConstraints = "2.5.29.19";
    public const string NameConstraints = "2.5.29.30";

    // RFC 5480, 2.1.1 and RFC 8410, 3.
    public const string EllipticCurveKey = "1.2.840.10045.2.1";
    public const string NistP256 = "1.2.840.10045.3.1.7";
    public const string Ed25519 = "1.3.101.112";
    public const string X25519 = "1.3.101.110";

    /// <summary>
    /// The curves of authorities' keys, P-256, P-384 and P-521, as their certificates name them (RFC 5480, 2.1.1.1), in DER.
    /// </summary>
    public static readonly byte[][] SoundCurves =
    [
        [0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07],
        [0x06, 0x05, 0x2b, 0x81, 0x04, 0x00, 0x22],
        [0x06, 0x05, 0x2b, 0x81, 0x04, 0x00, 0x23],
    ];

    // RFC 5758, 3.2: ECDSA with SHA-256, SHA-384, SHA-512.
    public static readonly string[] SoundSignatures = ["1.2.840.10045.4.3.2", "1.2.840.10045.4.3.3", "1.2.840.10045.4.3.4"];
}
