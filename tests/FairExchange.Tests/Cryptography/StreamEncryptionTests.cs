using System.Buffers.Binary;
using System.Security.Cryptography;
using FairExchange.Cryptography;

namespace FairExchange.Tests.Cryptography;

/// <summary>Goods of any size under a key: they come back whole or not at all, and under no other key.</summary>
public class StreamEncryptionTests
{
    private const int Sealed = StreamEncryption.ChunkSize + 16;

    private static readonly byte[] Key = Enumerable.Repeat((byte)7, StreamEncryption.KeySize).ToArray();
    private static readonly byte[] Context = "test"u8.ToArray();

    public static TheoryData<int> Lengths =>
        [0, 1, StreamEncryption.ChunkSize - 1, StreamEncryption.ChunkSize, StreamEncryption.ChunkSize + 1, (3 * StreamEncryption.ChunkSize)
            + 5];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void What_is_sealed_opens_and_has_the_length_and_the_digest_that_are_said(int length)
    {
        var (plaintext, (ciphertext, digest)) = (Goods(length), Seal(Goods(length)));

        Assert.Equal(StreamEncryption.SealedLength(length), ciphertext.Length);
        Assert.Equal(SHA256.HashData(ciphertext), digest);
        Assert.Equal(plaintext, Open(ciphertext, out var opened));
        Assert.Equal(digest, opened);
        // Whoever has key and plaintext makes the same again and compares.
        Assert.Equal(ciphertext, Seal(plaintext).Ciphertext);
    }

    [Fact]
    public void A_stream_that_gives_little_at_a_time_is_sealed_alike()
    {
        using var output = new MemoryStream();
        using var hesitant = new HesitantStream(Goods(200_000));

        StreamEncryption.Seal(hesitant, output, Key, Context);

        Assert.Equal(Seal(Goods(200_000)).Ciphertext, output.ToArray());
    }

    [Fact]
    public void Cut_off_anywhere_it_does_not_open()
    {
        var ciphertext = Seal(Goods((2 * StreamEncryption.ChunkSize) + 5)).Ciphertext;
        int[] ends = [0, 31, 32, 47, 48, 32 + Sealed - 1, 32 + Sealed, 32 + Sealed + 1, 32 + Sealed + 16, 32 + (2 * Sealed), 32
            + (2 * Sealed) + 16, ciphertext.Length - 1];

        Assert.All(ends, end => Assert.Null(Open(ciphertext[..end], out _)));
    }

    [Fact]
    public void Chunks_cannot_be_moved_dropped_repeated_or_added()
    {
        var ciphertext = Seal(Goods(3 * StreamEncryption.ChunkSize)).Ciphertext;
        var (head, chunks) = (ciphertext[..32], ciphertext[32..].Chunk(Sealed).ToList());
        byte[] Of(params int[] order) => [.. head, .. order.SelectMany(i => chunks[i])];

        Assert.NotNull(Open(Of(0, 1, 2), out _));
        Assert.All([Of(1, 0, 2), Of(0, 2), Of(0, 1), Of(1, 2), Of(0, 0, 2), Of(0, 1, 1, 2), Of(0, 1, 2, 2), [.. Of(0, 1, 2), 0], [.. head]],
            changed => Assert.Null(Open(changed, out _)));
    }

    [Fact]
    public void A_changed_bit_anywhere_is_noticed()
    {
        var ciphertext = Seal(Goods(100)).Ciphertext;

        Assert.All(Enumerable.Range(0, ciphertext.Length), i =>
        {
            var changed = (byte[])ciphertext.Clone();
            changed[i] ^= 1;
            Assert.Null(Open(changed, out _));
        });
    }

    [Fact]
    public void Another_key_or_another_context_does_not_open_it()
    {
        var ciphertext = Seal(Goods(100)).Ciphertext;

        Assert.Null(Open(ciphertext, out _, key: [.. Key[..^1], 8]));
        Assert.Null(Open(ciphertext, out _, context: "tes"u8.ToArray()));
    }

