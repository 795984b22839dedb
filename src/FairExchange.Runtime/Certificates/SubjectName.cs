using System.Security.Cryptography.X509Certificates;
using FairExchange.Runtime.Values;

namespace FairExchange.Runtime.Certificates;

/// <summary>A protocol's name as a certificate's subject: one common name (X.520, 6.2.2) and nothing else; written in UTF-8.</summary>
internal static class SubjectName
{
    /// <summary>ub-common-name of RFC 5280, appendix A.1: 64 characters.</summary>
    public static bool Fits(string name) => Wire.IsName(name) && name.EnumerateRunes().Count() <= 64;

    public static X500DistinguishedName Write(string name)
    {
        var builder = new X500DistinguishedNameBuilder();
        builder.AddCommonName(name);
        return builder.Build();
    }

    /// <summary>Null for any other subject. The string may be of any of X.520's types: what tells two certificates apart is their thumbprint.</summary>
    public static string? Of(X509Certificate2 certificate)
    {
        var parts = certificate.SubjectName.EnumerateRelativeDistinguishedNames().Take(2).ToList();
        return parts is [{ HasMultipleElements: false } only] && only.GetSingleElementType().Value == Identifiers.CommonName
            && only.GetSingleElementValue() is { } name && Fits(name) ? name : null;
    }
}
