using System.Formats.Cbor;
using FairExchange.Model.Language;
using FairExchange.Runtime.Values;
using FairExchange.Service;

namespace FairExchange.Cli.Serving;

/// <summary>
/// What <c>serve</c> writes, a deterministic CBOR array a frame:
/// <code>
/// ["send", number or null, label, to, assurance, message]   a message that is to be sent
/// ["ready", owner]                                           after those that an earlier process may not have sent
/// ["taken", micro-dollars or null]                           after the answers to a request, with what was charged just now
/// ["rejected", name, words]                                  in place of them
/// </code>
/// </summary>
internal abstract record Reply
{
    private Reply()
    {
    }

    public sealed record Send(Answer Answer) : Reply;

    public sealed record Ready(string Owner) : Reply;

    public sealed record Taken(long? Charged) : Reply;

    public sealed record Rejected(string Name, string Words) : Reply;

    public byte[] Encode()
    {
        var writer = new CborWriter(CborConformanceMode.Canonical);
        switch (this)
        {
            case Send { Answer: var answer }:
                Start(writer, 6, "send");
                Write(writer, answer.Number);
                writer.WriteTextString(answer.Label);
                writer.WriteTextString(answer.To);
                writer.WriteInt32((int)answer.Assurance);
                writer.WriteByteString(answer.Message.Span);
                break;
            case Ready ready:
                Start(writer, 2, "ready").WriteTextString(ready.Owner);
                break;
            case Taken taken:
                Write(Start(writer, 2, "taken"), taken.Charged);
                break;
            case Rejected rejected:
                Start(writer, 3, "rejected").WriteTextString(rejected.Name);
                writer.WriteTextString(rejected.Words);
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }

        writer.WriteEndArray();
        return writer.Encode();
    }

    /// <summary>For whoever started the process, and believes it.</summary>
    /// <exception cref="CborContentException">Not what <see cref="Encode"/> writes.</exception>
    public static Reply Decode(byte[] frame)
    {
        var reader = new CborReader(frame, CborConformanceMode.Canonical);
        reader.ReadStartArray();
        Reply reply = reader.ReadTextString() switch
        {
            "send" => new Send(new Answer(
                Number(reader), reader.ReadTextString(), reader.ReadTextString(), Assurance: (Assurance)reader.ReadInt32(), Message: new Bytes(reader.ReadByteString()))),
            "ready" => new Ready(reader.ReadTextString()),
            "taken" => new Taken(Number(reader)),
            "rejected" => new Rejected(reader.ReadTextString(), reader.ReadTextString()),
            var other => throw new CborContentException($"no reply is called '{other}'"),
        };
        reader.ReadEndArray();
        return reply;
    }

    private static CborWriter Start(CborWriter writer, int items, string kind)
    {
        writer.WriteStartArray(items);
        writer.WriteTextString(kind);
        return writer;
    }

    private static void Write(CborWriter writer, long? number)
    {
        if (number is { } value)
        {
            writer.WriteInt64(value);
        }
        else
        {
            writer.WriteNull();
        }
    }

    private static long? Number(CborReader reader)
    {
        if (reader.PeekState() != CborReaderState.Null)
        {
            return reader.ReadInt64();
        }

        reader.ReadNull();
        return null;
    }
}
