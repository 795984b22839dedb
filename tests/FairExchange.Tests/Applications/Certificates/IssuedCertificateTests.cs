using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using FairExchange.Applications.Certificates;
using FairExchange.Cryptography;
using FairExchange.Runtime.Operations;
using FairExchange.Runtime.Parties;
using FairExchange.Tests.Runtime;

namespace FairExchange.Tests.Applications.Certificates;

/// <summary>What an authority puts its name to, as other X.509 software reads it.</summary>
public class IssuedCertificateTests
{
    private static readonly CertifiedWorld P256 = CertifiedWorld.Of("p256");

    [Fact]
    public void Authorities_sign_with_keys_of_256_bits_on_P256_and_SHA256()
    {
        foreach (var authority in new[] { P256.Root, P256.Issuer })
        {
            using var key = authority.Certificate.GetECDsaPublicKey()!;
            Assert.Equal((256, "1.2.840.10045.3.1.7"), (key.KeySize, key.ExportParameters(false).Curve.Oid.Value));
            Assert.Equal("1.2.840.10045.4.3.2", authority.Certificate.SignatureAlgorithm.Value);
        }
    }

    /// <summary>RFC 5280, 4.2.1.3 and 4.2.1.9: who may sign certificates, and how far, is critical.</summary>
    [Fact]
    public void An_authority_may_sign_certificates_and_one_below_the_root_has_none_below_it()
    {
        // Made here: the world's were made before anything could be changed about how.
        using var root = CertificateAuthority.CreateRoot("Root", CertifiedWorld.Begin, CertifiedWorld.End);
        using var issuer = root.CreateIntermediate("Issuer", CertifiedWorld.Begin, CertifiedWorld.End);
        foreach (var (certificate, length) in new[] { (root.Certificate, null), (issuer.Certificate, (int?)0) })
        {
            var (constraints, usage) = (Only<X509BasicConstraintsExtension>(certificate), Only<X509KeyUsageExtension>(certificate));
            Assert.Equal((true, true), (constraints.Critical, constraints.CertificateAuthority));
            Assert.Equal(length, constraints.HasPathLengthConstraint ? constraints.PathLengthConstraint : null);
            Assert.Equal((true, X509KeyUsageFlags.KeyCertSign), (usage.Critical, usage.KeyUsages));
            Assert.False(Only<X509SubjectKeyIdentifierExtension>(certificate).Critical);
        }

        Assert.Equal(root.Certificate.SubjectName.RawData, issuer.Certificate.IssuerName.RawData);
        Assert.Equal(Identifier(root.Certificate), Issuer(issuer.Certificate));
    }

    [Fact]
    public void A_participant_may_sign_what_binds_it_and_no_certificates()
    {
        using var alice = Load(P256.Chain("Alice", CertifiedWorld.Those("CitiCorp")));
        var (constraints, usage) = (Only<X509BasicConstraintsExtension>(alice), Only<X509KeyUsageExtension>(alice));

        Assert.Equal((true, false, false), (constraints.Critical, constraints.CertificateAuthority, constraints.HasPathLengthConstraint));
        Assert.Equal((true, X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation), (usage.Critical, usage.KeyUsages));
        Assert.Equal(Identifier(P256.Issuer.Certificate), Issuer(alice));
        Assert.Equal((CertifiedWorld.Begin.UtcDateTime, CertifiedWorld.End.UtcDateTime),
            (alice.NotBefore.ToUniversalTime(), alice.NotAfter.ToUniversalTime()));
        Assert.NotNull(alice.Extensions["2.25.83894131683935708620474971272279969640.2"]);
        // Not critical: who does not know of exchanges may read the rest all the same.
        Assert.False(alice.Extensions["2.25.83894131683935708620474971272279969640.1"]!.Critical);
        // Who recognises nobody in particular says so by leaving the list out.
        using var bob = Load(P256.Chain("Bob"));
        Assert.Null(bob.Extensions["2.25.83894131683935708620474971272279969640.2"]);
    }

    /// <summary>RFC 5280, 4.1.2.2; 64 random bits are what authorities agree on as the least.</summary>
    [Fact]
    public void Serial_numbers_are_positive_short_and_never_the_same()
    {
        var serials = Enumerable.Range(0, 20).Select(_ => Load(P256.Chain("Alice")).SerialNumberBytes.ToArray()).ToList();
        serials.Add(P256.Root.Certificate.SerialNumberBytes.ToArray());

        Assert.All(serials, serial => Assert.True(serial.Length is >= 9 and <= 20 && serial[0] is > 0 and < 0x80));
        Assert.Equal(serials.Count, serials.Select(Convert.ToHexString).Distinct().Count());
    }

