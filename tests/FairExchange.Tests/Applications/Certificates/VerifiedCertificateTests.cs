using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using FairExchange.Applications.Certificates;
using FairExchange.Runtime.Values;
using FsCheck;
using FsCheck.Fluent;

namespace FairExchange.Tests.Applications.Certificates;

public class VerifiedCertificateTests
{
    private const string Arc = "2.25.83894131683935708620474971272279969640";

    private static readonly CertifiedWorld World = CertifiedWorld.Of("p256");

    [Theory]
    [MemberData(nameof(CertifiedWorld.Suites), MemberType = typeof(CertifiedWorld))]
    public void A_certificate_says_whose_keys_are_whose_and_whom_its_subject_recognises(string suite)
    {
        var world = CertifiedWorld.Of(suite);
        var lists = CertifiedWorld.Those("CitiCorp").With("certified-mail", "Federal Reserve", "CitiCorp") with { Only = true };
        var verified = world.Certify("Alice", lists);

        Assert.Equal("Alice", verified.Name);
        Assert.Same(world.Suite, verified.Suite);
        Assert.Equal(world.KeysOf("Alice").Signing.PublicKey.ToArray(), verified.Keys.Verification.PublicKey.ToArray());
        Assert.Equal(world.KeysOf("Alice").Decryption.PublicKey.ToArray(), verified.Keys.Encryption.PublicKey.ToArray());
        Assert.True(verified.Recognised.Only);
        Assert.Equal(["Federal Reserve", "CitiCorp"], verified.Recognised.For("certified-mail").AsEnumerable());
        Assert.Equal(["CitiCorp"], verified.Recognised.For("contract-signing").AsEnumerable());
        Assert.False(verified.Subject.IsTrustedParty);
        Assert.True(world.Office("CitiCorp").Subject.IsTrustedParty);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(verified.Chain.Certificates[0].Span)), verified.Thumbprint);
    }

    /// <summary>A participant's certificate is one that any X.509 software reads: its own key is the suite's signature key.</summary>
    [Theory]
    [InlineData("p256", "1.2.840.10045.2.1")]
    [InlineData("curve25519", "1.3.101.112")]
    public void The_certificates_own_key_is_the_signature_key(string suite, string algorithm)
    {
        var world = CertifiedWorld.Of(suite);
        using var read = X509CertificateLoader.LoadCertificate(world.Chain("Alice").Certificates[0].Span);

        Assert.Equal(algorithm, read.PublicKey.Oid.Value);
        Assert.Equal(world.KeysOf("Alice").Signing.PublicKey.ToArray(), read.PublicKey.EncodedKeyValue.RawData);
        Assert.Equal("CN=Alice", read.Subject);
    }

    [Theory]
    [InlineData(-1, "NotYetValid")]
    [InlineData(0, null)]
    [InlineData(89, null)]
    [InlineData(91, "Expired")]
    public void A_certificate_holds_from_its_beginning_to_its_end(int days, string? refusal) =>
        Assert.Equal(refusal, Named(World.Refusal(World.Chain("Alice"), World.Trust with { At = CertifiedWorld.Begin.AddDays(days) })));

    [Fact]
    public void What_has_expired_or_has_not_begun_is_said_by_name_and_time()
    {
        Assert.Equal(
            "has expired: that of Alice ended at 2026-04-01T00:00:00Z",
            World.Refusal(World.Chain("Alice"), World.Trust with { At = CertifiedWorld.End.AddDays(1) })?.Describe());
        Assert.Equal(
            "is not valid yet: that of Bob begins at 2026-02-10T00:00:00Z",
            World.Refusal(World.Chain("Bob", notBefore: CertifiedWorld.Begin.AddDays(40)))?.Describe());
        // The authority's own certificate ends before those that it has signed.
        var shortLived = World.Root.CreateIntermediate("Brief", CertifiedWorld.Begin, CertifiedWorld.Begin.AddDays(10));
        Assert.Equal(
            "has expired: that of Brief ended at 2026-01-11T00:00:00Z", World.Refusal(World.Chain("Alice", by: shortLived))?.Describe());
    }

    [Fact]
    public void Only_a_path_to_a_trusted_root_counts()
    {
        var chain = World.Chain("Alice");
        Assert.Null(World.Refusal(chain));
        Assert.Null(World.Refusal(World.Chain("Alice", by: World.Root)));
        Assert.IsType<CertificateRefusal.UntrustedRoot>(World.Refusal(chain, World.Trust with { Roots = [] }));
        Assert.IsType<CertificateRefusal.UntrustedRoot>(World.Refusal(new CertificateChain([chain.Certificates[0]])));
        // An authority below the root is no root.
        Assert.IsType<CertificateRefusal.UntrustedRoot>(World.Refusal(chain, World.Trust with { Roots = [World.Issuer.Certificate] }));
        using var other = CertificateAuthority.CreateRoot("Other", CertifiedWorld.Begin, CertifiedWorld.End);
        Assert.IsType<CertificateRefusal.UntrustedRoot>(World.Refusal(World.Chain("Alice", by: other)));
        // The same name, another key.
        Assert.IsType<CertificateRefusal.UntrustedRoot>(World.Refusal(World.Chain("Alice", by: World.Foreign)));
        // Alice's name changed to Alicf: all is in order but the signature.
        var changed = chain.Certificates[0].Span.ToArray();
        changed[changed.AsSpan().IndexOf("Alice"u8) + 4]++;
        Assert.IsType<CertificateRefusal.BadSignature>(World.Refusal(chain with
        {
            Certificates = chain.Certificates.SetItem(
            0, new Bytes(changed))
        }));
    }

    [Fact]
    public void Nobody_but_an_authority_signs_certificates()
    {
        // Alice signs for "Bob" with her own key, and presents her own certificate as the authority's.
        var alice = World.Chain("Alice", by: World.Root);
        using var hers = X509CertificateLoader.LoadCertificate(alice.Certificates[0].Span);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var fake = World.Forge(
            hers.SubjectName, new PublicKey(key), HashAlgorithmName.SHA256, new X509BasicConstraintsExtension(false, false, 0, true));
        var request = new CertificateRequest(hers.SubjectName, key, HashAlgorithmName.SHA256);
        using var forged = request.Create(
            hers.SubjectName, X509SignatureGenerator.CreateForECDsa(key), CertifiedWorld.Begin, CertifiedWorld.End, [3]);

        Assert.NotNull(World.Refusal(new CertificateChain([new Bytes(forged.RawData), fake.Certificates[0]])));
        // One authority below another that may have none below it.
        using var deeper = World.Issuer.CreateIntermediate("Deeper", CertifiedWorld.Begin, CertifiedWorld.End);
        Assert.IsType<CertificateRefusal.BadPath>(World.Refusal(World.Chain("Alice", by: deeper)));
        // And no authority takes part in exchanges.
        Assert.NotNull(World.Refusal(new CertificateChain([new Bytes(World.Root.Certificate.RawData)])));
        Assert.IsType<CertificateRefusal.BadKeys>(World.Refusal(new CertificateChain([new Bytes(World.Issuer.Certificate.RawData)])));
    }

    [Fact]
    public void A_certificate_of_somebody_else_is_refused_where_one_is_expected()
    {
        Assert.Null(World.Refusal(World.Chain("Bob"), expected: "Bob"));
        Assert.Equal(new CertificateRefusal.WrongName("Bob", "Trudy"), World.Refusal(World.Chain("Trudy"), expected: "Bob"));
    }

    /// <summary>Ours may be critical, because it is processed; any other may not, whatever the platform makes of both.</summary>
    [Fact]
    public void Critical_extensions_are_those_that_are_processed_and_no_others()
    {
        Assert.Null(World.Refusal(World.Chain("Alice", CertifiedWorld.Those("CitiCorp") with { Only = true })));
        Assert.Null(World.Refusal(Alice(new X509Extension($"{Arc}.9", [5, 0], critical: false))));
        Assert.Equal(new CertificateRefusal.UnknownCritical($"{Arc}.9"),
            World.Refusal(Alice(new X509Extension($"{Arc}.9", [5, 0], critical: true))));
        // Known to every platform, and not meant for this: a certificate for web servers only.
        Assert.IsType<CertificateRefusal.UnknownCritical>(
            World.Refusal(Alice(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: true))));
    }

    [Fact]
    public void An_extension_that_is_there_twice_is_refused_and_named()
    {
        // Two unknown ones, then the second's identifier changed to the first's, and signed again.
        var (one, two) = (new X509Extension($"{Arc}.8", [5, 0], false), new X509Extension($"{Arc}.9", [5, 0], false));
        var signed = new AsnReader(Alice(one, two).Certificates[0].Span.ToArray(), AsnEncodingRules.DER).ReadSequence().ReadEncodedValue()
            .ToArray();
        Assert.Null(World.Refusal(World.SignAgain(signed)));
        var place = signed.AsSpan().LastIndexOf([.. Identifier($"{Arc}.9")]);
        signed[place + Identifier($"{Arc}.9").Length - 1] = 8;

        Assert.Equal(new CertificateRefusal.Duplicate($"{Arc}.8"), World.Refusal(World.SignAgain(signed)));
    }

    [Fact]
    public void What_is_not_quite_a_participants_certificate_is_refused_by_name()
    {
        var (subject, usage) = (World.Application("Alice").Subject, new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        var keys = subject.ToExtension();
        Check<CertificateRefusal.BadKeys>("CN=Alice", usage);
        Check<CertificateRefusal.BadKeys>("CN=Alice", keys);
        Check<CertificateRefusal.BadKeys>("CN=Alice", keys, new X509KeyUsageExtension(X509KeyUsageFlags.KeyAgreement, true));
        Check<CertificateRefusal.BadKeys>("CN=Alice", usage, new X509Extension(keys.Oid!, [.. keys.RawData, 0], false));
        // The extension speaks of another suite than the key.
        Check<CertificateRefusal.BadKeys>("CN=Alice", usage, CertifiedWorld.Of("curve25519").Application("Alice").Subject.ToExtension());
        Check<CertificateRefusal.BadList>("CN=Alice", usage, keys, new X509Extension($"{Arc}.2", [0x30, 0], false));
        Check<CertificateRefusal.BadName>("CN=Alice, O=Bank", usage, keys);
        Check<CertificateRefusal.BadName>("O=Alice", usage, keys);

        void Check<T>(string name, params X509Extension[] extensions) =>
            Assert.IsType<T>(World.Refusal(World.Forge(
                new X500DistinguishedName(name), subject.ToPublicKey(), HashAlgorithmName.SHA256, extensions)));
    }

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void A_name_is_as_long_as_X_509_has_it(int length, bool fits)
    {
        var keys = World.KeysOf("Alice") with { Name = new string('é', length) };
        var chain = World.Root.TryEnrol(CertificateApplication.Of(World.Suite, keys, RecognisedParties.Nobody), keys, CertifiedWorld.Begin,
            CertifiedWorld.End, out var refusal);

        Assert.Equal(fits ? null : "BadName", refusal?.GetType().Name);
        Assert.Equal(fits ? keys.Name : null, chain is null ? null : World.Verified(chain).Name);
    }

    [Fact]
    public void One_certificate_has_one_encoding_and_no_more_of_them_than_a_path_takes()
    {
        var chain = World.Chain("Alice");
        var der = chain.Certificates[0].Span.ToArray();
        Assert.IsType<CertificateRefusal.Malformed>(World.Refusal(new CertificateChain([])));
        Assert.IsType<CertificateRefusal.Malformed>(World.Refusal(new CertificateChain([new Bytes((byte[])[.. der, 0]),
            chain.Certificates[1]])));
        Assert.IsType<CertificateRefusal.Malformed>(
            World.Refusal(new CertificateChain([new Bytes(Encoding.ASCII.GetBytes(chain.ToPem()))])));
        Assert.IsType<CertificateRefusal.Malformed>(World.Refusal(new CertificateChain([.. chain.Certificates, .. chain.Certificates])));
        Assert.Equal(chain.Certificates.AsEnumerable(), CertificateChain.TryReadPem(chain.ToPem())!.Certificates);
    }

    [Theory]
    [MemberData(nameof(CertifiedWorld.Suites), MemberType = typeof(CertifiedWorld))]
    public void No_bytes_are_taken_for_a_certificate_and_none_make_an_exception(string suite)
    {
        var world = CertifiedWorld.Of(suite);
        var chain = world.Chain("Alice", CertifiedWorld.Those("CitiCorp"));
        var honest = chain.Certificates[0].Span.ToArray();
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), Gen.Choose(0, honest.Length - 1).ToArbitrary(), (bytes, at) =>
        {
            byte[] spliced = [.. honest[..at], .. bytes, .. honest[Math.Min(honest.Length, at + bytes.Length)..]];
            return Refused(bytes) && (spliced.AsSpan().SequenceEqual(honest) || Refused(spliced));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(400));
        bool Refused(byte[] bytes) =>
            world.Refusal(chain with { Certificates = chain.Certificates.SetItem(0, new Bytes(bytes)) }) is not null;
    }

    /// <summary>Each signed again, so that it is not the signature that refuses it.</summary>
    [Fact]
    public void No_changed_byte_in_what_an_authority_signs_makes_an_exception()
    {
        var signed = new AsnReader(Alice(CertifiedWorld.Those("CitiCorp").ToExtension()).Certificates[0].Span.ToArray(),
            AsnEncodingRules.DER).ReadSequence().ReadEncodedValue().ToArray();
        Assert.Null(World.Refusal(World.SignAgain(signed)));
        for (var i = 4; i < signed.Length; i++)
        {
            byte[] changed = [.. signed];
            changed[i] ^= (byte)(1 << (i % 8));
            World.Refusal(World.SignAgain(changed));
        }
    }

    private static CertificateChain Alice(params X509Extension[] more)
    {
        var subject = World.Application("Alice").Subject;
        return World.Forge(
            new X500DistinguishedName("CN=Alice"), subject.ToPublicKey(), HashAlgorithmName.SHA256,
            [new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true), subject.ToExtension(), .. more]);
    }

    private static byte[] Identifier(string dotted)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteObjectIdentifier(dotted);
        return writer.Encode();
    }

    private static string? Named(CertificateRefusal? refusal) => refusal?.GetType().Name;
}
