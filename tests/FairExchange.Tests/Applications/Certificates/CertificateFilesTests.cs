using System.Formats.Cbor;
using FairExchange.Applications.Certificates;
using FairExchange.Model.Language;
using FairExchange.Runtime.Judging;
using FairExchange.Runtime.Operations;
using FairExchange.Runtime.Values;
using FairExchange.Tests.Runtime;

namespace FairExchange.Tests.Applications.Certificates;

/// <summary>Agreements, evidence under them, and certificates as files: one form each, and nothing beside it.</summary>
public class CertificateFilesTests
{
    private static readonly Protocol FairCem = World.Entry("fair-cem-named");
    private static readonly CertifiedWorld P256 = CertifiedWorld.Of("p256");
    private static readonly Agreement Agreed = CertifiedRun.Agree(P256);
    private static readonly Evidence Receipt = CertifiedRun.EvidenceOf(
        CertifiedRun.Of(FairCem, Agreed, Agreed, Agreed, P256).Alice, Agreed);

    [Fact]
    public void An_agreement_of_another_form_is_refused()
    {
        Assert.NotNull(AgreementFile.TryRead(Proposal(), P256.Trust, out _));
        Malformed(Proposal(format: "fair-exchange evidence"));
        Malformed(Proposal(version: 2));
        Malformed(Proposal(parts: 5));
        Malformed(Proposal(parts: 7));
        Malformed([.. Proposal(), 0]);
        Malformed(Proposal(length: CertificateChain.MaximumLength + 1));
        Assert.NotNull(AgreementFile.TryRead(Proposal(length: CertificateChain.MaximumLength), P256.Trust, out _));
        // Up to the bound the certificates are at fault; above it, nobody looks at them.
        var padding = AgreementFile.MaximumSize - Proposal(padding: 1 << 16).Length + (1 << 16);
        Assert.Null(AgreementFile.TryRead(Proposal(padding: padding), P256.Trust, out var refusal));
        Assert.IsType<AgreementRefusal.BadCertificate>(refusal);
        Malformed(Proposal(padding: padding + 1));

        static void Malformed(byte[] bytes)
        {
            Assert.Null(AgreementFile.TryRead(bytes, P256.Trust, out var refusal));
            Assert.IsType<AgreementRefusal.Malformed>(refusal);
        }
    }

    [Fact]
    public void Certified_evidence_of_another_form_is_refused_and_told_from_what_is_something_else()
    {
        var whole = Evidence();
        Assert.Equal(new CertifiedEvidence(Agreed, Receipt).Write(), whole);
        Assert.Null(Problem(whole));
        Assert.True(CertifiedEvidence.IsFormat(whole));
        // Cut off, or of a later version, it is still what it is.
        Assert.True(CertifiedEvidence.IsFormat(whole.AsMemory(0, 64)));
        Assert.True(CertifiedEvidence.IsFormat(Evidence(version: 2)));
        Assert.False(CertifiedEvidence.IsFormat(Evidence(format: "fair-exchange evidence")));
        Assert.False(CertifiedEvidence.IsFormat(Evidence(parts: 5)));
        Assert.False(CertifiedEvidence.IsFormat("PK"u8.ToArray()));
        foreach (var garbled in new[]
        {
            whole[..^1], [.. whole, 0], Evidence(version: 2), Evidence(format: "fair-exchange evidence"), Evidence(parts: 5),
            Evidence(parts: 3),
        })
        {
            Assert.StartsWith("is not a certified evidence file", Problem(garbled), StringComparison.Ordinal);
        }
    }

    /// <summary>Whoever reads is told which of the two parts is at fault.</summary>
    [Fact]
    public void Evidence_that_does_not_go_with_its_agreement_is_refused_by_what_is_wrong()
    {
        var evidence = new EvidenceFile(P256.Suite, Receipt, KeyDirectory.Empty);
        Assert.StartsWith("has no agreement that holds: not the one encoding", Problem(Evidence(agreement: [1])), StringComparison.Ordinal);
        Assert.StartsWith("is not an evidence file", Problem(Evidence(evidence: [1])), StringComparison.Ordinal);
        Assert.StartsWith("is of a protocol that is not known", Problem(Evidence(), find: _ => null), StringComparison.Ordinal);
        Assert.Equal(
            "has keys beside those of the certificates",
            Problem(Evidence(evidence: (evidence with { Keys = KeyDirectory.Of([P256.KeysOf("Bob")]) }).Write())));
        Assert.Equal(
            "has evidence of suite curve25519 under an agreement of suite p256",
            Problem(Evidence(evidence: (evidence with { Suite = CertifiedWorld.Of("curve25519").Suite }).Write())));
    }

    [Fact]
    public void A_file_of_certificates_has_nothing_in_it_but_certificates_and_remarks_before_them()
    {
        var pem = P256.Chain("Alice").ToPem();
        var blocks = pem.Split("-----BEGIN", StringSplitOptions.RemoveEmptyEntries).Select(block => $"-----BEGIN{block}").ToArray();
        Assert.Equal(2, blocks.Length);
        Assert.Equal(pem, CertificateChain.TryReadPem($"Of Alice:\n{blocks[0]}and of who issued it:\n{blocks[1]}\n \n")!.ToPem());
        Assert.Equal(3, CertificateChain.TryReadPem(pem + blocks[0])!.Certificates.Length);
        foreach (var other in new[]
        {
            "", "Of Alice:\n", pem + pem, pem + "x", pem[..^40], blocks[0] + P256.Root.KeyToPem(), P256.Root.KeyToPem(),
            blocks[0] + blocks[1].Replace("END CERTIFICATE", "END CERTIFICAT", StringComparison.Ordinal), blocks[0]
                + blocks[1].Insert(40, "*"),
        })
        {
            Assert.Null(CertificateChain.TryReadPem(other));
        }
    }

