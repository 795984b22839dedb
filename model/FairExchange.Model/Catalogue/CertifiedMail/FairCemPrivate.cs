using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Assurance;
using static FairExchange.Model.Language.Property;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Model.Catalogue.CertifiedMail;

/// <summary>
/// Fair CEM with total privacy, section 3: what Alice sends is encrypted in Bob's key, so that the post office learns nothing of it.
/// The judge makes both encryptions again, from M with the coins of each, so that a receipt is for what Bob can open: a Y that is garbled,
/// or in another's key, gets Alice a receipt for nothing. The post office cannot tell it from a good one, and hands it over; then Bob, who
/// cannot open it, waits on, and Alice shows no judge anything. Like <see cref="FairCem"/> to the letter, it is unfair to Bob: Alice says
/// one name to him and another inside Z.
/// </summary>
public static class FairCemPrivate
{
    /// <summary>The coins of what is encrypted to Bob.</summary>
    private static readonly Term.Variable k = Coins("k");

    /// <summary>What only Bob opens.</summary>
    internal static readonly Term Sealed = Encrypt(B, M, k);

    /// <summary>What the post office finds in Z and does not open.</summary>
    internal static readonly Term.Variable Y = Ciphertext("Y");

    internal static readonly Abbreviation Z = Abbreviate(Symbols.Z, Encrypt(VPO, Tuple(A, B, Sealed), r));

    public static Protocol Protocol { get; } = new ProtocolDefinition("fair-cem-private", "Fair CEM, private", section: "3")
        .Remark("The post office learns nothing: it opens Z and finds what only Bob opens. A sender misnamed inside Z wrongs Bob as in "
            + "fair-cem.")
        .About(M)
        .Channel(A, B, Lossy).Channel(B, A, Lossy)
        .Channel(B, VPO, Resilient).Channel(VPO, A, Resilient).Channel(VPO, B, Resilient)
        .Party(A, knows: [B], a => a
            .Fresh(M, k, r)
            .Let(Z)
            .Send("A1", B, Tuple(A, Z))
            .Receive("B1", Sign(B, Z)) // from Bob, or through the post office
            .Send("A2", B, Tuple(Sealed, r)))
        .Party(B, knows: [], b => b
            .Receive("A1", Tuple(A, Z))
            .Send("B1", A, Sign(B, Z))
            .Receive("A2", Tuple(Sealed, r), check: Z.Check, otherwise: b => b
                .Send("B2", VPO, Tuple(A, B, Z, Sign(B, Z)))
                .Receive("VPO1", Tuple(Sealed, r), check: Z.Check)))
        .Trusted(VPO, vpo => vpo
            .Receive("B2", Tuple(A, B, Z, Sign(B, Z)), check: Symbols.Z.Is(Encrypt(VPO, Tuple(A, B, Y), r)))
            .Send("VPO1", A, Sign(B, Z))
            .Send("VPO1", B, Tuple(Y, r)))
        .Wants(A, "receipt", Tuple(A, B, M, k, r, Sign(B, Z.Term)),
            shows: $"{B} received {M} from {A}")
        .Wants(B, "message", M)
        .Proved(A, Fairness)
        .Attacked(A, Timeliness, CutOff)
        .Attacked(B, Fairness, Timeliness, CutOff)
        .Proved(B, Accountability)
        .Proved(Effectiveness, Optimism, NonRepudiationOfReceipt, Transparency, Statelessness, Confidentiality)
        .Attacked(NonRepudiationOfOrigin)
        .Build();
}
