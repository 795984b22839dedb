using System.Buffers.Binary;
using System.Formats.Cbor;
using System.Globalization;
using FairExchange.Applications.Service;
using FairExchange.Model.Language;
using FairExchange.Runtime.Files;
using FairExchange.Runtime.Parties;
using FairExchange.Runtime.Values;

namespace FairExchange.Cli.Serving;

/// <summary>A trusted party between two streams: a frame in is a request, and frames out are what is to be sent and how it went.</summary>
internal sealed class Host(TrustedService service, ServedParty served, CommandContext context)
{
    /// <summary>
    /// How much later than the latest time that the store has seen a clock may be without anybody's word. As long as what nobody answers is
    /// kept.
    /// </summary>
    public static readonly TimeSpan LongestGap = TimeSpan.FromMilliseconds(TrustedParty.PatienceMs);

    /// <summary>How much further a clock may go than the time that passes.</summary>
    private static readonly TimeSpan LongestJump = TimeSpan.FromHours(1);

    /// <summary>Until the input ends.</summary>
    /// <exception cref="OperationCanceledException">Ctrl-C.</exception>
    /// <param name="isTimeAccepted">Somebody vouches for the clock.</param>
    /// <exception cref="UserError">The input ends within a frame, or nobody reads the output; the clock goes astray, or the trusted party's
    /// own certificate ends.</exception>
    public void Run(bool isTimeAccepted)
    {
        var (now, stamp) = (context.Clock.GetUtcNow(), context.Clock.GetTimestamp());
        if (now < service.Latest)
        {
            context.Error.WriteLine(
                $"the clock shows {Time(now)}, and the store has seen {Time(service.Latest)}: that counts until the clock is there");
        }

        if (isTimeAccepted)
        {
            service.See(now);
        }
        else if (service.Latest > DateTimeOffset.MinValue && now - service.Latest > LongestGap)
        {
            throw new UserError(
                $"the clock shows {Time(now)}, and the latest time that the store has seen is {Time(service.Latest)}: set the clock, or "
                + "begin once with --accept-clock if it is right");
        }

        RequireOwn(now);
        SendAll(service.PendingAt(now));
        Write(new Reply.Ready(served.Owner));
        while (Read() is { } request)
        {
            var taken = service.Take(request, Seen(now + context.Clock.GetElapsedTime(stamp)));
            SendAll(taken.Answers);
            Write(taken.Rejection is { } reason
                ? new Reply.Rejected(reason.GetType().Name, reason.Describe()) : new Reply.Taken(taken.Charged?.Amount));
        }
    }

    /// <summary>What the clock shows, if that can be.</summary>
    private DateTimeOffset Seen(DateTimeOffset expected)
    {
        var now = context.Clock.GetUtcNow();
        if (now - expected > LongestJump)
        {
            throw new UserError($"the clock has gone from {Time(expected)} to {Time(now)} at once: nothing was taken or forgotten at "
                + "that time; see that it is right, and begin again");
        }

        RequireOwn(now);
        return now;
    }

    /// <summary>Nobody would take what it signs, or is sealed for it, under a certificate that has ended.</summary>
    private void RequireOwn(DateTimeOffset now)
    {
        if (served.Problem(now) is { } problem)
        {
            throw new UserError(problem);
        }
    }

    private void SendAll(IEnumerable<Answer> answers)
    {
        foreach (var answer in answers)
        {
            // First out, then noted: a process that dies between the two sends it once more, and never not at all.
            Write(new Reply.Send(answer));
            service.Sent(answer);
        }
    }

    private void Write(Reply reply)
    {
        try
        {
            Frames.Write(context.Outgoing, reply.Encode());
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // What has not left is sent by the next process.
            throw StandardOutputStream.Failure(problem);
        }
    }

    /// <summary>A read from standard input cannot be called off, so it is left behind.</summary>
    private byte[]? Read()
    {
        try
        {
            return Task.Run(() => Frames.Read(context.Incoming)).WaitAsync(context.Cancellation).GetAwaiter().GetResult();
        }
        catch (EndOfStreamException problem)
        {
            throw new UserError($"{StandardStreams.Input}: {problem.Message}");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new UserError($"{StandardStreams.Input} cannot be read: {problem.Message}");
        }
    }

    private static string Time(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}

/// <summary>Messages over a stream: four bytes of length, most significant first, and so many bytes.</summary>
internal static class Frames
{
    /// <summary>The longest frame that is kept in memory: a message of the greatest size and what is said about it.</summary>
    public const int Largest = Wire.MaximumEncoding + 1024;

    /// <summary>Blocks until a frame is there.</summary>
    /// <returns>The frame; an empty one in place of one that is too long, whose bytes are read past; null where the stream ends.</returns>
    /// <exception cref="EndOfStreamException">It ends within a frame.</exception>
    public static byte[]? Read(Stream stream)
    {
        var head = new byte[4];
        var count = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        if (count < head.Length)
        {
            return count == 0 ? null
                : throw new EndOfStreamException($"the input ends within the length of a frame, after {count} of its 4 bytes");
        }

        var length = BinaryPrimitives.ReadUInt32BigEndian(head);
        return length <= Largest ? Content(stream, (int)length) : Skip(stream, length);
    }

    public static void Write(Stream stream, ReadOnlySpan<byte> frame)
    {
        Span<byte> head = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(head, frame.Length);
        // In one write, so that a process that dies leaves as little of half a frame as the system allows.
        stream.Write((byte[])[.. head, .. frame]);
        stream.Flush();
    }

    /// <summary>Grows with what really comes: a length that is only claimed reserves nothing.</summary>
    private static byte[] Content(Stream stream, int length)
    {
        using var content = new MemoryStream();
        var buffer = new byte[1 << 16];
        while (content.Length < length)
        {
            var count = stream.Read(buffer, 0, (int)Math.Min(buffer.Length, length - content.Length));
            if (count == 0)
            {
                throw Within(content.Length, length);
            }

            content.Write(buffer, 0, count);
        }

        return content.ToArray();
    }

    private static byte[] Skip(Stream stream, long length)
    {
        var buffer = new byte[1 << 16];
        for (long done = 0; done < length;)
        {
            var count = stream.Read(buffer, 0, (int)Math.Min(buffer.Length, length - done));
            done += count == 0 ? throw Within(done, length) : count;
        }

        return [];
    }

    private static EndOfStreamException Within(long done, long length) =>
        new($"the input ends within a frame, after {done} of its {length} bytes");
}

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
                Number(reader), reader.ReadTextString(), reader.ReadTextString(), Assurance: (Assurance)reader.ReadInt32(),
                Message: new Bytes(reader.ReadByteString()))),
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
