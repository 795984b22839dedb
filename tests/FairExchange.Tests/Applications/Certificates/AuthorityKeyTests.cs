using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FairExchange.Applications.Certificates;
using FairExchange.Runtime.Values;

namespace FairExchange.Tests.Applications.Certificates;

/// <summary>On which keys of authorities anybody relies.</summary>
public class AuthorityKeyTests
{
    private static readonly CertifiedWorld World = CertifiedWorld.Of("p256");

    /// <summary>The root certifies an authority whose key can be broken: whoever breaks it speaks for anybody.</summary>
    [Fact]
    public void An_authority_with_a_weak_key_vouches_for_nobody()
    {
        using var weak = RSA.Create(1024);
        var (name, subject) = (new X500DistinguishedName("CN=Weak"), World.Application("Alice").Subject);
        var authority = World.Forge(
            name, new PublicKey(weak), HashAlgorithmName.SHA256,
            new X509BasicConstraintsExtension(true, false, 0, true), new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        var request = new CertificateRequest(new X500DistinguishedName("CN=Alice"), subject.ToPublicKey(), HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(subject.ToExtension());
        using var made = request.Create(
            name, X509SignatureGenerator.CreateForRSA(weak, RSASignaturePadding.Pkcs1), CertifiedWorld.Begin, CertifiedWorld.End, [7]);

        Assert.IsType<CertificateRefusal.WeakSignature>(World.Refusal(new CertificateChain([new Bytes(made.RawData),
            authority.Certificates[0]])));
    }

    /// <summary>A root is trusted as it is, so nobody else looks at its key; and a size alone says nothing of the curve.</summary>
    [Theory]
    [InlineData("1.2.840.10045.3.1.7", true)] // P-256
    [InlineData("1.3.132.0.34", true)] // P-384
    [InlineData("1.3.132.0.35", true)] // P-521
    [InlineData("1.2.840.10045.3.1.1", false)] // P-192
    [InlineData("1.3.132.0.33", false)] // P-224
    [InlineData("1.3.132.0.10", false)] // secp256k1
    [InlineData("1.3.36.3.3.2.8.1.1.7", false)] // brainpoolP256r1
    public void An_authoritys_key_is_on_a_known_curve_of_256_bits_and_more(string curve, bool isSound)
    {
        using var key = ECDsa.Create(ECCurve.CreateFromValue(curve));
        var (name, subject) = (new X500DistinguishedName("CN=Authority"), World.Application("Alice").Subject);
        X509Extension[] authority = [
            new X509BasicConstraintsExtension(true, false, 0, true), new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true)];
        var itself = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        itself.CertificateExtensions.Add(authority[0]);
        itself.CertificateExtensions.Add(authority[1]);
        itself.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(itself.PublicKey, false));
        using var root = itself.Create(name, X509SignatureGenerator.CreateForECDsa(key), CertifiedWorld.Begin, CertifiedWorld.End, [9]);
        var request = new CertificateRequest(new X500DistinguishedName("CN=Alice"), subject.ToPublicKey(), HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(subject.ToExtension());
        using var made = request.Create(name, X509SignatureGenerator.CreateForECDsa(key), CertifiedWorld.Begin, CertifiedWorld.End, [7]);

        var expected = isSound ? null : new CertificateRefusal.WeakSignature();
        Assert.Equal(
            expected, World.Refusal(new CertificateChain([new Bytes(made.RawData)]), new CertificateTrust([root], World.Trust.At)));
        var below = World.Forge(name, new PublicKey(key), HashAlgorithmName.SHA256, authority);
        Assert.Equal(expected, World.Refusal(new CertificateChain([new Bytes(made.RawData), below.Certificates[0]])));
        using var issuing = CertificateAuthority.TryReadRoot(root.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
        Assert.Equal(isSound, issuing is not null);
    }

    /// <summary>Where two texts have one digest, an authority that has signed one of them has signed the other.</summary>
    [Theory]
    [InlineData("1.2.840.10045.4.3.2", "SHA256", true)]
    [InlineData("1.2.840.10045.4.3.3", "SHA384", true)]
    [InlineData("1.2.840.10045.4.3.4", "SHA512", true)]
    [InlineData("1.2.840.10045.4.1", "SHA1", false)]
    public void An_authority_signs_with_SHA_2(string algorithm, string hash, bool isSound)
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(World.Root.KeyToPem());
        var subject = World.Application("Alice").Subject;
        var request = new CertificateRequest(new X500DistinguishedName("CN=Alice"), subject.ToPublicKey(), HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(subject.ToExtension());
        var signer = new Signer(key, algorithm, new HashAlgorithmName(hash));
        using var made = request.Create(World.Root.Certificate.SubjectName, signer, CertifiedWorld.Begin, CertifiedWorld.End, [7]);

        Assert.Equal(isSound, World.Refusal(new CertificateChain([new Bytes(made.RawData)])) is null);
        // Who is trusted by nobody is refused for that first.
        Assert.IsType<CertificateRefusal.UntrustedRoot>(World.Refusal(
            new CertificateChain([new Bytes(made.RawData)]), World.Trust with { Roots = [] }));
    }

    /// <summary>Each signature on the way to the root counts: one sound one does not make up for another.</summary>
    [Theory]
    [InlineData("SHA256", "SHA256", true)]
    [InlineData("SHA1", "SHA256", false)]
    [InlineData("SHA256", "SHA1", false)]
    public void Every_authority_on_the_way_signs_with_SHA_2(string byRoot, string byAuthority, bool isSound)
    {
        using var root = ECDsa.Create();
        root.ImportFromPem(World.Root.KeyToPem());
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var (name, subject) = (new X500DistinguishedName("CN=Authority"), World.Application("Alice").Subject);
        using var authority = Made(
            new CertificateRequest(name, key, HashAlgorithmName.SHA256), World.Root.Certificate.SubjectName, root, byRoot,
            new X509BasicConstraintsExtension(true, false, 0, true), new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        using var alice = Made(
            new CertificateRequest(new X500DistinguishedName("CN=Alice"), subject.ToPublicKey(), HashAlgorithmName.SHA256),
            name, key, byAuthority,
            new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true), subject.ToExtension());
        var chain = new CertificateChain([new Bytes(alice.RawData), new Bytes(authority.RawData)]);

        Assert.Equal(isSound ? null : new CertificateRefusal.WeakSignature(), World.Refusal(chain));

        static X509Certificate2 Made(
            CertificateRequest request, X500DistinguishedName issuer, ECDsa signing, string hash,
            params IEnumerable<X509Extension> extensions)
        {
            foreach (var extension in extensions)
            {
                request.CertificateExtensions.Add(extension);
            }

            var signer = new Signer(signing, hash == "SHA1" ? "1.2.840.10045.4.1" : "1.2.840.10045.4.3.2", new HashAlgorithmName(hash));
            return request.Create(issuer, signer, CertifiedWorld.Begin, CertifiedWorld.End, [7]);
        }
    }

    [Theory]
    [InlineData(60_000, true)]
    [InlineData(65_536, false)]
    public void A_certificate_has_at_most_64_KiB(int more, bool isTaken)
    {
        var (subject, usage) = (World.Application("Alice").Subject, new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        var large = World.Forge(
            new X500DistinguishedName("CN=Alice"), subject.ToPublicKey(), HashAlgorithmName.SHA256, usage, subject.ToExtension(),
            new X509Extension("2.5.29.99", new byte[more], false));

        Assert.Equal(isTaken, World.Refusal(large) is null);
        // The bound itself is within.
        Assert.Equal(isTaken, World.Refusal(Padded(isTaken ? CertificateChain.MaximumSize : CertificateChain.MaximumSize + 1)) is null);
        // Nor does one come along unused.
        Assert.Equal(isTaken,
            World.Refusal(new CertificateChain([World.Chain("Alice", by: World.Root).Certificates[0], large.Certificates[0]])) is null);
        Assert.IsType<CertificateRefusal.Malformed>(World.Refusal(new CertificateChain([new Bytes(new byte[100])])));

        // A signature has one byte more or less by chance, so it is made again until the size is the one that is wanted.
        CertificateChain Padded(int size)
        {
            for (var rest = 60_000; ;)
            {
                var chain = World.Forge(
                    new X500DistinguishedName("CN=Alice"), subject.ToPublicKey(), HashAlgorithmName.SHA256,
                    usage, subject.ToExtension(), new X509Extension("2.5.29.99", new byte[rest], false));
                if (chain.Certificates[0].Length == size)
                {
                    return chain;
                }

                rest += size - chain.Certificates[0].Length;
            }
        }
    }

    private sealed class Signer(ECDsa key, string algorithm, HashAlgorithmName hash) : X509SignatureGenerator
    {
        public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm)
        {
            var writer = new AsnWriter(AsnEncodingRules.DER);
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(algorithm);
            }

            return writer.Encode();
        }

        public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) =>
            key.SignData(data, hash, DSASignatureFormat.Rfc3279DerSequence);

        protected override PublicKey BuildPublicKey() => new(key);
    }
}