    [Theory]
    [InlineData("")]
    [InlineData("Ro\not")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345")]
    public void An_authority_has_a_name_that_a_certificate_can_bear(string name)
    {
        var refused = Assert.Throws<ArgumentException>(
            () => CertificateAuthority.CreateRoot(name, CertifiedWorld.Begin, CertifiedWorld.End));
        Assert.StartsWith("An authority's name has 1 to 64 characters on one line.", refused.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => P256.Root.CreateIntermediate(name, CertifiedWorld.Begin, CertifiedWorld.End));
    }

    [Fact]
    public void An_authority_issues_only_what_it_would_take_itself()
    {
        var many = CertifiedWorld.Those([.. Enumerable.Range(0, 33).Select(i => $"P{i}")]);
        Assert.IsType<CertificateRefusal.BadList>(Refused("Alice", many));
        Assert.IsType<CertificateRefusal.BadName>(Refused("Ali\nce", RecognisedParties.Nobody));
        Assert.Null(Refused("Alice", CertifiedWorld.Those("CitiCorp")));

        static CertificateRefusal? Refused(string name, RecognisedParties lists)
        {
            var keys = P256.KeysOf("Alice") with { Name = name };
            var application = CertificateApplication.Of(P256.Suite, keys, lists);
            var chain = P256.Root.TryEnrol(application, keys, CertifiedWorld.Begin, CertifiedWorld.End, out var refusal);
            Assert.Equal(chain is null, refusal is not null);
            return refusal;
        }
    }

    /// <summary>The applicant signs what it decrypts. What is no challenge of the documented form it does not sign, whoever asks.</summary>
    [Theory]
    [InlineData("fair-exchange/1 certificate\0challenge", 32, true)]
    [InlineData("fair-exchange/1 certificate\0challenge", 31, false)]
    [InlineData("fair-exchange/1 certificate\0challenge", 33, false)]
    [InlineData("fair-exchange/1 certificate\0possession", 32, false)]
    [InlineData("", 32, false)]
    public void An_applicant_answers_challenges_and_nothing_else(string context, int length, bool isAnswered)
    {
        var (application, keys) = (P256.Application("Alice"), P256.KeysOf("Alice"));
        var ciphertext = P256.Suite.Encryption.Encrypt(
            keys.Public.Encryption, Encoding.UTF8.GetBytes(context), new byte[length],
            RandomNumberGenerator.GetBytes(CoinEncryption.CoinsSize));
        var answer = PossessionChallenge.Answer(application, keys, ciphertext);

        Assert.Equal(isAnswered, answer is not null);
        byte[] said = [.. application.Digest(), .. new byte[length]];
        Assert.Equal(isAnswered, answer is not null
            && keys.Public.Verification.Verify("fair-exchange/1 certificate\0possession"u8, said, answer));
    }

    /// <summary>All that a certificate will say is under the applicant's signature.</summary>
    [Fact]
    public void No_two_applications_have_one_digest()
    {
        var application = P256.Application("Alice", CertifiedWorld.Those("CitiCorp"));
        CertificateApplication[] all =
        [
            application, application with { Name = "Bob" }, application with { Recognised = CertifiedWorld.Those("Post") },
            application with { Recognised = application.Recognised with { Only = true } },
            application with { Subject = application.Subject with { IsTrustedParty = true } }, application with
            {
                Subject = P256.Application("Bob").Subject,
            },
            application with
            {
                Subject = application.Subject with
                {
                    Keys = application.Subject.Keys with { Verification = P256.KeysOf("Bob").Public.Verification },
                },
            },
            application with
            {
                Subject = application.Subject with
                {
                    Keys = application.Subject.Keys with { Encryption = P256.KeysOf("Bob").Public.Encryption },
                },
            },
        ];

        Assert.Equal(all.Length, all.Select(one => Convert.ToHexString(one.Digest())).Distinct().Count());
        Assert.Equal(application.Digest(), (application with { }).Digest());
    }

    /// <summary>A root's file without the identifier by which those below name it issues nothing.</summary>
    [Fact]
    public void A_root_is_known_by_the_identifier_that_it_signs_under()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.NotNull(Read(new X509SubjectKeyIdentifierExtension(new PublicKey(key), false)));
        Assert.Null(Read());

        CertificateAuthority? Read(params X509Extension[] extensions)
        {
            var request = new CertificateRequest(new X500DistinguishedName("CN=Root"), key, HashAlgorithmName.SHA256);
            Array.ForEach(extensions, request.CertificateExtensions.Add);
            using var made = request.CreateSelfSigned(CertifiedWorld.Begin, CertifiedWorld.End);
            return CertificateAuthority.TryReadRoot(made.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
        }
    }

    /// <summary>One of the three is enough to be somebody else: its name, what it signs with, what it is written to by.</summary>
    [Fact]
    public void Nobody_takes_a_part_with_other_keys_than_the_agreement_says()
    {
        var (agreement, protocol, own, trudy) = (
            CertifiedRun.Agree(P256), World.Entry("fair-cem-named"), P256.KeysOf("Alice"), P256.KeysOf("Trudy"));
        Assert.Equal("Alice", Take(own).Operations.Self);
        Assert.Throws<ArgumentException>(() => Take(own with { Name = "Trudy" }));
        Assert.Throws<ArgumentException>(() => Take(own with { Signing = trudy.Signing }));
        Assert.Throws<ArgumentException>(() => Take(own with { Decryption = trudy.Decryption }));
        // Nor in another's seat.
        Assert.Throws<ArgumentException>(() => agreement.Execution(protocol, protocol.Second, own, new SystemCoins()));

        Execution Take(PrivateKeys keys) => agreement.Execution(protocol, protocol.First, keys, new SystemCoins());
    }

    private static T Only<T>(X509Certificate2 certificate)
        where T : X509Extension => Assert.Single(certificate.Extensions.OfType<T>());

    private static string? Identifier(X509Certificate2 certificate) =>
        Only<X509SubjectKeyIdentifierExtension>(certificate).SubjectKeyIdentifier;

    private static string Issuer(X509Certificate2 certificate) =>
        Convert.ToHexString(Only<X509AuthorityKeyIdentifierExtension>(certificate).KeyIdentifier!.Value.Span);

    private static X509Certificate2 Load(CertificateChain chain) => X509CertificateLoader.LoadCertificate(chain.Certificates[0].Span);
}
