using System.Collections.Immutable;
using System.Formats.Cbor;
using FairExchange.Runtime.Values;

namespace FairExchange.Applications.Certificates;

/// <summary>
/// An agreement on its way, in deterministic CBOR: the sender proposes it before the first message, a participant shows it to the trusted
/// party with a request, a holder to the judge.
/// <code>["fair-exchange agreement", 1, transaction, sender's chain, recipient's chain, trusted party's chain]</code>
/// where a chain is an array of certificates as byte strings. Whoever reads one verifies all of it again, by authorities of its own.
/// </summary>
public static class AgreementFile
{
    /// <summary>In bytes.</summary>
    public const int MaximumSize = (3 * CertificateChain.MaximumLength * (CertificateChain.MaximumSize + 16)) + 256;

    private const string Format = "fair-exchange agreement";

    public static byte[] Write(Agreement agreement)
    {
        var writer = new CborWriter(CborConformanceMode.Canonical);
        writer.WriteStartArray(6);
        writer.WriteTextString(Format);
        writer.WriteInt32(1);
        writer.WriteTextString(agreement.Transaction);
        foreach (var chain in new[] { agreement.Sender.Chain, agreement.Recipient.Chain, agreement.TrustedParty.Chain })
        {
            writer.WriteStartArray(chain.Certificates.Length);
            foreach (var certificate in chain.Certificates)
            {
                writer.WriteByteString(certificate.Span);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        return writer.Encode();
    }

    /// <summary>For a participant or trusted party to whom it is proposed.</summary>
    /// <param name="bytes">From anywhere.</param>
    /// <param name="trust">The reader's own.</param>
    /// <param name="own">The certificate that the reader uses.</param>
    /// <param name="seat">The part that the reader plays.</param>
    /// <param name="refusal">Why it is not taken.</param>
    public static Agreement? TryAccept(
        ReadOnlyMemory<byte> bytes, CertificateTrust trust, VerifiedCertificate own, Seat seat, out AgreementRefusal? refusal)
    {
        var agreement = TryRead(bytes, trust, out refusal);
        if (agreement is not null && agreement[seat].Thumbprint != own.Thumbprint)
        {
            refusal = new AgreementRefusal.NotMyCertificate(seat, own.Thumbprint, agreement[seat].Thumbprint);
            return null;
        }

        return agreement;
    }

    /// <summary>For a judge. No bytes make it throw.</summary>
    public static Agreement? TryRead(ReadOnlyMemory<byte> bytes, CertificateTrust trust, out AgreementRefusal? refusal)
    {
        if (TryDecode(bytes) is not { } decoded)
        {
            refusal = new AgreementRefusal.Malformed();
            return null;
        }

        var certificates = new VerifiedCertificate[3];
        foreach (var seat in Enum.GetValues<Seat>())
        {
            if (VerifiedCertificate.TryVerify(decoded.Chains[(int)seat], trust, out var reason) is not { } verified)
            {
                refusal = new AgreementRefusal.BadCertificate(seat, reason!);
                return null;
            }

            certificates[(int)seat] = verified;
        }

        return Agreement.TryMake(certificates[0], certificates[1], certificates[2], decoded.Transaction, out refusal);
    }

    private static (string Transaction, ImmutableArray<CertificateChain> Chains)? TryDecode(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            var reader = new CborReader(bytes.Length <= MaximumSize ? bytes : default, CborConformanceMode.Canonical);
            if (reader.ReadStartArray() != 6 || reader.ReadTextString() != Format || reader.ReadInt32() != 1)
            {
                return null;
            }

            var transaction = reader.ReadTextString();
            var chains = Enumerable.Range(0, 3).Select(_ => ReadChain(reader)).ToImmutableArray();
            reader.ReadEndArray();
            return reader.BytesRemaining == 0 ? (transaction, chains) : null;
        }
        catch (Exception malformed)
            when (malformed is CborContentException or InvalidOperationException or OverflowException or ArgumentException)
        {
            return null;
        }
    }

    private static CertificateChain ReadChain(CborReader reader)
    {
        var count = reader.ReadStartArray() is { } known and <= CertificateChain.MaximumLength
            ? known : throw new CborContentException("too long");
        var certificates = Enumerable.Range(0, count).Select(_ => new Bytes(reader.ReadByteString())).ToImmutableArray();
        reader.ReadEndArray();
        return new CertificateChain(certificates);
    }
}
