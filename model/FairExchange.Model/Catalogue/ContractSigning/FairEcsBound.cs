using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Assurance;
using static FairExchange.Model.Language.Property;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Model.Catalogue.ContractSigning;

/// <summary>
/// Ours: Fair ECS where Bob signs what Alice signed, and is bound like her only with what opens Z; Z = E_TP(A, B, R; r), and
/// S = SIG_A(C, Z).
/// <para>A1   A → B   S</para>
/// <para>B1   B → A   SIG_B(S), SIG_B(Z)</para>
/// <para>A2   A → B   R, r</para>
/// <para>B2   B → TP  A, B, Z, SIG_B(S), SIG_B(Z)    where A2 does not come, or does not encrypt to Z</para>
/// <para>TP1  TP → A  SIG_B(S), SIG_B(Z)             if the signatures are theirs and Z holds A, B and a string R</para>
/// <para>TP1  TP → B  R, r</para>
/// A is bound to C by SIG_A(C, Z) with what opens Z; B by SIG_B(SIG_A(C, Z)) and SIG_B(Z) with what opens Z.
/// <para>
/// Two words of <see cref="FairEcs"/> changed, found by a search over all sets of five changes (ChangedFairEcs in the tests); no single
/// change suffices. Without the opening in the rule, Alice holds Bob to C by a Z that is garbled or names others (Bob reads A1 and loses
/// patience: two steps). Without the countersignature the trusted party never sees what Alice signed, and Bob resolves with another
/// contract (one request). Two other sets prove fair, each of three changes: the opening in the rule, roles in C, and Alice's signature
/// shown to the trusted party or C inside Z. There C must say who signs as what, or a Bob's signature counts as an Alice's; here a
/// countersignature has another form, so C need name nobody. That both signatures of Bob are needed nowhere shows: one, SIG_B(S), proves
/// fair too.
/// </para>
/// </summary>
public static class FairEcsBound
{
    private static readonly Term.Variable R = Coins("R");

    public static Protocol Protocol { get; } = new ProtocolDefinition(
        "fair-ecs-bound", "Fair ECS, bound to what Alice signed", section: "1, 4, ours")
        .Remark("The least change to fair-ecs that proves fair: Bob signs what Alice signed, and it binds him only with what opens Z.")
        .About(C)
        .Channel(A, B, Lossy).Channel(B, A, Lossy)
        .Channel(B, TP, Resilient).Channel(TP, A, Resilient).Channel(TP, B, Resilient)
        .Party(A, knows: [B, C], a => a
            .Fresh(R, r)
            .Let(Z, Encrypt(TP, Tuple(A, B, R), r))
            .Send("A1", B, Sign(A, Tuple(C, Z)))
            .Receive("B1", Tuple(Sign(B, Sign(A, Tuple(C, Z))), Sign(B, Z))) // from Bob, or through the trusted party
            .Send("A2", B, Tuple(R, r)))
        .Party(B, knows: [A, C], b => b
            .Receive("A1", Sign(A, Tuple(C, Z)))
            .Send("B1", A, Tuple(Sign(B, Sign(A, Tuple(C, Z))), Sign(B, Z)))
            .Receive("A2", Tuple(R, r), check: Z.Is(Encrypt(TP, Tuple(A, B, R), r)), otherwise: b => b
                .Send("B2", TP, Tuple(A, B, Z, Sign(B, Sign(A, Tuple(C, Z))), Sign(B, Z)))
                .Receive("TP1", Tuple(R, r), check: Z.Is(Encrypt(TP, Tuple(A, B, R), r)))))
        .Trusted(TP, tp => tp
            .Receive("B2", Tuple(A, B, Z, Sign(B, Sign(A, Tuple(C, Z))), Sign(B, Z)), check: Z.Is(Encrypt(TP, Tuple(A, B, R), r)))
            .Send("TP1", A, Tuple(Sign(B, Sign(A, Tuple(C, Z))), Sign(B, Z)))
            .Send("TP1", B, Tuple(R, r)))
        .Wants(
            A,
            "contract",
            Tuple(A, B, R, r, Sign(B, Sign(A, Tuple(C, Encrypt(TP, Tuple(A, B, R), r)))), Sign(B, Encrypt(TP, Tuple(A, B, R), r))),
            shows: $"{B} signed {C} with {A}")
        .Wants(B, "contract", Tuple(A, B, R, r, Sign(A, Tuple(C, Encrypt(TP, Tuple(A, B, R), r)))), shows: $"{A} signed {C} with {B}")
        .Proved(A, Fairness, Accountability)
        .Attacked(A, Timeliness, CutOff)
        .Proved(B, Fairness, Accountability)
        .Attacked(B, Timeliness, CutOff)
        .Proved(Effectiveness, Optimism, NonRepudiationOfReceipt, NonRepudiationOfOrigin, Transparency, Statelessness)
        .Attacked(Confidentiality)
        .Build();
}
