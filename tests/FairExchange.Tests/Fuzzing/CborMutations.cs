using System.Formats.Cbor;
using System.Text;
using FairExchange.Simulation;

namespace FairExchange.Tests.Fuzzing;

/// <summary>
/// CBOR that is still deterministic CBOR, with an item replaced, taken from elsewhere, doubled or left out, also within byte strings that
/// are CBOR themselves.
/// </summary>
internal static class CborMutations
{
    public static byte[] Of(byte[] input, byte[] other, Chance chance)
    {
        if (Read(input) is not { } root)
        {
            return Mutations.Of(input, other, chance);
        }

        var donor = Read(other) ?? root;
        for (var changes = 1 + chance.Below(3); changes > 0; changes--)
        {
            root = Change(root, donor, chance);
        }

        var writer = new CborWriter(CborConformanceMode.Lax);
        Write(writer, root);
        return writer.Encode();
    }

    /// <summary>An array is a list, a byte string that is an array in CBOR a list within another.</summary>
    private sealed record Nested(List<object?> Items);

    private static object? Read(byte[] bytes)
    {
        try
        {
            var reader = new CborReader(bytes, CborConformanceMode.Lax);
            var item = Read(reader);
            return reader.BytesRemaining == 0 && item is List<object?> ? item : null;
        }
        catch (Exception malformed) when (malformed is CborContentException or InvalidOperationException or OverflowException)
        {
            return null;
        }
    }

    private static object? Read(CborReader reader)
    {
        switch (reader.PeekState())
        {
            case CborReaderState.StartArray:
                var items = new List<object?>();
                reader.ReadStartArray();
                while (reader.PeekState() != CborReaderState.EndArray)
                {
                    items.Add(Read(reader));
                }

                reader.ReadEndArray();
                return items;
            case CborReaderState.ByteString:
                var bytes = reader.ReadByteString();
                return bytes.Length > 1 && bytes[0] is >= 0x80 and < 0xa0 && Read(bytes) is List<object?> inner ? new Nested(inner) : bytes;
            case CborReaderState.TextString:
                return reader.ReadTextString();
            case CborReaderState.UnsignedInteger:
            case CborReaderState.NegativeInteger:
                return reader.ReadInt64();
            default:
                reader.SkipValue();
                return null;
        }
    }

    private static object Change(object root, object donor, Chance chance)
    {
        var places = Places(root).ToList();
        if (places.Count == 0)
        {
            return root;
        }

        var (list, at) = places[chance.Below(places.Count)];
        var elsewhere = Places(chance.Below(2) == 0 ? root : donor).ToList();
        switch (chance.Below(8))
        {
            case 0:
                list.RemoveAt(at);
                break;
            case 1 when list.Count < 40:
                list.Insert(at, Copy(list[at]));
                break;
            case 2 or 3 when elsewhere.Count > 0:
                var (from, index) = elsewhere[chance.Below(elsewhere.Count)];
                list[at] = Copy(from[index]);
                break;
            default:
                list[at] = list[at] switch
                {
                    long => chance.Below(6) switch
                    {
                        0 => -1L,
                        1 => long.MaxValue,
                        2 => 0L,
                        3 => 253_402_300_800_000L,
                        _ => (long)chance.Below(14),
                    },
                    string text => Encoding.UTF8.GetString(Mutations.Of(Encoding.UTF8.GetBytes(text), "Trudy"u8.ToArray(), chance)),
                    byte[] bytes => chance.Below(3) == 0 ? chance.Bytes(chance.Below(80)) : Mutations.Of(bytes, [], chance),
                    var same => chance.Below(3) switch { 0 => 7L, 1 => "Bob", _ => Copy(same) },
                };
                break;
        }

        return root;
    }

    private static IEnumerable<(List<object?> List, int At)> Places(object? item) =>
        (item as List<object?> ?? (item as Nested)?.Items) is { } list
            ? list.SelectMany((inner, at) => Places(inner).Prepend((list, at))) : [];

    private static object? Copy(object? item) => item switch
    {
        List<object?> list => list.Select(Copy).ToList(),
        Nested nested => new Nested([.. nested.Items.Select(Copy)]),
        _ => item,
    };

    private static void Write(CborWriter writer, object? item)
    {
        switch (item)
        {
            case List<object?> list:
                writer.WriteStartArray(list.Count);
                list.ForEach(inner => Write(writer, inner));
                writer.WriteEndArray();
                break;
            case Nested nested:
                var within = new CborWriter(CborConformanceMode.Lax);
                Write(within, nested.Items);
                writer.WriteByteString(within.Encode());
                break;
            case byte[] bytes:
                writer.WriteByteString(bytes);
                break;
            case string text:
                writer.WriteTextString(text);
                break;
            case long number:
                writer.WriteInt64(number);
                break;
            default:
                writer.WriteNull();
                break;
        }
    }
}
