using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Assurance;
using static FairExchange.Model.Language.Property;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Model.Catalogue.CertifiedMail;

/// <summary>
/// Ours: Fair CEM for goods of any size where Bob's signature covers the digest of the goods that he has.
/// The least change to <see cref="FairCemBulk"/> that proves fair: h is signed, and the post office compares it with the h in Z.
/// A receipt for other goods than Bob has would need his signature of their digest; and were h not in Z, Bob could get K for his signature
/// of any digest.
/// </summary>
public static class FairCemBulkBound
{
    private static readonly Term.Variable S = Name("S");

    private static readonly Abbreviation E = Abbreviate(Symbols.E, Encrypt(K, M));

    private static readonly Abbreviation h = Abbreviate(Symbols.h, Hash(E));

    private static readonly Abbreviation Z = Abbreviate(Symbols.Z, Encrypt(VPO, Tuple(A, B, K, h), r));

    public static Protocol Protocol { get; } = new ProtocolDefinition(
        "fair-cem-bulk-bound", "Fair CEM, bulk goods, bound by Bob's signature", section: "3, note 1, ours")
        .Remark("The least change to fair-cem-bulk that proves fair: Bob signs the digest of the goods that he has.")
        .About(M)
        .Channel(A, B, Lossy).Channel(B, A, Lossy)
        .Channel(B, VPO, Resilient).Channel(VPO, A, Resilient).Channel(VPO, B, Resilient)
        .Party(A, knows: [B], a => a
            .Fresh(M, K, r)
            .Let(E)
            .Let(h)
            .Let(Z)
            .Send("A1", B, Tuple(A, E, Z))
            .Receive("B1", Sign(B, Tuple(Z, h))) // from Bob, or through the post office
            .Send("A2", B, Tuple(K, r)))
        .Party(B, knows: [], b => b
            .Receive("A1", Tuple(A, E, Z))
            .Let(h)
            .Send("B1", A, Sign(B, Tuple(Z, h)))
            .Receive("A2", Tuple(K, r), checks: [E.Check, Z.Check], otherwise: b => b
                .Send("B2", VPO, Tuple(B, Z, Sign(B, Tuple(Z, h))))
                .Receive("VPO1", Tuple(S, K, r), checks: [E.Check, Z.With(A, S).Check])))
        .Trusted(VPO, vpo => vpo
            .Receive("B2", Tuple(B, Z, Sign(B, Tuple(Z, h))), check: Z.Check)
            .Send("VPO1", A, Sign(B, Tuple(Z, h)))
            .Send("VPO1", B, Tuple(A, K, r)))
        .Wants(
            A,
            "receipt",
            Tuple(A, B, E.Term, K, r, Sign(B, Tuple(Z.With(Symbols.h, Hash(E.Term)).Term, Hash(E.Term)))),
            shows: $"{B} received {M} from {A}")
        .Wants(B, "message", M)
        .Proved(A, Fairness)
        .Attacked(A, Timeliness, CutOff)
        .Proved(B, Fairness)
        .Attacked(B, Timeliness, CutOff)
        .Proved(B, Accountability)
        .Proved(Effectiveness, Optimism, NonRepudiationOfReceipt, Transparency, Statelessness, Confidentiality)
        .Attacked(NonRepudiationOfOrigin)
        .DecidedFor(sessions: 1) // what a sender may say first has thousands of forms, and two recipients read any two of them
        .Build();
}
