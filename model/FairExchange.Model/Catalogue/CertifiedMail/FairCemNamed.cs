using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Assurance;
using static FairExchange.Model.Language.Property;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Model.Catalogue.CertifiedMail;

/// <summary>
/// Ours: Fair CEM where the post office takes the sender from Z and not from Bob, and tells Bob who it is; Z = E_VPO(A, B, M; r).
/// <para>A1    A → B    A, Z</para>
/// <para>B1    B → A    SIG_B(Z)</para>
/// <para>A2    A → B    M, r</para>
/// <para>B2    B → VPO  B, Z, SIG_B(Z)    where A2 does not come, or does not encrypt to Z</para>
/// <para>VPO1  VPO → S  SIG_B(Z)          if the signature is Bob's and Z holds a name S, B and a string M</para>
/// <para>VPO1  VPO → B  S, M, r</para>
/// In <see cref="FairCem"/> a sender who names herself to Bob and an accomplice inside Z gets a receipt that the judge accepts for the
/// accomplice, while the post office, asked about the first name, refuses Bob the message. A receipt speaks for the sender that Z names,
/// whoever that is; so must a resolve.
/// </summary>
public static class FairCemNamed
{
    private static readonly Term.Variable S = Name("S");

    public static Protocol Protocol { get; } = new ProtocolDefinition("fair-cem-named", "Fair CEM, sender named by Z", section: "3, ours")
        .Remark("A small change to fair-cem that proves fair: the post office believes Z about the sender, not Bob, and tells him.")
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
        .Proved(B, Fairness)
        .Attacked(B, Timeliness, CutOff)
        .Proved(B, Accountability)
        .Proved(Effectiveness, Optimism, NonRepudiationOfReceipt, Transparency, Statelessness)
        .Attacked(NonRepudiationOfOrigin, Confidentiality)
        .Build();
}
