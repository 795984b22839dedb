using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using FairExchange.Cryptography;
using FairExchange.Cryptography.Signatures;

namespace FairExchange.Tests.Cryptography;

public class SignatureTests
{
    private static readonly BigInteger P256Order =
        BigInteger.Parse("0FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", NumberStyles.HexNumber);
    private static readonly byte[] Message = Bytes.Pattern(200);
    private static readonly byte[] Context = Bytes.Pattern(20, 7);

    public static TheoryData<string> Suites { get; } = [.. Suite.All.Select(s => s.Name)];

    /// <summary>
    /// Ed25519: the eight points of small order, encodings of y at or above the prime, a y that no point has, and the base
    /// point plus a point of order 2 or 8. (Computed from the curve's equation, apart from the library under test.)
    /// </summary>
    public static TheoryData<string> BadEd25519Keys { get; } =
    [
        "", new string('5', 62), "58" + new string('6', 64),
        "0100000000000000000000000000000000000000000000000000000000000000",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "0200000000000000000000000000000000000000000000000000000000000000",
        "9599999999999999999999999999999999999999999999999999999999999999",
        "98519eadf35b995233b51b5cd23e9cc5a28b639b5a4af0ec903cb960d81b7819",
    ];

    [Fact]
    public void The_base_point_of_Ed25519_is_a_public_key() =>
        Assert.True(SignatureAlgorithm.Ed25519.TryImport(Bytes.Hex("58" + new string('6', 62)), out _));

    [Theory]
    [MemberData(nameof(BadEd25519Keys))]
    public void What_is_not_the_one_encoding_of_an_Ed25519_key_is_refused(string hex) =>
        Assert.False(SignatureAlgorithm.Ed25519.TryImport(Bytes.Hex(hex), out _));

    [Theory]
    [MemberData(nameof(HpkeTests.BadP256Points), MemberType = typeof(HpkeTests))]
    public void What_is_not_the_one_encoding_of_a_P256_key_is_refused(string hex) =>
        Assert.False(SignatureAlgorithm.P256.TryImport(Bytes.Hex(hex), out _));