    /// <summary>Asked before anybody's authority is: what is no certificate is told from what nobody vouches for.</summary>
    [Fact]
    public void A_chain_is_legible_where_each_of_it_is_one_certificate_whoever_made_it()
    {
        var own = P256.Chain("Alice", by: P256.Foreign).Certificates[0];
        Assert.True(new CertificateChain([own]).IsLegible);
        Assert.True(new CertificateChain([own, own, own]).IsLegible);
        Assert.False(new CertificateChain([own, own, own, own]).IsLegible);
        Assert.False(new CertificateChain([]).IsLegible);
        foreach (var other in new byte[][] { [], [1], [.. own.Span, 0],
            System.Text.Encoding.ASCII.GetBytes(new CertificateChain([own]).ToPem()) })
        {
            Assert.False(new CertificateChain([own, new Bytes(other)]).IsLegible);
        }
    }

    [Fact]
    public void Whose_key_is_whose_is_known_of_those_who_were_certified_and_of_nobody_else()
    {
        var (alice, bob) = (P256.Certify("Alice", CertifiedWorld.Those("CitiCorp")), P256.Certify("Bob", CertifiedWorld.Those("CitiCorp")));
        var directory = CertificateDirectory.Of([alice, bob]);

        Assert.Equal((alice.Keys, bob.Keys, null), (directory.Find("Alice"), directory.Find("Bob"), directory.Find("Trudy")));
        Assert.Throws<ArgumentException>(() => CertificateDirectory.Of([alice, P256.Certify("Alice", CertifiedWorld.Those("Post"))]));
        var other = CertifiedWorld.Of("curve25519").Certify("Bob", CertifiedWorld.Those("CitiCorp"));
        var mixed = Assert.Throws<ArgumentException>(() => CertificateDirectory.Of([alice, other]));
        Assert.StartsWith("Certificates of p256 and curve25519 do not go together.", mixed.Message, StringComparison.Ordinal);
    }

    /// <summary>A judge says on whose keys a verdict rests: those that were asked for, and no others stand in for them.</summary>
    [Fact]
    public void Where_somebody_looks_on_which_keys_are_asked_for_they_are_asked_of_nobody_else()
    {
        Assert.NotNull(new CertifiedEvidence(Agreed, Receipt).TryVerify(out _));
        Assert.Null(new CertifiedEvidence(Agreed, Receipt).TryVerify(out _, consulted: KeyDirectory.Empty));
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("a", true)]
    [InlineData("sale-2", true)]
    [InlineData("Sale", false)]
    [InlineData("a b", false)]
    [InlineData("\u00e9", false)]
    [InlineData("1234567890123456789012345678901234567890123456789012345678901234", true)]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345", false)]
    public void A_type_of_transaction_is_a_word(string word, bool isType) => Assert.Equal(isType, Transaction.IsType(word));

    private static byte[] Proposal(
        string format = "fair-exchange agreement", int version = 1, int parts = 6, int? length = null, int padding = 0)
    {
        var writer = new CborWriter(CborConformanceMode.Canonical);
        writer.WriteStartArray(parts);
        writer.WriteTextString(format);
        writer.WriteInt32(version);
        writer.WriteTextString(Agreed.Transaction);
        foreach (var certificate in new[] { Agreed.Sender, Agreed.Recipient, Agreed.TrustedParty }.Take(parts - 3))
        {
            var chain = certificate.Chain.Certificates;
            writer.WriteStartArray(length ?? chain.Length);
            for (var index = 0; index < (length ?? chain.Length); index++)
            {
                writer.WriteByteString(padding > 0 && certificate == Agreed.Sender
                    ? new byte[index == 0 ? padding : 1] : chain[index % chain.Length].Span);
            }

            writer.WriteEndArray();
        }

        return Ended(writer, parts - 6);
    }

    private static byte[] Evidence(string format = "fair-exchange certified evidence", int version = 1, int parts = 4,
        byte[]? agreement = null, byte[]? evidence = null)
    {
        var writer = new CborWriter(CborConformanceMode.Canonical);
        writer.WriteStartArray(parts);
        writer.WriteTextString(format);
        writer.WriteInt32(version);
        writer.WriteByteString(agreement ?? AgreementFile.Write(Agreed));
        if (parts > 3)
        {
            writer.WriteByteString(evidence ?? new EvidenceFile(P256.Suite, Receipt, KeyDirectory.Empty).Write());
        }

        return Ended(writer, parts - 4);
    }

    private static byte[] Ended(CborWriter writer, int more)
    {
        for (var i = 0; i < more; i++)
        {
            writer.WriteNull();
        }

        writer.WriteEndArray();
        return writer.Encode();
    }

    private static string? Problem(byte[] bytes, Func<string, Protocol?>? find = null)
    {
        var read = CertifiedEvidence.TryRead(bytes, P256.Trust, find ?? (_ => FairCem), out var problem);
        Assert.Equal(read is null, problem is not null);
        return problem;
    }
}
