using System.Formats.Asn1;
using FairExchange.Applications.Certificates;
using FsCheck;
using FsCheck.Fluent;

namespace FairExchange.Tests.Applications.Certificates;

public class RecognisedPartiesTests
{
    private static readonly RecognisedParties Lists = CertifiedWorld.Those("Post", "CitiCorp")
        .With("certified-mail", "Federal Reserve", "Post").With("contract-signing", "Notary");

    /// <summary>Not critical, a type's own list says who is preferred; critical, it says who may be used at all.</summary>
    [Theory]
    [InlineData("certified-mail", false, "Federal Reserve, Post, CitiCorp")]
    [InlineData("certified-mail", true, "Federal Reserve, Post")]
    [InlineData("contract-signing", false, "Notary, Post, CitiCorp")]
    [InlineData("contract-signing", true, "Notary")]
    [InlineData("check", false, "Post, CitiCorp")]
    [InlineData("check", true, "Post, CitiCorp")]
    public void Critical_means_that_a_type_with_a_list_has_no_other(string type, bool only, string expected) =>
        Assert.Equal(expected, string.Join(", ", (Lists with { Only = only }).For(type)));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_is_written_is_read(bool critical)
    {
        var written = Lists.Encode();
        var read = RecognisedParties.TryDecode(written, critical)!;
        Assert.Equal(critical, read.Only);
        Assert.Equal(Lists.Overall.AsEnumerable(), read.Overall);
        Assert.Equal(Lists.ByType.Keys, read.ByType.Keys);
        Assert.Equal(Lists.ByType["certified-mail"].AsEnumerable(), read.ByType["certified-mail"]);
        Assert.Equal(written, read.Encode());
    }

    [Fact]
    public void Whatever_is_out_of_order_twice_there_or_over_the_bounds_is_refused()
    {
        string[] many = [.. Enumerable.Range(0, 33).Select(i => $"P{i:00}")];
        Assert.NotNull(Decode(many[..32]));
        Assert.NotNull(Decode(["P"], ("a", ["P"]), ("b", ["P"])));
        // The bounds themselves: 32 types, and 128 names in all.
        Assert.NotNull(Decode([], [.. many[..32].Select(name => (name.ToLowerInvariant(), (string[])["P"]))]));
        Assert.NotNull(Decode([], [.. many[..4].Select(name => (name.ToLowerInvariant(), many[..32]))]));
        Assert.Null(Decode(["P"], [.. many[..4].Select(name => (name.ToLowerInvariant(), many[..32]))]));
        Assert.Null(Decode(["P", "Q\n"]));
        Assert.Null(Decode(many));
        Assert.Null(Decode([]));
        Assert.Null(Decode(["P", "P"]));
        Assert.Null(Decode(["P\n"]));
        Assert.Null(Decode([""]));
        Assert.Null(Decode(["P"], ("a", [])));
        Assert.Null(Decode(["P"], ("A", ["P"])));
        Assert.Null(Decode(["P"], ("b", ["P"]), ("a", ["P"])));
        Assert.Null(Decode(["P"], ("a", ["P"]), ("a", ["Q"])));
        Assert.Null(Decode([], [.. many.Select(name => (name.ToLowerInvariant(), (string[])["P"]))]));
        Assert.Null(Decode([], [.. many[..5].Select(name => (name.ToLowerInvariant(), many[..32]))]));

        static RecognisedParties? Decode(string[] overall, params (string Type, string[] Parties)[] types)
        {
            var writer = new AsnWriter(AsnEncodingRules.DER);
            using (writer.PushSequence())
            {
                Write(writer, overall);
                using (writer.PushSequence())
                {
                    foreach (var (type, parties) in types)
                    {
                        using (writer.PushSequence())
                        {
                            writer.WriteCharacterString(UniversalTagNumber.UTF8String, type);
                            Write(writer, parties);
                        }
                    }
                }
            }

            return RecognisedParties.TryDecode(writer.Encode(), false);
        }

        static void Write(AsnWriter writer, string[] names)
        {
            using (writer.PushSequence())
            {
                Array.ForEach(names, name => writer.WriteCharacterString(UniversalTagNumber.UTF8String, name));
            }
        }
    }

    [Fact]
    public void Any_bytes_are_the_one_encoding_of_a_list_or_refused()
    {
        var honest = Lists.Encode();
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), Gen.Choose(0, honest.Length - 1).ToArbitrary(), (bytes, at) =>
        {
            byte[] spliced = [.. honest[..at], .. bytes, .. honest[Math.Min(honest.Length, at + bytes.Length)..]];
            return IsOneEncoding(bytes) && IsOneEncoding(spliced);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

        static bool IsOneEncoding(byte[] bytes) =>
            RecognisedParties.TryDecode(bytes, false) is not { } read || read.Encode().AsSpan().SequenceEqual(bytes);
    }

    [Theory]
    [MemberData(nameof(CertifiedWorld.Suites), MemberType = typeof(CertifiedWorld))]
    public void Any_bytes_are_the_one_encoding_of_keys_or_refused(string suite)
    {
        var subject = CertifiedWorld.Of(suite).Application("Alice").Subject;
        var (extension, info) = (subject.Encode(), subject.ToPublicKey().ExportSubjectPublicKeyInfo());
        Assert.NotNull(SubjectKeys.TryDecode(extension, info));
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), Gen.Choose(0, extension.Length - 1).ToArbitrary(), (bytes, at) =>
        {
            byte[] spliced = [.. extension[..at], .. bytes, .. extension[Math.Min(extension.Length, at + bytes.Length)..]];
            return new[] { bytes, spliced }.All(variant =>
                (SubjectKeys.TryDecode(variant, info) is not { } read || read.Encode().AsSpan().SequenceEqual(variant))
                && SubjectKeys.TryDecode(extension, variant) is null);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }
}
