using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FairExchange.Runtime.Values;

namespace FairExchange.Runtime.Certificates;

/// <summary>A certificate as it goes from hand to hand, unverified: the subject's own first, then those of the authorities up to, and without, the root. In DER.</summary>
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

    /// <summary>Null where the text is not certificates in PEM (RFC 7468) and nothing else but remarks before them; behind the last one there is nothing.</summary>
    public static CertificateChain? TryReadPem(ReadOnlySpan<char> text)
    {
        // A block that is cut off or garbled is not a remark.
        var (found, begun) = (ImmutableArray.CreateBuilder<Bytes>(), text.Count("-----BEGIN "));
        while (PemEncoding.TryFind(text, out var fields))
        {
            var der = new byte[fields.DecodedDataLength];
            if (!text[fields.Label].SequenceEqual(Label) || found.Count == MaximumLength || !Convert.TryFromBase64Chars(text[fields.Base64Data], der, out _))
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
