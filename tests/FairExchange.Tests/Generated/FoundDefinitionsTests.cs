using FairExchange.Model.Catalogue.CertifiedMail;
using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using FairExchange.Verification.Solving;
using FairExchange.Verification.Verdicts;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Assurance;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Tests.Generated;

/// <summary>
/// What random definitions have found, each as the definition that showed it (seed and number as they were drawn then) and why it was
/// wrong.
/// </summary>
public partial class FoundDefinitionsTests
{
    /// <summary>
    /// Seed 1, number 1093. Alice's request comes to the trusted party over a private channel, and its answer to the other side's request
    /// tells what was in hers. It was left out as an answer that teaches nothing that was not in the adversary's own requests, and fairness
    /// was vacuous.
    /// </summary>
    [Fact]
    public void What_an_honest_party_asked_in_private_is_told_by_an_answer()
    {
        var definition = new ProtocolDefinition("found-private-request", "found", section: "generated").About(C)
            .Channel(A, TP, Resilient | Private).Channel(B, TP, Resilient | Private).Channel(TP, A, Resilient).Channel(TP, B, Resilient)
            .Party(A, knows: [B, C], a => a.Send("A1", TP, Tuple(A, B, Sign(A, C))).Receive("TP1", Sign(B, C)))
            .Party(B, knows: [A, C], b => b.Send("B1", TP, Tuple(A, A, Sign(B, C))).Receive("TP1", Sign(A, C)))
            .Trusted(TP, tp => tp.Receive("A1", Tuple(A, B, Sign(A, C))).Receive("B1", Tuple(A, B, Sign(B, C))).Send("TP1", B, Sign(A, C))
                .Send("TP1", A, Sign(A, C)))
            .Wants(A, "contract", Sign(B, C), shows: $"{B} signed {C}")
            .Wants(B, "contract", Sign(A, C), shows: $"{A} signed {C}")
            .Build();

        Assert.IsType<Verdict.Attacked>(new Verifier(() => new Z3Solver()).Decide(definition, Property.Fairness, A, 1).Verdict);
    }

    /// <summary>
    /// Seed 1, number 1273. Two messages under one label that bind the same were one event by name, and every command but list ended with
    /// an exception.
    /// </summary>
    [Fact]
    public void Two_messages_of_one_label_that_bind_the_same_are_two_events()
    {
        var definition = new ProtocolDefinition("found-one-label", "found", section: "generated").About(C)
            .Channel(A, B, Lossy).Channel(B, A, Lossy)
            .Party(A, knows: [B, C],
                a => a.Send("A1", B, Sign(A, Tuple(A, B, C)))
                .ReceiveFirst([ScriptBuilder.On("B1", Sign(A, Tuple(A, B, C))), ScriptBuilder.On("B1", Sign(B, Tuple(A, B, C)))]))
            .Party(B, knows: [A, C], b => b.Receive("A1", Sign(A, Tuple(A, B, C))).Send("B1", A, Sign(B, Tuple(A, B, C))))
            .Wants(A, "contract", Sign(B, Tuple(A, B, C)), shows: $"{B} signed {C}")
            .Wants(B, "contract", Sign(A, Tuple(A, B, C)), shows: $"{A} signed {C}")
            .Build();

        Assert.IsType<Verdict.Attacked>(new Verifier(() => new Z3Solver()).Decide(definition, Property.Fairness, A, 1).Verdict);
    }

    /// <summary>
    /// Seed 1, numbers 1047, 1284 and 1577. Goods that their holder has from the start: whatever was proved of them, an exchange in which
    /// the other side got nothing broke it.
    /// </summary>
    [Fact]
    public void Nobody_wants_from_the_other_side_what_it_has_itself()
    {
        var problem = Assert.Throws<DefinitionException>(() => new ProtocolDefinition("found-own-goods", "found", section: "generated")
            .About(M)
            .Channel(A, B, Lossy).Channel(B, A, Lossy)
            .Party(A, knows: [B], a => a.Fresh(M).Send("A1", B, M).Receive("B1", Sign(B, M)))
            .Party(B, knows: [A], b => b.Receive("A1", M).Send("B1", A, Sign(B, M)))
            .Wants(A, "receipt", M)
            .Wants(B, "message", M)
            .Build());

        Assert.Equal("protocol found-own-goods, role A, term M: is A's own before anything is exchanged, so it cannot be the receipt "
            + "that A wants of the other side", problem.Message);
    }

