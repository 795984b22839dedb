using System.Collections.Immutable;
using System.Formats.Cbor;
using System.Text;
using FairExchange.Model.Language;

namespace FairExchange.Runtime.Values;

/// <summary>
/// Values as deterministic CBOR (RFC 8949, section 4.2). Each is an array that starts with its kind, so that a name is never read as a
/// message:
/// <code>
/// name       [0, text]          ciphertext [4, bytes]                     digest [8, bytes .size 32]
/// message    [1, bytes]         tuple      [5, value, value, ...]         2 to 16 items
/// coins      [2, bytes .size 32]  parties  [6, text, text]                in ordinal order
/// contract   [3, bytes]         signature  [7, text, value, bytes]        signer, body, proof
/// time       [9, uint]          milliseconds since 1970
/// key        [10, bytes .size 32]  goods  [11, bytes .size 32]            the digest of what travels beside the message
/// tag        [12, text]                                                   lower-case letters and hyphens
/// </code>
/// Each value has one encoding, and the decoder takes no other.
/// </summary>
public static class Wire
{
    /// <summary>A message's greatest size: 16 MiB.</summary>
    public const int MaximumMessage = 16 * 1024 * 1024;

    /// <summary>Room for a message, its encryption and the names and signatures around them.</summary>
    public const int MaximumEncoding = (2 * MaximumMessage) + (64 * 1024);

    /// <summary>More than the heads of what a protocol's messages usually hold.</summary>
    private const int Framing = 512;

    /// <summary>
    /// The greatest buffer that a thread keeps for its next message: a new one each time would have to be zeroed each time.
    /// </summary>
    private const int Buffered = 4 * 1024 * 1024;

    [ThreadStatic]
    private static CborWriter? buffered;

    private const int MaximumDepth = 8;
    private const int MaximumItems = 16;

    /// <summary>Values in one message, each of which costs memory however little it holds.</summary>
    private const int MaximumValues = 256;

    private const int MaximumName = 255;
    private const int MaximumProof = 1024;
    private const int CoinsSize = 32;

    /// <summary>The last millisecond of the year 9999.</summary>
    private const long LastTime = 253_402_300_799_999;

    public static byte[] Encode(Value value)
    {
        var writer = buffered;
        buffered = null;
        if (writer is null || value.Content() > Buffered)
        {
            // Room for all of it at once: growing would copy a large message again and again.
            writer = new CborWriter(
                CborConformanceMode.Canonical, initialCapacity: (int)Math.Min(MaximumEncoding, value.Content() + Framing));
        }

        Write(writer, value);
        var encoding = writer.Encode();
        // Wipes the buffer too: a message does not lie about until the thread writes its next one.
        writer.Reset();
        buffered = encoding.Length <= Buffered ? writer : null;
        return encoding;
    }

    /// <summary>
    /// Null, and never an exception, for whatever <see cref="Encode"/> cannot have made or is over the bounds. The value is a copy: what
    /// was verified stays what it is when the caller receives its next message into the same buffer.
    /// </summary>
    public static Value? TryDecode(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > MaximumEncoding)
        {
            return null;
        }

