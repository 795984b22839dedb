using FairExchange.Model.Language;
using FairExchange.Runtime.Certificates;
using FairExchange.Runtime.Operations;
using FairExchange.Simulation.Uses;

namespace FairExchange.Cli.Demonstrating;

/// <summary>A company whose keys, and whose trusted party, are those of certificates in a folder, as <c>certificate issue</c> leaves them there.</summary>
internal static class Troupe
{
    /// <param name="folder">With root.pem, NAME.pem and NAME.key.</param>
    /// <param name="transaction">For which the two must recognise a trusted party.</param>
    /// <param name="at">When the certificates must hold.</param>
    /// <param name="refusal">Why there is none, in one line.</param>
    /// <exception cref="UserError">A file is not there, or is not what it should be.</exception>
    public static Company? OfCertificates(
        Surroundings around, Protocol protocol, string folder, string sender, string recipient, string transaction, DateTimeOffset at, out string? refusal)
    {
        var trust = CertificateFiles.Trust(around, null, null, Path.Combine(folder, CertificateFiles.Root)) with { At = at };
        if (Verify(folder, sender, trust, out refusal) is not { } first || Verify(folder, recipient, trust, out refusal) is not { } second)
        {
            return null;
        }

        if (Choice.Of(first, second, transaction, out var reason) is not { } chosen)
        {
            refusal = reason!.Describe();
            return null;
        }

        if (Verify(folder, chosen, trust, out refusal) is not { } third)
        {
            return null;
        }

        var agreement = Agreement.TryMake(first, second, third, transaction, out reason);
        refusal = reason?.Describe();
        return agreement is null ? null : Company.Of(protocol, agreement, Keys(folder, first), Keys(folder, second), Keys(folder, third));
    }

    private static VerifiedCertificate? Verify(string folder, string name, CertificateTrust trust, out string? refusal)
    {
        var path = CertificateFiles.FileOf(folder, name, "pem");
        var verified = VerifiedCertificate.TryVerify(CertificateFiles.Chain(path, isFound: true), trust, out var reason, name);
        refusal = reason is null ? null : $"{path} {reason.Describe()}";
        return verified;
    }

    private static PrivateKeys Keys(string folder, VerifiedCertificate certificate)
    {
        var path = CertificateFiles.FileOf(folder, certificate.Name, "key");
        var keys = PrivateKeyFile.TryRead(KeyFiles.Read(path, PrivateKeyFile.MaximumSize), certificate.Suite, certificate.Name);
        return keys is not null && certificate.IsOf(keys) ? keys
            : throw new UserError($"{path} does not hold the private keys of the certificate beside it");
    }
}
