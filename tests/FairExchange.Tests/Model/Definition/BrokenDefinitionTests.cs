using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Assurance;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Tests.Model.Definition;

/// <summary>Definitions that cannot work. Each is one that works, with one thing wrong.</summary>
public class BrokenDefinitionTests
{
    internal static readonly Action<ScriptBuilder> Alice = a => a.Fresh(M).Send("A1", B, M).Receive("B1", Sign(B, M));
    internal static readonly Action<ScriptBuilder> Bob = b => b.Receive("A1", M).Send("B1", A, Sign(B, M));

    [Fact]
    public void What_the_others_are_made_from_works() => Assert.Equal("mail", Mail(Alice, Bob).Build().Id);

    [Fact]
    public void Sending_what_the_role_cannot_compute_is_refused() => Refused(
        Mail(a => a.Fresh(M).Send("A1", B, Sign(B, M)).Receive("B1", Sign(B, M)), Bob), A, "A1", Sign(B, M),
        "A cannot compute SIG_B(M) by then");

    [Fact]
    public void Sending_what_was_never_bound_is_refused() => Refused(
        Mail(a => a.Fresh(M).Send("A1", B, Tuple(M, C)).Receive("B1", Sign(B, M)), Bob), A, "A1", Tuple(M, C), "A does not know C by then");

    [Fact]
    public void Sending_before_it_is_received_is_refused() => Refused(
        Mail(Alice, b => b.Send("B1", A, Sign(B, M)).Receive("A1", M)), B, "B1", Sign(B, M), "B does not know M by then");

    [Fact]
    public void What_the_otherwise_branch_has_not_read_it_cannot_send() => Refused(
        Mail(Alice, b => b.Receive("A1", M, otherwise: b => b.Send("B2", A, M)).Send("B1", A, Sign(B, M))), B, "B2", M,
        "B does not know M by then");

    [Fact]
    public void Receiving_what_the_role_neither_opens_nor_makes_again_is_refused() => Refused(
        Mail(Alice, b => b.Receive("A1", Encrypt(A, M, r)).Send("B1", A, Sign(B, M))), B, "A1", Encrypt(A, M, r),
        "B cannot decide whether this fits: it neither opens it nor can make it again (it does not know M, r)");

    [Fact]
    public void All_that_a_role_lacks_is_named_and_a_signature_of_another_is_not_made_again()
    {
        Refused(
            Mail(Alice, b => b.Receive("A1", Tuple(M, Hash(Tuple(C, r)))).Send("B1", A, Sign(B, M))), B, "A1", Hash(Tuple(C, r)),
            "(it does not know C, r)");
        var problem = Assert.Throws<DefinitionException>(
            () => Mail(Alice, b => b.Receive("A1", Tuple(M, Hash(Sign(A, M)))).Send("B1", A, Sign(B, M))).Build()).Problem;
        Assert.EndsWith("nor can make it again", problem, StringComparison.Ordinal);
    }

    /// <summary>Both ways out of a check are looked at, and only the one knows what it has shown.</summary>
    [Fact]
    public void Behind_a_check_nothing_is_sent_that_is_not_known()
    {
        var (inner, coins) = (Message("N"), Coins("k"));
        Refused(Checking(then: C, otherwise: Z), B, "B2", C, "B does not know C by then");
        Refused(Checking(then: Z, otherwise: C), B, "B3", C, "B does not know C by then");
        Refused(Checking(then: Z, otherwise: inner), B, "B3", inner, "B does not know N by then");
        Checking(then: inner, otherwise: Z).Build();

        ProtocolDefinition Checking(Term then, Term otherwise) => Mail(
            a => a.Fresh(M, inner, coins).Let(Z, Encrypt(B, inner, coins)).Send("A1", B, Tuple(M, Z)).Receive("B1", Sign(B, M)),
            b => b.Receive("A1", Tuple(M, Z)).Send("B1", A, Sign(B, M))
                .Check(Z.Is(Encrypt(B, inner, coins)), otherwise: x => x.Send("B3", A, otherwise)).Send("B2", A, then));
    }

    [Fact]
    public void Alternatives_may_share_a_label_or_a_form() => Mail(
        a => a.Fresh(M).Send("A1", B, M).ReceiveFirst([
            ScriptBuilder.On("B1", Sign(B, M)), ScriptBuilder.On("B1", Sign(B, A)), ScriptBuilder.On("B2", Sign(B, M))]), Bob).Build();

    [Fact]
    public void A_signature_of_somebody_unknown_cannot_be_checked() => Refused(
        Mail(Alice, b => b.Receive("A1", Sign(Name("S"), M)).Send("B1", A, Sign(B, M))), B, "A1", Sign(Name("S"), M), "it does not know S");

    [Fact]
    public void A_check_that_the_role_cannot_decide_is_refused() => Refused(
        Mail(Alice, b => b.Receive("A1", Tuple(M, Z)).Check(Z.Is(Encrypt(A, M, r))).Send("B1", A, Sign(B, M))), B, "A1", Encrypt(A, M, r),
        "it does not know r");

