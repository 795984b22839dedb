using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Assurance;
using static FairExchange.Model.Language.Property;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Tests.Variants;

/// <summary>
/// Certified mail under a key that a visible trusted party hands out: Bob gets goods and key in two messages, from two senders, and never
/// looks whether the one opens the other. He comes to hold M without calling it so at any step.
/// </summary>
public static class KeyedMail
{
    /// <summary>The goods from Alice, the key from the trusted party once Bob has signed for them.</summary>
    public static Protocol CiphertextFirst { get; } = Begin("keyed-mail")
        .Party(A, knows: [B], a => a
            .Fresh(M, K)
            .Let(E, Encrypt(K, M))
            .Send("A1", B, Tuple(A, E))
            .Receive("B1", Sign(B, E))
            .Send("A2", TP, Tuple(A, B, E, K, Sign(B, E)))
            .Receive("TP1", Sign(TP, Tuple(A, B, K))))
        .Party(B, knows: [], b => b.Receive("A1", Tuple(A, E)).Send("B1", A, Sign(B, E)).Receive("TP1", K))
        .Trusted(TP, tp => tp.Receive("A2", Tuple(A, B, E, K, Sign(B, E)), check: E.Is(Encrypt(K, M))).Send("TP1", B, K)
            .Send("TP1", A, Sign(TP, Tuple(A, B, K))))
        .Build();

    /// <summary>The key from the trusted party, and only then the goods from Alice.</summary>
    public static Protocol KeyFirst { get; } = Begin("keyed-mail-key-first")
        .Party(A, knows: [B], a => a
            .Fresh(M, K)
            .Let(E, Encrypt(K, M))
            .Send("A1", TP, Tuple(A, B, K))
            .Receive("TP1", Sign(TP, Tuple(A, B, K)))
            .Send("A2", B, Tuple(A, E))
            .Receive("B1", Sign(B, E)))
        .Party(B, knows: [], b => b.Receive("TP1", K).Receive("A2", Tuple(A, E)).Send("B1", A, Sign(B, E)))
        .Trusted(TP, tp => tp.Receive("A1", Tuple(A, B, K)).Send("TP1", A, Sign(TP, Tuple(A, B, K))).Send("TP1", B, K))
        .Build();

    private static ProtocolDefinition Begin(string id) => new ProtocolDefinition(id, "Certified mail under a key", section: "ours").About(M)
        .Channel(A, B, Lossy).Channel(B, A, Lossy)
        .Channel(A, TP, Resilient).Channel(TP, A, Resilient).Channel(TP, B, Resilient)
        .Wants(A, "receipt", Tuple(A, B, Encrypt(K, M), K, Sign(B, Encrypt(K, M)), Sign(TP, Tuple(A, B, K))),
            shows: $"{B} received {M} from {A}")
        .Wants(B, "message", M)
        .Proved(Effectiveness, NonRepudiationOfReceipt)
        .Attacked(Optimism)
        .CannotReach(new Scenario.ItemFromPeer(A)).CannotReach(new Scenario.ItemFromPeer(B));
}
