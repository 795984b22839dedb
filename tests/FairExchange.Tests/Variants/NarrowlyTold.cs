using System.Collections.Immutable;
using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Definition.ScriptBuilder;
using static FairExchange.Model.Language.Assurance;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Tests.Variants;

/// <summary>
/// Definitions that are unfair to somebody only where the adversary has more values than the definition seems to need, or values of a form
/// that no honest party makes.
/// </summary>
public static class NarrowlyTold
{
    private static readonly Term.Variable S = Name("S");
    private static readonly Term.Variable D = Digest("d");
    private static readonly (Term.Variable K, Term.Variable L, Term.Variable N) Of = (Coins("k"), Coins("l"), Coins("n"));
    private static readonly (Term.Variable U, Term.Variable V) Later = (Time("U"), Time("V"));

    /// <summary>
    /// Bob's item has a value of his own making in it, and is about a contract that is not of his making: of another contract he signs a
    /// digest that he cannot look into.
    /// </summary>
    public static Protocol OwnNonce { get; } = Definition("own-nonce", C)
        .Party(A, knows: [B, C], a => a.Receive("B0", Of.N).Fresh(r).Let(D, Hash(Tuple(C, r)))
            .Send("A1", B, Tuple(Sign(A, Tuple(A, B, C, Of.N)), D)).Receive("B1", Sign(B, Tuple(A, B, D))).Send("A2", B, r))
        .Party(B, knows: [A, C], b => b.Fresh(Of.N).Send("B0", A, Of.N)
            .Receive("A1", Tuple(Sign(A, Tuple(A, B, C, Of.N)), D)).Send("B1", A, Sign(B, Tuple(A, B, D))))
        .Wants(A, "contract", Tuple(A, B, C, r, Sign(B, Tuple(A, B, Hash(Tuple(C, r))))), shows: $"{B} signed {C} with {A}")
        .Wants(B, "contract", Tuple(A, B, C, Of.N, Sign(A, Tuple(A, B, C, Of.N))), shows: $"{A} signed {C} with {B}")
        .Build();

    /// <summary>Bob signs where one time is past, a second is not, and a third is not either: the three times must be three.</summary>
    public static Protocol ThreeTimes { get; } = Definition("three-times", M)
        .Party(A, knows: [B, T, Later.U, Later.V], a => a.Fresh(M, r).Let(D, Hash(Tuple(A, B, M, r)))
            .Send("A1", B, Tuple(A, D, T, Later.U, Later.V)).Send("A2", B, Tuple(M, r)).Receive("B1", Sign(B, D)))
        .Party(B, knows: [], b => b.Receive("A1", Tuple(A, D, T, Later.U, Later.V)).ReceiveFirst([
            On("A2", Tuple(M, r), D.Is(Hash(Tuple(A, B, M, r))), x => x.Send("B1", A, Sign(B, D))),
            On("X1", Tuple(D, T)) with { Before = T },
            On("X2", Tuple(D, T), null, x => x.ReceiveFirst([
                On("X3", Tuple(D, Later.U)) with { Before = Later.U },
                On("X4", Tuple(D, Later.U), null, y => y.Send("B1", A, Sign(B, D))) with { Before = Later.V }]))
                with { Before = Later.U }]))
        .Wants(A, "receipt", Tuple(A, B, M, r, Sign(B, Hash(Tuple(A, B, M, r)))), shows: $"{B} received {M} from {A}")
        .Wants(B, "message", M)
        .Build();

    /// <summary>The post office hands Bob's request on to another trusted party, which refuses it where two values in it differ.</summary>
    public static Protocol HandedOn { get; } = Definition("handed-on", M)
        .Channel(B, VPO, Resilient).Channel(VPO, TP, Resilient).Channel(TP, A, Resilient).Channel(TP, B, Resilient)
        .Party(A, knows: [B], a => a.Fresh(M, Of.K, r).Let(Of.L, Of.K).Let(Z, Sealed(A, Of.K, Of.L))
            .Send("A1", B, Tuple(A, Z)).Receive("B1", Sign(B, Z)).Send("A2", B, Tuple(M, Of.K, Of.L, r)))
        .Party(B, knows: [], b => b.Receive("A1", Tuple(A, Z)).Send("B1", A, Sign(B, Z))
            .Receive("A2", Tuple(M, Of.K, Of.L, r), check: Z.Is(Sealed(A, Of.K, Of.L)), otherwise: b => b
                .Send("B2", VPO, Tuple(B, Z, Sign(B, Z)))
                .Receive("VPO1", Tuple(S, M, Of.K, Of.L, r), check: Z.Is(Sealed(S, Of.K, Of.L)))))
        .Trusted(VPO, v => v.Receive("B2", Tuple(B, Z, Sign(B, Z))).Send("F1", TP, Tuple(B, Z, Sign(B, Z))))
        .Trusted(TP, v => v.Receive("F1", Tuple(B, Z, Sign(B, Z)), check: Z.Is(Sealed(A, Of.K, Of.K)))
            .Send("VPO1", A, Sign(B, Z)).Send("VPO1", B, Tuple(A, M, Of.K, Of.K, r)))
        .Wants(A, "receipt", Tuple(A, B, M, Of.K, Of.L, r, Sign(B, Sealed(A, Of.K, Of.L))), shows: $"{B} received {M} from {A}")
        .Wants(B, "message", M)
        .Build();

