using System.Security.Cryptography;
using System.Text;
using FairExchange.Cryptography;
using FairExchange.Runtime.Operations;

namespace FairExchange.Runtime.Certificates;

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
