using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Assurance;
using static FairExchange.Model.Language.Property;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Model.Catalogue.CertifiedMail;

/// <summary>
/// Ours: Fair CEM for goods of any size where Bob's signature covers the digest of the goods that he has; E = E_K(M), h = H(E),
/// Z = E_VPO(A, B, K, h; r).
/// <para>A1    A → B    A, E, Z</para>
/// <para>B1    B → A    SIG_B(Z, h)</para>
/// <para>A2    A → B    K, r</para>
/// <para>B2    B → VPO  B, Z, SIG_B(Z, h)    where A2 does not come, K does not open E, or Z is not E_VPO(A, B, K, h; r)</para>
/// <para>VPO1  VPO → S  SIG_B(Z, h)          if the signature is Bob's and Z holds a name S, B, a key and the h that Bob signed</para>
/// <para>VPO1  VPO → B  S, K, r</para>
/// The least change to <see cref="FairCemBulk"/> that proves fair: h is signed, and the post office compares it with the h in Z.
/// A receipt for other goods than Bob has would need his signature of their digest; and were h not in Z, Bob could get K for his signature
/// of any digest.
/// </summary>
public static class FairCemBulkBound
{
    private static readonly Term.Variable S = Name("S");

    public static Protocol Protocol { get; } = new ProtocolDefinition(
        "fair-cem-bulk-bound", "Fair CEM, bulk goods, bound by Bob's signature", section: "3, note 1, ours")
        .Remark("The least change to fair-cem-bulk that proves fair: Bob signs the digest of the goods that he has.")
        .About(M)
        .Channel(A, B, Lossy).Channel(B, A, Lossy)
        .Channel(B, VPO, Resilient).Channel(VPO, A, Resilient).Channel(VPO, B, Resilient)
        .Party(A, knows: [B], a => a
            .Fresh(M, K, r)
            .Let(E, Encrypt(K, M))
            .Let(h, Hash(E))
            .Let(Z, Encrypt(VPO, Tuple(A, B, K, h), r))
            .Send("A1", B, Tuple(A, E, Z))
            .Receive("B1", Sign(B, Tuple(Z, h))) // from Bob, or through the post office
            .Send("A2", B, Tuple(K, r)))
        .Party(B, knows: [], b => b
            .Receive("A1", Tuple(A, E, Z))
            .Let(h, Hash(E))
            .Send("B1", A, Sign(B, Tuple(Z, h)))
            .Receive("A2", Tuple(K, r), checks: [E.Is(Encrypt(K, M)), Z.Is(Encrypt(VPO, Tuple(A, B, K, h), r))], otherwise: b => b
                .Send("B2", VPO, Tuple(B, Z, Sign(B, Tuple(Z, h))))
                .Receive("VPO1", Tuple(S, K, r), checks: [E.Is(Encrypt(K, M)), Z.Is(Encrypt(VPO, Tuple(S, B, K, h), r))])))
        .Trusted(VPO, vpo => vpo
            .Receive("B2", Tuple(B, Z, Sign(B, Tuple(Z, h))), check: Z.Is(Encrypt(VPO, Tuple(A, B, K, h), r)))
            .Send("VPO1", A, Sign(B, Tuple(Z, h)))
            .Send("VPO1", B, Tuple(A, K, r)))
        .Wants(
            A,
            "receipt",
            Tuple(A, B, Encrypt(K, M), K, r, Sign(B, Tuple(Encrypt(VPO, Tuple(A, B, K, Hash(Encrypt(K, M))), r), Hash(Encrypt(K, M))))),
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
