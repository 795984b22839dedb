using System.Reflection;
using FairExchange.Cryptography.Signatures;
using FairExchange.Runtime.Values;

namespace FairExchange.Tests.Runtime.Values;

/// <summary>Buffers that are used again hold nothing of what was in them.</summary>
public class WipingTests
{
    private static readonly byte[] Secret = "a mail that nobody else may read"u8.ToArray();

    [Fact]
    public void What_was_signed_is_not_left_in_the_pool()
    {
        byte[] buffer;
        using (var signed = new SignedBytes([1, 2], [3], Secret))
        {
            buffer = signed.Buffer;
            Assert.True(buffer.AsSpan().IndexOf(Secret) >= 0);
        }

        Assert.Equal(-1, buffer.AsSpan().IndexOf(Secret));
    }

    /// <summary>The platform's writer says nothing about its buffer, so this looks into it.</summary>
    [Fact]
    public void What_was_encoded_is_not_left_with_the_thread()
    {
        Wire.Encode(new Value.Message(new Bytes(Secret)));
        var writer = typeof(Wire).GetField("buffered", BindingFlags.Static | BindingFlags.NonPublic)!.GetValue(null)!;
        var buffer = (byte[])writer.GetType().GetField("_buffer", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(writer)!;

        Assert.NotEmpty(buffer);
        Assert.Equal(-1, buffer.AsSpan().IndexOf(Secret));
    }
}
