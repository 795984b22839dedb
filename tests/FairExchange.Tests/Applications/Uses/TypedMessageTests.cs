using System.Formats.Cbor;
using FairExchange.Applications.Uses;
using FairExchange.Runtime.Values;

namespace FairExchange.Tests.Applications.Uses;

public class TypedMessageTests
{
    [Theory]
    [MemberData(nameof(Samples.KindsAndSuites), MemberType = typeof(Samples))]
    public void What_is_written_is_read(string kind, string suite)
    {
        var message = Samples.Of(kind, suite);
        var bytes = message.Encode();

        Assert.Equal(kind, TypedMessage.KindOf(bytes));
        Assert.Equal(message, TypedMessage.TryDecode(bytes));
        Assert.True(message.Fits);
    }

    /// <summary>The bytes as the documentation says them: an array of nine, text, 1, and so on (RFC 8949, 3).</summary>
    [Fact]
    public void A_check_has_the_layout_that_is_documented()
    {
        var check = Samples.Check("p256");
        byte[] expected =
        [
            0x89, 0x73, .. "fair-exchange check"u8, 0x01, 0x65, .. "Alice"u8, 0x63, .. "Bob"u8, 0x11, 0x19, 0x61, 0xa8, 0x63, .. "EUR"u8,
            0x6a, .. "2026-01-15"u8,
            0x58, 0x40, .. check.Signature.Span,
        ];
        Assert.Equal(expected, check.Encode());
    }

    [Theory]
    [MemberData(nameof(Samples.KindsAndSuites), MemberType = typeof(Samples))]
    public void Whatever_is_changed_is_refused_or_is_another_message_in_its_one_encoding(string kind, string suite)
    {
        var (message, bytes) = (Samples.Of(kind, suite), Samples.Of(kind, suite).Encode());
        for (var i = 0; i < bytes.Length; i++)
        {
            Assert.Null(TypedMessage.TryDecode(bytes.AsMemory(0, i)));
            foreach (var change in new[] { 1, 0x20, 0x80, 0xff })
            {
                byte[] changed = [.. bytes];
                changed[i] ^= (byte)change;
                if (TypedMessage.TryDecode(changed) is { } other)
                {
                    Assert.NotEqual(message, other);
                    Assert.Equal(changed, other.Encode());
                }
            }
        }

        Assert.Null(TypedMessage.TryDecode((byte[])[.. bytes, 0]));
    }

    [Theory]
    [InlineData("9f", "ff")]
    [InlineData("9807", "")]
    public void Another_form_of_the_same_array_is_refused(string head, string tail)
    {
        var bytes = Samples.Notice().Encode();
        Assert.Equal(0x87, bytes[0]);
        Assert.Null(TypedMessage.TryDecode((byte[])[.. Convert.FromHexString(head), .. bytes[1..], .. Convert.FromHexString(tail)]));
    }

    [Fact]
    public void Another_version_is_refused_and_another_kind_is_no_typed_message()
    {
        var bytes = Samples.Notice().Encode();
        var version = 2 + "fair-exchange notice".Length;
        Assert.Equal(1, bytes[version]);
        bytes[version] = 2;
        Assert.Equal("notice", TypedMessage.KindOf(bytes));
        Assert.Null(TypedMessage.TryDecode(bytes));

        foreach (var text in new[] { "", "check", "fair-exchange", "fair-exchange ", "fair-exchange evidence", "fair-exchange checks",
            "Fair-exchange check" })
        {
            var writer = new CborWriter();
            writer.WriteStartArray(2);
            writer.WriteTextString(text);
            writer.WriteInt32(1);
            writer.WriteEndArray();
            Assert.Null(TypedMessage.KindOf(writer.Encode()));
            Assert.Null(TypedMessage.TryDecode(writer.Encode()));
        }

        Assert.Null(TypedMessage.KindOf("Dear Bob, the price is 12."u8.ToArray()));
        Assert.Null(TypedMessage.KindOf(default));
    }

    /// <summary>Each level would take a stack frame of a decoder that reads whatever is inside.</summary>
    [Fact]
    public void Goods_within_goods_are_refused_however_deep()
    {
        const int Depth = 100_000;
        byte[] head = [0x84, 0x72, .. "fair-exchange good"u8, 0x01, 0x5a], tail = [0x41, 0x01];
        var inner = Samples.Of("good", "p256").Encode();
        // From the outside in; the length of what is inside takes four bytes, and is known beforehand.
        var bytes = new List<byte>();
        for (var depth = Depth; depth > 0; depth--)
        {
            var length = inner.Length + ((depth - 1) * (head.Length + 4 + tail.Length));
            bytes.AddRange([.. head, (byte)(length >> 24), (byte)(length >> 16), (byte)(length >> 8), (byte)length]);
        }

        bytes.AddRange(inner);
        bytes.AddRange(Enumerable.Repeat(tail, Depth).SelectMany(tails => tails));
        byte[] goods = [.. bytes];

        Assert.Equal("good", TypedMessage.KindOf(goods));
        Assert.Null(TypedMessage.TryDecode(goods));
    }

    [Fact]
    public void Whatever_is_over_its_bounds_has_no_encoding()
    {
        var (check, notice, order) = (Samples.Check("p256"), Samples.Notice(), Samples.Order("p256"));
        TypedMessage[] bad =
        [
            check with { Number = 0 }, check with { Number = Check.Largest + 1 }, check with { Drawer = "" },
            check with { Payee = "B\u001b[2J" }, check with
            {
                Signature = default,
            },
            check with { Amount = new Amount(0, "EUR") }, check with { Amount = new Amount(1, "eur") }, check with
            {
                Signature = new Bytes(new byte[129]),
            },
            notice with { Subject = "two\nlines" }, notice with { Subject = new string('x', 256) }, notice with
            {
                Text = new string('x', Notice.LongestText + 1),
            },
            notice with { Text = "\ud800" }, notice with { Due = new Value.Time(-1) }, notice with { Due = new Value.Time(long.MaxValue) },
            order with { Item = "" }, order with { Digest = new Bytes(new byte[31]) },
            new Good(order with { Item = "" }, Samples.Song), new Good(order, default),
            new Good(order, new Bytes(new byte[Good.Largest + 1])),
        ];
        Assert.All(bad, message =>
        {
            Assert.False(message.Fits);
            Assert.Throws<InvalidOperationException>(message.Encode);
        });
        Assert.True((notice with { Subject = new string('x', 255), Text = new string('x', Notice.LongestText) }).Fits);
        Assert.True(new Good(order, new Bytes(new byte[Good.Largest])).Fits);
    }

    /// <summary>The bounds are small enough: with the longest names the greatest good is still one message.</summary>
    [Fact]
    public void The_greatest_good_fits_into_the_greatest_message()
    {
        var name = new string('x', 255);
        var order = Samples.Order("p256") with
        {
            Buyer = name,
            Seller = name,
            Item = name,
            Number = Check.Largest,
            Price = new Amount(Amount.MostUnits, "USD"),
            Signature = new Bytes(new byte[128]),
        };
        Assert.InRange(new Good(order, new Bytes(new byte[Good.Largest])).Encode().Length, Good.Largest, Wire.MaximumMessage);
    }
}
