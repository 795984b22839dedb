using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Assurance;
using static FairExchange.Model.Language.Property;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Tests.Variants;

/// <summary>
/// A visible trusted party that gives Bob its word, which he waits for twice in a row. A channel that loses nothing brings what is sent as
/// often as it is sent: a second copy of one word is the network's pleasure.
/// </summary>
public static class TwiceTheSame
{
    /// <summary>The word is sent once: Bob reads it, and waits for ever.</summary>
    public static Protocol OneCopy { get; } = Make("twice-the-same", copies: 1).Attacked(B, Timeliness).Attacked(Effectiveness)
        .CannotReach(new Scenario.HonestRun()).Build();

    /// <summary>It is sent twice.</summary>
    public static Protocol TwoCopies { get; } = Make("twice-the-same-twice", copies: 2).Proved(B, Timeliness).Proved(Effectiveness).Build();

    private static ProtocolDefinition Make(string id, int copies) =>
        new ProtocolDefinition(id, "A word that is waited for twice", section: "ours").About(M)
        .Channel(A, TP, Resilient).Channel(TP, A, Resilient).Channel(TP, B, Resilient).Channel(B, TP, Resilient)
        .Party(A, knows: [B], a => a.Fresh(M).Send("A1", TP, Tuple(A, B, M, Sign(A, Tuple(B, M)))).Receive("TP2", Sign(B, M)))
        .Party(B, knows: [A], b => b.Receive("TP1", Word).Receive("TP1", Word).Send("B1", TP, Tuple(A, B, M, Sign(B, M))))
        .Trusted(
            TP,
            tp =>
            {
                var script = tp.Receive("A1", Tuple(A, B, M, Sign(A, Tuple(B, M))));
                for (var sent = 0; sent < copies; sent++)
                {
                    script = script.Send("TP1", B, Word);
                }
            },
            tp => tp.Receive("B1", Tuple(A, B, M, Sign(B, M))).Send("TP2", A, Sign(B, M)))
        .Wants(A, "receipt", Tuple(A, B, M, Sign(B, M)), shows: $"{B} received {M} from {A}")
        .Wants(B, "message", Tuple(A, B, M, Word), shows: $"{A} sent {M} to {B}")
        .CannotReach(new Scenario.ItemFromPeer(A)).CannotReach(new Scenario.ItemFromPeer(B));

    private static Term Word => Sign(TP, Tuple(A, B, M));
}
