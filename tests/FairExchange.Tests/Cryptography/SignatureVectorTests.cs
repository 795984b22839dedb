using System.Text;
using FairExchange.Cryptography.Signatures;

namespace FairExchange.Tests.Cryptography;

/// <summary>Published vectors know nothing of context and framing, so they go to the primitives below.</summary>
public class SignatureVectorTests
{
    /// <summary>RFC 8032, 7.1: TEST 1, 2, 3 and SHA(abc).</summary>
    [Theory]
    [InlineData(
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b")]
    [InlineData(
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")]
    [InlineData(
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a")]
    [InlineData(
        "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
        "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
        "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704")]
    public void Ed25519_signs_and_verifies_as_RFC_8032_says(string secret, string publicKey, string message, string signature)
    {
        using SigningKey key = SignatureAlgorithm.Ed25519.DeriveKey(Bytes.Hex(secret));
        byte[] bytes = Bytes.Hex(message);
        Assert.Equal(Bytes.Hex(publicKey), key.PublicKey.ToArray());
        Assert.Equal(Bytes.Hex(signature), key.Sign(bytes, bytes.Length));
        Assert.True(SignatureAlgorithm.Ed25519.TryImport(Bytes.Hex(publicKey), out VerificationKey? imported));
        Assert.True(imported.Verify(bytes, bytes.Length, Bytes.Hex(signature)));
    }

    /// <summary>
    /// The signer of TEST 1 can add a point of order 1, 8, 4, 2 to R, which some verifiers accept and others refuse: a dispute
    /// must not hang on that. (Computed from the curve's equation, apart from the library under test.)
    /// </summary>
    [Theory]
    [InlineData("7767a3242dc9b58bbc68488c1265cc6cc5f26c6f3c88a5d55e901b0734dca572"
        + "a29b493412302bca332207bfebc1edaa1cb5c8224c57988715f8e9fd4b35b507", true)]
    [InlineData("6a84d583f06569edb3f5ed77df65544b27d6948b4f0b2cb76f33dd8413b20719"
        + "a4ecead7d0da10d06e9dd4d2cd15f6b801100ecedcc864297318e1721ffa6c0c", false)]
    [InlineData("5a840736ba7eac745bc1565f2b20ad1ccfbf8b72aacdff3d71d2f9590b491c71"
        + "e0b1a45c6fbfe458945f8ab52af6589e89f520ef84dabf6a8ec8f0cb29f12704", false)]
    [InlineData("76985cdbd2364a744397b773ed9a33933a0d9390c3775a2aa16fe4f8cb235a8d"
        + "26729361b3c1ef658e228144141dd09edf89f2ee949173550681efbe03110607", false)]
    public void Ed25519_refuses_an_R_with_a_part_of_small_order(string signature, bool valid)
    {
        Assert.True(SignatureAlgorithm.Ed25519.TryImport(
            Bytes.Hex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"), out VerificationKey? key));
        Assert.Equal(valid, key.Verify([], 0, Bytes.Hex(signature)));
    }

    /// <summary>RFC 6979, A.2.5, SHA-256. The first has a high s, which is negated here by hand: n - s.</summary>
    [Theory]
    [InlineData("sample", "EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716",
        "0834E36AD29A83BF2BC9385E491D6099C8FDF9D1ED67AA7EA5F51F93782857A9", true)]
    [InlineData("sample", "EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716",
        "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8", false)]
    [InlineData("test", "F1ABB023518351CD71D881567B1EA663ED3EFCF6C5132B354F28D3B0B7D38367",
        "019F4113742A2B14BD25926B49C649155F267E60D3814B4C0CC84250E46F0083", true)]
    [InlineData("tesT", "F1ABB023518351CD71D881567B1EA663ED3EFCF6C5132B354F28D3B0B7D38367",
        "019F4113742A2B14BD25926B49C649155F267E60D3814B4C0CC84250E46F0083", false)]
    public void P256_verifies_RFC_6979s_signatures_whose_s_is_low(string message, string r, string s, bool valid)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(message);
        Assert.True(SignatureAlgorithm.P256.TryImport(
            Bytes.Hex("0460FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29F"
                + "B67903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299"),
            out VerificationKey? key));
        Assert.Equal(valid, key.Verify(bytes, bytes.Length, Bytes.Hex(r + s)));
    }

    /// <summary>RFC 6979, A.2.5, SHA-256, with the first s negated as above.</summary>
    [Theory]
    [InlineData("sample", "EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716",
        "0834E36AD29A83BF2BC9385E491D6099C8FDF9D1ED67AA7EA5F51F93782857A9")]
    [InlineData("test", "F1ABB023518351CD71D881567B1EA663ED3EFCF6C5132B354F28D3B0B7D38367",
        "019F4113742A2B14BD25926B49C649155F267E60D3814B4C0CC84250E46F0083")]
    public void P256_signs_as_RFC_6979_says_where_it_must_repeat(string message, string r, string s)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(message);
        using P256RepeatingSigningKey key = new(Bytes.Hex("C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721"));
        Assert.Equal(Bytes.Hex(r + s), key.Sign(bytes, bytes.Length));
    }

    /// <summary>
    /// What was signed once must verify in every later version. The framing is written out, so that a change of the code's
    /// framing alone shows; Ed25519 repeats its bytes.
    /// </summary>
    [Fact]
    public void The_framing_is_label_key_length_context_message()
    {
        using SigningKey key = SignatureAlgorithm.Ed25519.DeriveKey(new byte[32]);
        byte[] framed = [.. "fair-exchange signature v1"u8, .. key.PublicKey.Span, 0, 0, 0, 3, .. "ctx"u8, .. "message"u8];
        Assert.Equal(key.Sign(framed, framed.Length), key.Sign("ctx"u8, "message"u8));
    }
}
