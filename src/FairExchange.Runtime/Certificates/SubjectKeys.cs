using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FairExchange.Cryptography;
using FairExchange.Runtime.Operations;

namespace FairExchange.Runtime.Certificates;

/// <summary>
/// What a certificate says about its subject's keys. The certificate's own key is the suite's signature key (P-256 by RFC 5480, Ed25519 by RFC 8410), so whoever reads X.509 can
/// verify with it; the rest is in an extension of our own, in DER:
/// <code>ExchangeKeys ::= SEQUENCE { suite UTF8String, encryption OCTET STRING, trustedParty BOOLEAN }</code>
/// </summary>
/// <param name="Suite">The algorithms of both keys.</param>
/// <param name="Keys">Verification and encryption.</param>
/// <param name="IsTrustedParty">Whether the authority vouches for the subject as a trusted party, and not only as someone who exchanges.</param>
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
            var (suiteName, encryption, isTrustedParty) = (fields.ReadCharacterString(UniversalTagNumber.UTF8String), fields.ReadOctetString(), fields.ReadBoolean());
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
