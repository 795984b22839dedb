using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Assurance;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Tests.Variants;

/// <summary>
/// Protocols in which something never happens, so that nothing bad comes of it: whatever is said of that is said of no run.
/// </summary>
public static class Fruitless
{
    /// <summary>Alice waits for Bob's signature on hers, which she has given to nobody; only then would she think of a message.</summary>
    public static Protocol NothingHappens { get; } = new ProtocolDefinition(
        "nothing-happens", "Certified mail that waits for itself", section: "ours").About(M)
        .Channel(A, B, Lossy).Channel(B, A, Lossy)
        .Party(A, knows: [B], a => a.Receive("B1", Sign(B, Sign(A, B))).Fresh(M).Send("A1", B, Sign(A, Tuple(B, M))))
        .Party(B, knows: [A], b => b.Send("B1", A, Sign(B, A)).Receive("A1", Sign(A, Tuple(B, M))))
        .Wants(A, "receipt", Tuple(A, B, M, Sign(B, Sign(A, Tuple(B, M)))), shows: $"{B} received {M} from {A}")
        .Wants(B, "message", Tuple(B, Sign(A, Tuple(B, M))), shows: $"{A} sent {M} to {B}")
        .Build();

    /// <summary>A post office that nobody ever asks: a protocol of two, and of a third who could as well not be there.</summary>
    public static Protocol NobodyAsks { get; } = new ProtocolDefinition(
        "nobody-asks", "Certified mail beside a post office", section: "ours").About(M)
        .Channel(A, B, Lossy).Channel(B, A, Lossy).Channel(B, VPO, Resilient).Channel(VPO, B, Resilient)
        .Party(A, knows: [B], a => a.Fresh(M).Send("A1", B, Sign(A, Tuple(B, M))).Receive("B1", Sign(B, Sign(A, Tuple(B, M)))))
        .Party(B, knows: [A], b => b.Receive("A1", Sign(A, Tuple(B, M))).Send("B1", A, Sign(B, Sign(A, Tuple(B, M)))))
        .Trusted(VPO, vpo => vpo.Receive("B2", Tuple(B, M)).Send("VPO1", B, Sign(VPO, M)))
        .Wants(A, "receipt", Tuple(A, B, M, Sign(B, Sign(A, Tuple(B, M)))), shows: $"{B} received {M} from {A}")
        .Wants(B, "message", Tuple(B, Sign(A, Tuple(B, M))), shows: $"{A} sent {M} to {B}")
        .Build();
}
