using System.Formats.Cbor;
using System.Globalization;
using FairExchange.Runtime.Values;

namespace FairExchange.Runtime.Uses;

/// <summary>
/// What certified mail is used for (section 4): a message whose bytes say what it is. In deterministic CBOR, an array that begins with
/// <code>["fair-exchange KIND", 1, ...]</code>
/// Each has one encoding, and the decoder takes no other. A sum of all bounds fits into one message of the protocols (<see cref="Wire.MaximumMessage"/>).
/// </summary>
public abstract record TypedMessage
{
    private const string Prefix = "fair-exchange ";
    private const int Version = 1;

    /// <summary>The kinds that are read here, each with what reads its fields.</summary>
    private static readonly Dictionary<string, Func<CborReader, TypedMessage>> Kinds = new()
    {
        [Check.Word] = Check.Read,
        [Notice.Word] = Notice.Read,
        [SaleOrder.Word] = SaleOrder.Read,
        [Good.Word] = Good.Read,
    };

    private protected TypedMessage()
    {
    }

    public abstract string Kind { get; }

    /// <summary>Whose message it is, by what it says itself.</summary>
    public abstract string Sender { get; }

    public abstract string Recipient { get; }

    /// <summary>The type of transaction, by which participants may list trusted parties (section 5).</summary>
    public abstract string Transaction { get; }

    /// <summary>Whether all that it says is within its bounds, so that it has an encoding.</summary>
    public bool Fits => IsWithinBounds && Write(Fields, WriteFields).Length <= Wire.MaximumMessage;

    private protected abstract bool IsWithinBounds { get; }

    /// <summary>How many items come after format and version.</summary>
    private protected abstract int Fields { get; }

    /// <exception cref="InvalidOperationException">Something in it is over its bounds.</exception>
    public byte[] Encode() => IsWithinBounds && Write(Fields, WriteFields) is { Length: <= Wire.MaximumMessage } bytes
        ? bytes
        : throw new InvalidOperationException($"A {Kind} of these contents is over the bounds.");

    /// <summary>What the bytes call themselves: one of the kinds, or null for a message that is of no type.</summary>
    public static string? KindOf(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            var reader = new CborReader(bytes, CborConformanceMode.Canonical);
            reader.ReadStartArray();
            return reader.PeekState() == CborReaderState.TextString ? Known(reader.ReadTextString()) : null;
        }
        catch (Exception untyped) when (untyped is CborContentException or InvalidOperationException or OverflowException)
        {
            return null;
        }

        static string? Known(string format) => format.StartsWith(Prefix, StringComparison.Ordinal) && Kinds.ContainsKey(format[Prefix.Length..]) ? format[Prefix.Length..] : null;
    }

    /// <summary>Null, and never an exception, for whatever <see cref="Encode"/> cannot have made.</summary>
    public static TypedMessage? TryDecode(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > Wire.MaximumMessage || KindOf(bytes) is not { } kind)
        {
            return null;
        }

        try
        {
            var reader = new CborReader(bytes, CborConformanceMode.Canonical);
            reader.ReadStartArray();
            reader.SkipValue();
            reader.SkipValue();
            // Another version, another number of items, or bytes behind them are not what encoding again gives.
            return Kinds[kind](reader) is { IsWithinBounds: true } read && read.Encode().AsSpan().SequenceEqual(bytes.Span) ? read : null;
        }
        catch (Exception malformed) when (malformed is CborContentException or InvalidOperationException or OverflowException or FormatException)
        {
            return null;
        }
    }

    private protected abstract void WriteFields(CborWriter writer);

    private protected byte[] Write(int fields, Action<CborWriter> write)
    {
        var writer = new CborWriter(CborConformanceMode.Canonical);
        writer.WriteStartArray(fields + 2);
        writer.WriteTextString(Prefix + Kind);
        writer.WriteInt32(Version);
        write(writer);
        writer.WriteEndArray();
        return writer.Encode();
    }

    private protected static void Write(CborWriter writer, Amount amount)
    {
        writer.WriteInt64(amount.Units);
        writer.WriteTextString(amount.Currency);
    }

    private protected static void Write(CborWriter writer, DateOnly date) => writer.WriteTextString(Say(date));

    private protected static Amount ReadAmount(CborReader reader) => new(reader.ReadInt64(), reader.ReadTextString());

    /// <exception cref="FormatException">Not a day.</exception>
    private protected static DateOnly ReadDate(CborReader reader) => DateOnly.ParseExact(reader.ReadTextString(), "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private protected static string Say(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
