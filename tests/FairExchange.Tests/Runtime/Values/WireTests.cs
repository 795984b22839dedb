using FairExchange.Runtime.Values;
using FairExchange.Simulation;
using FsCheck;
using FsCheck.Fluent;

namespace FairExchange.Tests.Runtime.Values;

/// <summary>Values as bytes: each has one encoding, and the decoder takes no other.</summary>
public class WireTests
{
    private static readonly string Coins = new('7', 64);

    /// <summary>One of each kind, written by hand from RFC 8949: what is on disk and signed somewhere must stay readable.</summary>
    public static TheoryData<string, string> Encodings => new()
    {
        { "Bob", "8200" + "63426f62" },
        { "message [2 bytes]", "8201" + "426869" },
        { "message [0 bytes]", "8201" + "40" },
        { "coins [32 bytes …77777777]", "8202" + "5820" + Coins },
        { "contract [2 bytes]", "8203" + "426869" },
        { "ciphertext [2 bytes]", "8204" + "426869" },
        { "(A, B)", "8305" + "82006141" + "82006142" },
        { "{A, B}", "8306" + "6141" + "6142" },
        { "SIG_B(message [2 bytes])", "8407" + "6142" + "8201426869" + "4101" },
        { "digest [32 bytes …77777777]", "8208" + "5820" + Coins },
        { "abort", "820c" + "6561626f7274" },
    };

