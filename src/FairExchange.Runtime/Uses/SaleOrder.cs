using System.Formats.Cbor;
using System.Security.Cryptography;
using FairExchange.Runtime.Values;

namespace FairExchange.Runtime.Uses;

/// <summary>
/// What a buyer signs before a good is shipped, lest he claim later "that he never asked for G" (section 4). It names the good by its digest, as a seller's price list
/// would: certified mail gives a receipt for whatever was sent, garbage included, and only the order says what should have been.
/// <code>["fair-exchange order", 1, buyer, seller, number, item, digest, units, currency, date, signature of the buyer]</code>
/// </summary>
/// <param name="Buyer">Who signs.</param>
/// <param name="Seller">From whom.</param>
/// <param name="Number">The buyer's, 1 to <see cref="Check.Largest"/>.</param>
/// <param name="Item">The good's name, 1 to 255 bytes of UTF-8 on one line.</param>
/// <param name="Digest">SHA-256 of the good, 32 bytes.</param>
/// <param name="Price">What it costs.</param>
/// <param name="Date">When it was ordered.</param>
public sealed record SaleOrder(string Buyer, string Seller, long Number, string Item, Bytes Digest, Amount Price, DateOnly Date) : SignedMessage
{
    internal const string Word = "order";

    public override string Kind => Word;

    public override string Sender => Buyer;

    public override string Recipient => Seller;

    public override string Transaction => Certificates.Transaction.ElectronicSale;

    private protected override bool AreWithinBounds => Wire.IsName(Buyer) && Wire.IsName(Seller) && Number is > 0 and <= Check.Largest && Wire.IsLine(Item)
        && Digest.Length == SHA256.HashSizeInBytes && Price.IsWithinBounds;

    private protected override int SignedFields => 8;

    public override string ToString() => $"order no. {Number} of {Say(Date)} for {Item} at {Price}";

    internal static SaleOrder Read(CborReader reader) => new(
        reader.ReadTextString(), reader.ReadTextString(), reader.ReadInt64(), reader.ReadTextString(), new Bytes(reader.ReadByteString()), ReadAmount(reader), ReadDate(reader))
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
