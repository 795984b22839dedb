using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Definition.ScriptBuilder;
using static FairExchange.Model.Language.Assurance;
using static FairExchange.Model.Language.Property;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Tests.Variants;

/// <summary>
/// Fair CEM, sender named by Z, where the post office gives Alice its own word instead of Bob's signature: as fair, and yet everybody sees
/// that Alice needed help.
/// <para>VPO1  VPO → A  SIG_VPO(A, B, M)</para>
/// </summary>
public static class AffidavitFairCem
{
    private static readonly Term.Variable S = Name("S");

    public static Protocol Protocol { get; } = new ProtocolDefinition(
        "fair-cem-affidavit", "Fair CEM with an affidavit", section: "3, ours")
        .About(M)
        .Channel(A, B, Lossy).Channel(B, A, Lossy)
        .Channel(B, VPO, Resilient).Channel(VPO, A, Resilient).Channel(VPO, B, Resilient)
        .Party(A, knows: [B], a => a
            .Fresh(M, r)
            .Let(Z, Encrypt(VPO, Tuple(A, B, M), r))
            .Send("A1", B, Tuple(A, Z))
            .ReceiveFirst([
                On("B1", Sign(B, Z), then: a => a.Send("A2", B, Tuple(M, r))),
                On("VPO1", Sign(VPO, Tuple(A, B, M)))]))
        .Party(B, knows: [], b => b
            .Receive("A1", Tuple(A, Z))
            .Send("B1", A, Sign(B, Z))
            .Receive("A2", Tuple(M, r), check: Z.Is(Encrypt(VPO, Tuple(A, B, M), r)), otherwise: b => b
                .Send("B2", VPO, Tuple(B, Z, Sign(B, Z)))
                .Receive("VPO1", Tuple(S, M, r), check: Z.Is(Encrypt(VPO, Tuple(S, B, M), r)))))
        .Trusted(VPO, vpo => vpo
            .Receive("B2", Tuple(B, Z, Sign(B, Z)), check: Z.Is(Encrypt(VPO, Tuple(A, B, M), r)))
            .Send("VPO1", A, Sign(VPO, Tuple(A, B, M)))
            .Send("VPO1", B, Tuple(A, M, r)))
        .Wants(
            A,
            "receipt",
            Tuple(A, B, M, r, Sign(B, Encrypt(VPO, Tuple(A, B, M), r))),
            shows: $"{B} received {M} from {A}",
            replacement: Sign(VPO, Tuple(A, B, M)))
        .Wants(B, "message", M)
        .Proved(A, Fairness)
        .Proved(B, Fairness)
        .Attacked(Transparency)
        .Build();
}