    public static TheoryData<string, string> Refused => new()
    {
        { "nothing", "" },
        { "not an array", "4101" },
        { "an empty array", "80" },
        { "a kind alone", "8101" },
        { "a kind in more bytes than it needs", "821801" + "4168" },
        { "an array's length in more bytes than it needs", "980201" + "4168" },
        { "a length in more bytes than it needs", "8201" + "580168" },
        { "a text's length in more bytes than it needs", "8200" + "780141" },
        { "an array without a length", "9f01" + "4168" + "ff" },
        { "bytes without a length", "8201" + "5f4168ff" },
        { "a text without a length", "8200" + "7f6141ff" },
        { "a byte too many", "8201" + "4168" + "00" },
        { "a tag with a capital", "820c" + "6541626f7274" },
        { "a tag without a letter", "820c" + "60" },
        { "two values", "8201" + "4168" + "8201" + "4168" },
        { "a byte too few", "8201" + "4268" },
        { "an item too many", "8301" + "4168" + "00" },
        { "a promise of 2^31 items", "9a80000000" },
        { "a promise of 2^64 - 1 bytes", "8201" + "5bffffffffffffffff" },
        { "a tag", "8201" + "c14168" },
        { "a tag around the whole", "c18201" + "4168" },
        { "an unknown kind", "8209" + "4168" },
        { "a negative kind", "8220" + "4168" },
        { "a kind beyond 32 bits", "821b0000000100000001" + "4168" },
        { "a kind that is a text", "826131" + "4168" },
        { "a message that is a text", "8201" + "6168" },
        { "null", "f6" },
        { "a message that is null", "8201" + "f6" },
        { "coins of 31 bytes", "8202" + "581f" + Coins[2..] },
        { "coins of 33 bytes", "8202" + "5821" + Coins + "77" },
        { "a digest of 31 bytes", "8208" + "581f" + Coins[2..] },
        { "a digest of 33 bytes", "8208" + "5821" + Coins + "77" },
        { "a name that is bytes", "8200" + "4141" },
        { "an empty name", "8200" + "60" },
        { "a name that is not UTF-8", "8200" + "61ff" },
        { "a name in overlong UTF-8", "8200" + "62c181" },
        { "a name with half a surrogate pair", "8200" + "63eda080" },
        { "a name with a line break", "8200" + "63410a42" },
        { "a name with an escape", "8200" + "63411b42" },
        { "a name with a zero", "8200" + "63410042" },
        { "a name that turns the writing round", "8200" + "65" + "41e280ae42" },
        { "a name with a line separator", "8200" + "65" + "41e280a842" },
        { "a name with an invisible joint", "8200" + "65" + "41e2808b42" },
        { "a tuple of one", "8205" + "82006141" },
        { "an empty tuple", "8105" },
        { "parties in the wrong order", "8306" + "6142" + "6141" },
        { "parties of whom one is empty", "8306" + "60" + "6141" },
        { "a signature without a signer", "8407" + "60" + "8201426869" + "4101" },
        { "a signature of nothing", "8407" + "6142" + "80" + "4101" },
        { "a signature of bare bytes", "8407" + "6142" + "4168" + "4101" },
    };

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Each_kind_has_the_encoding_that_is_written_down(string value, string hex)
    {
        var bytes = Convert.FromHexString(hex);
        var decoded = Wire.TryDecode(bytes);

        Assert.Equal(value, decoded?.ToString());
        Assert.Equal(bytes, Wire.Encode(decoded!));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void No_other_encoding_is_taken(string what, string hex) =>
        Assert.True(Wire.TryDecode(Convert.FromHexString(hex)) is null, what);

    [Fact]
    public void Any_value_survives_the_wire()
    {
        var chance = new Chance(1, "wire");
        for (var i = 0; i < 3000; i++)
        {
            var value = RandomValues.Next(chance);
            var bytes = Wire.Encode(value);
            var decoded = Wire.TryDecode(bytes);

            Assert.Equal(value, decoded);
            Assert.Equal(value.GetHashCode(), decoded!.GetHashCode());
            Assert.Equal(bytes, Wire.Encode(decoded));
        }
    }

    [Fact]
    public void Different_values_have_different_bytes()
    {
        var chance = new Chance(2, "wire");
        var values = Enumerable.Range(0, 3000).Select(_ => RandomValues.Next(chance)).ToList();
        // Signatures count as equal whatever their proofs, so they are told apart by the proof as well.
        Assert.Equal(values.DistinctBy(value => Convert.ToHexString(Wire.Encode(value))).Count(), values.DistinctBy(WithProofs).Count());
    }

    [Fact]
    public void What_is_decoded_from_any_bytes_encodes_to_the_same_bytes() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), IsOneEncodingOrNone).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    /// <summary>Arbitrary bytes seldom get past the first; nearly right ones do.</summary>
    [Fact]
    public void What_is_decoded_from_nearly_right_bytes_encodes_to_the_same_bytes()
    {
        var chance = new Chance(3, "wire");
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = Wire.Encode(RandomValues.Next(chance, 6));
            bytes[chance.Below(Math.Min(bytes.Length, 40))] = (byte)chance.Below(256);
            Assert.True(IsOneEncodingOrNone(bytes), Convert.ToHexString(bytes));
            Assert.True(IsOneEncodingOrNone(bytes[..chance.Below(bytes.Length)]), Convert.ToHexString(bytes));
        }
    }

    [Theory]
    [InlineData(255, true)]
    [InlineData(256, false)]
    public void A_name_has_up_to_255_bytes(int length, bool isTaken) => Taken(isTaken, new Value.Name(new string('x', length)));

    /// <summary>255 characters, 510 bytes.</summary>
    /// <summary>Two names that look alike on a line are one to whoever reads it.</summary>
    [Theory]
    [InlineData("Bob the Builder", true)]
    [InlineData(" ", false)]
    [InlineData(" Bob", false)]
    [InlineData("Bob ", false)]
    [InlineData("Bob\u00a0", false)]
    [InlineData("Bob\u2003Builder", false)]
    [InlineData("Bob\u200b", false)]
    public void A_name_has_no_blanks_that_nobody_sees(string name, bool isTaken) => Taken(isTaken, new Value.Name(name));

    [Fact]
    public void A_name_is_measured_in_bytes() => Taken(false, new Value.Name(new string('é', 255)));

    [Theory]
    [InlineData(1024, true)]
    [InlineData(1025, false)]
    public void A_proof_has_up_to_1024_bytes(int length, bool isTaken) =>
        Taken(isTaken, new Value.Signature(World.Bob, World.Mail, new Bytes(new byte[length])));

    [Theory]
    [InlineData(16, true)]
    [InlineData(17, false)]
    public void A_tuple_has_up_to_16_items(int items, bool isTaken) =>
        Taken(isTaken, new Value.Tuple([.. Enumerable.Repeat(World.Mail, items)]));

    [Theory]
    [InlineData(8, true)]
    [InlineData(9, false)]
    [InlineData(100, false)]
    public void Values_are_nested_up_to_8_deep(int depth, bool isTaken)
    {
        Taken(isTaken, Enumerable.Range(0, depth).Aggregate((Value)World.Mail, (inner, _) => new Value.Tuple([inner, World.Bob])));
        Taken(isTaken, Enumerable.Range(0, depth)
            .Aggregate((Value)World.Mail, (inner, _) => new Value.Signature(World.Bob, inner, default)));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void A_message_has_up_to_16_MiB_and_so_has_a_contract(int more, bool isTaken)
    {
        var bytes = new Bytes(new byte[Wire.MaximumMessage + more]);
        Taken(isTaken, new Value.Message(bytes));
        Taken(isTaken, new Value.Contract(bytes));
    }

    [Fact]
    public void More_than_the_greatest_encoding_is_not_even_looked_at() =>
        Taken(false, new Value.Tuple([.. Enumerable.Repeat(new Value.Message(new Bytes(new byte[Wire.MaximumMessage])), 3)]));

    [Fact]
    public void What_was_decoded_stays_when_its_buffer_is_written_over()
    {
        var signature = new Value.Signature(World.Bob, World.Mail, new Bytes(new byte[64]));
        var buffer = Wire.Encode(new Value.Tuple([World.Mail, World.Contract, World.Coins(1), new Value.Ciphertext(World.Mail.Bytes),
            signature]));
        var (before, decoded) = (Convert.ToHexString(buffer), Wire.TryDecode(buffer)!);
        Array.Fill(buffer, (byte)0xee);

        Assert.Equal(before, Convert.ToHexString(Wire.Encode(decoded)));
    }

    [Fact]
    public void Terms_of_the_symbolic_suite_have_no_bytes()
    {
        Assert.Throws<InvalidOperationException>(() => Wire.Encode(new Value.Sealed(World.Bob, World.Mail, World.Coins(1))));
        Assert.Throws<InvalidOperationException>(() => Wire.Encode(new Value.Committed(World.Mail)));
    }

    private static bool IsOneEncodingOrNone(byte[] bytes) =>
        Wire.TryDecode(bytes) is not { } value || Wire.Encode(value).AsSpan().SequenceEqual(bytes);

    private static void Taken(bool isTaken, Value value) => Assert.Equal(isTaken ? value : null, Wire.TryDecode(Wire.Encode(value)));

    private static (Value, string) WithProofs(Value value) =>
        (value, string.Join(' ', Proofs(value).Select(proof => Convert.ToHexString(proof.Span))));

    private static IEnumerable<Bytes> Proofs(Value value) => value switch
    {
        Value.Signature signature => Proofs(signature.Body).Prepend(signature.Proof),
        Value.Tuple tuple => tuple.Items.SelectMany(Proofs),
        _ => [],
    };

    /// <summary>
    /// Three bytes of nothing become an object: a few megabytes of them would fill the memory, and hold no content at all.
    /// </summary>
    [Fact]
    public void A_message_of_hundreds_of_values_is_refused_however_little_they_hold()
    {
        static Value Nested(int depth) =>
            depth == 0 ? new Value.Message(default) : new Value.Tuple([.. Enumerable.Repeat(Nested(depth - 1), 16)]);

        Assert.NotNull(Wire.TryDecode(Wire.Encode(Nested(1))));
        Assert.Null(Wire.TryDecode(Wire.Encode(Nested(2))));
    }
}
