using FairExchange.Runtime.Uses;
using FairExchange.Runtime.Values;
using FairExchange.Simulation.Uses;
using FairExchange.Tests.Runtime.Uses;

namespace FairExchange.Tests.Simulation.Uses;

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
        foreach (var (company, message, cutOff) in new (Company, TypedMessage, Value.Time?)[]
        {
            (Samples.Mail(suite), Samples.Check(suite), null),
            (Samples.TimedMail(suite), Samples.Notice(), new Value.Time(Samples.Due.Ms - (122 * 60_000))),
        })
        {
            var performance = Performance.Of(company, message, conduct, Samples.Begin, cutOff);

            Assert.Equal(withTrustedParty, performance.TrustedPartyTookPart);
            Assert.Contains(performance.Words, line => line.Contains("Alice has the receipt", StringComparison.Ordinal));
            Assert.Contains(performance.Words, line => line.Contains($"Bob has the message: {message}", StringComparison.Ordinal));
            Assert.NotNull(company.Judge(performance.ReceiptOf("Alice")!).Delivery);
            // What Bob signed and what was revealed to him is what Alice shows.
            Assert.Equal(company.Write(performance.ReceiptOf("Alice")!), company.Write(performance.ReceiptOf("Bob")!));
        }
    }

    [Theory]
    [MemberData(nameof(Samples.Suites), MemberType = typeof(Samples))]
    public void Where_the_recipient_is_silent_nobody_has_anything_and_what_the_sender_makes_up_is_refused(string suite)
    {
        var company = Samples.Mail(suite);
        var performance = Performance.Of(company, Samples.Check(suite), Conduct.RecipientIsSilent, Samples.Begin);

        Assert.False(performance.TrustedPartyTookPart);
        Assert.DoesNotContain(performance.Words, line => line.Contains(" has the ", StringComparison.Ordinal));
        Assert.Null(performance.ReceiptOf("Alice"));
        Assert.Null(performance.ReceiptOf("Bob"));
        var (delivery, refused) = company.Judge(performance.Forgery());
        Assert.Null(delivery);
        Assert.EndsWith("is not signed by the one who is said to have signed", refused, StringComparison.Ordinal);
    }

    /// <summary>Nobody answers, and at T + wait on her own clock the sender knows that nobody will.</summary>
    [Fact]
    public void With_a_cut_off_time_the_sender_of_an_unserved_notice_ends_when_it_is_due()
    {
        var unserved = Performance.Of(
            Samples.TimedMail("p256"), Samples.Notice(), Conduct.RecipientIsSilent, Samples.Begin, new Value.Time(Samples.Due.Ms - (122 * 60_000)));
        Assert.Null(unserved.ReceiptOf("Alice"));
        Assert.Contains("2026-01-31 12:00:00  Alice waits for B1 no longer", unserved.Words);
        Assert.InRange(unserved.EndMs, Samples.Due.Ms, Samples.Due.Ms + 1);
    }

    [Theory]
    [MemberData(nameof(Samples.Suites), MemberType = typeof(Samples))]
    public void What_a_holder_changes_in_evidence_is_refused(string suite)
    {
        var (mail, timed, check) = (Samples.Mail(suite), Samples.TimedMail(suite), Samples.Check(suite));
        var receipt = Performance.Of(mail, check, Conduct.Honest, Samples.Begin).ReceiptOf("Bob")!;
        Assert.Null(mail.Judge(receipt).Refused);
        Assert.NotNull(mail.Judge(receipt.With(Samples.Message(check with { Amount = new Amount(250_000, "EUR") }))).Refused);

        var late = new Value.Time(Samples.Due.Ms + 3_600_000);
        var notice = Performance.Of(timed, Samples.Notice(), Conduct.Honest, Samples.Begin, late).ReceiptOf("Alice")!;
        Assert.Null(timed.Judge(notice.With(late)).Refused);
        Assert.Equal("T has another value", timed.Judge(notice.With(Samples.Due)).Refused);
    }

    [Fact]
    public void A_protocol_with_a_cut_off_time_must_be_told_one() =>
        Assert.Throws<ArgumentException>(() => Performance.Of(Samples.TimedMail("p256"), Samples.Notice(), Conduct.Honest, Samples.Begin));
}
