using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Definition.ScriptBuilder;
using static FairExchange.Model.Language.Assurance;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Tests.Model.Definition;

/// <summary>
/// Definitions that would be called fair for want of anything that could be said against them, or that real parties would run otherwise
/// than the model.
/// </summary>
public class DealCheckerTests
{
    private static readonly Term.Variable N = Message("N");

    /// <summary>"Alice has some message" is true of her own.</summary>
    [Fact]
    public void Goods_that_the_deal_does_not_name_could_be_any_other() => Refused(
        "so no message could be told from another: only evidence may hold more",
        Mail().Party(A, [B], a => a.Fresh(M).Send("A1", B, M).Receive("B1", N))
            .Party(B, [A], b => b.Fresh(N).Receive("A1", M).Send("B1", A, N))
            .Wants(A, "message", N).Wants(B, "message", M));

    /// <summary>Alice's deal would count only once she has the goods, of which it follows that she has them.</summary>
    [Fact]
    public void A_party_that_gives_before_it_knows_the_deal_is_refused() => Refused(
        "A gives this away before it knows all of",
        Mail().Party(A, [B, C], a => a.Send("A1", B, Sign(A, Tuple(B, C))).Receive("B1", M))
            .Party(B, [A], b => b.Fresh(M).Receive("A1", Sign(A, Tuple(B, C))).Send("B1", A, M))
            .Wants(A, "goods", M).Wants(B, "cheque", Sign(A, Tuple(B, C)), shows: $"{A} owes {B}"));

    [Fact]
    public void A_trusted_party_does_not_wait_for_whichever_comes_first() => Refused(
        "give each its handler", WithPost(po => po.ReceiveFirst([On("A1", Tuple(A, B, M)), On("A2", Tuple(A, M))])));

    [Fact]
    public void A_trusted_party_knows_from_the_request_what_it_waits_for() => Refused(
        "must know from the request what it waits for", WithPost(po => po.Receive("A1", Tuple(A, B, M)).Receive("A2", N).Send("P1", B, N)));

    [Fact]
    public void One_alternative_stands_once() => Refused(
        "stands there twice",
        Mail().Party(A, [B], a => a.Fresh(M).Send("A1", B, M).ReceiveFirst([On("B1", Sign(B, M)), On("B1", Sign(B, M))]))
            .Party(B, [A], b => b.Receive("A1", M).Send("B1", A, Sign(B, M)))
            .Wants(A, "receipt", Sign(B, M), shows: $"{M}").Wants(B, "message", M));

    [Fact]
    public void What_is_handed_over_in_person_is_answered_over_a_channel_that_loses_nothing() => Refused(
        "must be resilient",
        WithPost(po => po.Receive("A1", Tuple(A, B, M)).Send("P1", B, M).Receive("B1", Sign(B, M)).Send("P2", A, Sign(B, M)), InPerson));

    private static ProtocolDefinition Mail() =>
        new ProtocolDefinition("wrong", "Wrong", "ours").About(M).Channel(A, B, Lossy).Channel(B, A, Lossy);

    private static ProtocolDefinition WithPost(Action<ScriptBuilder> post, Assurance handOver = Resilient) => Mail()
        .Channel(A, PO, Resilient).Channel(PO, B, handOver).Channel(B, PO, Lossy).Channel(PO, A, Resilient)
        .Party(A, [B], a => a.Fresh(M).Send("A1", PO, Tuple(A, B, M)).Receive("P2", Sign(B, M)))
        .Party(B, [A], b => b.Receive("P1", M).Send("B1", PO, Sign(B, M)))
        .Trusted(PO, post)
        .Wants(A, "receipt", Sign(B, M), shows: $"{M}").Wants(B, "message", M);

    private static void Refused(string problem, ProtocolDefinition definition) =>
        Assert.Contains(problem, Assert.Throws<DefinitionException>(definition.Build).Message, StringComparison.Ordinal);
}
