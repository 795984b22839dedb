using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using FairExchange.Cryptography;
using FairExchange.Runtime.Operations;
using FairExchange.Runtime.Values;

namespace FairExchange.Applications.Certificates;

/// <summary>Signs certificates (RFC 5280) with a P-256 key. Serial numbers are random; times are arguments, in whole seconds.</summary>
public sealed class CertificateAuthority : IDisposable
{
    private readonly ECDsa key;
    private readonly ImmutableArray<Bytes> path;

    private CertificateAuthority(X509Certificate2 certificate, ECDsa key, ImmutableArray<Bytes> path) =>
        (Certificate, this.key, this.path) = (certificate, key, path);

    public X509Certificate2 Certificate { get; }

    /// <summary>A new authority that vouches for itself.</summary>
    /// <exception cref="ArgumentException">The name cannot be a common name, or the times are out of order.</exception>
    public static CertificateAuthority CreateRoot(string name, DateTimeOffset notBefore, DateTimeOffset notAfter)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new CertificateAuthority(
            Authority(name, key).Create(SubjectName.Write(name), Signing(key), notBefore, notAfter, Serial()), key, []);
    }

    /// <summary>A new authority below this one, for participants and for no further authority.</summary>
    /// <exception cref="ArgumentException">As above.</exception>
    public CertificateAuthority CreateIntermediate(string name, DateTimeOffset notBefore, DateTimeOffset notAfter)
    {
        var own = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = Authority(name, own, pathLength: 0);
        request.CertificateExtensions.Add(Issuer());
        var certificate = request.Create(Certificate.SubjectName, Signing(key), notBefore, notAfter, Serial());
        return new CertificateAuthority(certificate, own, path.Insert(0, new Bytes(certificate.RawData)));
    }

    /// <summary>From what <see cref="ToPem"/> and <see cref="KeyToPem"/> wrote for a root; null where it is not that.</summary>
    public static CertificateAuthority? TryReadRoot(string certificate, string privateKey)
    {
        try
        {
            using var both = X509Certificate2.CreateFromPem(certificate, privateKey);
            return both.Extensions.OfType<X509SubjectKeyIdentifierExtension>().Count() == 1 && CertificateTrust.HasSoundKey(both)
                && both.GetECDsaPrivateKey() is { } key
                ? new CertificateAuthority(X509CertificateLoader.LoadCertificate(both.RawData), key, [])
                : null;
        }
        catch (Exception malformed) when (malformed is CryptographicException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Signs what an applicant has shown to be its own.</summary>
    /// <param name="challenge">The one that this applicant was given, used once.</param>
    /// <param name="answer">What the applicant made of it.</param>
    /// <param name="notBefore">From when.</param>
    /// <param name="notAfter">Until when.</param>
    /// <param name="refusal">Why nothing is signed.</param>
    public CertificateChain? TryIssue(
        PossessionChallenge challenge, ReadOnlySpan<byte> answer, DateTimeOffset notBefore, DateTimeOffset notAfter,
        out CertificateRefusal? refusal)
    {
        var wanted = challenge.Application;
        refusal = !SubjectName.Fits(wanted.Name) ? new CertificateRefusal.BadName()
            : !wanted.Recognised.IsNobody && !wanted.Recognised.IsWithinBounds ? new CertificateRefusal.BadList()
            : !challenge.IsAnsweredBy(answer) ? new CertificateRefusal.NoPossession()
            : null;
        if (refusal is not null)
        {
            return null;
        }

        var request = new CertificateRequest(SubjectName.Write(wanted.Name), wanted.Subject.ToPublicKey(), HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(
            X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation, critical: true));
        request.CertificateExtensions.Add(Issuer());
        request.CertificateExtensions.Add(wanted.Subject.ToExtension());
        if (!wanted.Recognised.IsNobody)
        {
            request.CertificateExtensions.Add(wanted.Recognised.ToExtension());
        }

        using var certificate = request.Create(Certificate.SubjectName, Signing(key), notBefore, notAfter, Serial());
        return new CertificateChain(path.Insert(0, new Bytes(certificate.RawData)));
    }

    /// <summary>Both sides of issuing at once, where the authority and the owner of the keys are one program.</summary>
    public CertificateChain? TryEnrol(CertificateApplication application, PrivateKeys owner, DateTimeOffset notBefore,
        DateTimeOffset notAfter, out CertificateRefusal? refusal)
    {
        var challenge = PossessionChallenge.Of(application);
        return TryIssue(
            challenge, PossessionChallenge.Answer(application, owner, challenge.Ciphertext.Span), notBefore, notAfter, out refusal);
    }

    public string ToPem() => $"{Certificate.ExportCertificatePem()}\n";

    /// <summary>The private key, in PKCS #8 and not encrypted: who reads it issues certificates.</summary>
    public string KeyToPem() => $"{key.ExportPkcs8PrivateKeyPem()}\n";

    public void Dispose()
    {
        Certificate.Dispose();
        key.Dispose();
    }

    private static CertificateRequest Authority(string name, ECDsa key, int? pathLength = null)
    {
        var request = SubjectName.Fits(name)
            ? new CertificateRequest(SubjectName.Write(name), key, HashAlgorithmName.SHA256)
            : throw new ArgumentException("An authority's name has 1 to 64 characters on one line.", nameof(name));
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, pathLength is not null, pathLength ?? 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return request;
    }

    private X509AuthorityKeyIdentifierExtension Issuer() => X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(
        Certificate.Extensions.OfType<X509SubjectKeyIdentifierExtension>().Single());

    private static X509SignatureGenerator Signing(ECDsa key) => X509SignatureGenerator.CreateForECDsa(key);

    /// <summary>RFC 5280, 4.1.2.2: positive, and no longer than 20 bytes.</summary>
    private static byte[] Serial() => [0x01, .. RandomNumberGenerator.GetBytes(16)];
}

/// <summary>What somebody wants an authority to certify.</summary>
public sealed record CertificateApplication(string Name, SubjectKeys Subject, RecognisedParties Recognised)
{
    /// <summary>Of all that is to be certified: a proof of possession speaks of nothing else.</summary>
    internal byte[] Digest() => SHA256.HashData([
        .. SHA256.HashData(Encoding.UTF8.GetBytes(Name)),
        .. SHA256.HashData(Subject.ToPublicKey().ExportSubjectPublicKeyInfo()),
        .. SHA256.HashData(Subject.Encode()),
        .. SHA256.HashData(Recognised.Encode()),
        Recognised.Only ? (byte)1 : (byte)0]);

    /// <summary>With the public half of keys of one's own.</summary>
    public static CertificateApplication Of(Suite suite, PrivateKeys owner, RecognisedParties recognised, bool isTrustedParty = false) =>
        new(owner.Name, new SubjectKeys(suite, owner.Public, isTrustedParty), recognised);
}

/// <summary>
/// Proof of possession of both keys at once (RFC 4211, 4, where an encryption key answers a challenge): the authority encrypts a secret to
/// the encryption key, and the applicant signs the secret together with the application. Otherwise somebody could have another's key
/// certified as its own, and claim what the other signs.
/// </summary>
public sealed class PossessionChallenge
{
    private const int SecretSize = 32;
    private readonly byte[] secret;

    private PossessionChallenge(CertificateApplication application, byte[] secret, ReadOnlyMemory<byte> ciphertext) =>
        (Application, this.secret, Ciphertext) = (application, secret, ciphertext);

    public CertificateApplication Application { get; }

    /// <summary>What the applicant gets.</summary>
    public ReadOnlyMemory<byte> Ciphertext { get; }

    // No protocol's operations have these contexts: their kinds are signature, encryption and hash.
    private static ReadOnlySpan<byte> ChallengeContext => "fair-exchange/1 certificate\0challenge"u8;

    private static ReadOnlySpan<byte> PossessionContext => "fair-exchange/1 certificate\0possession"u8;

    /// <summary>A fresh one, from the system's random source.</summary>
    public static PossessionChallenge Of(CertificateApplication application)
    {
        var secret = RandomNumberGenerator.GetBytes(SecretSize);
        var ciphertext = application.Subject.Suite.Encryption.Encrypt(
            application.Subject.Keys.Encryption, ChallengeContext, secret, RandomNumberGenerator.GetBytes(CoinEncryption.CoinsSize));
        return new PossessionChallenge(application, secret, ciphertext);
    }

    /// <summary>The applicant's answer; null where the challenge is not for these keys.</summary>
    public static byte[]? Answer(CertificateApplication application, PrivateKeys own, ReadOnlySpan<byte> ciphertext) =>
        application.Subject.Suite.Encryption.TryDecrypt(own.Decryption, ChallengeContext, ciphertext, out var secret, out _)
            && secret.Length == SecretSize
            ? own.Signing.Sign(PossessionContext, [.. application.Digest(), .. secret])
            : null;

    public bool IsAnsweredBy(ReadOnlySpan<byte> answer) =>
        Application.Subject.Keys.Verification.Verify(PossessionContext, [.. Application.Digest(), .. secret], answer);
}
