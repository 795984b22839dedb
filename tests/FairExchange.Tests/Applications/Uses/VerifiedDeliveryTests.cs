using FairExchange.Applications.Uses;
using FairExchange.Cli.Demos;
using FairExchange.Runtime.Judging;
using FairExchange.Runtime.Values;
using FairExchange.Tests.Runtime;

namespace FairExchange.Tests.Applications.Uses;

public class VerifiedDeliveryTests
{
    [Theory]
    [InlineData("check", "Bob received from Alice check no. 17 for 250.00 EUR, drawn by Alice on 2026-01-15")]
    [InlineData("notice",
        "Bob received from Alice the notice 'The option on lot 7' (due by 2026-01-31T12:00:00.000Z), by 2026-01-31T09:58:00.000Z")]
    [InlineData("good", "Bob received from Alice birthday.abc (8 bytes) for Bob's order no. 1001 at 9.99 USD")]
    public void The_judge_says_it_in_the_messages_own_words(string kind, string said)
    {
        var delivery = Deliver(kind, "p256").Delivery;
        Assert.Equal(said, delivery!.Statement);
        Assert.Equal(Samples.Of(kind, "p256").GetType(), delivery.Message.GetType());
    }

    [Fact]
    public void A_message_of_no_type_is_neither_accepted_nor_refused()
    {
        var parties = Samples.Mail("p256");
        var evidence = UseRun.Of(parties, Samples.Check("p256"), Conduct.Honest, Samples.Begin).ReceiptOf("Alice")!;
        var verified = VerifiedEvidence.TryVerify(evidence, parties.Outsider, out _)!;
        Assert.NotNull(VerifiedDelivery.TryVerify(verified, parties.Keys, null, out _));

        var run = Pump.Run(World.Of("p256"), parties.Protocol);
        var plain = Evidence.From(parties.Protocol, parties.Protocol.ItemOf(parties.Protocol.First), run.Alice.Holdings,
            World.DealOf(run.Alice), World.Of("p256").Judge(parties.Protocol));
        verified = VerifiedEvidence.TryVerify(Assert.Single(plain), World.Of("p256").Judge(parties.Protocol), out _)!;
        Assert.Null(VerifiedDelivery.TryVerify(verified, World.Of("p256").Directory, null, out var refusal));
        Assert.Null(refusal);
    }

    [Fact]
    public void A_receipt_for_something_that_is_no_check_is_no_receipt_for_a_check()
    {
        var check = Samples.Check("p256");
        Refused<UseRefusal.NotSigned>(
            check with { Amount = new Amount(25_001, "EUR") }, "the check that was received is not signed by Alice");
        Refused<UseRefusal.OtherParties>(Samples.Check("p256", "Trudy"), "what Bob received from Alice is a check of Trudy's for Bob");
        Refused<UseRefusal.OtherParties>(
            Samples.Check("p256", payee: "Trudy"), "what Bob received from Alice is a check of Alice's for Trudy");
        Refused<UseRefusal.NotSigned>(
            new Good(Samples.Order("p256") with { Number = 7 }, Samples.Song), "the order that was received is not signed by Bob");
        Refused<UseRefusal.OtherParties>(Samples.Order("p256"), "what Bob received from Alice is an order of Bob's for Alice");
        Refused<UseRefusal.NoCutOff>(
            Samples.Notice(), "fair-cem-named has no cut-off time, so nobody can say by when the notice was there");
    }

    /// <summary>A receipt is for whatever was sent; Alice sends bytes that begin like a check.</summary>
    [Fact]
    public void What_calls_itself_a_check_and_is_none_is_refused_by_name()
    {
        var (parties, bytes) = (Samples.Mail("p256"), Samples.Check("p256").Encode());
        var evidence = UseRun.Of(parties, new Value.Message(new Bytes(bytes.AsMemory(0, bytes.Length - 1))), Conduct.Honest, Samples.Begin)
            .ReceiptOf("Alice")!;
        Assert.Null(Delivery(parties, evidence, null, out var refusal));
        Assert.Equal("what was received calls itself a check and is none: not the one encoding of any",
            Assert.IsType<UseRefusal.Malformed>(refusal).Describe());
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("electronic-check", true)]
    [InlineData("certified-mail", false)]
    [InlineData("notice", false)]
    public void Under_an_agreement_it_must_be_of_the_type_that_was_agreed_on(string? agreed, bool accepted)
    {
        var parties = Samples.Mail("p256");
        var evidence = UseRun.Of(parties, Samples.Check("p256"), Conduct.Honest, Samples.Begin).ReceiptOf("Alice")!;
        Assert.Equal(accepted, Delivery(parties, evidence, agreed, out var refusal) is not null);
        Assert.Equal(accepted
            ? null : $"a check is of the type electronic-check, and the two agreed on a trusted party for {agreed}", refusal?.Describe());
    }

    private static (UseParties UseParties, VerifiedDelivery? Delivery) Deliver(string kind, string suite)
    {
        var parties = kind == "notice" ? Samples.TimedMail(suite) : Samples.Mail(suite);
        var cutOff = kind == "notice" ? new Value.Time(Samples.Due.Ms - (122 * 60_000)) : null;
        var evidence = UseRun.Of(parties, Samples.Of(kind, suite), Conduct.Honest, Samples.Begin, cutOff).ReceiptOf("Alice")!;
        return (parties, Delivery(parties, evidence, null, out _));
    }

    private static VerifiedDelivery? Delivery(UseParties parties, Evidence evidence, string? agreed, out UseRefusal? refusal) =>
        VerifiedDelivery.TryVerify(VerifiedEvidence.TryVerify(evidence, parties.Outsider, out _)!, parties.Keys, agreed, out refusal);

    private static void Refused<T>(TypedMessage message, string said)
        where T : UseRefusal
    {
        var parties = Samples.Mail("p256");
        var evidence = UseRun.Of(parties, message, Conduct.Honest, Samples.Begin).ReceiptOf("Alice")!;
        Assert.Null(Delivery(parties, evidence, null, out var refusal));
        Assert.Equal(said, Assert.IsType<T>(refusal).Describe());
    }
}
