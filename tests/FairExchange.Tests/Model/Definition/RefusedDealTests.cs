using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Definition.ScriptBuilder;
using static FairExchange.Model.Language.Assurance;
using static FairExchange.Model.Language.Terms;
using static FairExchange.Tests.Model.Definition.BrokenDefinitionTests;

namespace FairExchange.Tests.Model.Definition;

/// <summary>Subscribers, items and what is given too early: each with one thing wrong, and beside it what is just right.</summary>
public class RefusedDealTests
{
    private static readonly Action<ScriptBuilder> Asking = b => b.Receive("A1", M).Send("B2", VPO, Tuple(B, M)).Send("B1", A, Sign(B, M));

    [Fact]
    public void Who_subscribes_is_one_of_the_two_and_the_one_who_asks()
    {
        Refused(Served(Alice, Asking, Tuple(B, M)).SubscribersOnly(VPO, TP),
            VPO, null, TP, "has subscribed and is none of the two parties");
        Refused(Served(Alice, Asking, Tuple(B, M)).SubscribersOnly(VPO, B, TP), VPO, null, TP, "is none of the two parties");
        Refused(Served(Alice, b => b.Receive("A1", M).Send("B2", VPO, M).Send("B1", A, Sign(B, M)), M).SubscribersOnly(VPO, B),
            VPO, "B2", B, "serves subscribers only, and the request does not say who asks");
        Refused(
            Served(
                a => a.Fresh(M).Send("A1", B, M).Send("B2", VPO, Tuple(B, M)).Receive("B1", Sign(B, M)), Asking, Tuple(B, M))
                .Channel(A, VPO, Resilient).SubscribersOnly(VPO, B),
            VPO, null, null, "it is not one party that sends what its handlers start with");
        Served(Alice, Asking, Tuple(B, M)).SubscribersOnly(VPO, A, B).Build();
        Served(Alice, Asking, Tuple(B, M)).SubscribersOnly(VPO).Build();
    }

