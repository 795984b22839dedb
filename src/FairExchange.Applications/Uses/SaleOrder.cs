using System.Formats.Cbor;
using System.Security.Cryptography;
using FairExchange.Runtime.Values;

namespace FairExchange.Applications.Uses;

/// <summary>
/// What a buyer signs before a good is shipped, lest he claim later "that he never asked for G" (section 4). It names the good by its
/// digest, as a seller's price list would: certified mail gives a receipt for whatever was sent, garbage included, and only the order says
/// what should have been.
/// <code>["fair-exchange order", 1, buyer, seller, number, item, digest, units, currency, date, signature of the buyer]</code>
/// </summary>
/// <param name="Buyer">Who signs.</param>
/// <param name="Seller">From whom.</param>
/// <param name="Number">The buyer's, 1 to <see cref="Check.Largest"/>.</param>
/// <param name="Item">The good's name, 1 to 255 bytes of UTF-8 on one line.</param>
/// <param name="Digest">SHA-256 of the good, 32 bytes.</param>
/// <param name="Price">What it costs.</param>
/// <param name="Date">When it was ordered.</param>
public sealed record SaleOrder(string Buyer, string Seller, long Number, string Item, Bytes Digest, Amount Price, DateOnly Date)
    : SignedMessage
{
    internal const string Word = "order";

    public override string Kind => Word;

    public override string Sender => Buyer;

    public override string Recipient => Seller;

    public override string Transaction => Certificates.Transaction.ElectronicSale;

    private protected override bool AreWithinBounds =>
        Wire.IsName(Buyer) && Wire.IsName(Seller) && Number is > 0 and <= Check.Largest && Wire.IsLine(Item)
        && Digest.Length == SHA256.HashSizeInBytes && Price.IsWithinBounds;

    private protected override int SignedFields => 8;

    public override string ToString() => $"order no. {Number} of {Say(Date)} for {Item} at {Price}";

    internal static SaleOrder Read(CborReader reader) => new(
        reader.ReadTextString(), reader.ReadTextString(), reader.ReadInt64(), reader.ReadTextString(), new Bytes(reader.ReadByteString()),
        ReadAmount(reader), ReadDate(reader))
    {
        Signature = new Bytes(reader.ReadByteString()),
    };

    private protected override void WriteSigned(CborWriter writer)
    {
        writer.WriteTextString(Buyer);
        writer.WriteTextString(Seller);
        writer.WriteInt64(Number);
        writer.WriteTextString(Item);
        writer.WriteByteString(Digest.Span);
        Write(writer, Price);
        Write(writer, Date);
    }
}

/// <summary>
/// A good in digital form with the order that it answers: "our protocol ... executed with G as the message" (section 4). One receipt then
/// shows both, that the buyer asked and that he got it.
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

    public override string ToString() =>
        $"{Order.Item} ({Content.Length} bytes) for {Order.Buyer}'s order no. {Order.Number} at {Order.Price}";

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
