using FairExchange.Cryptography;
using FairExchange.Model.Catalogue.CertifiedMail;
using FairExchange.Model.Language;
using FairExchange.Runtime.Bulk;
using FairExchange.Runtime.Certificates;
using FairExchange.Runtime.Judging;
using FairExchange.Runtime.Operations;
using FairExchange.Runtime.Parties;

namespace FairExchange.Cli.Demonstrating;

/// <summary>A file of evidence before the judge, of either kind, with the keys to hold it to.</summary>
/// <param name="Evidence">Unverified.</param>
/// <param name="Suite">The algorithms.</param>
/// <param name="Keys">From the holder, or from certificates.</param>
/// <param name="Agreement">The certificates' choice; null where the keys came from the holder.</param>
internal sealed record Exhibit(Evidence Evidence, Suite Suite, KeyDirectory Keys, Agreement? Agreement)
{
    /// <param name="root">The judge's authority, for certified evidence.</param>
    /// <param name="at">When the certificates must have been valid.</param>
    /// <param name="refused">Why the certificates do not count for this judge; null with a result.</param>
    /// <exception cref="UserError">The file is not there or is no evidence, or an option does not go with it.</exception>
    public static Exhibit? Read(Surroundings around, string path, string? root, string? at, out string? refused)
    {
        var bytes = WholeFile.Read(path, CertifiedEvidence.MaximumSize);
        refused = null;
        string? problem;
        if (!CertifiedEvidence.IsFormat(bytes))
        {
            var plain = EvidenceFile.TryRead(bytes, Find, out problem) ?? throw new UserError($"{path} {problem}");
            return root is null && at is null
                ? new Exhibit(plain.Evidence, plain.Suite, plain.Keys, null)
                : throw new UserError($"{path} has no certificates, so --root and --at do not go with it; --key does");
        }

        // Not the root.pem beside it: who hands in the evidence could have put it there.
        var trust = CertificateFiles.Trust(
            around, root ?? throw new UserError($"{path} has its keys by certificates: say with --root whose you trust"), at, path);
        if (CertifiedEvidence.TryRead(bytes, trust, Find, out problem, out var refusal) is { } certified)
        {
            var agreement = certified.Agreement;
            var keys = Enum.GetValues<Seat>().Aggregate(KeyDirectory.Empty, (known, seat) => known.With(agreement[seat].Name, agreement[seat].Keys));
            return new Exhibit(certified.Evidence, agreement.Suite, keys, agreement);
        }

        refused = refusal is null or AgreementRefusal.Malformed or AgreementRefusal.BadCertificate { Reason: CertificateRefusal.Malformed }
            ? throw new UserError($"{path} {problem}")
            : refusal.Describe();
        return null;

        // The demonstrations' evidence is read whatever catalogue there is.
        Protocol? Find(string id) => around.Catalogue.Append(FairCemNamed.Protocol).Append(FairCemCutoffNamed.Protocol).FirstOrDefault(protocol => protocol.Id == id);
    }

    /// <param name="goods">Where the goods lie that the evidence speaks of by their digest, if it does.</param>
    /// <param name="directory">The keys, where somebody wants to know which of them count.</param>
    public VerifiedEvidence? TryVerify(IBulkStore? goods, out Rejection? rejection, IKeyDirectory? directory = null) => Agreement is not null
        ? new CertifiedEvidence(Agreement, Evidence).TryVerify(out rejection, goods, directory)
        : VerifiedEvidence.TryVerify(Evidence, new SuiteOperations(Suite, Evidence.Protocol, directory ?? Keys, null, store: goods), out rejection);
}