    /// <summary>
    /// The attack that a plain AES-GCM falls to: one ciphertext with one tag that two keys open, to two plaintexts. A sender would show the
    /// judge one and give Bob the other. Here it opens only under the key whose commitment it carries.
    /// </summary>
    [Fact]
    public void A_key_swapping_sender_who_makes_one_ciphertext_for_two_keys_opens_it_with_one_of_them_only()
    {
        byte[][] keys = [Key, [.. Key[..^1], 8]];
        var derived = keys.Select(key =>
            HKDF.DeriveKey(HashAlgorithmName.SHA256, key, 64, "fair-exchange bulk v1"u8.ToArray(), SHA256.HashData(Context))).ToList();
        var chunk = ForBothKeys(derived[0][32..], derived[1][32..]);
        var plaintexts = derived.Select(each => OpenPlain(each[32..], chunk)).ToList();

        // AES-GCM is fooled: both keys open the chunk, and not to the same.
        Assert.NotEqual(plaintexts[0], plaintexts[1]);
        for (var claimed = 0; claimed < 2; claimed++)
        {
            byte[] ciphertext = [.. derived[claimed][..32], .. chunk];
            Assert.Equal(plaintexts[claimed], Open(ciphertext, out _, keys[claimed]));
            Assert.Null(Open(ciphertext, out _, keys[1 - claimed]));
        }
    }

    [Fact]
    public void A_key_of_another_size_is_the_callers_mistake()
    {
        Assert.Throws<ArgumentException>(() => StreamEncryption.Seal(Stream.Null, Stream.Null, new byte[31], Context));
        Assert.Throws<ArgumentException>(() => StreamEncryption.TryOpen(Stream.Null, Stream.Null, new byte[33], Context, out _));
    }

    private static byte[] Goods(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)(i * 31 / 7))];

    private static (byte[] Ciphertext, byte[] Digest) Seal(byte[] plaintext)
    {
        using var output = new MemoryStream();
        var digest = StreamEncryption.Seal(new MemoryStream(plaintext), output, Key, Context);
        return (output.ToArray(), digest);
    }

    private static byte[]? Open(byte[] ciphertext, out byte[]? digest, byte[]? key = null, byte[]? context = null)
    {
        using var output = new MemoryStream();
        return StreamEncryption.TryOpen(new MemoryStream(ciphertext), output, key ?? Key, context ?? Context, out digest)
            ? output.ToArray() : null;
    }

    private static byte[] OpenPlain(byte[] aesKey, byte[] chunk)
    {
        using var aes = new AesGcm(aesKey, 16);
        var plaintext = new byte[16];
        aes.Decrypt(OnlyChunk, chunk.AsSpan(0, 16), chunk.AsSpan(16), plaintext);
        return plaintext;
    }

    /// <summary>The nonce of a first chunk that is the last.</summary>
    private static byte[] OnlyChunk => [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];

    /// <summary>
    /// One block C and one tag that verify under both keys. With H = E_k(0), L the block of lengths and S = E_k(nonce, 1), the tag is C·H²
    /// + L·H + S over GF(2^128); equating those of both keys gives C.
    /// </summary>
    private static byte[] ForBothKeys(byte[] one, byte[] other)
    {
        var (h1, s1, h2, s2) = (Block(one, new byte[16]), Block(one, [.. OnlyChunk, 0, 0, 0, 1]), Block(other, new byte[16]),
            Block(other, [.. OnlyChunk, 0, 0, 0, 1]));
        var lengths = Element([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 128]);
        var block = Times(Times(lengths, h1 ^ h2) ^ s1 ^ s2, Inverse(Times(h1, h1) ^ Times(h2, h2)));
        var tag = Times(block, Times(h1, h1)) ^ Times(lengths, h1) ^ s1;
        return [.. Bytes(block), .. Bytes(tag)];
    }

    private static UInt128 Block(byte[] key, byte[] input)
    {
        using var aes = Aes.Create();
        aes.Key = key;
        return Element(aes.EncryptEcb(input, PaddingMode.None));
    }

    private static UInt128 Element(byte[] bytes) => BinaryPrimitives.ReadUInt128BigEndian(bytes);

    private static byte[] Bytes(UInt128 element)
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, element);
        return bytes;
    }

    /// <summary>NIST SP 800-38D, 6.3: the first bit is the coefficient of x^0.</summary>
    private static UInt128 Times(UInt128 x, UInt128 y)
    {
        var product = UInt128.Zero;
        for (var bit = 127; bit >= 0; bit--)
        {
            product ^= ((x >> bit) & 1) == 1 ? y : 0;
            y = (y & 1) == 1 ? (y >> 1) ^ ((UInt128)0xE1 << 120) : y >> 1;
        }

        return product;
    }

    /// <summary>x^(2^128 - 2).</summary>
    private static UInt128 Inverse(UInt128 x)
    {
        var (inverse, square) = ((UInt128)1 << 127, x);
        for (var i = 1; i < 128; i++)
        {
            square = Times(square, square);
            inverse = Times(inverse, square);
        }

        return inverse;
    }

    /// <summary>As a network gives bytes: some, not all that are asked for.</summary>
    private sealed class HesitantStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, 1 + (int)(Position % 1000))]);
    }
}