    [Fact]
    public void A_check_of_what_was_never_received_is_refused() => Refused(
        Mail(Alice, b => b.Receive("A1", Tuple(M, r), check: Z.Is(Encrypt(A, M, r))).Send("B1", A, Sign(B, M))), B, "A1", Z,
        "B does not know Z by then");

    [Fact]
    public void A_check_that_compares_a_ciphertext_with_a_tuple_is_refused() => Refused(
        Mail(Alice, b => b.Receive("A1", Tuple(M, Z), check: Z.Is(Tuple(A, M))).Send("B1", A, Sign(B, M))), B, "A1", Tuple(A, M),
        "can never be Z");

    [Fact]
    public void A_let_of_another_sort_is_refused() => Refused(
        Mail(a => a.Fresh(M).Let(Z, Sign(A, M)).Send("A1", B, M).Receive("B1", Sign(B, M)), Bob), A, "Z (let, after start)", Sign(A, M),
        "can never be Z");

    [Fact]
    public void Sending_where_there_is_no_channel_is_refused() => Refused(
        Mail(a => a.Fresh(M).Send("A1", A, M).Receive("B1", Sign(B, M)), Bob), A, "A1", A, "there must be one channel from A to A");

    [Fact]
    public void Two_channels_between_the_same_two_are_refused() => Refused(
        Mail(Alice, Bob).Channel(A, B, Resilient), A, "A1", B, "there must be one channel from A to B");

    [Fact]
    public void A_channel_to_nobody_is_refused()
    {
        Refused(Mail(Alice, Bob).Channel(A, VPO, Lossy), VPO, null, null, "a channel ends at a role that is not written");
        Refused(Mail(Alice, Bob).Channel(VPO, A, Lossy), VPO, null, null, "a channel ends at a role that is not written");
    }

    [Fact]
    public void A_fresh_value_that_is_bound_already_is_refused() => Refused(
        Mail(a => a.Fresh(M).Fresh(M).Send("A1", B, M).Receive("B1", Sign(B, M)), Bob), A, "start", M, "is bound already");

    [Fact]
    public void A_fresh_value_written_twice_in_one_step_is_refused() => Refused(
        Mail(a => a.Fresh(M, M).Send("A1", B, M).Receive("B1", Sign(B, M)), Bob), A, "start", M, "is bound already");

    [Fact]
    public void A_fresh_name_is_refused() => Refused(
        Mail(a => a.Fresh(M, Name("S")).Send("A1", B, M).Receive("B1", Sign(B, M)), Bob), A, "start", Name("S"),
        "only messages, coins, keys and contracts can be fresh");

    [Fact]
    public void An_item_that_speaks_of_what_nobody_binds_is_refused() => Refused(
        Mail(Alice, Bob, receipt: Sign(B, Tuple(M, C))), A, null, C, "the receipt speaks of a name that no role ever binds");

    [Fact]
    public void A_judge_who_speaks_of_what_is_not_shown_is_refused() => Refused(
        Mail(Alice, Bob, shows: $"{B} received {M} from {A}"), A, null, A, "the receipt does not show it to the judge");

    [Fact]
    public void An_exchange_about_what_no_item_has_is_refused() =>
        Refused(Mail(Alice, Bob).About(C), null, null, C, "no item speaks of it");

    [Fact]
    public void A_party_that_wants_nothing_or_two_things_is_refused() => Refused(
        Mail(Alice, Bob).Wants(B, "another", M), B, null, null, "each party wants exactly one item");

    [Theory]
    [InlineData("M.1")]
    [InlineData("x.m1")]
    [InlineData("1")]
    [InlineData("")]
    public void A_symbol_that_could_be_taken_for_a_grounded_value_is_refused(string symbol) => Refused(
        Mail(a => a.Fresh(M, Message(symbol)).Send("A1", B, M).Receive("B1", Sign(B, M)), Bob), A, null, Message(symbol),
        "a symbol is a letter, followed by letters and digits");

    [Fact]
    public void So_is_one_that_only_a_check_brings_in() => Refused(
        Mail(Alice, b => b.Receive("A1", Tuple(M, Z), check: Z.Is(Encrypt(B, Message("M.1"), r))).Send("B1", A, Sign(B, M))),
        B, null, Message("M.1"), "a symbol is a letter, followed by letters and digits");

    [Fact]
    public void One_symbol_with_two_sorts_is_refused() => Refused(
        Mail(Alice, b => b.Receive("A1", Tuple(M, Contract("A"))).Send("B1", A, Sign(B, M))), B, null, Contract("A"),
        "is written as a Name and as a Contract");

    [Fact]
    public void A_message_cannot_sign() => Refused(
        Mail(Alice, b => b.Receive("A1", Tuple(M, Sign(M, B))).Send("B1", A, Sign(B, M))), B, "A1", Sign(M, B), "M is no name");

