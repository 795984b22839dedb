using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Assurance;
using static FairExchange.Model.Language.Property;
using static FairExchange.Model.Language.Terms;

namespace Example;

/// <summary>Fair CEM, but Bob signs the sender's name with Z, and the judge wants both to agree.</summary>
public static class SignedName
{
    public static Protocol Protocol { get; } = new ProtocolDefinition("signed-name", "Fair CEM, sender's name signed", section: "mine")
        .About(M)
        .Channel(A, B, Lossy).Channel(B, A, Lossy)
        .Channel(B, VPO, Resilient).Channel(VPO, A, Resilient).Channel(VPO, B, Resilient)
        .Party(A, knows: [B], a => a
            .Fresh(M, r)
            .Let(Z, Encrypt(VPO, Tuple(A, B, M), r))
            .Send("A1", B, Tuple(A, Z))
            .Receive("B1", Sign(B, Tuple(A, Z)))
            .Send("A2", B, Tuple(M, r)))
        .Party(B, knows: [], b => b
            .Receive("A1", Tuple(A, Z))
            .Send("B1", A, Sign(B, Tuple(A, Z)))
            .Receive("A2", Tuple(M, r), check: Z.Is(Encrypt(VPO, Tuple(A, B, M), r)), otherwise: b => b
                .Send("B2", VPO, Tuple(B, Sign(B, Tuple(A, Z))))
                .Receive("VPO1", Tuple(M, r), check: Z.Is(Encrypt(VPO, Tuple(A, B, M), r)))))
        .Trusted(VPO, vpo => vpo
            .Receive("B2", Tuple(B, Sign(B, Tuple(A, Z))), check: Z.Is(Encrypt(VPO, Tuple(A, B, M), r)))
            .Send("VPO1", A, Sign(B, Tuple(A, Z)))
            .Send("VPO1", B, Tuple(M, r)))
        .Wants(A, "receipt", Tuple(A, B, M, r, Sign(B, Tuple(A, Encrypt(VPO, Tuple(A, B, M), r)))), shows: $"{B} received {M} from {A}")
        .Wants(B, "message", M)
        .Proved(A, Fairness).Proved(B, Fairness)
        .Build();
}
