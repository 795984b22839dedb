using System.Formats.Cbor;
using FairExchange.Runtime.Operations;
using FairExchange.Runtime.Values;

namespace FairExchange.Runtime.Uses;

/// <summary>
/// An electronic check (section 4): "it would be nice that the recipient gets our electronic check to him if and only if we get a corresponding receipt that he got it".
/// <code>["fair-exchange check", 1, drawer, payee, number, units, currency, date, signature of the drawer]</code>
/// </summary>
/// <param name="Drawer">Who pays: the sender of the mail.</param>
/// <param name="Payee">Who is paid: its recipient.</param>
/// <param name="Number">The drawer gives each number once, 1 to <see cref="Largest"/>.</param>
/// <param name="Amount">What is paid.</param>
/// <param name="Date">When it was drawn.</param>
public sealed record Check(string Drawer, string Payee, long Number, Amount Amount, DateOnly Date) : SignedMessage
{
    public const long Largest = 999_999_999_999;

    internal const string Word = "check";

    public override string Kind => Word;

    public override string Sender => Drawer;

    public override string Recipient => Payee;

    public override string Transaction => Certificates.Transaction.ElectronicCheck;

    private protected override bool AreWithinBounds => Wire.IsName(Drawer) && Wire.IsName(Payee) && Number is > 0 and <= Largest && Amount.IsWithinBounds;

    private protected override int SignedFields => 6;

    public static Check Draw(PrivateKeys drawer, string payee, long number, Amount amount, DateOnly date) =>
        (Check)new Check(drawer.Name, payee, number, amount, date).SignedBy(drawer);

    public override string ToString() => $"check no. {Number} for {Amount}, drawn by {Drawer} on {Say(Date)}";

    internal static Check Read(CborReader reader) =>
        new(reader.ReadTextString(), reader.ReadTextString(), reader.ReadInt64(), ReadAmount(reader), ReadDate(reader)) { Signature = new Bytes(reader.ReadByteString()) };

    private protected override void WriteSigned(CborWriter writer)
    {
        writer.WriteTextString(Drawer);
        writer.WriteTextString(Payee);
        writer.WriteInt64(Number);
        Write(writer, Amount);
        Write(writer, Date);
    }
}