        try
        {
            var reader = new CborReader(bytes, CborConformanceMode.Canonical);
            var room = MaximumValues;
            var value = Read(reader, 0, ref room);
            return reader.BytesRemaining == 0 ? value : null;
        }
        catch (Exception malformed)
            when (malformed is CborContentException or InvalidOperationException or OverflowException or ArgumentException)
        {
            return null;
        }
    }

    private static void Write(CborWriter writer, Value value)
    {
        switch (value)
        {
            case Value.Name name:
                Start(writer, 2, 0).WriteTextString(name.Text);
                break;
            case Value.Message message:
                Start(writer, 2, 1).WriteByteString(message.Bytes.Span);
                break;
            case Value.Coins coins:
                Start(writer, 2, 2).WriteByteString(coins.Bytes.Span);
                break;
            case Value.Contract contract:
                Start(writer, 2, 3).WriteByteString(contract.Bytes.Span);
                break;
            case Value.Ciphertext ciphertext:
                Start(writer, 2, 4).WriteByteString(ciphertext.Bytes.Span);
                break;
            case Value.Tuple tuple:
                Start(writer, tuple.Items.Length + 1, 5);
                foreach (var item in tuple.Items)
                {
                    Write(writer, item);
                }

                break;
            case Value.Parties parties:
                Start(writer, 3, 6).WriteTextString(parties.First.Text);
                writer.WriteTextString(parties.Second.Text);
                break;
            case Value.Signature signature:
                Start(writer, 4, 7).WriteTextString(signature.Signer.Text);
                Write(writer, signature.Body);
                writer.WriteByteString(signature.Proof.Span);
                break;
            case Value.Digest digest:
                Start(writer, 2, 8).WriteByteString(digest.Bytes.Span);
                break;
            case Value.Time time:
                Start(writer, 2, 9).WriteInt64(time.Ms);
                break;
            case Value.Key key:
                Start(writer, 2, 10).WriteByteString(key.Bytes.Span);
                break;
            case Value.Bulk bulk:
                Start(writer, 2, 11).WriteByteString(bulk.Bytes.Span);
                break;
            case Value.Tag tag:
                Start(writer, 2, 12).WriteTextString(tag.Word);
                break;
            case Value.Filed:
                throw new InvalidOperationException("A message that lies in a file is not sent but under a key.");
            case Value.Sealed or Value.Committed or Value.Locked:
                throw new InvalidOperationException("The symbolic suite moves terms; it has no bytes.");
            default:
                throw new System.Diagnostics.UnreachableException();
        }

        writer.WriteEndArray();
    }

    private static CborWriter Start(CborWriter writer, int items, int kind)
    {
        writer.WriteStartArray(items);
        writer.WriteInt32(kind);
        return writer;
    }

    private static Value Read(CborReader reader, int depth, ref int room)
    {
        if (depth > MaximumDepth || --room < 0)
        {
            throw new CborContentException("nested too deep, or too many");
        }

        var items = reader.ReadStartArray() ?? throw new CborContentException("indefinite length");
        var kind = reader.ReadInt32();
        Value value = (kind, items) switch
        {
            (0, 2) => ReadName(reader),
            (1, 2) => new Value.Message(ReadBytes(reader, 0, MaximumMessage)),
            (2, 2) => new Value.Coins(ReadBytes(reader, CoinsSize, CoinsSize)),
            (3, 2) => new Value.Contract(ReadBytes(reader, 0, MaximumMessage)),
            (4, 2) => new Value.Ciphertext(ReadBytes(reader, 0, MaximumEncoding)),
            (5, >= 3 and <= MaximumItems + 1) => ReadTuple(reader, items - 1, depth, ref room),
            (6, 3) => ReadParties(reader),
            (7, 4) => new Value.Signature(ReadName(reader), Read(reader, depth + 1, ref room), ReadBytes(reader, 0, MaximumProof)),
            (8, 2) => new Value.Digest(ReadBytes(reader, 32, 32)),
            (9, 2) => ReadTime(reader),
            (10, 2) => new Value.Key(ReadBytes(reader, 32, 32)),
            (11, 2) => new Value.Bulk(ReadBytes(reader, 32, 32)),
            (12, 2) => ReadTag(reader),
            _ => throw new CborContentException("unknown kind"),
        };
        reader.ReadEndArray();
        return value;
    }

    private static Value.Tuple ReadTuple(CborReader reader, int count, int depth, ref int room)
    {
        var items = ImmutableArray.CreateBuilder<Value>(count);
        for (var i = 0; i < count; i++)
        {
            items.Add(Read(reader, depth + 1, ref room));
        }

        return new Value.Tuple(items.MoveToImmutable());
    }

    private static Value.Parties ReadParties(CborReader reader)
    {
        var (first, second) = (ReadName(reader), ReadName(reader));
        return string.CompareOrdinal(first.Text, second.Text) <= 0
            ? new Value.Parties(first, second) : throw new CborContentException("out of order");
    }

    private static Value.Name ReadName(CborReader reader)
    {
        var text = reader.ReadTextString();
        return IsName(text) ? new Value.Name(text) : throw new CborContentException("no name");
    }

    private static Value.Tag ReadTag(CborReader reader)
    {
        var word = reader.ReadTextString();
        return Term.Tag.IsWord(word) ? new Value.Tag(word) : throw new CborContentException("no tag");
    }

    /// <summary>1 to 255 bytes of UTF-8 that are a name (<see cref="Legible"/>).</summary>
    public static bool IsName(string text) => IsShort(text) && Legible.IsName(text);

    /// <summary>1 to 255 bytes of UTF-8 on one line: of what is said beside the names.</summary>
    public static bool IsLine(string text) => IsShort(text) && Legible.IsLine(text, MaximumName);

    private static bool IsShort(string text) => text.Length <= MaximumName && Encoding.UTF8.GetByteCount(text) <= MaximumName;

    private static Value.Time ReadTime(CborReader reader) =>
        reader.ReadInt64() is var time && IsTime(time) ? new Value.Time(time) : throw new CborContentException("no time");

    /// <summary>1970 to 9999.</summary>
    public static bool IsTime(long milliseconds) => milliseconds is >= 0 and <= LastTime;

    /// <summary>Whether what stands for a variable has a size that the decoder takes.</summary>
    internal static bool IsWithinBounds(Value value) => value switch
    {
        Value.Name name => IsName(name.Text),
        Value.Message message => message.Bytes.Length <= MaximumMessage,
        Value.Coins coins => coins.Bytes.Length == CoinsSize,
        Value.Contract contract => contract.Bytes.Length <= MaximumMessage,
        Value.Time time => IsTime(time.Ms),
        Value.Key key => key.Bytes.Length == 32,
        _ => true,
    };

    private static Bytes ReadBytes(CborReader reader, int least, int most)
    {
        var bytes = reader.ReadByteString();
        return bytes.Length >= least && bytes.Length <= most ? new Bytes(bytes) : throw new CborContentException("wrong length");
    }
}
