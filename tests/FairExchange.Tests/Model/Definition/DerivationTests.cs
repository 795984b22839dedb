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
        Assert.Throws<DefinitionException>(() => Variant.Knows(VPO, T));
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
