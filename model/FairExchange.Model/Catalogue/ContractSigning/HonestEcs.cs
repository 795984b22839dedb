using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Assurance;
using static FairExchange.Model.Language.Property;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Model.Catalogue.ContractSigning;

/// <summary>
/// Honest ECS, section 1.1.
/// </summary>
public static class HonestEcs
{
    /// <summary>With a contract that says who is who.</summary>
    public static Protocol Protocol { get; } = Common("honest-ecs", Naming.Roles)
        .Remark("Bob, signing last, is safe where C says who signs as what.")
        .Proved(A, Accountability)
        .Proved(B, Accountability, Fairness, CutOff)
        .Build();

    /// <summary>
    /// With a contract that names nobody, what is signed for one serves against another, and what is signed in one role is shown as signed
    /// in the other.
    /// </summary>
    public static Protocol Unnamed { get; } = Common("honest-ecs-unnamed", Naming.Nobody)
        .Remark("Honest ECS with a contract that names nobody: a signature given in one exchange binds in another, which takes two "
            + "sessions.")
        .Attacked(A, Accountability)
        .AttackedFrom(2, B, Fairness, CutOff)
        .Attacked(B, Accountability)
        .Build();

    private static ProtocolDefinition Common(string id, Naming naming)
    {
        var contract = naming.Contract();
        return new ProtocolDefinition(id, "Honest ECS", section: "1.1")
            .About(C)
            .Channel(A, B, Lossy).Channel(B, A, Lossy)
            .Party(A, knows: [B, C], a => a
                .Send("A1", B, Sign(A, contract))
                .Receive("B1", Sign(B, contract)))
            .Party(B, knows: [A, C], b => b
                .Receive("A1", Sign(A, contract))
                .Send("B1", A, Sign(B, contract)))
            .Wants(A, "contract", Sign(B, contract), shows: $"{B} signed {C}")
            .Wants(B, "contract", Sign(A, contract), shows: $"{A} signed {C}")
            .Attacked(A, Fairness, Timeliness, CutOff)
            .Proved(B, Timeliness)
            .Proved(Effectiveness, Optimism, NonRepudiationOfReceipt, NonRepudiationOfOrigin);
    }
}
