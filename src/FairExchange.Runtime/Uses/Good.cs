using System.Formats.Cbor;
using System.Security.Cryptography;
using FairExchange.Runtime.Values;

namespace FairExchange.Runtime.Uses;

/// <summary>
/// A good in digital form with the order that it answers: "our protocol ... executed with G as the message" (section 4). One receipt then shows both, that the buyer asked and that he got it.
/// <code>["fair-exchange good", 1, order as bytes, content]</code>
/// </summary>
/// <param name="Order">The buyer's.</param>
/// <param name="Content">The good, 1 byte to <see cref="Largest"/>.</param>
public sealed record Good(SaleOrder Order, Bytes Content) : TypedMessage
{
    /// <summary>In bytes: what the greatest message leaves beside an order.</summary>
    public const int Largest = Wire.MaximumMessage - 2048;

    internal const string Word = "good";

    public override string Kind => Word;

    public override string Sender => Order.Seller;

    public override string Recipient => Order.Buyer;

    public override string Transaction => Certificates.Transaction.ElectronicSale;

    private protected override bool IsWithinBounds => Order.Fits && Content.Length is > 0 and <= Largest;

    private protected override int Fields => 2;

    /// <summary>Whether it is what was ordered.</summary>
    public bool IsAsOrdered => SHA256.HashData(Content.Span).AsSpan().SequenceEqual(Order.Digest.Span);

    public override string ToString() => $"{Order.Item} ({Content.Length} bytes) for {Order.Buyer}'s order no. {Order.Number} at {Order.Price}";

    internal static Good Read(CborReader reader) => new(ReadOrder(reader.ReadByteString()), new Bytes(reader.ReadByteString()));

    /// <summary>Looks at the kind first: goods within goods within goods would take a stack frame each.</summary>
    private static SaleOrder ReadOrder(byte[] bytes) =>
        KindOf(bytes) == SaleOrder.Word && TryDecode(bytes) is SaleOrder order ? order : throw new CborContentException("no order");

    private protected override void WriteFields(CborWriter writer)
    {
        writer.WriteByteString(Order.Encode());
        writer.WriteByteString(Content.Span);
    }
}
