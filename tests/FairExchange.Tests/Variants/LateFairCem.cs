using FairExchange.Model.Catalogue.CertifiedMail;
using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Assurance;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Tests.Variants;

/// <summary>
/// Fair CEM with a cut-off time, sender named by Z, where the post office has a second handler for the request that comes after T.
/// </summary>
public static class LateFairCem
{
    private static readonly Term.Variable S = Name("S");

    /// <summary>It tells Bob that he is late, which concerns nobody.</summary>
    public static Protocol Refusing { get; } = With("fair-cem-late-refusing", vpo => vpo.Send("VPO2", B, Sign(VPO, Tuple(B, Z))));

    /// <summary>
    /// It gives Bob M all the same, and Alice, who waits no longer, nothing: unfair to her, who is proved to be treated fairly up to T.
    /// </summary>
    public static Protocol Helping { get; } = With("fair-cem-late-helping", vpo => vpo.Send("VPO2", B, Tuple(A, M, r)));

    private static Protocol With(string id, Action<ScriptBuilder> late)
    {
        var (request, opens) = (Tuple(B, Z, Terms.Sign(B, Tuple(T, Z))), Z.Is(Encrypt(VPO, Tuple(A, B, M, T), r)));
        return new ProtocolDefinition(id, "Fair CEM with a cut-off time and a late handler", section: "3, ours")
            .About(M)
            .Channel(A, B, Lossy).Channel(B, A, Lossy)
            .Channel(B, VPO, Resilient).Channel(VPO, A, Resilient).Channel(VPO, B, Resilient)
            .Party(A, knows: [B, T], a => a
                .Fresh(M, r)
                .Let(Z, Encrypt(VPO, Tuple(A, B, M, T), r))
                .Send("A1", B, Tuple(A, T, Z))
                .Receive("B1", Terms.Sign(B, Tuple(T, Z)), until: T.Plus(FairCemCutoff.Wait), otherwise: _ => { })
                .Send("A2", B, Tuple(M, r)))
            .Party(B, knows: [], b => b
                .Receive("A1", Tuple(A, T, Z), before: T.Minus(FairCemCutoff.Sign))
                .Send("B1", A, Terms.Sign(B, Tuple(T, Z)))
                .Receive("A2", Tuple(M, r), check: opens, atLatest: T.Minus(FairCemCutoff.Resolve), otherwise: b => b
                    .Send("B2", VPO, request)
                    .Receive("VPO1", Tuple(S, M, r), check: Z.Is(Encrypt(VPO, Tuple(S, B, M, T), r)), until: T.Plus(FairCemCutoff.Wait),
                        otherwise: _ => { })))
            .Trusted(
                VPO,
                vpo => vpo.Receive("B2", request, check: opens, before: T).Send("VPO1", A, Terms.Sign(B, Tuple(T, Z)))
                    .Send("VPO1", B, Tuple(A, M, r)),
                vpo => late(vpo.Receive("B2", request, check: opens)))
            .Wants(A, "receipt", Tuple(A, B, M, T, r, Terms.Sign(B, Tuple(T, Encrypt(VPO, Tuple(A, B, M, T), r)))),
                shows: $"{B} received {M} from {A} by {T}")
            .Wants(B, "message", M)
            .Build();
    }
}
