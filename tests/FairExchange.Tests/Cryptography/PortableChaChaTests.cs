using FairExchange.Cryptography.Encryption;

namespace FairExchange.Tests.Cryptography;

/// <summary>The portable cipher serves where the platform has none; here both must agree, or a test machine would never run it.</summary>
public class PortableChaChaTests
{
    private static readonly byte[] Key = Bytes.Pattern(32), Nonce = Bytes.Pattern(12, 3);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 12)]
    [InlineData(1, 1)]
    [InlineData(63, 16)]
    [InlineData(64, 17)]
    [InlineData(65, 0)]
    [InlineData(100_000, 1000)]
    public void The_portable_cipher_and_the_platforms_agree(int length, int aadLength)
    {
        byte[] aad = Bytes.Pattern(aadLength, 9), plaintext = Bytes.Pattern(length);
        var (portableText, portableTag) = Seal(new PortableChaChaAead(), aad, plaintext);
        var (platformText, platformTag) = Seal(HpkeAead.ChaCha20Poly1305, aad, plaintext);
        Assert.Equal(platformText, portableText);
        Assert.Equal(platformTag, portableTag);

        Assert.True(new PortableChaChaAead().TryOpen(Key, Nonce, aad, portableText, portableTag));
        Assert.Equal(plaintext, portableText);
    }

    [Fact]
    public void The_portable_cipher_refuses_a_flipped_bit_of_text_tag_and_associated_data()
    {
        byte[] aad = Bytes.Pattern(5);
        var (text, tag) = Seal(new PortableChaChaAead(), aad, Bytes.Pattern(70));
        Assert.False(new PortableChaChaAead().TryOpen(Key, Nonce, aad, Bytes.Flip(text, 500), tag));
        Assert.False(new PortableChaChaAead().TryOpen(Key, Nonce, aad, [.. text], Bytes.Flip(tag, 0)));
        Assert.False(new PortableChaChaAead().TryOpen(Key, Nonce, Bytes.Flip(aad, 0), [.. text], tag));
        Assert.True(new PortableChaChaAead().TryOpen(Key, Nonce, aad, [.. text], tag));
    }

    private static (byte[] Text, byte[] Tag) Seal(HpkeAead aead, byte[] aad, byte[] plaintext)
    {
        byte[] text = [.. plaintext], tag = new byte[HpkeAead.TagSize];
        aead.Seal(Key, Nonce, aad, text, tag);
        return (text, tag);
    }
}
