using FairExchange.Model.Language;
using FairExchange.Runtime.Judging;
using FairExchange.Runtime.Operations;
using FairExchange.Runtime.Parties;
using FairExchange.Runtime.Values;
using static FairExchange.Model.Catalogue.Symbols;
using Environment = FairExchange.Runtime.Parties.Environment;

namespace FairExchange.Tests.Runtime.Judging;

/// <summary>Whose names the judge takes from the evidence, whose it knew before, and by which form of an item it judges.</summary>
public class FormsAndNamesTests
{
    private static readonly World World = World.Of("p256");

    /// <summary>
    /// Trudy signs what Bob should have: before a judge who knows that it was to be Bob, it shows nothing, whatever it says itself.
    /// </summary>
    [Fact]
    public void Names_that_were_agreed_on_are_not_read_off_the_evidence()
    {
        var protocol = World.Entry("honest-cem");
        var bobs = Shown(protocol);
        var trudys = World.As("Trudy", protocol).Sign(((Value.Signature)bobs).Body);
        var agreed = Environment.Of(protocol).With(B, World.Bob);

        Assert.Equal((World.Bob, World.Trudy), (Facts(protocol, bobs)![B], Facts(protocol, trudys)![B]));
        Assert.NotNull(Facts(protocol, bobs, agreed));
        Assert.Null(Facts(protocol, trudys, agreed));
    }

    /// <summary>Z is for the trusted party that was agreed on, and for no other.</summary>
    [Fact]
    public void A_receipt_is_held_to_the_trusted_party_that_was_agreed_on()
    {
        var protocol = World.Entry("fair-cem");

        Assert.NotNull(Facts(protocol, Shown(protocol), Environment.Of(protocol)));
        Assert.Null(Facts(protocol, Shown(protocol), Environment.Of(protocol, World.Trudy)));
    }

    [Theory]
    [InlineData("Alice", "Bob")]
    [InlineData("Bob", "Alice")]
    public void Of_two_parties_in_no_order_the_one_who_did_not_sign_is_the_other(string signer, string other)
    {
        var protocol = World.Entry("ecs0-parties");
        var signed = World.As(signer, protocol).Sign(new Value.Tuple([new Value.Parties(World.Alice, World.Bob), World.Contract]));

        Assert.Equal((new Value.Name(signer), new Value.Name(other)), (Of(protocol.First)[B], Of(protocol.First)[A]));
        Assert.Equal((new Value.Name(signer), new Value.Name(other)), (Of(protocol.Second)[A], Of(protocol.Second)[B]));

        Environment Of(Role.Party holder) =>
            VerifiedEvidence.TryVerify(new Evidence(protocol, protocol.ItemOf(holder), signed), World.Judge(protocol), out _)!.Facts;
    }

    /// <summary>
    /// The trusted party's word names both in no order, and its signature says nothing of them: who sent is then tried, and decided by the
    /// digest beside.
    /// </summary>
    [Theory]
    [InlineData("Alice", "Bob")]
    [InlineData("Bob", "Alice")]
    public void Of_two_parties_whom_nothing_else_tells_apart_each_may_be_either(string sender, string recipient)
    {
        var protocol = World.Entry("honest-cem");
        var (trusted, word) = (World.As("PO", protocol), new Value.Parties(World.Alice, World.Bob));
        var signed = trusted.Sign(new Value.Tuple([World.Mail, word, trusted.Hash(new Value.Tuple([new Value.Name(sender), World.Mail]))]));
        var item = protocol.ItemOf(protocol.First) with
        {
            Term = Terms.Sign(PO, Terms.Tuple(M, Terms.Parties(A, B), Terms.Hash(Terms.Tuple(A, M)))),
        };
        var facts = Facts(item, signed);

        Assert.Equal((new Value.Name(sender), new Value.Name(recipient)), (facts![A], facts[B]));
        // Where nothing decides, the order of the names does; where a third is said to have sent, nobody has.
        Assert.Equal((World.Alice, World.Bob),
            Facts(item with { Term = Terms.Sign(PO, Terms.Parties(A, B)) }, trusted.Sign(word)) is { } either
            ? (either[A], either[B]) : default);
        Assert.Null(Facts(
            item, trusted.Sign(new Value.Tuple([World.Mail, word, trusted.Hash(new Value.Tuple([World.Trudy, World.Mail]))]))));

        Environment? Facts(Item shows, Value shown) =>
            VerifiedEvidence.TryVerify(new Evidence(protocol, shows, shown), World.Judge(protocol), out _)?.Facts;
    }

    /// <summary>
    /// A trusted party's word may stand in a signature's place; who shows a bad signature hears of that, and not that it is no such word.
    /// </summary>
    [Fact]
    public void Where_something_may_stand_in_an_items_place_a_refusal_speaks_of_the_item_itself()
    {
        var protocol = World.Entry("honest-ecs");
        var item = protocol.ItemOf(protocol.First);
        var either = item with { Replacement = Terms.Tuple(item.Term, item.Term) };
        var signature = (Value.Signature)Shown(protocol);

        Assert.NotNull(Verify(signature).Verified);
        Assert.NotNull(Verify(new Value.Tuple([signature, signature])).Verified);
        Assert.IsType<Rejection.BadSignature>(Verify(signature with { Proof = new Bytes(new byte[64]) }).Rejection);

        (VerifiedEvidence? Verified, Rejection? Rejection) Verify(Value shown) =>
            (VerifiedEvidence.TryVerify(new Evidence(protocol, either, shown), World.Judge(protocol), out var rejection), rejection);
    }

    /// <summary>A holder who has lost the trusted party's key cannot show the receipt, and is told which words that is about.</summary>
    [Fact]
    public void Evidence_with_a_ciphertext_in_it_takes_the_recipients_key()
    {
        var protocol = World.Entry("fair-cem");
        var alice = Pump.Run(World, protocol).Alice;
        var keyless = World.Judge(protocol, new KeyDirectory(World.Directory.Entries.Remove("VPO")));
        var missing = Assert.Throws<InvalidOperationException>(() =>
            Evidence.From(protocol, protocol.ItemOf(protocol.First), alice.Holdings, World.DealOf(alice), keyless).ToList());

        Assert.Equal(
            $"{protocol.ItemOf(protocol.First).Term} cannot be put together of what is held and the keys that are known.", missing.Message);
    }

    private static Value Shown(Protocol protocol) => JudgeTests.Only(World, Pump.Run(World, protocol).Alice).Shown;

    private static Environment? Facts(Protocol protocol, Value shown, Environment? agreed = null) =>
        VerifiedEvidence.TryVerify(
            new Evidence(protocol, protocol.ItemOf(protocol.First), shown), World.Judge(protocol), out _, agreed)?.Facts;
}