    /// <summary>
    /// Seed 9, number 11. The two requests look alike. Both the proof and the second method let the trusted party read Bob's twice, for
    /// two exchanges, and called the protocol effective; at run time a request is read once, so whichever comes first decides.
    /// </summary>
    [Fact]
    public void A_trusted_party_that_waits_for_more_reads_a_request_once()
    {
        var definition = Found("read-once", C)
            .Channel(A, VPO, Resilient | Private).Channel(B, VPO, Resilient | Private).Channel(VPO, A, Resilient).Channel(VPO, B, Lossy)
            .Party(A, knows: [B, C], a => a.Send("A1", VPO, Tuple(A, B, Sign(A, C))).Receive("T1", Sign(B, C)))
            .Party(B, knows: [A, C], b => b.Send("B1", VPO, Tuple(B, A, Sign(B, C))).Receive("T1", Sign(A, C)))
            .Trusted(VPO, vpo => vpo.Receive("A1", Tuple(A, B, Sign(A, C))).Receive("B1", Tuple(B, A, Sign(B, C)))
                .Send("T1", B, Sign(A, C)))
            .Wants(A, "contract", Tuple(A, B, Sign(B, C)), shows: $"{B} signed {C}")
            .Wants(B, "contract", Tuple(B, C, Sign(A, C)), shows: $"{A} signed {C}");

        AssertAgreed(definition);
        Assert.IsType<Verdict.Attacked>(new Verifier(() => new Z3Solver())
            .Decide(definition.Build(), Property.Effectiveness, null, 1).Verdict);
    }

    /// <summary>
    /// Seed 10, number 644, which the first repair of the above got wrong. The trusted party sends both what they want, and of two
    /// requests that come at once it begins with one and goes on with the other; the solver let it begin with both.
    /// </summary>
    [Fact]
    public void A_trusted_party_that_waits_for_more_goes_on_before_it_begins_anew()
    {
        var definition = Found("goes-on-first", C)
            .Channel(A, VPO, Resilient).Channel(B, VPO, Resilient | Private).Channel(VPO, A, Resilient).Channel(VPO, B, Resilient | Private)
            .Party(A, knows: [B, C], a => a.Send("A1", VPO, Tuple(Sign(A, C), A, B)).Receive("T1", Sign(B, C), otherwise: _ => { }))
            .Party(B, knows: [A, C], b => b.Send("B1", VPO, Tuple(Sign(B, C), B, A)).Receive("T1", Sign(A, C)))
            .Trusted(VPO, vpo => vpo.Receive("A1", Tuple(Sign(A, C), A, B)).Receive("B1", Tuple(Sign(B, C), B, A)).Send("T1", B, Sign(A, C))
                .Send("T1", A, Sign(B, C)))
            .Wants(A, "contract", Tuple(A, Sign(B, C)), shows: $"{B} signed {C}")
            .Wants(B, "contract", Tuple(A, B, Sign(A, C)), shows: $"{A} signed {C}");

        AssertAgreed(definition);
        Assert.IsType<Verdict.Proved>(new Verifier(() => new Z3Solver())
            .Decide(definition.Build(), Property.Effectiveness, null, 1).Verdict);
    }

    /// <summary>
    /// Seed 9, number 141. B reads M only where a check opens E; that it may be another than what the receipt says needs a second
    /// message, which the universe did not have.
    /// </summary>
    [Fact]
    public void What_a_check_opens_is_read_as_well() => AssertAgreed(Found("read-by-check", M)
        .Channel(A, B, Lossy).Channel(B, A, Lossy)
        .Party(A, knows: [B],
            a => a.Fresh(M, K).Let(E, Encrypt(K, M)).Send("A1", B, E).Receive("B1", Sign(B, Tuple(A, B))).Send("A2", B, K))
        .Party(B, knows: [A], b => b.Receive("A1", E).Send("B1", A, Sign(B, Tuple(A, B))).Receive("A2", K, check: E.Is(Encrypt(K, M))))
        .Wants(A, "receipt", Tuple(A, B, M, Sign(B, Tuple(A, B))), shows: $"{B} signed {M}")
        .Wants(B, "message", M));

    /// <summary>
    /// Seed 10, number 720: a wrong verdict. Nothing that Bob signs covers M, so whoever has his signature shows it with another message.
    /// That takes a second one, which the universe did not have: accountability was proved.
    /// </summary>
    [Fact]
    public void Evidence_beside_a_signature_may_say_something_else()
    {
        var definition = Found("beside", M)
            .Channel(A, B, Lossy).Channel(B, A, Lossy)
            .Party(A, knows: [B], a => a.Fresh(M).Send("A1", B, Tuple(Sign(A, B), M, A)).Receive("B1", Sign(B, Sign(A, B))))
            .Party(B, knows: [A], b => b.Receive("A1", Tuple(Sign(A, B), M, A)).Send("B1", A, Sign(B, Sign(A, B))))
            .Wants(A, "receipt", Tuple(A, B, M, Sign(B, Sign(A, B))), shows: $"{B} signed {M}")
            .Wants(B, "contract", Tuple(A, B, Sign(A, B)), shows: $"{A} signed");

        AssertAgreed(definition);
        Assert.IsType<Verdict.Attacked>(new Verifier(() => new Z3Solver())
            .Decide(definition.Build(), Property.Accountability, B, 1).Verdict);
    }

