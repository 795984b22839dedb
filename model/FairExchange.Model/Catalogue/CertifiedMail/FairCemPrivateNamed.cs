using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Assurance;
using static FairExchange.Model.Language.Property;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Model.Catalogue.CertifiedMail;

/// <summary>
/// Ours: private Fair CEM where the post office takes the sender from Z and not from Bob, and tells Bob who it is;
/// Z = E_VPO(A, B, E_B(M; k); r).
/// <para>A1    A → B    A, Z</para>
/// <para>B1    B → A    SIG_B(Z)</para>
/// <para>A2    A → B    E_B(M; k), r</para>
/// <para>B2    B → VPO  B, Z, SIG_B(Z)    where A2 does not come, does not encrypt to Z, or holds no message for Bob</para>
/// <para>VPO1  VPO → S  SIG_B(Z)          if the signature is Bob's and Z holds a name S, B and a ciphertext Y</para>
/// <para>VPO1  VPO → B  S, Y, r</para>
/// What <see cref="FairCemNamed"/> is to <see cref="FairCem"/>, this is to <see cref="FairCemPrivate"/>: total privacy neither mends the
/// misnamed sender nor asks for another cure.
/// </summary>
public static class FairCemPrivateNamed
{
    private static readonly Term.Variable k = Coins("k");
    private static readonly Term.Variable S = Name("S");
    private static readonly Term.Variable Y = Ciphertext("Y");

    public static Protocol Protocol { get; } = new ProtocolDefinition(
        "fair-cem-private-named", "Fair CEM, private, sender named by Z", section: "3, ours")
        .Remark("The change of fair-cem-named to fair-cem-private: the post office believes Z about the sender, not Bob, and tells him.")
        .About(M)
        .Channel(A, B, Lossy).Channel(B, A, Lossy)
        .Channel(B, VPO, Resilient).Channel(VPO, A, Resilient).Channel(VPO, B, Resilient)
        .Party(A, knows: [B], a => a
            .Fresh(M, k, r)
            .Let(Z, Encrypt(VPO, Tuple(A, B, Encrypt(B, M, k)), r))
            .Send("A1", B, Tuple(A, Z))
            .Receive("B1", Sign(B, Z)) // from Bob, or through the post office
            .Send("A2", B, Tuple(Encrypt(B, M, k), r)))
        .Party(B, knows: [], b => b
            .Receive("A1", Tuple(A, Z))
            .Send("B1", A, Sign(B, Z))
            .Receive("A2", Tuple(Encrypt(B, M, k), r), check: Z.Is(Encrypt(VPO, Tuple(A, B, Encrypt(B, M, k)), r)), otherwise: b => b
                .Send("B2", VPO, Tuple(B, Z, Sign(B, Z)))
                .Receive("VPO1", Tuple(S, Encrypt(B, M, k), r), check: Z.Is(Encrypt(VPO, Tuple(S, B, Encrypt(B, M, k)), r)))))
        .Trusted(VPO, vpo => vpo
            .Receive("B2", Tuple(B, Z, Sign(B, Z)), check: Z.Is(Encrypt(VPO, Tuple(A, B, Y), r)))
            .Send("VPO1", A, Sign(B, Z))
            .Send("VPO1", B, Tuple(A, Y, r)))
        .Wants(A, "receipt", Tuple(A, B, M, k, r, Sign(B, Encrypt(VPO, Tuple(A, B, Encrypt(B, M, k)), r))),
            shows: $"{B} received {M} from {A}")
        .Wants(B, "message", M)
        .Proved(A, Fairness)
        .Attacked(A, Timeliness, CutOff)
        .Proved(B, Fairness)
        .Attacked(B, Timeliness, CutOff)
        .Proved(B, Accountability)
        .Proved(Effectiveness, Optimism, NonRepudiationOfReceipt, Transparency, Statelessness, Confidentiality)
        .Attacked(NonRepudiationOfOrigin)
        .Build();
}
