using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using FairExchange.Verification.Solving;
using FairExchange.Verification.Verdicts;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Assurance;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Tests.Generated;

/// <summary>What random definitions have found, each as the definition that showed it (seed and number as they were drawn then) and why it was wrong.</summary>
public class FoundDefinitionsTests
{
    /// <summary>
    /// Seed 1, number 1093. Alice's request comes to the trusted party over a private channel, and its answer to the other side's request tells what was in hers. It was left out as an answer that
    /// teaches nothing that was not in the adversary's own requests, and fairness was vacuous.
    /// </summary>
    [Fact]
    public void What_an_honest_party_asked_in_private_is_told_by_an_answer()
    {
        var definition = new ProtocolDefinition("found-private-request", "found", section: "generated").About(C)
            .Channel(A, TP, Resilient | Private).Channel(B, TP, Resilient | Private).Channel(TP, A, Resilient).Channel(TP, B, Resilient)
            .Party(A, knows: [B, C], a => a.Send("A1", TP, Tuple(A, B, Sign(A, C))).Receive("TP1", Sign(B, C)))
            .Party(B, knows: [A, C], b => b.Send("B1", TP, Tuple(A, A, Sign(B, C))).Receive("TP1", Sign(A, C)))
            .Trusted(TP, tp => tp.Receive("A1", Tuple(A, B, Sign(A, C))).Receive("B1", Tuple(A, B, Sign(B, C))).Send("TP1", B, Sign(A, C)).Send("TP1", A, Sign(A, C)))
            .Wants(A, "contract", Sign(B, C), shows: $"{B} signed {C}")
            .Wants(B, "contract", Sign(A, C), shows: $"{A} signed {C}")
            .Build();

        Assert.IsType<Verdict.Attacked>(new Verifier(() => new Z3Solver()).Judge(definition, Property.Fairness, A, 1).Verdict);
    }

    /// <summary>Seed 1, number 1273. Two messages under one label that bind the same were one event by name, and every command but list ended with an exception.</summary>
    [Fact]
    public void Two_messages_of_one_label_that_bind_the_same_are_two_events()
    {
        var definition = new ProtocolDefinition("found-one-label", "found", section: "generated").About(C)
            .Channel(A, B, Lossy).Channel(B, A, Lossy)
            .Party(A, knows: [B, C], a => a.Send("A1", B, Sign(A, Tuple(A, B, C))).ReceiveFirst([ScriptBuilder.On("B1", Sign(A, Tuple(A, B, C))), ScriptBuilder.On("B1", Sign(B, Tuple(A, B, C)))]))
            .Party(B, knows: [A, C], b => b.Receive("A1", Sign(A, Tuple(A, B, C))).Send("B1", A, Sign(B, Tuple(A, B, C))))
            .Wants(A, "contract", Sign(B, Tuple(A, B, C)), shows: $"{B} signed {C}")
            .Wants(B, "contract", Sign(A, Tuple(A, B, C)), shows: $"{A} signed {C}")
            .Build();

        Assert.IsType<Verdict.Attacked>(new Verifier(() => new Z3Solver()).Judge(definition, Property.Fairness, A, 1).Verdict);
    }

    /// <summary>Seed 1, numbers 1047, 1284 and 1577. Goods that their holder has from the start: whatever was proved of them, an exchange in which the other side got nothing broke it.</summary>
    [Fact]
    public void Nobody_wants_from_the_other_side_what_it_has_itself()
    {
        var problem = Assert.Throws<DefinitionException>(() => new ProtocolDefinition("found-own-goods", "found", section: "generated").About(M)
            .Channel(A, B, Lossy).Channel(B, A, Lossy)
            .Party(A, knows: [B], a => a.Fresh(M).Send("A1", B, M).Receive("B1", Sign(B, M)))
            .Party(B, knows: [A], b => b.Receive("A1", M).Send("B1", A, Sign(B, M)))
            .Wants(A, "receipt", M)
            .Wants(B, "message", M)
            .Build());

        Assert.Equal("protocol found-own-goods, role A, term M: is A's own before anything is exchanged, so it cannot be the receipt that A wants of the other side", problem.Message);
    }
}
