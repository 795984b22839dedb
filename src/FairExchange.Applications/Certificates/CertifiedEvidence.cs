using System.Collections.Immutable;
using System.Formats.Cbor;
using FairExchange.Model.Language;
using FairExchange.Runtime.Bulk;
using FairExchange.Runtime.Judging;
using FairExchange.Runtime.Operations;
using FairExchange.Runtime.Parties;

namespace FairExchange.Applications.Certificates;

/// <summary>
/// Evidence with the agreement under which it came about, so that a judge takes keys from certificates and not from the holder. As a file,
/// in deterministic CBOR:
/// <code>["fair-exchange certified evidence", 1, agreement as bytes, evidence file as bytes]</code>
/// where the evidence file lists no keys.
/// </summary>
public sealed record CertifiedEvidence(Agreement Agreement, Evidence Evidence)
{
    /// <summary>The greatest file that is read, in bytes.</summary>
    public const int MaximumSize = AgreementFile.MaximumSize + EvidenceFile.MaximumSize + 256;

    private const string Format = "fair-exchange certified evidence";

    /// <summary>Whether that is what a file is, whole or not.</summary>
    public static bool IsFormat(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            var reader = new CborReader(bytes, CborConformanceMode.Canonical);
            return reader.ReadStartArray() == 4 && reader.ReadTextString() == Format;
        }
        catch (Exception foreign) when (foreign is CborContentException or InvalidOperationException or OverflowException)
        {
            return false;
        }
    }

    public byte[] Write()
    {
        var writer = new CborWriter(CborConformanceMode.Canonical);
        writer.WriteStartArray(4);
        writer.WriteTextString(Format);
        writer.WriteInt32(1);
        writer.WriteByteString(AgreementFile.Write(Agreement));
        writer.WriteByteString(new EvidenceFile(Agreement.Suite, Evidence, KeyDirectory.Empty).Write());
        writer.WriteEndArray();
        return writer.Encode();
    }

    /// <summary>The judge, with everything from certificates: keys, who the two are, and which trusted party it was.</summary>
    /// <param name="rejection">Why not; null where it is accepted.</param>
    /// <param name="goods">Where the goods lie that the evidence speaks of by their digest, if it does.</param>
    public VerifiedEvidence? TryVerify(out Rejection? rejection, IBulkStore? goods = null, IKeyDirectory? consulted = null) =>
        VerifiedEvidence.TryVerify(
            Evidence, Agreement.Outsider(Evidence.Protocol, goods, consulted), out rejection, Agreement.Beforehand(Evidence.Protocol));

    /// <summary>Reads a file from anywhere; no bytes make it throw.</summary>
    /// <param name="bytes">At most <see cref="MaximumSize"/> bytes.</param>
    /// <param name="trust">The judge's authorities, and the time at which the certificates must have been valid.</param>
    /// <param name="find">The protocols that are known.</param>
    /// <param name="problem">In one line, what is wrong; null where nothing is.</param>
    public static CertifiedEvidence? TryRead(
        ReadOnlyMemory<byte> bytes, CertificateTrust trust, Func<string, Protocol?> find, out string? problem) =>
        TryRead(bytes, trust, find, out problem, out _);

    /// <inheritdoc cref="TryRead(ReadOnlyMemory{byte}, CertificateTrust, Func{string, Protocol}, out string?)"/>
    /// <param name="refusal">Why the agreement does not hold for this judge; null where the file is garbled instead.</param>
    public static CertifiedEvidence? TryRead(
        ReadOnlyMemory<byte> bytes, CertificateTrust trust, Func<string, Protocol?> find, out string? problem,
        out AgreementRefusal? refusal)
    {
        if (TryDecode(bytes) is not { } parts)
        {
            refusal = null;
            problem = "is not a certified evidence file, or is truncated or garbled";
            return null;
        }

        if (AgreementFile.TryRead(parts.Agreement, trust, out refusal) is not { } agreement)
        {
            problem = $"has no agreement that holds: {refusal!.Describe()}";
            return null;
        }

        var file = EvidenceFile.TryRead(parts.Evidence, find, out problem);
        problem ??= file!.Suite != agreement.Suite ? $"has evidence of suite {file.Suite} under an agreement of suite {agreement.Suite}"
            : !file.Keys.Entries.IsEmpty ? "has keys beside those of the certificates"
            : null;
        return problem is null ? new CertifiedEvidence(agreement, file!.Evidence) : null;
    }

    private static (byte[] Agreement, byte[] Evidence)? TryDecode(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            var reader = new CborReader(bytes.Length <= MaximumSize ? bytes : default, CborConformanceMode.Canonical);
            if (reader.ReadStartArray() != 4 || reader.ReadTextString() != Format || reader.ReadInt32() != 1)
            {
                return null;
            }

            var (agreement, evidence) = (reader.ReadByteString(), reader.ReadByteString());
            reader.ReadEndArray();
            return reader.BytesRemaining == 0 ? (agreement, evidence) : null;
        }
        catch (Exception malformed)
            when (malformed is CborContentException or InvalidOperationException or OverflowException or ArgumentException)
        {
            return null;
        }
    }
}

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