    /// <summary>
    /// The post office opens Alice's Z where it stands in somebody's message, and tells M where two values beside it differ.
    /// </summary>
    public static Protocol OpenedInPlace { get; } = Mail("opened-in-place").Trusted(VPO, Helps, v => v
            .Receive("Q", Tuple(Encrypt(VPO, Tuple(A, B, M), r), Of.K, Of.L))
            .Check(Of.K.Is(Of.L), otherwise: x => x.Send("Q1", B, Tuple(A, M, r))))
        .Wants(A, "receipt", Receipt, shows: $"{B} received {M} from {A}")
        .Build();

    /// <summary>The same where a later check opens it.</summary>
    public static Protocol OpenedLater { get; } = Mail("opened-later").Trusted(VPO, Helps, v => v
            .Receive("Q", Tuple(Z, Of.K, Of.L)).Check(Z.Is(Encrypt(VPO, Tuple(A, B, M), r)), otherwise: _ => { })
            .Check(Of.K.Is(Of.L), otherwise: x => x.Send("Q1", B, Tuple(A, M, r))))
        .Wants(A, "receipt", Receipt, shows: $"{B} received {M} from {A}")
        .Build();

    /// <summary>The trusted party waits for Bob's request with the value that it was told before, and Bob was told another.</summary>
    public static Protocol SecondStage { get; } = Definition("second-stage", C)
        .Channel(A, TP, Resilient).Channel(B, TP, Resilient).Channel(TP, A, Resilient).Channel(TP, B, Resilient)
        .Party(A, knows: [B, C], a => a.Fresh(Of.K).Send("A1", B, Of.K).Send("A2", TP, Tuple(A, B, C, Of.K, Signed(A)))
            .Receive("TP1", Signed(TP)).Receive("TP2", Signed(B)))
        .Party(B, knows: [A, C], b => b.Receive("A1", Of.K).Send("B1", TP, Tuple(A, B, C, Of.K, Signed(B))).Receive("TP3", Signed(A)))
        .Trusted(TP, t => t.Receive("A2", Tuple(A, B, C, Of.K, Signed(A))).Send("TP1", A, Signed(TP))
            .Receive("B1", Tuple(A, B, C, Of.K, Signed(B))).Send("TP2", A, Signed(B)).Send("TP3", B, Signed(A)))
        .Wants(A, "contract", Tuple(A, B, C, Signed(B), Signed(TP)), shows: $"{B} signed {C} with {A}")
        .Wants(B, "contract", Tuple(A, B, C, Signed(A)), shows: $"{A} signed {C} with {B}")
        .Build();

    /// <summary>The post office says of two values that they differ, and takes three such words about three values for a receipt.</summary>
    public static Protocol ThreeWords { get; } = Mail("three-words").Trusted(
            VPO,
            Helps,
            v => v.Receive("Q", Tuple(B, Of.K, Of.L)).Check(Of.K.Is(Of.L), otherwise: x => x.Send("Q1", B, Sign(VPO, Tuple(Of.K, Of.L)))),
            v => v.Receive("P", Tuple(Z, B, Differ(Of.K, Of.L), Differ(Of.L, Of.N), Differ(Of.K, Of.N)),
                check: Z.Is(Encrypt(VPO, Tuple(A, B, M), r)))
                .Send("P1", A, Sign(VPO, Tuple(A, B, M))))
        .Wants(A, "receipt", Receipt, shows: $"{B} received {M} from {A}", replacement: Sign(VPO, Tuple(A, B, M)))
        .Build();

    /// <summary>
    /// What the post office finds in an envelope the trusted party opens. Where yet another envelope lies in it, it tells what Alice needs
    /// and not what Bob needs: three in each other, which no honest party makes.
    /// </summary>
    public static Protocol Envelopes { get; } = Enveloped();

