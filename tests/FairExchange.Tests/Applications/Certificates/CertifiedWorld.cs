using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FairExchange.Applications.Certificates;
using FairExchange.Cryptography;
using FairExchange.Runtime.Operations;
using FairExchange.Runtime.Values;
using FairExchange.Tests.Runtime;

namespace FairExchange.Tests.Applications.Certificates;

/// <summary>An authority with one below it that certifies participants, and another that nobody here trusts.</summary>
internal sealed class CertifiedWorld
{
    public static readonly DateTimeOffset Begin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset Now = Begin.AddDays(30);
    public static readonly DateTimeOffset End = Begin.AddDays(90);

    private static readonly ImmutableDictionary<string, CertifiedWorld> Worlds = Suite.All.ToImmutableDictionary(
        suite => suite.Name, suite => new CertifiedWorld(suite));

    private readonly ImmutableDictionary<string, PrivateKeys> keys;

    private CertifiedWorld(Suite suite)
    {
        Suite = suite;
        Root = CertificateAuthority.CreateRoot("Root", Begin.AddYears(-1), Begin.AddYears(9));
        Issuer = Root.CreateIntermediate("Issuer", Begin.AddDays(-1), Begin.AddYears(4));
        Foreign = CertificateAuthority.CreateRoot("Root", Begin.AddYears(-1), Begin.AddYears(9));
        Trust = new CertificateTrust([Root.Certificate], Now);
        keys = new[] { "Alice", "Bob", "Trudy", "CitiCorp", "Federal Reserve" }.ToImmutableDictionary(
            name => name, name => new PrivateKeys(name, suite.Signatures.GenerateKey(), suite.Encryption.GenerateKey()));
    }

    public static TheoryData<string> Suites => World.Suites;

    public Suite Suite { get; }

    public CertificateAuthority Root { get; }

    public CertificateAuthority Issuer { get; }

    /// <summary>Of the same name as the root, and with another key.</summary>
    public CertificateAuthority Foreign { get; }

    public CertificateTrust Trust { get; }

    public static CertifiedWorld Of(string suite) => Worlds[suite];

    public static RecognisedParties Those(params ImmutableArray<string> names) => RecognisedParties.Those(names);

    public PrivateKeys KeysOf(string name) => keys[name];

    public CertificateApplication Application(string name, RecognisedParties? recognised = null, bool isTrustedParty = false) =>
        CertificateApplication.Of(Suite, keys[name], recognised ?? RecognisedParties.Nobody, isTrustedParty);

    public CertificateChain Chain(
        string name, RecognisedParties? recognised = null, bool isTrustedParty = false, CertificateAuthority? by = null,
        DateTimeOffset? notBefore = null, DateTimeOffset? notAfter = null)
    {
        var chain = (by ?? Issuer)
            .TryEnrol(Application(name, recognised, isTrustedParty), keys[name], notBefore ?? Begin, notAfter ?? End, out var refusal);
        Assert.Null(refusal);
        return chain!;
    }

    /// <summary>A participant's certificate.</summary>
    public VerifiedCertificate Certify(string name, RecognisedParties recognised) => Verified(Chain(name, recognised));

    /// <summary>A trusted party's.</summary>
    public VerifiedCertificate Office(string name) => Verified(Chain(name, isTrustedParty: true));

    public VerifiedCertificate Verified(CertificateChain chain)
    {
        var verified = VerifiedCertificate.TryVerify(chain, Trust, out var refusal);
        Assert.Null(refusal);
        return verified!;
    }

    public CertificateRefusal? Refusal(CertificateChain chain, CertificateTrust? trust = null, string? expected = null)
    {
        var verified = VerifiedCertificate.TryVerify(chain, trust ?? Trust, out var refusal, expected);
        Assert.Equal(verified is null, refusal is not null);
        Assert.DoesNotContain(refusal?.Describe() ?? "", char.IsControl);
        return refusal;
    }

    /// <summary>Any certificate that the root's key can sign.</summary>
    public CertificateChain Forge(
        X500DistinguishedName subject, PublicKey key, HashAlgorithmName hash, params IEnumerable<X509Extension> extensions)
    {
        using var signer = ECDsa.Create();
        signer.ImportFromPem(Root.KeyToPem());
        var request = new CertificateRequest(subject, key, hash);
        foreach (var extension in extensions)
        {
            request.CertificateExtensions.Add(extension);
        }

        using var made = request.Create(Root.Certificate.SubjectName, X509SignatureGenerator.CreateForECDsa(signer), Begin, End, [1]);
        return new CertificateChain([new Bytes(made.RawData)]);
    }

    /// <summary>Signs changed content with the root's key.</summary>
    public CertificateChain SignAgain(byte[] toBeSigned)
    {
        using var signer = ECDsa.Create();
        signer.ImportFromPem(Root.KeyToPem());
        var writer = new System.Formats.Asn1.AsnWriter(System.Formats.Asn1.AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(toBeSigned);
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier("1.2.840.10045.4.3.2");
            }

            writer.WriteBitString(signer.SignData(toBeSigned, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
        }

        return new CertificateChain([new Bytes(writer.Encode())]);
    }
}
