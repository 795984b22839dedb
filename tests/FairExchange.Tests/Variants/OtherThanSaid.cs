using System.Collections.Immutable;
using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Definition.ScriptBuilder;
using static FairExchange.Model.Language.Assurance;
using static FairExchange.Model.Language.Property;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Tests.Variants;

/// <summary>Definitions of which a property was once said to hold, of something else than what it says.</summary>
public static class OtherThanSaid
{
    private static readonly Term.Variable S = Name("S");
    private static readonly Term.Variable W = Name("W");
    private static readonly Term.Variable k = Coins("k");
    private static readonly Term.Variable Y = Ciphertext("Y");
    private static readonly Term.Variable D = Digest("d");
    private static readonly Term.Variable P = Contract("P");
    private static readonly Margin Wait = new("wait", 2, 1);
    private static readonly Match Opens = Z.Is(Encrypt(VPO, Tuple(A, B, M), r));

    /// <summary>Alice writes C, has Bob sign its digest, and may keep C: he does not have it because others agree on contracts.</summary>
    public static Protocol GoodsContract { get; } = Goods("goods-contract", knows: [B], fresh: [C, r]).Build();

    /// <summary>The same with a C that Alice has agreed on with anybody beforehand.</summary>
    public static ProtocolDefinition GoodsKnown => Goods("goods-known", knows: [B, C], fresh: [r]);

    /// <summary>What Bob wants is a name.</summary>
    public static ProtocolDefinition GoodsName => new ProtocolDefinition("goods-name", "Who it is", section: "test").About(S)
        .Channel(A, B, Lossy).Channel(B, A, Lossy)
        .Party(A, knows: [B, S], a => a.Send("A1", B, A).Receive("B1", Sign(B, A)).Send("A2", B, S))
        .Party(B, knows: [], b => b.Receive("A1", A).Send("B1", A, Sign(B, A)).Receive("A2", S))
        .Wants(A, "receipt", Tuple(A, S, Sign(B, A)), shows: $"{B} was told {S} by {A}")
        .Wants(B, "name", S);

    /// <summary>The receipt says a price that stands in nothing that Bob signs.</summary>
    public static ProtocolDefinition PriceAfterwards => Mail("price", knows: [B, P])
        .Trusted(VPO, Helps)
        .Wants(A, "receipt", Tuple(A, B, M, P, r, Sign(B, Encrypt(VPO, Tuple(A, B, M), r))),
            shows: $"{B} bought {M} from {A} at the price {P}");

    /// <summary>The same where Alice signs the price herself, and Bob does not.</summary>
    public static ProtocolDefinition PriceOfOne
    {
        get
        {
            Term alices = Sign(A, Tuple(A, B, M, P)), bobs = Sign(B, Tuple(A, B, M));
            return new ProtocolDefinition("price-of-one", "A price that one signs", section: "test").About(M)
                .Channel(A, B, Lossy).Channel(B, A, Lossy)
                .Party(A, knows: [B, P], a => a.Fresh(M).Send("A1", B, Tuple(M, P, alices)).Receive("B1", bobs))
                .Party(B, knows: [A, P], b => b.Receive("A1", Tuple(M, P, alices)).Send("B1", A, bobs))
                .Wants(A, "order", Tuple(A, B, M, P, bobs), shows: $"{B} buys {M} from {A} at the price {P}")
                .Wants(B, "offer", Tuple(A, B, M, P, alices), shows: $"{A} sells {M} to {B} at the price {P}");
        }
    }

    /// <summary>A notary signs the price that Alice tells it, whatever Bob has heard.</summary>
    public static Protocol PriceByWord { get; } = Notarised("price-by-word", Sign(B, Tuple(A, B, C))).Attacked(B, Accountability).Build();

    /// <summary>The same where Bob signs the price as well.</summary>
    public static Protocol PriceByBoth { get; } = Notarised("price-by-both", Sign(B, Tuple(A, B, C, P))).Proved(B, Accountability).Build();

    /// <summary>
    /// Private mail whose Alice tells the post office what she sends, in answer to something that no honest Bob ever sends.
    /// </summary>
    public static Protocol Told { get; } = Private("told", Tuple(B, M));

    /// <summary>The same where she tells it only what it may see.</summary>
    public static Protocol ToldNothing { get; } = Private("told-nothing", Tuple(B, Encrypt(B, M, k)));

