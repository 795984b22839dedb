using FairExchange.Applications.Uses;
using FairExchange.Cli.Demos;
using FairExchange.Model.Catalogue.CertifiedMail;
using FairExchange.Runtime.Parties;
using FairExchange.Runtime.Values;

namespace FairExchange.Tests.Applications.Uses;

public class DisputeTests
{
    private static readonly long Wait = Margins.Usual(FairCemCutoffNamed.Protocol)[FairCemCutoff.Wait];

    [Theory]
    [MemberData(nameof(Samples.Suites), MemberType = typeof(Samples))]
    public void A_check_answers_who_denies_it(string suite)
    {
        var rulings = Dispute.Settle(Deliver(Samples.Mail(suite), Samples.Check(suite)));
        Assert.Equal(
            [
                "I never got it: Bob signed for it",
                "I never drew it: the check is signed by Alice",
                "it was for another amount: Alice signed 250.00 EUR, and Bob signed for that very check",
            ],
            rulings.Select(ruling => $"{ruling.Words}: {ruling.Reason}"));
        Assert.DoesNotContain(rulings, ruling => ruling.Stands);
    }

    /// <summary>
    /// The post office answers up to T on its clock, and what it sends may take a delay: only T + wait is late enough for everyone's clock.
    /// </summary>
    [Theory]
    [InlineData(0, false)]
    [InlineData(-1, false)]
    [InlineData(1, true)]
    public void A_notice_came_in_time_if_all_that_a_cut_off_leaves_open_is_over_by_then(long laterMs, bool stands)
    {
        var delivery = Deliver(Samples.TimedMail("p256"), Samples.Notice(), new Value.Time(Samples.Due.Ms - Wait + laterMs));
        Assert.False(Dispute.Settle(delivery, Objection.NeverGot).Stands);
        Assert.Equal(stands, Dispute.Settle(delivery, Objection.TooLate).Stands);
        // Two skews of a minute and a delay of two hours.
        Assert.Equal(122 * 60_000, delivery.WaitMs);
    }

    [Theory]
    [MemberData(nameof(Samples.Suites), MemberType = typeof(Samples))]
    public void A_good_answers_who_denies_the_order_and_whether_it_is_what_was_ordered(string suite)
    {
        var good = (Good)Samples.Of("good", suite);
        Assert.DoesNotContain(Dispute.Settle(Deliver(Samples.Mail(suite), good)), ruling => ruling.Stands);

        var other = Dispute.Settle(Deliver(Samples.Mail(suite), good with { Content = new Bytes(new byte[] { 1 }) }));
        Assert.Equal([Objection.OtherGood], other.Where(ruling => ruling.Stands).Select(ruling => ruling.Claim));
    }

    [Fact]
    public void A_claim_about_another_type_of_message_is_a_mistake()
    {
        var delivery = Deliver(Samples.Mail("p256"), Samples.Check("p256"));
        Assert.All([Objection.TooLate, Objection.NeverOrdered, Objection.OtherGood],
            claim => Assert.Throws<ArgumentException>(() => Dispute.Settle(delivery, claim)));
    }

    [Fact]
    public void A_check_is_paid_once_and_its_number_is_not_paid_again()
    {
        var (keys, check) = (Samples.Directory("p256"), Samples.Check("p256"));
        var paid = PaidChecks.None.Present(check, keys, out var refusal);
        Assert.Null(refusal);

        Assert.Same(paid, paid.Present(check, keys, out refusal));
        Assert.EndsWith("has been paid", refusal!.Describe(), StringComparison.Ordinal);
        // Signed anew, it is the same check.
        paid.Present(Samples.Check("p256"), keys, out refusal);
        Assert.EndsWith("has been paid", refusal!.Describe(), StringComparison.Ordinal);
        paid.Present(Samples.Check("p256", payee: "Trudy"), keys, out refusal);
        Assert.EndsWith("no number is drawn twice", refusal!.Describe(), StringComparison.Ordinal);
        Assert.Same(paid, paid.Present(check with { Number = 18 }, keys, out refusal));
        Assert.IsType<UseRefusal.NotSigned>(refusal);

        // Another's number is another number.
        Assert.Equal(2, paid.Present(Samples.Check("p256", "Trudy"), keys, out refusal).Paid.Count);
        Assert.Null(refusal);
    }

    private static VerifiedDelivery Deliver(UseParties parties, TypedMessage message, Value.Time? cutOff = null)
    {
        var (delivery, refused) = parties.Judge(UseRun.Of(parties, message, Conduct.Honest, Samples.Begin, cutOff).ReceiptOf("Alice")!);
        Assert.Null(refused);
        return delivery!;
    }
}
