using System.Collections.Immutable;
using FairExchange.Applications.Certificates;
using FairExchange.Applications.Uses;
using FairExchange.Cryptography;
using FairExchange.Model.Catalogue.CertifiedMail;
using FairExchange.Model.Language;
using FairExchange.Runtime.Bulk;
using FairExchange.Runtime.Judging;
using FairExchange.Runtime.Operations;
using FairExchange.Runtime.Parties;

namespace FairExchange.Cli.Demos;

/// <summary>A file of evidence before the judge, of either kind, with the keys to hold it to.</summary>
/// <param name="Evidence">Unverified.</param>
/// <param name="Suite">The algorithms.</param>
/// <param name="Keys">From the holder, or from certificates.</param>
/// <param name="Agreement">The certificates' choice; null where the keys came from the holder.</param>
internal sealed record SubmittedEvidence(Evidence Evidence, Suite Suite, KeyDirectory Keys, Agreement? Agreement)
{
    /// <param name="root">The judge's authority, for certified evidence.</param>
    /// <param name="at">When the certificates must have been valid.</param>
    /// <param name="refused">Why the certificates do not count for this judge; null with a result.</param>
    /// <exception cref="UserError">The file is not there or is no evidence, or an option does not go with it.</exception>
    public static SubmittedEvidence? Read(CommandContext context, string path, string? root, string? at, out string? refused)
    {
        var bytes = WholeFile.Read(path, CertifiedEvidence.MaximumSize);
        refused = null;
        string? problem;
        if (!CertifiedEvidence.IsFormat(bytes))
        {
            var plain = EvidenceFile.TryRead(bytes, Find, out problem) ?? throw new UserError($"{path} {problem}");
            return root is null && at is null
                ? new SubmittedEvidence(plain.Evidence, plain.Suite, plain.Keys, null)
                : throw new UserError($"{path} has no certificates, so --root and --at do not go with it; --key does");
        }

        // Not the root.pem beside it: who hands in the evidence could have put it there.
        var trust = CertificateFiles.Trust(
            context, root ?? throw new UserError($"{path} has its keys by certificates: say with --root whose you trust"), at, path);
        if (CertifiedEvidence.TryRead(bytes, trust, Find, out problem, out var refusal) is { } certified)
        {
            var agreement = certified.Agreement;
            var keys = Enum.GetValues<Seat>()
                .Aggregate(KeyDirectory.Empty, (known, seat) => known.With(agreement[seat].Name, agreement[seat].Keys));
            return new SubmittedEvidence(certified.Evidence, agreement.Suite, keys, agreement);
        }

        refused = refusal is null or AgreementRefusal.Malformed or AgreementRefusal.BadCertificate { Reason: CertificateRefusal.Malformed }
            ? throw new UserError($"{path} {problem}")
            : refusal.Describe();
        return null;

        // The demonstrations' evidence is read whatever catalogue there is.
        Protocol? Find(string id) =>
            context.Catalogue.Append(FairCemNamed.Protocol).Append(FairCemCutoffNamed.Protocol)
                .FirstOrDefault(protocol => protocol.Id == id);
    }

    /// <param name="goods">Where the goods lie that the evidence speaks of by their digest, if it does.</param>
    /// <param name="directory">The keys, where somebody wants to know which of them count.</param>
    public VerifiedEvidence? TryVerify(IBulkStore? goods, out Rejection? rejection, IKeyDirectory? directory = null) =>
        Agreement is not null
        ? new CertifiedEvidence(Agreement, Evidence).TryVerify(out rejection, goods, directory)
        : VerifiedEvidence.TryVerify(
            Evidence, new SuiteOperations(Suite, Evidence.Protocol, directory ?? Keys, null, store: goods), out rejection);
}

/// <summary>A list of keys that remembers which of them were asked for: those are the keys that a judgement rests on.</summary>
internal sealed class ConsultedKeys(IKeyDirectory keys) : IKeyDirectory
{
    private readonly SortedSet<string> names = new(StringComparer.Ordinal);

    public IEnumerable<string> Names => names;

    public PublicKeys? Find(string name)
    {
        names.Add(name);
        return keys.Find(name);
    }
}

/// <summary>What the judge says of a typed message, in lines.</summary>
internal static class JudgeText
{
    public static IEnumerable<string> Of((VerifiedDelivery? Delivery, string? Refused) judged) => judged.Delivery is { } delivery
        ? Dispute.Settle(delivery).Select(Of).Prepend($"accepted: {delivery.Statement}")
        : [$"refused: {judged.Refused}"];

    /// <summary>Whether the evidence answers all that can be said against it.</summary>
    public static bool IsClear(ImmutableArray<Ruling> rulings) => !rulings.Any(ruling => ruling.Stands);

    public static string Of(Ruling ruling) => $"  \"{ruling.Words}\"? {(ruling.Stands ? "Not refuted" : "No")}: {ruling.Reason}";
}