    /// <summary>Bob countersigns his receipt, or the post office does in his place: the evidence shows which.</summary>
    public static Protocol Countersigned { get; } = Mail(
        "countersigned", answer: Tuple(Sign(B, Z), W, Sign(W, Tuple(A, Z))), bobs: Tuple(Sign(B, Z), B, Sign(B, Tuple(A, Z))))
        .Trusted(VPO, v => v.Receive("B2", Tuple(B, Z, Sign(B, Z)), check: Opens)
            .Send("VPO1", A, Tuple(Sign(B, Z), VPO, Sign(VPO, Tuple(A, Z)))).Send("VPO1", B, Tuple(A, M, r)))
        .Wants(A, "receipt", Tuple(A, B, M, r, Sign(B, Encrypt(VPO, Tuple(A, B, M), r)), W,
            Sign(W, Tuple(A, Encrypt(VPO, Tuple(A, B, M), r)))), shows: $"{B} received {M} from {A}")
        .Attacked(Transparency)
        .Build();

    /// <summary>A post office that is written to and helps nobody.</summary>
    public static Protocol Useless { get; } = new ProtocolDefinition("useless", "Helps nobody", section: "test").About(M)
        .Channel(A, B, Lossy).Channel(B, A, Lossy).Channel(B, VPO, Resilient)
        .Party(A, knows: [B], a => a.Fresh(M).Send("A1", B, Tuple(A, M)).Receive("B1", Sign(B, Tuple(A, M))))
        .Party(B, knows: [], b => b.Receive("A1", Tuple(A, M)).Send("B1", A, Sign(B, Tuple(A, M))).Send("B2", VPO, Tuple(B, B)))
        .Trusted(VPO, v => v.Receive("B2", Tuple(B, B)))
        .Wants(A, "receipt", Tuple(A, B, M, Sign(B, Tuple(A, M))), shows: $"{B} received {M} from {A}")
        .Wants(B, "message", M)
        .Build();

    /// <summary>Bob signs when a time is over; Alice takes what he signed only before that time.</summary>
    public static Protocol TooLate { get; } = Timed("too-late", T.Plus(Wait));

    /// <summary>The same where he signs in time.</summary>
    public static Protocol InTime { get; } = Timed("in-time", T.Minus(new Margin("early", 6, 4)));

    private static ProtocolDefinition Goods(string id, ImmutableArray<Term.Variable> knows, ImmutableArray<Term.Variable> fresh) =>
        new ProtocolDefinition(id, "A text against its receipt", section: "test").About(C)
            .Channel(A, B, Lossy).Channel(B, A, Lossy)
            .Party(A, knows, a => a.Fresh(fresh).Let(D, Hash(Tuple(A, B, C, r))).Send("A1", B, Tuple(A, D)).Receive("B1", Sign(B, D))
                .Send("A2", B, Tuple(C, r)))
            .Party(B, knows: [], b => b.Receive("A1", Tuple(A, D)).Send("B1", A, Sign(B, D))
                .Receive("A2", Tuple(C, r), check: D.Is(Hash(Tuple(A, B, C, r)))))
            .Wants(A, "receipt", Tuple(A, B, C, r, Sign(B, Hash(Tuple(A, B, C, r)))), shows: $"{B} received {C} from {A}")
            .Wants(B, "text", C)
            .Attacked(B, Fairness);

    private static void Helps(ScriptBuilder vpo) =>
        vpo.Receive("B2", Tuple(B, Z, Sign(B, Z)), check: Opens).Send("VPO1", A, Sign(B, Z)).Send("VPO1", B, Tuple(A, M, r));

    /// <summary>Fair CEM, sender named by Z, but for who helps and what the receipt is.</summary>
    private static ProtocolDefinition Mail(
        string id, ImmutableArray<Term.Variable>? knows = null, Term? answer = null, Term? bobs = null) =>
        Posted(id)
            .Party(A, knows ?? [B],
                a => a.Fresh(M, r).Let(Z, Encrypt(VPO, Tuple(A, B, M), r)).Send("A1", B, Tuple(A, Z)).Receive("B1", answer ?? Sign(B, Z))
                .Send("A2", B, Tuple(M, r)))
            .Party(B, knows: [], b => b.Receive("A1", Tuple(A, Z)).Send("B1", A, bobs ?? Sign(B, Z))
                .Receive("A2", Tuple(M, r), check: Opens,
                    otherwise: b => b.Send("B2", VPO, Tuple(B, Z, Sign(B, Z)))
                    .Receive("VPO1", Tuple(S, M, r), check: Z.Is(Encrypt(VPO, Tuple(S, B, M), r)))))
            .Wants(B, "message", M);

    private static ProtocolDefinition Posted(string id) => new ProtocolDefinition(id, "Fair CEM, changed", section: "test").About(M)
        .Channel(A, B, Lossy).Channel(B, A, Lossy)
        .Channel(B, VPO, Resilient).Channel(VPO, A, Resilient).Channel(VPO, B, Resilient);

