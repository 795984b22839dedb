using System.Buffers.Binary;
using FairExchange.Runtime.Values;

namespace FairExchange.Cli.Serving;

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
            return count == 0 ? null : throw new EndOfStreamException($"the input ends within the length of a frame, after {count} of its 4 bytes");
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

    private static EndOfStreamException Within(long done, long length) => new($"the input ends within a frame, after {done} of its {length} bytes");
}