    /// <summary>
    /// Seed 9, number 290; seed 10, number 131. A request that nobody answers has to arrive all the same; the second method never let it,
    /// where there are clocks, and found no run at all.
    /// </summary>
    [Fact]
    public void A_request_that_nobody_answers_arrives_by_the_clock() => AssertAgreed(Found("unanswered", M)
        .Channel(A, PO, Resilient | Private).Channel(PO, B, InPerson).Channel(B, PO, Resilient).Channel(PO, A, Resilient)
        .Party(A, knows: [B, T],
            a => a.Fresh(M).Send("A1", PO, Tuple(A, Sign(A, Tuple(B, M, T))))
            .Receive("PO2", Sign(B, M), until: T.Plus(FairCemCutoff.Wait), otherwise: _ => { }))
        .Party(B, knows: [], b => b.Receive("PO1", M).Send("B1", PO, Sign(B, M)))
        .Trusted(PO, po => po.Receive("A1", Tuple(A, Sign(A, Tuple(B, M, T)))).Receive("B1", Sign(B, M), before: T)
            .Send("PO2", A, Sign(B, M)))
        .Wants(A, "receipt", Sign(B, M), shows: $"{B} received {M}")
        .Wants(B, "message", M));

    /// <summary>
    /// Seed 9, number 28: a wrong verdict. Bob signs the goods without looking into them, and the key that he was given opens others: that
    /// takes a second key, which the universe did not have, and fairness was proved.
    /// </summary>
    [Fact]
    public void Goods_may_be_signed_that_ones_key_does_not_open()
    {
        var definition = Found("other-key", M)
            .Channel(A, B, Resilient).Channel(B, A, Lossy).Channel(A, PO, Resilient).Channel(PO, A, Resilient).Channel(PO, B, Resilient)
            .Party(A, knows: [B], a => a.Fresh(M, K).Let(E, Encrypt(K, M)).Send("A1", PO, Tuple(B, K, A))
                .Receive("T1", Sign(PO, Tuple(B, K))).Send("A2", B, Tuple(A, E)).Receive("B1", Sign(B, E)))
            .Party(B, knows: [A], b => b.Receive("T1", K).Receive("A2", Tuple(A, E)).Send("B1", A, Sign(B, E)))
            .Trusted(PO, po => po.Receive("A1", Tuple(B, K, A)).Send("T1", B, K).Send("T1", A, Sign(PO, Tuple(B, K))))
            .Wants(A, "receipt", Tuple(A, M, K, Sign(B, Encrypt(K, M)), Sign(PO, Tuple(B, K))), shows: $"{B} signed {M}")
            .Wants(B, "message", M);

        AssertAgreed(definition);
        Assert.IsType<Verdict.Attacked>(new Verifier(() => new Z3Solver()).Decide(definition.Build(), Property.Fairness, B, 1).Verdict);
    }

    /// <summary>
    /// Nothing that is signed covers what Bob opens with his own key: he and Alice can both hold their items, and that was left out with
    /// the reading of a ciphertext which his role never opens.
    /// </summary>
    [Fact]
    public void What_ones_own_key_opens_is_read_by_no_step_and_held() => AssertAgreed(Found("unread", M)
        .Channel(A, B, Lossy).Channel(B, A, Lossy)
        .Party(A, knows: [B], a => a.Fresh(M, r).Let(Z, Encrypt(B, M, r)).Send("A1", B, Z).Receive("B1", Sign(B, Tuple(A, B))))
        .Party(B, knows: [A], b => b.Receive("A1", Z).Send("B1", A, Sign(B, Tuple(A, B))))
        .Wants(A, "receipt", Tuple(A, B, M, Sign(B, Tuple(A, B))), shows: $"{B} signed {M}")
        .Wants(B, "message", M));

    private static ProtocolDefinition Found(string id, Term.Variable subject) =>
        new ProtocolDefinition($"found-{id}", "found", section: "generated").About(subject).DecidedFor(1);

    private static void AssertAgreed(ProtocolDefinition definition)
    {
        var outcome = Trial.Of(Draft.Of(definition.Build()));
        Assert.True(outcome is Outcome.Passed, $"{outcome}");
    }
}