    private static ProtocolDefinition Notarised(string id, Term signed) => new ProtocolDefinition(id, "A notary", section: "test").About(C)
        .Channel(A, B, Lossy).Channel(B, A, Lossy).Channel(A, TP, Resilient).Channel(TP, A, Resilient)
        .Party(A, knows: [B, C, P],
            a => a.Send("A1", B, Tuple(P, Sign(A, Tuple(A, B, C)))).Receive("B1", signed).Send("A2", TP, Tuple(A, B, C, P, signed))
            .Receive("TP1", Sign(TP, Tuple(A, B, C, P))))
        .Party(B, knows: [A, C], b => b.Receive("A1", Tuple(P, Sign(A, Tuple(A, B, C)))).Send("B1", A, signed))
        .Trusted(TP, tp => tp.Receive("A2", Tuple(A, B, C, P, signed)).Send("TP1", A, Sign(TP, Tuple(A, B, C, P))))
        .Wants(A, "contract", Tuple(A, B, C, P, signed, Sign(TP, Tuple(A, B, C, P))), shows: $"{B} signed {C} with {A} at the price {P}")
        .Wants(B, "contract", Sign(A, Tuple(A, B, C)), shows: $"{A} signed {C} with {B}");

    private static Protocol Private(string id, Term told)
    {
        var closed = Encrypt(B, M, k);
        return Posted(id).Channel(A, VPO, Resilient)
            .Party(A, knows: [B], a => a.Fresh(M, k, r).Let(Z, Encrypt(VPO, Tuple(A, B, closed), r)).Send("A1", B, Tuple(A, Z))
                .ReceiveFirst([On("B1", Sign(B, Z), then: x => x.Send("A2", B, Tuple(closed, r))),
                    On("B3", Sign(B, Tuple(B, Z)), then: x => x.Send("A3", VPO, told))]))
            .Party(B, knows: [], b => b.Receive("A1", Tuple(A, Z)).Send("B1", A, Sign(B, Z))
                .Receive("A2", Tuple(closed, r), check: Z.Is(Encrypt(VPO, Tuple(A, B, closed), r)), otherwise: b => b
                    .Send("B2", VPO, Tuple(B, Z, Sign(B, Z)))
                        .Receive("VPO1", Tuple(S, closed, r), check: Z.Is(Encrypt(VPO, Tuple(S, B, closed), r)))))
            .Trusted(
                VPO,
                v => v.Receive("B2", Tuple(B, Z, Sign(B, Z)), check: Z.Is(Encrypt(VPO, Tuple(A, B, Y), r))).Send("VPO1", A, Sign(B, Z))
                    .Send("VPO1", B, Tuple(A, Y, r)),
                v => v.Receive("A3", Tuple(B, ((Term.Tuple)told).Items[1] is Term.Encryption ? Y : M)).Send("VPO2", B, B))
            .Wants(A, "receipt", Tuple(A, B, M, k, r, Sign(B, Encrypt(VPO, Tuple(A, B, closed), r))), shows: $"{B} received {M} from {A}")
            .Wants(B, "message", M)
            .Build();
    }

    private static Protocol Timed(string id, Deadline signs)
    {
        var opens = Z.Is(Encrypt(VPO, Tuple(A, B, M, T), r));
        return Posted(id)
            .Party(A, knows: [B, T], a => a.Fresh(M, r).Let(Z, Encrypt(VPO, Tuple(A, B, M, T), r)).Send("A1", B, Tuple(A, T, Z))
                .Receive("B1", Sign(B, Tuple(T, Z)), before: T.Minus(Wait)).Send("A2", B, Tuple(M, r)))
            .Party(B, knows: [], b => b.Receive("A1", Tuple(A, T, Z))
                .Receive("N", Sign(A, T), until: signs,
                    otherwise: b => b.Send("B1", A, Sign(B, Tuple(T, Z))).Receive("A2", Tuple(M, r), check: opens)))
            .Trusted(VPO, v => v.Receive("B2", Tuple(B, Z, Sign(B, Tuple(T, Z))), check: opens).Send("VPO1", A, Sign(B, Tuple(T, Z)))
                .Send("VPO1", B, Tuple(M, r)))
            .Wants(A, "receipt", Tuple(A, B, M, T, r, Sign(B, Tuple(T, Encrypt(VPO, Tuple(A, B, M, T), r)))),
                shows: $"{B} received {M} from {A}")
            .Wants(B, "message", M)
            .Build();
    }
}
