using System.Text;
using FairExchange.Applications.Uses;
using FairExchange.Runtime.Operations;
using FairExchange.Runtime.Values;

namespace FairExchange.Tests.Applications.Uses;

public class SignedMessageTests
{
    [Theory]
    [MemberData(nameof(Samples.Suites), MemberType = typeof(Samples))]
    public void Every_field_is_signed(string suite)
    {
        var (keys, check, order) = (Samples.Directory(suite), Samples.Check(suite), Samples.Order(suite));
        Assert.True(check.IsSigned(keys));
        Assert.True(order.IsSigned(keys));

        SignedMessage[] changed =
        [
            check with { Payee = "Trudy" }, check with { Number = 18 }, check with { Amount = new Amount(250_000, "EUR") }, check with
            {
                Amount = new Amount(25_000, "USD"),
            },
            check with { Date = Samples.Day.AddDays(1) }, check with { Drawer = "Bob" }, check with { Signature = new Bytes(new byte[64]) },
            order with { Seller = "Trudy" }, order with { Number = 1002 }, order with { Item = "other.abc" }, order with
            {
                Digest = new Bytes(new byte[32]),
            },
            order with { Price = new Amount(99_900, "USD") }, order with { Date = Samples.Day.AddDays(-1) }, order with { Buyer = "Alice" },
        ];
        Assert.All(changed, message => Assert.False(message.IsSigned(keys)));
    }

    [Fact]
    public void A_signer_whom_nobody_vouches_for_has_signed_nothing() =>
        Assert.False(Samples.Check("p256").IsSigned(KeyDirectory.Of([Samples.KeysOf("p256", "Bob")])));

    [Fact]
    public void Nobody_signs_in_anothers_name() =>
        Assert.Throws<ArgumentException>(() => new Check("Alice", "Bob", 1, Samples.Price, Samples.Day)
            .SignedBy(Samples.KeysOf("p256", "Trudy")));

    /// <summary>What Alice signs in an exchange, of whatever protocol, is no check of hers, even where it has a check's bytes.</summary>
    [Fact]
    public void A_signature_of_another_context_is_no_check()
    {
        var (keys, check) = (Samples.KeysOf("p256", "Alice"), Samples.Check("p256"));
        byte[] body = [0x88, .. check.Encode()[1..^66]];
        foreach (var (context, expected) in new[] { ("fair-exchange/1 use\0check", true), ("fair-exchange/1 use\0order", false),
            ("fair-exchange/1 check\0signature", false), ("", false) })
        {
            var signature = new Bytes(keys.Signing.Sign(Encoding.ASCII.GetBytes(context), body));
            Assert.Equal(expected, (check with { Signature = signature }).IsSigned(Samples.Directory("p256")));
        }
    }
}