    [Fact]
    public void A_name_is_no_coins() => Refused(
        Mail(a => a.Fresh(M).Send("A1", B, Encrypt(B, M, A)).Receive("B1", Sign(B, M)), Bob), A, "A1", Encrypt(B, M, A), "A is no coins");

    /// <summary>A key under a key could open the way back to itself, and what is known would be defined by itself.</summary>
    [Fact]
    public void Under_a_key_stands_a_message_and_nothing_else() => Refused(
        Mail(a => a.Fresh(M, K, Key("L")).Send("A1", B, Encrypt(K, Key("L"))).Receive("B1", Sign(B, M)), Bob),
        A, "A1", Encrypt(K, Key("L")), "L is no message, and nothing else is encrypted under a key");

    [Fact]
    public void A_concrete_value_in_a_definition_is_refused() => Refused(
        Mail(a => a.Fresh(M).Send("A1", B, new Term.Constant("x.m1", Sort.Message)).Receive("B1", Sign(B, M)), Bob),
        A, "A1", new Term.Constant("x.m1", Sort.Message), "variables only");

    [Fact]
    public void A_party_cannot_know_itself_beforehand_as_somebody_else() =>
        Refused(Mail(Alice, Bob, bobKnows: [A, B]), B, "start", B, "is known anyway");

    [Fact]
    public void A_handler_that_does_not_start_with_a_request_is_refused() => Refused(
        Mail(Alice, Bob).Trusted(VPO, vpo => vpo.Check(Z.Is(Encrypt(VPO, M, r))).Receive("B2", Z)), VPO, null, null,
        "a trusted party's handler starts with the receive of a request");

    [Fact]
    public void A_trusted_party_makes_nothing_fresh() => Refused(
        Mail(Alice, Bob).Trusted(VPO, vpo => vpo.Receive("B2", Z).Fresh(r)), VPO, "B2", r, "a trusted party makes nothing fresh");

    [Fact]
    public void A_trusted_party_does_not_lose_patience() => Refused(
        Mail(Alice, Bob).Trusted(VPO, vpo => vpo.Receive("B2", Z, otherwise: _ => { })), VPO, "B2", null, "so there is no otherwise");

    [Fact]
    public void What_is_handed_over_in_person_needs_an_answer_next() => Refused(
        Mail(Alice, Bob).Channel(VPO, B, InPerson).Trusted(VPO, vpo => vpo.Receive("A1", Tuple(B, M)).Send("VPO1", B, M)), VPO, "VPO1", M,
        "handed over against an answer");

    [Fact]
    public void What_is_handed_over_in_person_works_with_an_answer_next() =>
        Mail(Alice, Bob).Channel(VPO, B, InPerson).Channel(B, VPO, Resilient)
            .Trusted(VPO, vpo => vpo.Receive("A1", Tuple(B, M)).Send("VPO1", B, M).Receive("B1", Sign(B, M))).Build();

    [Fact]
    public void A_scenario_that_nobody_asks_about_cannot_be_declared_unreachable() => Refused(
        Mail(Alice, Bob).CannotReach(new Scenario.ItemFromTrustedParty(A)), null, null, null, "nobody asks about");

    [Fact]
    public void An_expectation_for_a_party_that_is_not_there_is_refused() => Refused(
        Mail(Alice, Bob).Proved(VPO, Property.Fairness), null, null, null, "an expectation of fairness");

    [Fact]
    public void A_refusal_says_protocol_role_step_and_term_in_one_line()
    {
        var refusal = Assert.Throws<DefinitionException>(() => Mail(Alice, b => b.Receive("A1", M).Send("B1", A, Sign(A, M))).Build());

        Assert.Equal("protocol mail, role B, step B1, term SIG_A(M): B cannot compute SIG_A(M) by then", refusal.Message);
    }

    internal static ProtocolDefinition Mail(
        Action<ScriptBuilder> alice, Action<ScriptBuilder> bob, Term? receipt = null, FormattableString? shows = null,
        Term.Variable[]? bobKnows = null) =>
        new ProtocolDefinition("mail", "Mail", section: "ours")
            .About(M)
            .Channel(A, B, Lossy).Channel(B, A, Lossy)
            .Party(A, knows: [B], alice)
            .Party(B, knows: [.. bobKnows ?? [A]], bob)
            .Wants(A, "receipt", receipt ?? Sign(B, M), shows ?? $"{B} received {M}")
            .Wants(B, "message", M);

    internal static void Refused(ProtocolDefinition definition, Term.Variable? role, string? step, Term? term, string problem)
    {
        var refusal = Assert.Throws<DefinitionException>(definition.Build);

        Assert.Equal(("mail", role, step, term), (refusal.Protocol, refusal.Role, refusal.Step, refusal.Term));
        Assert.Contains(problem, refusal.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
        foreach (var part in new[] { "mail", role?.Symbol, step, term?.ToString(), problem }.OfType<string>())
        {
            Assert.Contains(part, refusal.Message, StringComparison.Ordinal);
        }
    }
}