    public static ImmutableArray<Protocol> UnfairToBob { get; } = [OwnNonce, ThreeTimes, HandedOn, SecondStage, ThreeWords, Envelopes];

    public static ImmutableArray<Protocol> UnfairToAlice { get; } = [OpenedInPlace, OpenedLater];

    private static Term Receipt => Tuple(A, B, M, r, Sign(B, Encrypt(VPO, Tuple(A, B, M), r)));

    private static ProtocolDefinition Definition(string id, Term.Variable subject) =>
        new ProtocolDefinition(id, "Narrowly told", section: "ours").About(subject).Channel(A, B, Lossy).Channel(B, A, Lossy);

    private static ProtocolDefinition Mail(string id) => Definition(id, M)
        .Channel(B, VPO, Resilient).Channel(VPO, A, Resilient).Channel(VPO, B, Resilient)
        .Party(A, knows: [B], a => a
            .Fresh(M, r).Let(Z, Encrypt(VPO, Tuple(A, B, M), r)).Send("A1", B, Tuple(A, Z))
            .Receive("B1", Sign(B, Z)).Send("A2", B, Tuple(M, r)))
        .Party(B, knows: [], b => b.Receive("A1", Tuple(A, Z)).Send("B1", A, Sign(B, Z))
            .Receive("A2", Tuple(M, r), check: Z.Is(Encrypt(VPO, Tuple(A, B, M), r)), otherwise: b => b
                .Send("B2", VPO, Tuple(B, Z, Sign(B, Z))).Receive("VPO1", Tuple(S, M, r), check: Z.Is(Encrypt(VPO, Tuple(S, B, M), r)))))
        .Wants(B, "message", M);

    private static Protocol Enveloped()
    {
        var (x, y, inner, other) = (Ciphertext("X"), Ciphertext("Y"), Ciphertext("W"), Message("N"));
        return Definition("envelopes", M)
            .Channel(B, VPO, Resilient).Channel(VPO, B, Resilient).Channel(B, TP, Resilient).Channel(TP, B, Resilient)
            .Party(A, knows: [B], a => a.Fresh(M, Of.K, r).Let(x, Encrypt(TP, M, Of.K)).Let(Z, Encrypt(VPO, x, r))
                .Send("A1", B, Z).Receive("B1", Sign(B, Z)).Receive("TP1", Sign(TP, Tuple(x, B, M))))
            .Party(B, knows: [], b => b.Receive("A1", Z).Send("B2", VPO, Tuple(B, Sign(B, Z)))
                .Receive("VPO1", Tuple(x, r), check: Z.Is(Encrypt(VPO, x, r)))
                .Send("B3", TP, Tuple(B, x)).Receive("TP2", Sign(TP, Tuple(x, M))))
            .Trusted(
                TP,
                t => t.Receive("B3", Tuple(B, inner), check: inner.Is(Encrypt(TP, M, Of.K)))
                    .Send("TP1", B, Sign(TP, Tuple(inner, B, M))).Send("TP2", B, Sign(TP, Tuple(inner, M))),
                t => t.Receive("B3", Tuple(B, inner), checks: [inner.Is(Encrypt(TP, Tuple(M, y), Of.K)), y.Is(Encrypt(TP, other, Of.L))])
                    .Send("TP1", B, Sign(TP, Tuple(inner, B, M))))
            .Trusted(VPO, v => v.Receive("B2", Tuple(B, Sign(B, Z)), check: Z.Is(Encrypt(VPO, x, r))).Send("VPO1", B, Tuple(x, r)))
            .Wants(A, "receipt", Tuple(B, M, x, r, Sign(B, Encrypt(VPO, x, r)), Sign(TP, Tuple(x, B, M))), shows: $"{B} received {M}")
            .Wants(B, "message", M)
            .Build();
    }

    private static void Helps(ScriptBuilder v) => v.Receive("B2", Tuple(B, Z, Sign(B, Z)), check: Z.Is(Encrypt(VPO, Tuple(A, B, M), r)))
        .Send("VPO1", A, Sign(B, Z)).Send("VPO1", B, Tuple(A, M, r));

    private static Term Sealed(Term sender, Term first, Term second) => Encrypt(TP, Tuple(sender, B, M, first, second), r);

    private static Term Signed(Term signer) => Sign(signer, Tuple(A, B, C));

    private static Term Differ(Term first, Term second) => Sign(VPO, Tuple(first, second));
}
