using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Property;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Model.Catalogue.CertifiedMail;

/// <summary>
/// Ours: <see cref="FairCemNamed"/> whose post office dies after the first of its two answers.
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
        var asked = Tuple(B, Z, Sign(B, Z));
        var askedAgain = Tuple(B, Z, Sign(B, Z), Sign(B, Sign(B, Z)));
        return FairCemNamed.Protocol.Derive(id, title, section: "3, ours")
            .Otherwise("VPO1", B, b => b
                .Send("B3", VPO, askedAgain)
                .Receive("VPO2", Tuple(S, M, r), check: FairCem.Z.With(A, S).Check))
            .Trusted(
                VPO,
                vpo => dying(vpo.Receive("B2", asked, check: FairCem.Z.Check)),
                vpo => living(vpo.Receive("B3", askedAgain, check: FairCem.Z.Check)));
    }
}
