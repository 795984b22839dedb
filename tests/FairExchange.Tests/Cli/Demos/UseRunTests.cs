using FairExchange.Applications.Uses;
using FairExchange.Cli.Demos;
using FairExchange.Runtime.Values;
using FairExchange.Tests.Applications.Uses;

namespace FairExchange.Tests.Cli.Demos;

public class PerformanceTests
{
    [Theory]
    [InlineData(Conduct.Honest, "p256", false)]
    [InlineData(Conduct.Honest, "curve25519", false)]
    [InlineData(Conduct.SenderStops, "p256", true)]
    [InlineData(Conduct.SenderStops, "curve25519", true)]
    [InlineData(Conduct.RecipientStops, "p256", true)]
    [InlineData(Conduct.RecipientStops, "curve25519", true)]
    public void Whoever_stops_both_end_with_what_they_wanted(Conduct conduct, string suite, bool withTrustedParty)
    {
        foreach (var (parties, message, cutOff) in new (UseParties, TypedMessage, Value.Time?)[]
        {
            (Samples.Mail(suite), Samples.Check(suite), null),
            (Samples.TimedMail(suite), Samples.Notice(), new Value.Time(Samples.Due.Ms - (122 * 60_000))),
        })
        {
            var run = UseRun.Of(parties, message, conduct, Samples.Begin, cutOff);

            Assert.Equal(withTrustedParty, run.TrustedPartyTookPart);
            Assert.Contains(run.Words, line => line.Contains("Alice has the receipt", StringComparison.Ordinal));
            Assert.Contains(run.Words, line => line.Contains($"Bob has the message: {message}", StringComparison.Ordinal));
            Assert.NotNull(parties.Judge(run.ReceiptOf("Alice")!).Delivery);
            // What Bob signed and what was revealed to him is what Alice shows.
            Assert.Equal(parties.Write(run.ReceiptOf("Alice")!), parties.Write(run.ReceiptOf("Bob")!));
        }
    }

    [Theory]
    [MemberData(nameof(Samples.Suites), MemberType = typeof(Samples))]
    public void Where_the_recipient_is_silent_nobody_has_anything_and_what_the_sender_makes_up_is_refused(string suite)
    {
        var parties = Samples.Mail(suite);
        var run = UseRun.Of(parties, Samples.Check(suite), Conduct.RecipientIsSilent, Samples.Begin);

        Assert.False(run.TrustedPartyTookPart);
        Assert.DoesNotContain(run.Words, line => line.Contains(" has the ", StringComparison.Ordinal));
        Assert.Null(run.ReceiptOf("Alice"));
        Assert.Null(run.ReceiptOf("Bob"));
        var (delivery, refused) = parties.Judge(run.Forgery());
        Assert.Null(delivery);
        Assert.EndsWith("is not signed by the one who is said to have signed", refused, StringComparison.Ordinal);
    }

    /// <summary>Nobody answers, and at T + wait on her own clock the sender knows that nobody will.</summary>
    [Fact]
    public void With_a_cut_off_time_the_sender_of_an_unserved_notice_ends_when_it_is_due()
    {
        var unserved = UseRun.Of(
            Samples.TimedMail("p256"), Samples.Notice(), Conduct.RecipientIsSilent, Samples.Begin,
            new Value.Time(Samples.Due.Ms - (122 * 60_000)));
        Assert.Null(unserved.ReceiptOf("Alice"));
        Assert.Contains("2026-01-31 12:00:00  Alice waits for B1 no longer", unserved.Words);
        Assert.InRange(unserved.EndMs, Samples.Due.Ms, Samples.Due.Ms + 1);
    }

    [Theory]
    [MemberData(nameof(Samples.Suites), MemberType = typeof(Samples))]
    public void What_a_holder_changes_in_evidence_is_refused(string suite)
    {
        var (mail, timed, check) = (Samples.Mail(suite), Samples.TimedMail(suite), Samples.Check(suite));
        var receipt = UseRun.Of(mail, check, Conduct.Honest, Samples.Begin).ReceiptOf("Bob")!;
        Assert.Null(mail.Judge(receipt).Refused);
        Assert.NotNull(mail.Judge(receipt.With(Samples.Message(check with { Amount = new Amount(250_000, "EUR") }))).Refused);

        var late = new Value.Time(Samples.Due.Ms + 3_600_000);
        var notice = UseRun.Of(timed, Samples.Notice(), Conduct.Honest, Samples.Begin, late).ReceiptOf("Alice")!;
        Assert.Null(timed.Judge(notice.With(late)).Refused);
        Assert.Equal("T has another value", timed.Judge(notice.With(Samples.Due)).Refused);
    }

    [Fact]
    public void A_protocol_with_a_cut_off_time_must_be_told_one() =>
        Assert.Throws<ArgumentException>(() => UseRun.Of(Samples.TimedMail("p256"), Samples.Notice(), Conduct.Honest, Samples.Begin));
}
