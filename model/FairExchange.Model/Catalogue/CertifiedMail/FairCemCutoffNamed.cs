using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using static FairExchange.Model.Catalogue.CertifiedMail.FairCemCutoff;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Assurance;
using static FairExchange.Model.Language.Property;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Model.Catalogue.CertifiedMail;

/// <summary>
/// Ours: <see cref="FairCemCutoff"/> with the change of <see cref="FairCemNamed"/>, the sender named by Z; Z = E_VPO(A, B, M, T; r), and
/// its margins.
/// <para>A1    A → B    A, T, Z</para>
/// <para>B1    B → A    SIG_B(T, Z)          where A1 comes before T - sign</para>
/// <para>A2    A → B    M, r                 where B1 comes before T + wait; then A waits no longer</para>
/// <para>B2    B → VPO  B, Z, SIG_B(T, Z)    where A2 does not come or does not fit, at T - resolve at the latest</para>
/// <para>VPO1  VPO → S  SIG_B(T, Z)          up to T, if the signature is Bob's and Z holds a name S, B, a string M and this very T</para>
/// <para>VPO1  VPO → B  S, M, r              for which B waits until T + wait</para>
/// What <see cref="FairCemNamed"/> leaves open, that neither side can end a run on its own, is gone: to both it is fair, and soon after T
/// both know for good.
/// </summary>
public static class FairCemCutoffNamed
{
    private static readonly Term.Variable S = Name("S");

    public static Protocol Protocol { get; } = new ProtocolDefinition(
        "fair-cem-cutoff-named", "Fair CEM with a cut-off time, sender named by Z", section: "3, ours")
        .Remark("The change of fair-cem-named to fair-cem-cutoff: fair to both, and soon after T both sides are at an end, with their "
            + "items or without.")
        .About(M)
        .Channel(A, B, Lossy).Channel(B, A, Lossy)
        .Channel(B, VPO, Resilient).Channel(VPO, A, Resilient).Channel(VPO, B, Resilient)
        .Party(A, knows: [B, T], a => a
            .Fresh(M, r)
            .Let(Z, Encrypt(VPO, Tuple(A, B, M, T), r))
            .Send("A1", B, Tuple(A, T, Z))
            .Receive("B1", Terms.Sign(B, Tuple(T, Z)), until: T.Plus(Wait), otherwise: _ => { }) // from Bob, or through the post office
            .Send("A2", B, Tuple(M, r)))
        .Party(B, knows: [], b => b
            .Receive("A1", Tuple(A, T, Z), before: T.Minus(FairCemCutoff.Sign))
            .Send("B1", A, Terms.Sign(B, Tuple(T, Z)))
            .Receive("A2", Tuple(M, r), check: Z.Is(Encrypt(VPO, Tuple(A, B, M, T), r)), atLatest: T.Minus(Resolve), otherwise: b => b
                .Send("B2", VPO, Tuple(B, Z, Terms.Sign(B, Tuple(T, Z))))
                .Receive("VPO1", Tuple(S, M, r), check: Z.Is(Encrypt(VPO, Tuple(S, B, M, T), r)), until: T.Plus(Wait),
                    otherwise: _ => { })))
        .Trusted(VPO, vpo => vpo
            .Receive("B2", Tuple(B, Z, Terms.Sign(B, Tuple(T, Z))), check: Z.Is(Encrypt(VPO, Tuple(A, B, M, T), r)), before: T)
            .Send("VPO1", A, Terms.Sign(B, Tuple(T, Z)))
            .Send("VPO1", B, Tuple(A, M, r)))
        .Wants(A, "receipt", Tuple(A, B, M, T, r, Terms.Sign(B, Tuple(T, Encrypt(VPO, Tuple(A, B, M, T), r)))),
            shows: $"{B} received {M} from {A} by {T}")
        .Wants(B, "message", M)
        .Proved(A, Fairness, Timeliness, CutOff)
        .Proved(B, Fairness, Timeliness, CutOff)
        .Proved(B, Accountability)
        .Proved(Effectiveness, Optimism, NonRepudiationOfReceipt, Transparency, Statelessness)
        .Attacked(NonRepudiationOfOrigin, Confidentiality)
        .Build();
}
