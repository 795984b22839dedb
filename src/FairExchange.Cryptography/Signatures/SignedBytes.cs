using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;

namespace FairExchange.Cryptography;

/// <summary>The framing that <see cref="VerificationKey"/> describes, in a rented buffer.</summary>
internal readonly ref struct SignedBytes
{
    internal SignedBytes(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> context, ReadOnlySpan<byte> message)
    {
        Length = (int)Size(publicKey, context, message);
        Buffer = ArrayPool<byte>.Shared.Rent(Length);

        Span<byte> rest = Buffer;
        rest = Append(rest, Label);
        rest = Append(rest, publicKey);
        BinaryPrimitives.WriteInt32BigEndian(rest, context.Length);
        rest = Append(rest[sizeof(int)..], context);
        Append(rest, message);
    }

    internal byte[] Buffer { get; }

    internal int Length { get; }

    private static ReadOnlySpan<byte> Label => "fair-exchange signature v1"u8;

    internal static bool Fit(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> context, ReadOnlySpan<byte> message) =>
        Size(publicKey, context, message) <= Array.MaxLength;

    /// <summary>What is signed may be a secret, and whoever rents the buffer next is not to find it there.</summary>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(Buffer.AsSpan(0, Length));
        ArrayPool<byte>.Shared.Return(Buffer);
    }

    private static long Size(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> context, ReadOnlySpan<byte> message) =>
        (long)Label.Length + publicKey.Length + sizeof(int) + context.Length + message.Length;

    private static Span<byte> Append(Span<byte> rest, ReadOnlySpan<byte> part)
    {
        part.CopyTo(rest);
        return rest[part.Length..];
    }
}
