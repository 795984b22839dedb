using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Assurance;
using static FairExchange.Model.Language.Property;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Model.Catalogue.CertifiedMail;

/// <summary>
/// Ours: <see cref="FairCemNamed"/> whose post office dies after the first of its two answers; Z = E_VPO(A, B, M; r).
/// <para>A1    A → B    A, Z</para>
/// <para>B1    B → A    SIG_B(Z)</para>
/// <para>A2    A → B    M, r</para>
/// <para>B2    B → VPO  B, Z, SIG_B(Z)                 where A2 does not come, or does not encrypt to Z</para>
/// <para>VPO1  VPO → S  SIG_B(Z)                       and the process dies</para>
/// <para>B3    B → VPO  B, Z, SIG_B(Z), SIG_B(SIG_B(Z))   where VPO1 does not come: Bob asks again</para>
/// <para>VPO2  VPO → S  SIG_B(Z)</para>
/// <para>VPO2  VPO → B  S, M, r</para>
/// In life Bob asks again with the same bytes, and which of his requests meets a crash is nobody's choice. Here the two look different, so
/// that the search, which knows no attempts, can let the process die at the one and live through the other; an adversary sends either or
/// both. A process that keeps nothing has lost nothing when it dies before its first answer or after its last, which is
/// <see cref="FairCemNamed"/>.
/// </summary>
public static class FairCemCrashing
{
    private static readonly Term.Variable S = Name("S");

    /// <summary>
    /// The receipt goes first, as the paper has it: (i) to Alice, (ii) to Bob. Bob, who lacks M, is the one who asks again.
    /// </summary>
    public static Protocol Protocol { get; } = Common(
        "fair-cem-crashing",
        "Fair CEM, crash after the receipt",
        dying: vpo => vpo.Send("VPO1", A, Sign(B, Z)),
        living: vpo => vpo.Send("VPO2", A, Sign(B, Z)).Send("VPO2", B, Tuple(A, M, r)))
        .Remark("The post office sends the receipt first and dies before it sends M: Bob, who has nothing, asks again. Fair to both.")
        .Proved(A, Fairness)
        .Build();

    /// <summary>M goes first. Bob has what he wants, and nobody who lacks something can ask again.</summary>
    public static Protocol MessageFirst { get; } = Common(
        "fair-cem-message-first",
        "Fair CEM, crash after the message",
        dying: vpo => vpo.Send("VPO1", B, Tuple(A, M, r)),
        living: vpo => vpo.Send("VPO2", B, Tuple(A, M, r)).Send("VPO2", A, Sign(B, Z)))
        .Remark("The other order: the post office sends M first and dies before it sends the receipt. Bob is content and never asks again.")
        .Attacked(A, Fairness)
        .Build();

    private static ProtocolDefinition Common(string id, string title, Action<ScriptBuilder> dying, Action<ScriptBuilder> living)
    {
        var opens = Z.Is(Encrypt(VPO, Tuple(A, B, M), r));
        var named = Z.Is(Encrypt(VPO, Tuple(S, B, M), r));
        return new ProtocolDefinition(id, title, section: "3, ours")
            .About(M)
            .Channel(A, B, Lossy).Channel(B, A, Lossy)
            .Channel(B, VPO, Resilient).Channel(VPO, A, Resilient).Channel(VPO, B, Resilient)
            .Party(A, knows: [B], a => a
                .Fresh(M, r)
                .Let(Z, Encrypt(VPO, Tuple(A, B, M), r))
                .Send("A1", B, Tuple(A, Z))
                .Receive("B1", Sign(B, Z)) // from Bob, or through the post office
                .Send("A2", B, Tuple(M, r)))
            .Party(B, knows: [], b => b
                .Receive("A1", Tuple(A, Z))
                .Send("B1", A, Sign(B, Z))
                .Receive("A2", Tuple(M, r), check: opens, otherwise: b => b
                    .Send("B2", VPO, Tuple(B, Z, Sign(B, Z)))
                    .Receive("VPO1", Tuple(S, M, r), check: named, otherwise: b => b
                        .Send("B3", VPO, Tuple(B, Z, Sign(B, Z), Sign(B, Sign(B, Z))))
                        .Receive("VPO2", Tuple(S, M, r), check: named))))
            .Trusted(
                VPO,
                vpo => dying(vpo.Receive("B2", Tuple(B, Z, Sign(B, Z)), check: opens)),
                vpo => living(vpo.Receive("B3", Tuple(B, Z, Sign(B, Z), Sign(B, Sign(B, Z))), check: opens)))
            .Wants(A, "receipt", Tuple(A, B, M, r, Sign(B, Encrypt(VPO, Tuple(A, B, M), r))), shows: $"{B} received {M} from {A}")
            .Wants(B, "message", M)
            .Proved(B, Fairness)
            .Attacked(A, Timeliness, CutOff)
            .Attacked(B, Timeliness, CutOff)
            .Proved(B, Accountability)
            .Proved(Effectiveness, Optimism, NonRepudiationOfReceipt, Transparency, Statelessness)
            .Attacked(NonRepudiationOfOrigin, Confidentiality);
    }
}