    [Theory]
    [MemberData(nameof(Suites))]
    public void A_signature_holds_for_its_context_message_and_key_only(string suite)
    {
        SignatureAlgorithm algorithm = Signatures(suite);
        using SigningKey key = algorithm.GenerateKey(), other = algorithm.GenerateKey();
        byte[] signature = key.Sign(Context, Message);
        Assert.True(algorithm.TryImport(key.PublicKey.Span, out VerificationKey? imported));
        Assert.True(imported.Verify(Context, Message, signature));
        Assert.True(key.VerificationKey.Verify(Context, Message, signature));

        Assert.False(other.VerificationKey.Verify(Context, Message, signature));
        Assert.False(imported.Verify(Bytes.Flip(Context, 3), Message, signature));
        Assert.False(imported.Verify(Context, Bytes.Flip(Message, 1599), signature));
        Assert.False(imported.Verify([], Message, signature));
        Assert.False(imported.Verify(Context, [], signature));
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void A_byte_moved_between_context_and_message_makes_another_signature(string suite)
    {
        using SigningKey key = Signatures(suite).GenerateKey();
        byte[] signature = key.Sign("ab"u8, "cd"u8);
        Assert.True(key.VerificationKey.Verify("ab"u8, "cd"u8, signature));
        Assert.False(key.VerificationKey.Verify("abc"u8, "d"u8, signature));
        Assert.False(key.VerificationKey.Verify("a"u8, "bcd"u8, signature));
        Assert.False(key.VerificationKey.Verify("abcd"u8, ""u8, signature));
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void Every_flipped_bit_and_every_other_length_of_a_signature_is_rejected(string suite)
    {
        using SigningKey key = Signatures(suite).GenerateKey();
        byte[] signature = key.Sign(Context, Message);
        for (int bit = 0; bit < 8 * signature.Length; bit++)
        {
            Assert.False(key.VerificationKey.Verify(Context, Message, Bytes.Flip(signature, bit)), $"bit {bit}");
        }

        for (int length = 0; length < signature.Length; length++)
        {
            Assert.False(key.VerificationKey.Verify(Context, Message, signature.AsSpan(0, length)), $"length {length}");
        }

        Assert.False(key.VerificationKey.Verify(Context, Message, [.. signature, 0]));
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void Empty_and_long_messages_are_signed(string suite)
    {
        using SigningKey key = Signatures(suite).GenerateKey();
        byte[] message = Bytes.Pattern((1 << 20) + 1);
        Assert.True(key.VerificationKey.Verify([], [], key.Sign([], [])));
        Assert.True(key.VerificationKey.Verify(message, message, key.Sign(message, message)));
        Assert.False(key.VerificationKey.Verify(message, Bytes.Flip(message, 8 << 20), key.Sign(message, message)));
    }

    /// <summary>OpenSSL alone gives a high s every other time, so 64 low ones are no chance.</summary>
    [Fact]
    public void P256_signs_with_low_s_and_refuses_its_negative()
    {
        using SigningKey key = SignatureAlgorithm.P256.GenerateKey();
        for (int i = 0; i < 64; i++)
        {
            byte[] signature = key.Sign(Context, [(byte)i]);
            Assert.True(key.VerificationKey.Verify(Context, [(byte)i], signature));
            var s = new BigInteger(signature.AsSpan(32), isUnsigned: true, isBigEndian: true);
            Assert.True(s <= P256Order / 2);
            Assert.False(key.VerificationKey.Verify(Context, [(byte)i], [.. signature[..32], .. BigEndian(P256Order - s)]));
        }
    }

    /// <summary>Without the rule the negative would be a second signature: the refusal above is ours, not the platform's.</summary>
    [Fact]
    public void The_platform_alone_accepts_a_P256_signature_with_negated_s()
    {
        using SigningKey key = SignatureAlgorithm.P256.GenerateKey();
        byte[] framed = Bytes.Pattern(50), signature = key.Sign(framed, framed.Length);
        var s = new BigInteger(signature.AsSpan(32), isUnsigned: true, isBigEndian: true);
        using var platform = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new() { X = key.PublicKey[1..33].ToArray(), Y = key.PublicKey[33..].ToArray() },
        });
        Assert.True(platform.VerifyData(framed, (byte[])[.. signature[..32], .. BigEndian(P256Order - s)], HashAlgorithmName.SHA256));
    }

    [Fact]
    public void Ed25519_refuses_S_plus_the_order()
    {
        BigInteger order = BigInteger.Pow(2, 252)
            + BigInteger.Parse("27742317777372353535851937790883648493", CultureInfo.InvariantCulture);
        using SigningKey key = SignatureAlgorithm.Ed25519.GenerateKey();
        byte[] signature = key.Sign(Context, Message);
        for (int i = 1; i <= 7; i++)
        {
            BigInteger s = new BigInteger(signature.AsSpan(32), isUnsigned: true) + (i * order);
            byte[] malleated = s.ToByteArray(isUnsigned: true);
            Array.Resize(ref malleated, 32);
            Assert.False(key.VerificationKey.Verify(Context, Message, [.. signature[..32], .. malleated]));
        }
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void A_seed_gives_one_key_and_chance_gives_many(string suite)
    {
        SignatureAlgorithm algorithm = Signatures(suite);
        using SigningKey first = algorithm.DeriveKey(Bytes.Pattern(32)), again = algorithm.DeriveKey(Bytes.Pattern(32));
        using SigningKey other = algorithm.DeriveKey(Bytes.Pattern(32, 1)), random = algorithm.GenerateKey(),
        random2 = algorithm.GenerateKey();
        Assert.Equal(first.PublicKey.ToArray(), again.PublicKey.ToArray());
        Assert.True(first.VerificationKey.Verify(Context, Message, again.Sign(Context, Message)));
        Assert.NotEqual(first.PublicKey.ToArray(), other.PublicKey.ToArray());
        Assert.NotEqual(random.PublicKey.ToArray(), random2.PublicKey.ToArray());
        Assert.Throws<ArgumentException>(() => algorithm.DeriveKey(new byte[31]));
        Assert.Throws<ArgumentException>(() => algorithm.DeriveKey(new byte[33]));
    }

    /// <summary>
    /// A campaign's seeds stand for its parties: a changed derivation would change every recorded key. (Computed apart from this code.)
    /// </summary>
    [Fact]
    public void The_derived_P256_key_of_the_zero_seed_stays_what_it_is()
    {
        using SigningKey key = SignatureAlgorithm.P256.DeriveKey(new byte[32]);
        Assert.Equal(
            "04D5250A85B5037D48074887E77814D665AC5BADC3BF6C6F5CA77083EB7E9472"
            + "1A273ECFFBD380E1D18C614B02D95C28E316A3135EA617AB6D259B36A5184F96D7",
            Convert.ToHexString(key.PublicKey.Span));
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void A_disposed_key_signs_no_more_and_its_signatures_still_verify(string suite)
    {
        SigningKey key = Signatures(suite).GenerateKey();
        byte[] signature = key.Sign(Context, Message);
        key.Dispose();
        Assert.Throws<ObjectDisposedException>(() => key.Sign(Context, Message));
        Assert.True(key.VerificationKey.Verify(Context, Message, signature));
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void Threads_share_a_key(string suite)
    {
        using SigningKey key = Signatures(suite).GenerateKey();
        Parallel.For(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            byte[] message = BitConverter.GetBytes(i), signature = key.Sign(Context, message);
            Assert.True(key.VerificationKey.Verify(Context, message, signature));
            Assert.False(key.VerificationKey.Verify(Context, BitConverter.GetBytes(i + 1), signature));
        });
    }

    /// <summary>Of s and n - s the lower one is taken; the order is odd, so its half is the last that is low.</summary>
    [Fact]
    public void The_half_of_the_order_is_low_and_one_more_is_high()
    {
        Assert.False(P256Curve.IsHigh(P256Curve.Write(P256Curve.N / 2)));
        Assert.True(P256Curve.IsHigh(P256Curve.Write((P256Curve.N / 2) + 1)));
    }

    private static SignatureAlgorithm Signatures(string suite) => Suite.All.Single(s => s.Name == suite).Signatures;

    private static byte[] BigEndian(BigInteger scalar)
    {
        byte[] bytes = new byte[32], digits = scalar.ToByteArray(isUnsigned: true, isBigEndian: true);
        digits.CopyTo(bytes, 32 - digits.Length);
        return bytes;
    }
}
