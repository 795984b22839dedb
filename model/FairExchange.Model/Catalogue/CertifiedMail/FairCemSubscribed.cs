using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Assurance;
using static FairExchange.Model.Language.Property;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Model.Catalogue.CertifiedMail;

/// <summary>
/// Section 1.3, the subscription business model: <see cref="FairCemNamed"/> whose post office helps subscribers and refuses everybody else;
/// Z = E_VPO(A, B, M; r).
/// <para>A1    A → B    A, Z</para>
/// <para>B1    B → A    SIG_B(Z)</para>
/// <para>A2    A → B    M, r</para>
/// <para>B2    B → VPO  B, Z, SIG_B(Z)    where A2 does not come, or does not encrypt to Z</para>
/// <para>VPO1  VPO → S  SIG_B(Z)          if B has subscribed, the signature is Bob's, and Z holds a name S, B and a string M</para>
/// <para>VPO1  VPO → B  S, M, r</para>
/// For whom it is fair: for Alice always, since she never asks; for Bob if he has subscribed. The adversary always has: whoever is refused
/// can do less. A post office that asks more of the others (it "may demand a much higher fee") answers as <see cref="FairCemNamed"/> does,
/// so there it is fair to whoever pays.
/// </summary>
public static class FairCemSubscribed
{
    private static readonly Term.Variable S = Name("S");

    /// <summary>Bob, who alone ever asks, has paid for the year. Alice has not, and need not.</summary>
    public static Protocol Protocol { get; } = Common("fair-cem-subscribed", "Fair CEM, Bob subscribed")
        .SubscribersOnly(VPO, paid: B)
        .Remark("The post office helps subscribers only. Bob is one, Alice is not: she never asks, so it is fair to both.")
        .Proved(B, Fairness)
        .Proved(Transparency)
        .Build();

    /// <summary>Bob has not paid. He signs Z, Alice keeps M to herself, and the post office refuses him.</summary>
    public static Protocol Unsubscribed { get; } = Common("fair-cem-unsubscribed", "Fair CEM, nobody subscribed")
        .SubscribersOnly(VPO)
        .Remark("The post office helps subscribers only, and Bob is none: he signs and gets no help. Who has not paid should not sign; "
            + "to Alice it is fair.")
        .Attacked(B, Fairness)
        .CannotReach(new Scenario.ItemFromTrustedParty(A))
        .CannotReach(new Scenario.ItemFromTrustedParty(B))
        .Build();

    private static ProtocolDefinition Common(string id, string title) => new ProtocolDefinition(id, title, section: "1.3, 3, ours")
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
            .Receive("A2", Tuple(M, r), check: Z.Is(Encrypt(VPO, Tuple(A, B, M), r)), otherwise: b => b
                .Send("B2", VPO, Tuple(B, Z, Sign(B, Z)))
                .Receive("VPO1", Tuple(S, M, r), check: Z.Is(Encrypt(VPO, Tuple(S, B, M), r)))))
        .Trusted(VPO, vpo => vpo
            .Receive("B2", Tuple(B, Z, Sign(B, Z)), check: Z.Is(Encrypt(VPO, Tuple(A, B, M), r)))
            .Send("VPO1", A, Sign(B, Z))
            .Send("VPO1", B, Tuple(A, M, r)))
        .Wants(A, "receipt", Tuple(A, B, M, r, Sign(B, Encrypt(VPO, Tuple(A, B, M), r))), shows: $"{B} received {M} from {A}")
        .Wants(B, "message", M)
        .Proved(A, Fairness)
        .Attacked(A, Timeliness, CutOff)
        .Attacked(B, Timeliness, CutOff)
        .Proved(B, Accountability)
        .Proved(Effectiveness, Optimism, NonRepudiationOfReceipt, Statelessness)
        .Attacked(NonRepudiationOfOrigin, Confidentiality);
}
