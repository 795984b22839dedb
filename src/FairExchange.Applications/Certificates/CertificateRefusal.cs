using System.Globalization;

namespace FairExchange.Applications.Certificates;

/// <summary>Why a certificate is not taken, or not issued.</summary>
public abstract record CertificateRefusal
{
    private CertificateRefusal()
    {
    }

    /// <summary>Not certificates in DER, each the only one in its bytes; or too many, or too large.</summary>
    public sealed record Malformed : CertificateRefusal;

    /// <summary>No path to an authority that is trusted.</summary>
    public sealed record UntrustedRoot : CertificateRefusal;

    /// <summary>The signature is not that of the authority that is named.</summary>
    public sealed record BadSignature : CertificateRefusal;

    /// <summary>Something in the path is signed by an algorithm, or with a key, that is not strong enough for evidence.</summary>
    public sealed record WeakSignature : CertificateRefusal;

    /// <param name="Subject">Whose certificate in the path it is.</param>
    /// <param name="NotAfter">Its end.</param>
    public sealed record Expired(string Subject, DateTimeOffset NotAfter) : CertificateRefusal;

    /// <param name="Subject">Whose certificate in the path it is.</param>
    /// <param name="NotBefore">Its beginning.</param>
    public sealed record NotYetValid(string Subject, DateTimeOffset NotBefore) : CertificateRefusal;

    /// <summary>Whatever else is wrong with the path (a signer that is no authority, its constraints), in the platform's words.</summary>
    public sealed record BadPath(string Problem) : CertificateRefusal;

    /// <summary>A critical extension that is not processed here (RFC 5280, 4.2).</summary>
    public sealed record UnknownCritical(string Identifier) : CertificateRefusal;

    /// <summary>An extension that is there twice (RFC 5280, 4.2).</summary>
    public sealed record Duplicate(string Identifier) : CertificateRefusal;

    /// <summary>The subject is not one common name that a participant can have.</summary>
    public sealed record BadName : CertificateRefusal;

    public sealed record WrongName(string Expected, string Found) : CertificateRefusal;

    /// <summary>No suite with both its keys, or not the one encoding of them, or the key is not for signatures.</summary>
    public sealed record BadKeys : CertificateRefusal;

    /// <summary>The list of trusted parties is not the one encoding of any.</summary>
    public sealed record BadList : CertificateRefusal;

    /// <summary>Whoever asked for the certificate has not shown that the private keys are its own.</summary>
    public sealed record NoPossession : CertificateRefusal;

    /// <summary>The reason in words that follow "the certificate".</summary>
    public string Describe() => this switch
    {
        Malformed => "is not made of X.509 certificates in DER, or is too large",
        UntrustedRoot => "does not lead to an authority that is trusted here",
        BadSignature => "is not signed by the authority that it names",
        WeakSignature => "is signed by an algorithm or key that is too weak",
        Expired expired => $"has expired: that of {expired.Subject} ended at {Say(expired.NotAfter)}",
        NotYetValid early => $"is not valid yet: that of {early.Subject} begins at {Say(early.NotBefore)}",
        BadPath bad => $"has no valid path to its authority ({bad.Problem})",
        UnknownCritical unknown => $"has a critical extension that is not known here ({unknown.Identifier})",
        Duplicate duplicate => $"has the extension {duplicate.Identifier} twice",
        BadName => "has no participant's name",
        WrongName wrong => $"is that of {wrong.Found}, not of {wrong.Expected}",
        BadKeys => "has no valid keys of a suite for exchanges",
        BadList => "has a list of trusted parties that is not well-formed",
        NoPossession => "is not issued: its keys were not shown to be the subject's own",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string Say(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
