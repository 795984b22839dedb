using FairExchange.Model.Catalogue;
using FairExchange.Model.Catalogue.CertifiedMail;
using FairExchange.Model.Definition;
using FairExchange.Model.Drawing;
using FairExchange.Model.Language;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Assurance;
using static FairExchange.Model.Language.Property;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Tests.Model.Definition;

public class DerivationTests
{
    private static ProtocolDefinition Variant => FairCem.Protocol.Derive("variant", "Variant", section: "ours");

    public static TheoryData<string> Ids => [.. Entries.All.Select(entry => entry.Id)];

    [Fact]
    public void What_is_derived_means_the_same_until_it_says_something_else()
    {
        Assert.Equal(FairCem.Protocol.Digest, Variant.Build().Digest);
        Assert.Equal(FairCem.Protocol.Expectations, Variant.Build().Expectations);
        Assert.Equal("", Variant.Build().Remark);
    }

    /// <summary>Whatever makes the checks stricter than they should be refuses one of these.</summary>
    [Theory]
    [MemberData(nameof(Ids))]
    public void Each_entry_derived_as_it_is_passes_the_checks_and_means_the_same(string id)
    {
        Assert.True(Entries.TryFind(id, out var entry));
        var derived = entry.Derive(id, entry.Title, entry.Section).Remark(entry.Remark).Build();

        Assert.Equal(entry.Digest, derived.Digest);
        Assert.Equal(AliceBobNotation.Of(entry), AliceBobNotation.Of(derived));
    }

    [Fact]
    public void A_message_is_changed_for_its_sender_and_for_its_reader()
    {
        var request = Tuple(B, A, Z, Sign(B, Z));
        var variant = Variant.Message("B2", VPO, request).Build();
        Assert.Contains(variant.Party(B).Script.AllSteps(), step => step is Step.Send { Label: "B2" } send && send.Message.Equals(request));
        var read = Assert.Single(variant.TrustedParties.Single().Handlers.Single().AllSteps().OfType<Step.Receive>()).Alternatives.Single();
        Assert.Equal(request, read.Pattern);
        Assert.Equal([new Match(Z, Encrypt(VPO, Tuple(A, B, M), r))], read.Checks);
    }

    [Fact]
    public void Two_messages_of_one_label_are_told_apart_by_their_addressee()
    {
        var sends = FairCemNamed.Protocol.TrustedParties.Single().Handlers.Single().AllSteps().OfType<Step.Send>()
            .ToDictionary(send => send.To, send => send.Message);
        Assert.Equal((Sign(B, Z), Tuple(A, M, r)), (sends[A], sends[B]));
    }

    [Fact]
    public void What_is_said_again_takes_the_place_of_what_was_said_before()
    {
        var variant = Variant.Channel(A, B, Resilient).Proved(B, Fairness).Wants(B, "goods", M).Build();
        Assert.Equal(Resilient, variant.Between(A, B));
        Assert.Equal("goods", variant.ItemOf(variant.Second).Name);
        Assert.Null(variant.Expectations.Single(expectation => expectation.Property == Fairness && expectation.Party == B).AttackedFrom);
        Assert.Throws<DefinitionException>(() => Variant.Proved(B, Fairness).Attacked(B, Fairness).Build());
    }

    [Fact]
    public void What_the_variant_cannot_be_is_not_expected_of_it()
    {
        Assert.Contains(FairCemSubscribed.Protocol.Expectations, expectation => expectation.Property == Transparency);
        Assert.DoesNotContain(FairCemSubscribed.Unsubscribed.Expectations, expectation => expectation.Property == Transparency);
    }

    [Fact]
    public void A_step_is_put_first_and_another_way_out_is_given()
    {
        var again = Tuple(B, Z, Sign(B, Sign(B, Z)));
        var variant = Variant
            .Otherwise("VPO1", B, b => b.Send("B3", VPO, again))
            .Trusted(VPO, vpo => vpo.Receive("B2", Tuple(A, B, Z, Sign(B, Z))), vpo => vpo.Receive("B3", again))
            .Build();
        var waiting = variant.Party(B).Script.AllSteps().OfType<Step.Receive>().Single(step => step.Alternatives[0].Label == "VPO1");
        Assert.Equal([new Step.Send("B3", VPO, again)], waiting.Otherwise!.Steps);
        var steps = FairCemSignedRequest.Protocol.Party(B).Script.AllSteps();
        Assert.IsType<Step.Fresh>(steps[steps.IndexOf(steps.OfType<Step.Send>().Single(send => send.Label == "B2")) - 1]);
    }

