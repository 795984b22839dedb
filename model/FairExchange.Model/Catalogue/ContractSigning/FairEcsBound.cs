using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Property;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Model.Catalogue.ContractSigning;

/// <summary>
/// Ours: Fair ECS where Bob signs what Alice signed, and is bound like her only with what opens Z; S = SIG_A(C, Z).
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
    private static readonly Term S = Sign(A, Tuple(C, Z));

    /// <summary>S with what opens Z.</summary>
    private static readonly Term Opened = Sign(A, Tuple(C, FairEcs.Z.Term));

    private static readonly Term Answer = Tuple(Sign(B, S), Sign(B, Z));

    public static Protocol Protocol { get; } = FairEcs.Protocol
        .Derive("fair-ecs-bound", "Fair ECS, bound to what Alice signed", section: "1, 4, ours")
        .Remark("The least change to fair-ecs that proves fair: Bob signs what Alice signed, and it binds him only with what opens Z.")
        .Message("B1", A, Answer)
        .Message("B2", TP, Tuple(A, B, Z, Sign(B, S), Sign(B, Z)))
        .Message("TP1", A, Answer)
        .Wants(A, "contract", Tuple(A, B, FairEcs.R, r, Sign(B, Opened), Sign(B, FairEcs.Z.Term)), shows: $"{B} signed {C} with {A}")
        .Proved(A, Fairness, Accountability)
        .Proved(B, Fairness, Accountability)
        .Build();
}
