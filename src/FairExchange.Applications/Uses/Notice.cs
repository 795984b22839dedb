using System.Formats.Cbor;
using System.Text;
using FairExchange.Runtime.Values;

namespace FairExchange.Applications.Uses;

/// <summary>
/// What somebody is obliged to tell another in time, "about coming deadlines to exercise certain options" say, "in a manner that prove
/// their having complied" (section 4). It is served by a protocol with a cut-off time.
/// <code>["fair-exchange notice", 1, sender, recipient, due, subject, text]</code>
/// </summary>
/// <param name="Sender">Who must inform.</param>
/// <param name="Recipient">Who must be informed.</param>
/// <param name="Due">By when he must have it.</param>
/// <param name="Subject">One line, 1 to 255 bytes of UTF-8.</param>
/// <param name="Text">The notice itself, up to <see cref="LongestText"/> bytes of UTF-8.</param>
public sealed record Notice(string Sender, string Recipient, Value.Time Due, string Subject, string Text) : TypedMessage
{
    public const int LongestText = 64 * 1024;

    internal const string Word = "notice";

    public override string Kind => Word;

    public override string Sender { get; } = Sender;

    public override string Recipient { get; } = Recipient;

    public override string Transaction => Certificates.Transaction.Notice;

    private protected override bool IsWithinBounds =>
        Wire.IsName(Sender) && Wire.IsName(Recipient) && Wire.IsTime(Due.Ms) && Wire.IsLine(Subject)
        && Encoding.UTF8.GetByteCount(Text) <= LongestText && Text.EnumerateRunes().All(rune => rune != Rune.ReplacementChar);

    private protected override int Fields => 5;

    public override string ToString() => $"the notice '{Subject}' (due by {Due})";

    internal static Notice Read(CborReader reader) => new(
        reader.ReadTextString(), reader.ReadTextString(), new Value.Time(reader.ReadInt64()), reader.ReadTextString(),
        reader.ReadTextString());

    private protected override void WriteFields(CborWriter writer)
    {
        writer.WriteTextString(Sender);
        writer.WriteTextString(Recipient);
        writer.WriteInt64(Due.Ms);
        writer.WriteTextString(Subject);
        writer.WriteTextString(Text);
    }
}
