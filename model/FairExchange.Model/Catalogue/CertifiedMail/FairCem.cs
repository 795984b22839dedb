using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Assurance;
using static FairExchange.Model.Language.Property;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Model.Catalogue.CertifiedMail;

/// <summary>
/// Fair CEM, section 3.
/// </summary>
public static class FairCem
{
    internal static readonly Abbreviation Z = Abbreviate(Symbols.Z, Encrypt(VPO, Tuple(A, B, M), r));

    public static Protocol Protocol { get; } = new ProtocolDefinition("fair-cem", "Fair CEM", section: "3")
        .Remark("To the letter: Bob tells the post office who he believes the sender is. Alice says one name to Bob and another inside Z.")
        .About(M)
        .Channel(A, B, Lossy).Channel(B, A, Lossy)
        .Channel(B, VPO, Resilient).Channel(VPO, A, Resilient).Channel(VPO, B, Resilient)
        .Party(A, knows: [B], a => a
            .Fresh(M, r)
            .Let(Z)
            .Send("A1", B, Tuple(A, Z))
            .Receive("B1", Sign(B, Z)) // from Bob, or through the post office
            .Send("A2", B, Tuple(M, r)))
        .Party(B, knows: [], b => b
            .Receive("A1", Tuple(A, Z))
            .Send("B1", A, Sign(B, Z))
            .Receive("A2", Tuple(M, r), check: Z.Check, otherwise: b => b
                .Send("B2", VPO, Tuple(A, B, Z, Sign(B, Z)))
                .Receive("VPO1", Tuple(M, r), check: Z.Check)))
        .Trusted(VPO, vpo => vpo
            .Receive("B2", Tuple(A, B, Z, Sign(B, Z)), check: Z.Check)
            .Send("VPO1", A, Sign(B, Z))
            .Send("VPO1", B, Tuple(M, r)))
        .Wants(A, "receipt", Tuple(A, B, M, r, Sign(B, Z.Term)), shows: $"{B} received {M} from {A}")
        .Wants(B, "message", M)
        .Proved(A, Fairness)
        .Attacked(A, Timeliness, CutOff)
        .Attacked(B, Fairness, Timeliness, CutOff)
        .Proved(B, Accountability)
        .Proved(Effectiveness, Optimism, NonRepudiationOfReceipt, Transparency, Statelessness)
        .Attacked(NonRepudiationOfOrigin, Confidentiality)
        .Build();
}
