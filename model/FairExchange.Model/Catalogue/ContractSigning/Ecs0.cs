using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Assurance;
using static FairExchange.Model.Language.Property;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Model.Catalogue.ContractSigning;

/// <summary>
/// ECS0, section 1.2: a visible trusted party waits for both signatures.
/// </summary>
public static class Ecs0
{
    public static Protocol Protocol { get; } = Common("ecs0", Naming.Roles)
        .Remark("Needs links to the trusted party that others cannot read.")
        .Proved(A, Fairness, Accountability)
        .Proved(B, Fairness, Accountability)
        .Build();

    /// <summary>
    /// For fairness it is enough that C names the two, in no order. For accountability it is not: what Bob signs as the first party is
    /// shown as his signature as the second, of a deal in which the roles are exchanged. He did sign C with that very peer, so it harms
    /// where C leaves to the roles who owes what; then C must say who is which.
    /// </summary>
    public static Protocol Parties { get; } = Common("ecs0-parties", Naming.Parties)
        .Remark("ECS0 where C names both parties without their roles: enough.")
        .Proved(A, Fairness)
        .Attacked(A, Accountability)
        .Proved(B, Fairness)
        .Attacked(B, Accountability)
        .Build();

    /// <summary>
    /// Where C names nobody, a signature released in one exchange binds its signer in another; and one that was given in the one role is
    /// shown as given in the other, for which one session is enough.
    /// </summary>
    public static Protocol Unnamed { get; } = Common("ecs0-unnamed", Naming.Nobody)
        .Remark("ECS0 with a contract that names nobody: a signature released in one exchange binds in another, which takes two sessions.")
        .AttackedFrom(2, A, Fairness)
        .Attacked(A, Accountability)
        .AttackedFrom(2, B, Fairness)
        .Attacked(B, Accountability)
        .Build();

    /// <summary>Where the links can be read, the other side takes the signature from the wire and never sends its own.</summary>
    public static Protocol OpenLink { get; } = Protocol.Derive("ecs0-open-link", "ECS0", section: "1.2")
        .Remark("ECS0 over links that others can read: the other side takes the signature from the wire.")
        .Channel(A, TP, Resilient).Channel(B, TP, Resilient)
        .Attacked(A, Fairness)
        .Attacked(B, Fairness)
        .Build();

    private static ProtocolDefinition Common(string id, Naming naming)
    {
        var contract = naming.Contract();
        var (first, second) = (Tuple(A, B, Sign(A, contract)), Tuple(A, B, Sign(B, contract)));
        return new ProtocolDefinition(id, "ECS0", section: "1.2")
            .About(C)
            .Channel(A, TP, Resilient | Private).Channel(B, TP, Resilient | Private).Channel(TP, A, Resilient).Channel(TP, B, Resilient)
            .Party(A, knows: [B, C], a => a
                .Send("A1", TP, first)
                .Receive("TP1", Sign(B, contract)))
            .Party(B, knows: [A, C], b => b
                .Send("B1", TP, second)
                .Receive("TP1", Sign(A, contract)))
            .Trusted(TP, tp => tp
                .Receive("A1", first)
                .Receive("B1", second)
                .Send("TP1", B, Sign(A, contract))
                .Send("TP1", A, Sign(B, contract)))
            .Wants(A, "contract", Sign(B, contract), shows: $"{B} signed {C}")
            .Wants(B, "contract", Sign(A, contract), shows: $"{A} signed {C}")
            .Attacked(A, Timeliness, CutOff)
            .Attacked(B, Timeliness, CutOff)
            .Proved(Effectiveness, NonRepudiationOfReceipt, NonRepudiationOfOrigin, Transparency)
            .Attacked(Optimism, Statelessness, Confidentiality)
            .CannotReach(new Scenario.ItemFromPeer(A))
            .CannotReach(new Scenario.ItemFromPeer(B));
    }
}