    [Fact]
    public void A_label_that_nobody_uses_is_named()
    {
        var wrong = Assert.Throws<DefinitionException>(() => Variant.Message("B7", VPO, Z));
        Assert.Equal("protocol variant, step B7: there is no such step to change", wrong.Message);
        Assert.Throws<DefinitionException>(() => Variant.Message("B2", A, Z));
        Assert.Throws<DefinitionException>(() => Variant.BeforeSending("B2", A, a => a.Fresh(r)));
        Assert.Throws<DefinitionException>(() => Variant.Otherwise("A2", A, _ => { }));
        Assert.Contains("is no party that is written by now", Assert.Throws<DefinitionException>(() => Variant.Knows(VPO, T)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_its_reader_takes_a_message_for_and_until_when_may_be_said()
    {
        var other = Message("N");
        var (early, late) = (T.Minus(new Margin("skew", 1, 0)), T.Plus(new Margin("skew", 1, 0)));
        var check = Z.Is(Encrypt(VPO, Tuple(A, B, other), r));
        var variant = Variant.Knows(B, T).Message("A2", B, Tuple(M, r), readAs: Tuple(other, r), check: check, before: early);

        Assert.Equal((Tuple(other, r), check, early), Read(variant));
        Assert.Equal((Tuple(other, r), check, early), Read(variant.Message("A2", B, Tuple(M, r), readAs: Tuple(other, r))));
        Assert.Equal((Tuple(other, r), check, late), Read(variant.Message("A2", B, Tuple(M, r), readAs: Tuple(other, r), before: late)));

        static (Term, Match, Deadline?) Read(ProtocolDefinition definition)
        {
            var alternative = definition.Build().Party(B).Script.AllSteps().OfType<Step.Receive>()
                .SelectMany(receive => receive.Alternatives).Single(alternative => alternative.Label == "A2");
            return (alternative.Pattern, alternative.Checks.Single(), alternative.Before);
        }
    }

    [Fact]
    public void A_choice_is_what_it_says()
    {
        var check = C.Is(Contract("D"));
        var choice = ScriptBuilder.On("B1", C, check, a => a.Send("A2", B, C));
        Assert.Equal(check, Assert.Single(choice.Checks));
        Assert.Equal([new Step.Send("A2", B, C)], choice.Then.Steps);

        // Of two messages that are waited for, either says which wait it is.
        var written = new ProtocolDefinition("mail", "Mail", "ours").About(M).Channel(A, B, Lossy).Channel(B, A, Lossy)
            .Party(A, [B], a => a.Fresh(M).Send("A1", B, M).ReceiveFirst([
                ScriptBuilder.On("B1", Sign(B, M)), ScriptBuilder.On("B2", Sign(B, A))]))
            .Party(B, [A], b => b.Receive("A1", M).Check(M.Is(M), otherwise: x => x.Send("B2", A, Sign(B, A))).Send("B1", A, Sign(B, M)))
            .Wants(A, "receipt", Sign(B, M), shows: $"{B} received {M}").Wants(B, "message", M)
            .Otherwise("B2", A, a => a.Send("A1", B, M)).Build();
        Assert.Equal([new Step.Send("A1", B, M)],
            written.Party(A).Script.AllSteps().OfType<Step.Receive>().Single().Otherwise!.Steps);
        Assert.Equal(
            [new Step.Send("B2", A, Sign(B, A))], written.Party(B).Script.AllSteps().OfType<Step.Check>().Single().Otherwise.Steps);
    }

    [Fact]
    public void An_abbreviation_is_the_term_where_it_is_checked_and_the_name_elsewhere()
    {
        var sealing = Abbreviate(Z, Encrypt(VPO, Tuple(A, M), r));
        Assert.Equal(Sign(B, Z), Sign(B, sealing));
        Assert.Equal(Z.Is(Encrypt(VPO, Tuple(A, M), r)), sealing.Check);
        Assert.Equal(Z.Is(Encrypt(VPO, Tuple(B, M), r)), sealing.With(A, B).Check);
    }
}
