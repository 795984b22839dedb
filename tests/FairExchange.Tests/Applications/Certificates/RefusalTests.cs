using System.Collections.Immutable;
using FairExchange.Applications.Certificates;

namespace FairExchange.Tests.Applications.Certificates;

/// <summary>Who is refused is told why, so that it can do something about it.</summary>
public class RefusalTests
{
    private static readonly DateTimeOffset Time = new(2026, 5, 4, 3, 2, 1, TimeSpan.Zero);
    private static readonly ImmutableArray<string> Nobody = [];

    private static readonly CertificateRefusal[] OfCertificates =
    [
        new CertificateRefusal.Malformed(), new CertificateRefusal.UntrustedRoot(), new CertificateRefusal.BadSignature(),
        new CertificateRefusal.WeakSignature(),
        new CertificateRefusal.Expired("Bob", Time), new CertificateRefusal.NotYetValid("Bob", Time),
        new CertificateRefusal.BadPath("InvalidBasicConstraints"),
        new CertificateRefusal.UnknownCritical("1.2.3"), new CertificateRefusal.Duplicate("1.2.3"), new CertificateRefusal.BadName(),
        new CertificateRefusal.WrongName("Bob", "Trudy"),
        new CertificateRefusal.BadKeys(), new CertificateRefusal.BadList(), new CertificateRefusal.NoPossession(),
    ];

    private static readonly AgreementRefusal[] OfAgreements =
    [
        new AgreementRefusal.Malformed(), new AgreementRefusal.BadTransaction(), new AgreementRefusal.SameName("Bob"),
        new AgreementRefusal.AlikeNames("Bob", "B0b"), new AgreementRefusal.NoTrustedParty("Bank"),
        new AgreementRefusal.NotTheChosen("Bank", "Post"), new AgreementRefusal.NobodyInCommon("notice", "Alice", ["Bank"], "Bob", Nobody),
        .. Enum.GetValues<Seat>().SelectMany(seat => (AgreementRefusal[])
        [
            new AgreementRefusal.OtherSuite(seat, "p256", "curve25519"), new AgreementRefusal.NotMyCertificate(seat, "aa", "bb"),
            .. OfCertificates.Select(reason => new AgreementRefusal.BadCertificate(seat, reason)),
        ]),
    ];

    [Fact]
    public void No_two_refusals_of_a_certificate_say_the_same() => AreToldApart(OfCertificates, refusal => refusal.Describe());

    [Fact]
    public void No_two_refusals_of_an_agreement_say_the_same() => AreToldApart(OfAgreements, refusal => refusal.Describe());

    /// <summary>What was expected and what was found are not to be taken for each other.</summary>
    [Fact]
    public void A_refusal_says_whom_and_what_it_is_about()
    {
        Assert.Equal("is that of Trudy, not of Bob", new CertificateRefusal.WrongName("Bob", "Trudy").Describe());
        Assert.Equal("has the extension 1.2.3 twice", new CertificateRefusal.Duplicate("1.2.3").Describe());
        Assert.Contains("(1.2.3)", new CertificateRefusal.UnknownCritical("1.2.3").Describe(), StringComparison.Ordinal);
        Assert.Contains("(Cyclic)", new CertificateRefusal.BadPath("Cyclic").Describe(), StringComparison.Ordinal);
        Assert.Equal("has expired: that of Bob ended at 2026-05-04T03:02:01Z",
            new CertificateRefusal.Expired("Bob", Time.ToOffset(TimeSpan.FromHours(5))).Describe());
        Assert.Equal(
            "the certificate of the trusted party has no participant's name",
            new AgreementRefusal.BadCertificate(Seat.TrustedParty, new CertificateRefusal.BadName()).Describe());
        Assert.Equal(
            "the certificate of the recipient is of suite curve25519, not p256",
            new AgreementRefusal.OtherSuite(Seat.Recipient, "p256", "curve25519").Describe());
        Assert.Equal(
            "the certificate of the sender is not the one in use here (bb, not aa)",
            new AgreementRefusal.NotMyCertificate(Seat.Sender, "aa", "bb").Describe());
        Assert.Equal(
            "the certificates choose Bank as trusted party, not Post", new AgreementRefusal.NotTheChosen("Bank", "Post").Describe());
    }

    private static void AreToldApart<T>(T[] all, Func<T, string> describe)
        where T : class
    {
        // Each kind is among them.
        Assert.Equal(typeof(T).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(T))).ToHashSet(),
            all.Select(one => one.GetType()).ToHashSet());
        var lines = all.Select(describe).ToList();
        Assert.All(lines, line => Assert.True(line.Length > 10 && !line.Any(char.IsControl), line));
        Assert.Equal(lines.Count, lines.Distinct(StringComparer.Ordinal).Count());
    }
}
