using System.Formats.Asn1;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using FairExchange.Applications.Certificates;
using FairExchange.Runtime.Values;

namespace FairExchange.Tests.Applications.Certificates;

/// <summary>Whose a certificate is and when it holds, decided here and not by the platform.</summary>
public class SubjectAndValidityTests
{
    private static readonly CertifiedWorld World = CertifiedWorld.Of("p256");

    /// <summary>
    /// RFC 5280, 4.1.2.5: both ends count in, and the last is a whole second. The platform leaves it out on some systems.
    /// </summary>
    [Theory]
    [InlineData(0, -1, "NotYetValid")]
    [InlineData(0, 0, null)]
    [InlineData(1, 0, null)]
    [InlineData(1, 999, null)]
    [InlineData(1, 1000, "Expired")]
    public void A_certificate_holds_in_its_first_and_in_its_last_second(int end, int milliseconds, string? refusal) =>
        Assert.Equal(refusal,
            World.Refusal(World.Chain("Alice"),
                World.Trust with
                {
                    At = (end == 0 ? CertifiedWorld.Begin : CertifiedWorld.End)
                    .AddMilliseconds(milliseconds)
                })?.GetType().Name);

    /// <summary>
    /// Of certificates that begin before 1970 or end with the calendar, at the times that platforms count otherwise: before their epoch,
    /// before UTCTime, after it.
    /// </summary>
    [Theory]
    [InlineData("0001-01-01T00:00:00Z", "NotYetValid")]
    [InlineData("1949-12-31T23:59:59Z", "NotYetValid")]
    [InlineData("1950-01-01T00:00:00Z", null)]
    [InlineData("1969-12-31T23:59:58Z", null)]
    [InlineData("1969-12-31T23:59:59Z", null)]
    [InlineData("1970-01-01T00:00:00Z", null)]
    [InlineData("2038-01-19T03:14:08Z", null)]
    [InlineData("2050-01-01T00:00:00Z", null)]
    [InlineData("9999-12-31T23:59:59Z", null)]
    public void A_certificate_may_hold_as_long_as_the_calendar(string at, string? refusal)
    {
        var (begin, end) = (
            new DateTimeOffset(1950, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(9999, 12, 31, 23, 59, 59, TimeSpan.Zero));
        using var root = CertificateAuthority.CreateRoot("Old", begin, end);
        var chain = World.Chain("Alice", by: root, notBefore: begin, notAfter: end);

        Assert.Equal(refusal,
            World.Refusal(chain, new CertificateTrust(
                [root.Certificate], DateTimeOffset.Parse(at, CultureInfo.InvariantCulture)))?.GetType().Name);
    }

    /// <summary>RFC 5280, 4.1.2.5.2. The platform takes others, too.</summary>
    [Theory]
    [InlineData("20260101000000Z", "20360101000000Z", true)]
    [InlineData("20260101000000.5Z", "20360101000000Z", false)]
    [InlineData("20260101000000Z", "20360101000000.25Z", false)]
    public void Times_are_whole_seconds(string begins, string ends, bool isRight)
    {
        using var changed = X509CertificateLoader.LoadCertificate(WithTimes(begins, ends));
        if (isRight)
        {
            Assert.Equal((CertifiedWorld.Begin, CertifiedWorld.Begin.AddYears(10)), Validity.Of(changed));
        }
        else
        {
            Assert.Throws<AsnContentException>(() => Validity.Of(changed));
        }
    }

    /// <summary>Who renews a certificate that has expired shows that it held once; what cannot be read is refused later.</summary>
    [Fact]
    public void A_chain_begins_when_its_own_certificate_does()
    {
        Assert.Equal(World.Trust with { At = CertifiedWorld.Begin }, World.Trust.AtBeginningOf(World.Chain("Alice")));
        Assert.Equal(World.Trust, World.Trust.AtBeginningOf(new CertificateChain([new Bytes(new byte[40])])));
        var fraction = new CertificateChain([new Bytes(WithTimes("20260101000000.5Z", "20360101000000Z"))]);
        Assert.Equal(World.Trust, World.Trust.AtBeginningOf(fraction));
    }

    /// <summary>A certificate of Alice's, its times written anew.</summary>
    private static byte[] WithTimes(string begins, string ends)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        var certificate = new AsnReader(World.Chain("Alice").Certificates[0].Memory, AsnEncodingRules.DER).ReadSequence();
        using (writer.PushSequence())
        {
            var signed = certificate.ReadSequence();
            using (writer.PushSequence())
            {
                // Version, serial number, signature algorithm, issuer.
                for (var i = 0; i < 4; i++)
                {
                    writer.WriteEncodedValue(signed.ReadEncodedValue().Span);
                }

                signed.ReadEncodedValue();
                using (writer.PushSequence())
                {
                    foreach (var time in new[] { begins, ends })
                    {
                        writer.WriteEncodedValue([0x18, (byte)time.Length, .. Encoding.ASCII.GetBytes(time)]);
                    }
                }

                while (signed.HasData)
                {
                    writer.WriteEncodedValue(signed.ReadEncodedValue().Span);
                }
            }

            while (certificate.HasData)
            {
                writer.WriteEncodedValue(certificate.ReadEncodedValue().Span);
            }
        }

        return writer.Encode();
    }

    /// <summary>Whoever issues certificates may have another rule; here a name is what it looks like.</summary>
    [Theory]
    [InlineData("Bob\u3164")]
    [InlineData("Bob\u2800")]
    [InlineData("Bob\ufffe")]
    [InlineData("Bob\u0378")]
    [InlineData("Rene\u0301")]
    [InlineData("B\u043eb")]
    [InlineData("Bob ")]
    [InlineData("Bob  Smith")]
    public void A_name_that_looks_like_another_is_refused_in_certificates_that_others_issued(string name)
    {
        var (subject, usage) = (World.Application("Alice").Subject, new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        var named = new X500DistinguishedNameBuilder();
        named.AddCommonName(name);

        Assert.IsType<CertificateRefusal.BadName>(World.Refusal(World.Forge(
            named.Build(), subject.ToPublicKey(), HashAlgorithmName.SHA256, usage, subject.ToExtension())));
    }

    /// <summary>
    /// The same point said to be on another curve, and a key of RFC 8410 with parameters that it does not have, are other keys.
    /// </summary>
    [Theory]
    [InlineData("p256", new byte[] { 0x06, 0x05, 0x2b, 0x81, 0x04, 0x00, 0x22 })]
    [InlineData("curve25519", new byte[] { 0x05, 0x00 })]
    public void A_key_is_of_the_algorithm_that_its_certificate_names(string suite, byte[] parameters)
    {
        var subject = CertifiedWorld.Of(suite).Application("Alice").Subject;
        var key = subject.ToPublicKey();
        var other = new PublicKey(key.Oid, new AsnEncodedData(parameters), key.EncodedKeyValue);

        Assert.NotNull(SubjectKeys.TryDecode(subject.Encode(), key.ExportSubjectPublicKeyInfo()));
        Assert.Null(SubjectKeys.TryDecode(subject.Encode(), other.ExportSubjectPublicKeyInfo()));
        Assert.Null(SubjectKeys.TryDecode((byte[])[.. subject.Encode(), 0], key.ExportSubjectPublicKeyInfo()));
        Assert.Null(SubjectKeys.TryDecode(subject.Encode(), (byte[])[.. key.ExportSubjectPublicKeyInfo(), 0]));
    }
}
