using FairExchange.Model.Catalogue.CertifiedMail;
using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Assurance;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Tests.Variants;

/// <summary>
/// fair-cem-bulk-bound with one thing wrong each; E = E_K(M), h = H(E), Z = E_VPO(A, B, K, h; r). What is not said is as there.
/// <para>A1    A → B    A, E, Z</para>
/// <para>B1    B → A    SIG_B(Z, h)</para>
/// <para>A2    A → B    K, r</para>
/// <para>B2    B → VPO  B, Z, SIG_B(Z, h)</para>
/// <para>VPO1  VPO → S  SIG_B(Z, h)</para>
/// <para>VPO1  VPO → B  S, K, r</para>
/// </summary>
public static class BrokenFairCemBulk
{
    private static readonly Term.Variable S = Name("S");
    private static readonly Term.Variable k = Digest("k");

    /// <summary>
    /// The post office gives K for Bob's signature of any digest: he says one that is nobody's, and Alice's receipt is for nothing.
    /// </summary>
    public static Protocol IgnoresDigest { get; } = Of(
        "fair-cem-bulk-ignores-digest", "The post office does not compare the digests.", vpo => vpo
        .Receive("B2", Tuple(B, Z, Sign(B, Tuple(Z, h))), check: Z.Is(Encrypt(VPO, Tuple(A, B, K, k), r)))
        .Send("VPO1", A, Sign(B, Tuple(Z, h)))
        .Send("VPO1", B, Tuple(A, K, r)));

    private static Protocol Of(string id, string remark, Action<ScriptBuilder> vpo)
    {
        var sound = FairCemBulkBound.Protocol;
        return new ProtocolDefinition(id, "Fair CEM, bulk goods, broken", section: "3, ours")
            .Remark(remark)
            .About(M)
            .Channel(A, B, Lossy).Channel(B, A, Lossy)
            .Channel(B, VPO, Resilient).Channel(VPO, A, Resilient).Channel(VPO, B, Resilient)
            .Party(A, knows: [B], a => a
                .Fresh(M, K, r)
                .Let(E, Encrypt(K, M))
                .Let(h, Hash(E))
                .Let(Z, Encrypt(VPO, Tuple(A, B, K, h), r))
                .Send("A1", B, Tuple(A, E, Z))
                .Receive("B1", Sign(B, Tuple(Z, h)))
                .Send("A2", B, Tuple(K, r)))
            .Party(B, knows: [], b => b
                .Receive("A1", Tuple(A, E, Z))
                .Let(h, Hash(E))
                .Send("B1", A, Sign(B, Tuple(Z, h)))
                .Receive("A2", Tuple(K, r), checks: [E.Is(Encrypt(K, M)), Z.Is(Encrypt(VPO, Tuple(A, B, K, h), r))], otherwise: b => b
                    .Send("B2", VPO, Tuple(B, Z, Sign(B, Tuple(Z, h))))
                    .Receive("VPO1", Tuple(S, K, r), checks: [E.Is(Encrypt(K, M)), Z.Is(Encrypt(VPO, Tuple(S, B, K, h), r))])))
            .Trusted(VPO, vpo)
            .Wants(A, "receipt", sound.ItemOf(sound.First).Term, shows: $"{B} received {M} from {A}")
            .Wants(B, "message", M)
            .Attacked(A, Property.Fairness)
            .Build();
    }
}
