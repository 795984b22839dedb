using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Assurance;
using static FairExchange.Model.Language.Property;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Tests.Variants;

/// <summary>
/// Fair ECS without its last message: Alice never opens Z to Bob, so every exchange, honest or not, goes through the trusted party. What
/// that answers is what Bob has waited for before he asked, or is something else; it makes no difference.
/// </summary>
public static class SilentFairEcs
{
    public static Protocol SameMessage { get; } = Make("fair-ecs-silent", Tuple(Coins("R"), r));

    public static Protocol OtherMessage { get; } = Make("fair-ecs-silent-other", Tuple(TP, Coins("R"), r));

    private static Protocol Make(string id, Term last)
    {
        var R = Coins("R");
        var answer = Tuple(Sign(B, Sign(A, Tuple(C, Z))), Sign(B, Z));
        var seal = Encrypt(TP, Tuple(A, B, R), r);
        return new ProtocolDefinition(id, "Fair ECS without A2", section: "4, ours").About(C)
            .Channel(A, B, Lossy).Channel(B, A, Lossy)
            .Channel(B, TP, Resilient).Channel(TP, A, Resilient).Channel(TP, B, Resilient)
            .Party(A, knows: [B, C], a => a.Fresh(R, r).Let(Z, seal).Send("A1", B, Sign(A, Tuple(C, Z))).Receive("B1", answer))
            .Party(B, knows: [A, C], b => b
                .Receive("A1", Sign(A, Tuple(C, Z)))
                .Send("B1", A, answer)
                .Receive("A2", Tuple(R, r), check: Z.Is(seal), otherwise: b => b
                    .Send("B2", TP, Tuple(A, B, Z, Sign(B, Sign(A, Tuple(C, Z))), Sign(B, Z)))
                    .Receive("TP1", last, check: Z.Is(seal))))
            .Trusted(TP, tp => tp
                .Receive("B2", Tuple(A, B, Z, Sign(B, Sign(A, Tuple(C, Z))), Sign(B, Z)), check: Z.Is(seal))
                .Send("TP1", A, answer)
                .Send("TP1", B, last))
            .Wants(A, "contract", Tuple(A, B, R, r, Sign(B, Sign(A, Tuple(C, seal))), Sign(B, seal)), shows: $"{B} signed {C} with {A}")
            .Wants(B, "contract", Tuple(A, B, R, r, Sign(A, Tuple(C, seal))), shows: $"{A} signed {C} with {B}")
            .Proved(A, Fairness).Proved(B, Fairness)
            .Proved(Effectiveness, NonRepudiationOfReceipt, NonRepudiationOfOrigin)
            .Attacked(Optimism)
            .CannotReach(new Scenario.ItemFromPeer(B))
            .Build();
    }
}