    [Fact]
    public void Each_trusted_party_has_its_own_subscribers()
    {
        var two = Served(Alice, Asking, Tuple(B, M)).Trusted(PO, po => po.Receive("X1", Tuple(B, M)));
        var protocol = Served(Alice, Asking, Tuple(B, M)).Trusted(PO, po => po.Receive("X1", Tuple(B, M))).SubscribersOnly(VPO, B).Build();

        Assert.Equal([(VPO, "B"), (PO, null)], protocol.TrustedParties.Select(trusted =>
            (trusted.Name, trusted.Subscribers is { } paid ? string.Join(' ', paid) : null)));
        Assert.Contains("is no trusted party that is written by now",
            Assert.Throws<DefinitionException>(() => two.SubscribersOnly(TP, B)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_that_is_hashed_stands_openly_beside() => Refused(
        Kept(Tuple(M, Sign(B, Hash(Tuple(M, C))))), A, null, Hash(Tuple(M, C)), "what is hashed cannot be found among what is held");

    [Fact]
    public void An_item_is_made_of_terms_that_can_be() =>
        Refused(Kept(Tuple(M, Sign(B, M), Encrypt(B, M, A))), A, null, Encrypt(B, M, A), "A is no coins");

    [Fact]
    public void What_replaces_evidence_is_evidence_of_the_same_deal()
    {
        const string Problem = "both are evidence, and speak of the same names and the same M, or neither does";
        Refused(Replaced(Sign(VPO, Tuple(A, B, M))), A, null, Sign(VPO, Tuple(A, B, M)), Problem);
        Refused(
            Served(Alice, Asking, Tuple(B, M), shows: $"{B} has it", replacement: Sign(VPO, B)), A, null, Sign(VPO, B), Problem);
        Refused(
            Served(Alice, Asking, Tuple(B, M), goods: Tuple(B, M)), B, null, Tuple(B, M),
            "takes the place of the message: both are evidence");
        Replaced(Sign(VPO, Tuple(B, M))).Build();
    }

    /// <summary>Its holder has the signature on the one message and may put any other beside it.</summary>
    [Fact]
    public void What_evidence_says_is_under_a_signature()
    {
        Refused(Mail(a => a.Fresh(M, C).Send("A1", B, M).Receive("B1", Sign(B, M)), Bob, Tuple(C, Sign(B, M)), $"{B} received {M} for {C}"),
            A, null, C, "is what the receipt says, and neither B's signature in it nor a trusted party's covers it, so its holder "
            + "may choose it afterwards: have B sign it");
        Served(Alice, Asking, Tuple(B, M), receipt: Sign(VPO, Tuple(B, M)), shows: $"{VPO} says that {B} received {M}").Build();
    }

    [Fact]
    public void Goods_are_no_names_and_nothing_that_was_agreed_on()
    {
        Refused(
            Goods(A, about: M), B, null, A,
            "is made of names, which everybody knows, so it cannot be the goods that B wants of the other side");
        Refused(
            Goods(C, about: C), B, null, C,
            "is agreed on before anything is exchanged, and no secret of A's: goods are what A makes (Fresh), and of what is known "
            + "beforehand only evidence is worth anything");
        Goods(Tuple(B, M), about: M).Build();
        Goods(Tuple(A, B, M), about: M).Build();
        // Of evidence it is enough that it is signed.
        Mail(Alice, b => b.Receive("A1", M).Send("B1", A, Sign(B, M)).Send("B2", A, Sign(B, A)), Sign(B, A), $"{B} knows {A}").Build();
    }

    /// <summary>Whatever way leads there.</summary>
    [Fact]
    public void Nothing_is_given_away_before_the_deal_is_known()
    {
        const string Problem = "A gives this away before it knows all of A, B, M, so it could not be said what for";
        var cheque = Sign(A, Tuple(B, C));
        var (early, waits) = ((Action<ScriptBuilder>)(a => a.Send("A1", B, cheque)), (Action<ScriptBuilder>)(_ => { }));
        IsEarly(a => a.Send("A1", B, cheque).Receive("B1", M));
        IsEarly(a => a.Check(C.Is(Contract("D")), otherwise: early).Receive("B1", M).Send("A1", B, cheque));
        IsEarly(a => a.Check(C.Is(Contract("D")), otherwise: waits).Send("A1", B, cheque));
        IsEarly(a => a.Receive("B1", M, otherwise: early).Send("A1", B, cheque));
        IsEarly(a => a.ReceiveFirst([On("B1", M, then: a => a.Send("A1", B, cheque)), On("B2", r, then: early)]));
        Cheque(a => a.Receive("B1", M, otherwise: waits).Send("A1", B, cheque)).Build();
        // What a check shows is known.
        Cheque(a => a.Receive("B0", Z).Check(Z.Is(Encrypt(A, M, r))).Send("A1", B, cheque)).Build();
        Cheque(a => a.Receive("B0", Z, check: Z.Is(Encrypt(A, M, r))).Send("A1", B, cheque)).Build();

        void IsEarly(Action<ScriptBuilder> alice) => Refused(Cheque(alice), A, "A1", cheque, Problem);

        ProtocolDefinition Cheque(Action<ScriptBuilder> alice) => new ProtocolDefinition("mail", "Mail", "ours")
            .About(M).Channel(A, B, Lossy).Channel(B, A, Lossy)
            .Party(A, [B, C, Contract("D")], alice)
            .Party(B, [A, C], b => b.Fresh(M, r).Let(Z, Encrypt(A, M, r)).Send("B0", A, Z).Send("B1", A, M).Send("B2", A, r)
                .Receive("A1", cheque))
            .Wants(A, "goods", M).Wants(B, "cheque", cheque, shows: $"{A} owes {B}");
    }

    private static ProtocolDefinition Kept(Term receipt) =>
        Mail(a => a.Fresh(M, C).Send("A1", B, M).Receive("B1", Sign(B, M)), Bob, receipt, $"{M}");

    private static ProtocolDefinition Replaced(Term replacement) => Served(Alice, Asking, Tuple(B, M), replacement: replacement);

    /// <summary>Bob asks the post office as well.</summary>
    private static ProtocolDefinition Served(
        Action<ScriptBuilder> alice, Action<ScriptBuilder> bob, Term request, Term? receipt = null, FormattableString? shows = null,
        Term? replacement = null, Term? goods = null) => new ProtocolDefinition("mail", "Mail", "ours")
        .About(M)
        .Channel(A, B, Lossy).Channel(B, A, Lossy).Channel(B, VPO, Resilient)
        .Party(A, [B], alice).Party(B, [A], bob)
        .Trusted(VPO, vpo => vpo.Receive("B2", request))
        .Wants(A, "receipt", receipt ?? Sign(B, M), shows ?? $"{B} received {M}", replacement)
        .Wants(B, "message", M, replacement: goods);

    /// <summary>Bob knows nobody, and wants this.</summary>
    private static ProtocolDefinition Goods(Term item, Term.Variable about) => new ProtocolDefinition("mail", "Mail", "ours")
        .About(about).Channel(A, B, Lossy).Channel(B, A, Lossy)
        .Party(A, [B, C], a => a.Fresh(M).Send("A1", B, Tuple(A, C, M)).Receive("B1", Sign(B, Tuple(C, M))))
        .Party(B, [], b => b.Receive("A1", Tuple(A, C, M)).Send("B1", A, Sign(B, Tuple(C, M))))
        .Wants(A, "receipt", Sign(B, Tuple(C, M)), shows: $"{B} received {M}")
        .Wants(B, "goods", item);
}
