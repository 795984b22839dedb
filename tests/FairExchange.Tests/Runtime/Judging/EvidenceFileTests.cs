using System.Formats.Cbor;
using FairExchange.Model.Catalogue;
using FairExchange.Model.Language;
using FairExchange.Runtime.Judging;
using FairExchange.Runtime.Operations;
using FairExchange.Runtime.Values;
using FsCheck;
using FsCheck.Fluent;

namespace FairExchange.Tests.Runtime.Judging;

public class EvidenceFileTests
{
    private static readonly Protocol FairCem = World.Entry("fair-cem");

    [Theory]
    [MemberData(nameof(World.EntriesAndSuites), MemberType = typeof(World))]
    public void What_is_written_is_read_and_judged_the_same(string id, string suite)
    {
        var (world, protocol) = (World.Of(suite), World.Entry(id));
        var evidence = JudgeTests.Only(world, Pump.Run(world, protocol).Alice);
        var bytes = EvidenceFile.Of(world.Suite, evidence, world.Directory).Write();
        var read = Read(bytes, out var problem);

        Assert.Null(problem);
        Assert.Equal(evidence, read!.Evidence);
        Assert.Same(world.Suite, read.Suite);
        Assert.Equal(bytes, read.Write());
        Assert.Equal(Judge(evidence, world.Judge(protocol))!.Statement, Judge(read.Evidence, world.Judge(protocol, read.Keys))!.Statement);
        Assert.Equal(world.Directory.Fingerprint("Bob"), read.Keys.Fingerprint("Bob"));
    }

    [Theory]
    [MemberData(nameof(World.Suites), MemberType = typeof(World))]
    public void A_file_cut_off_anywhere_or_with_something_behind_it_is_refused_in_one_line(string suite)
    {
        var bytes = Small(suite);
        Assert.NotNull(Read(bytes, out _));
        for (var length = 0; length < bytes.Length; length++)
        {
            Refused(bytes[..length]);
        }

        Refused([.. bytes, 0]);
        Refused([.. bytes, .. bytes]);
    }

    /// <summary>
    /// Three flips of each byte. What is still accepted says what it said: only a key that nothing was checked with can have changed, and
    /// then its fingerprint has, too.
    /// </summary>
    [Theory]
    [MemberData(nameof(World.Suites), MemberType = typeof(World))]
    public void No_flip_in_a_file_makes_it_say_something_else(string suite)
    {
        var (world, bytes, accepted) = (World.Of(suite), Small(suite), 0);
        var original = Read(bytes, out _)!;
        var facts = Judge(original.Evidence, world.Judge(FairCem, original.Keys))!.Facts;
        for (var i = 0; i < bytes.Length * 3; i++)
        {
            byte[] flipped = [.. bytes];
            flipped[i / 3] ^= (byte)(i % 3 == 0 ? 1 : i % 3 == 1 ? 0x20 : 0x80);
            if (Read(flipped, out var problem) is not { } file)
            {
                IsOneLine(problem);
                continue;
            }

            var outsider = new SuiteOperations(file.Suite, file.Evidence.Protocol, file.Keys, null);
            if (VerifiedEvidence.TryVerify(file.Evidence, outsider, out var rejection) is not { } verified)
            {
                Assert.NotEqual("", rejection!.Describe());
                continue;
            }

            accepted++;
            Assert.Equal(Wire.Encode(original.Evidence.Shown), Wire.Encode(file.Evidence.Shown));
            Assert.All(FairCem.Items[0].Term.Variables(), variable => Assert.Equal(facts[variable], verified.Facts[variable]));
            Assert.Equal(
                original.Keys.Find("Bob")!.Verification.PublicKey.ToArray(), file.Keys.Find("Bob")!.Verification.PublicKey.ToArray());
            Assert.Equal(original.Keys.Find("VPO")!.Encryption.PublicKey.ToArray(), file.Keys.Find("VPO")!.Encryption.PublicKey.ToArray());
            Assert.Contains(original.Keys.Entries.Keys.Concat(file.Keys.Entries.Keys),
                name => original.Keys.Fingerprint(name) != file.Keys.Fingerprint(name));
        }

        // The test looked at such files, and at no more of them than the bytes of unused keys and Trudy's and Alice's names make.
        Assert.InRange(accepted, 1, bytes.Length);
    }

    [Fact]
    public void Any_bytes_are_evidence_or_a_problem_in_one_line()
    {
        var honest = Small("p256");
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes =>
        {
            var overlap = Math.Min(bytes.Length, honest.Length);
            Assert.All([bytes, [.. bytes[..overlap], .. honest[overlap..]], [.. honest[overlap..], .. bytes[..overlap]],
                (byte[])[.. honest[..^overlap], .. bytes[..overlap]]], variant =>
            {
                var file = Read(variant, out var problem);
                Assert.Equal(file is null, problem is not null);
            });
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    public static TheoryData<string, string> Problems => new()
    {
        { "format", "is not an evidence file" },
        { "version", "format version 3" },
        { "old", "format version 1; this program reads version 2" },
        { "definition", "is of another definition of fair-cem (0000" },
        { "definition", $"({World.Entry("fair-cem").Digest[..40]}): judge it by the definition that it was made under" },
        { "suite", "'p<U+202E><U+000A>521'" },
        { "protocol", "protocol that is not known ('no<U+000A>such')" },
        { "holder", "'Bob'" },
        { "goods", "'B'" },
        { "value", "has no well-formed value" },
        { "order", "truncated or garbled" },
        { "duplicate", "truncated or garbled" },
        { "name", "truncated or garbled" },
        { "key", "has a public key that is not valid" },
        { "swapped", "has a public key that is not valid" },
        { "many", "truncated or garbled" },
        { "items", "truncated or garbled" },
    };

    [Theory]
    [MemberData(nameof(Problems))]
    public void What_is_wrong_with_a_file_is_said(string wrong, string said)
    {
        Assert.NotNull(Read(Written(""), out _));
        Assert.NotNull(Read(Written("most"), out _));
        Assert.Null(Read(Written(wrong), out var problem));
        IsOneLine(problem);
        Assert.Contains(said.Replace("\u202e", "", StringComparison.Ordinal), problem!.Replace("\u202e", "", StringComparison.Ordinal),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_over_the_bound_is_not_even_looked_at()
    {
        Assert.Null(Read(new byte[EvidenceFile.MaximumSize + 1], out var problem));
        Assert.Contains("larger", problem, StringComparison.Ordinal);
        Assert.Null(Read(new byte[EvidenceFile.MaximumSize], out problem));
        Assert.DoesNotContain("larger", problem, StringComparison.Ordinal);
    }

    /// <summary>A file with one thing wrong, written item by item.</summary>
    private static byte[] Written(string wrong)
    {
        var keys = World.Of("p256").KeysOf("Bob");
        var names = wrong switch
        {
            "order" => ["B", "A"],
            "duplicate" => ["A", "A"],
            "name" => ["A", "B\n"],
            "most" or "many" => Enumerable.Range(100, wrong == "most" ? 64 : 65).Select(i => $"{i}"),
            _ => (IEnumerable<string>)["A", "B"],
        };
        var writer = new CborWriter(CborConformanceMode.Canonical);
        writer.WriteStartArray(wrong == "old" ? 7 : 8);
        writer.WriteTextString(wrong == "format" ? "fair-exchange verdict" : "fair-exchange evidence");
        writer.WriteInt32(wrong switch { "version" => 3, "old" => 1, _ => 2 });
        writer.WriteTextString(wrong == "suite" ? "p\u202e\n521" : "p256");
        writer.WriteTextString(wrong switch { "protocol" => "no\nsuch", _ => "fair-cem" });
        if (wrong != "old")
        {
            writer.WriteTextString(wrong == "definition" ? new string('0', 64) : World.Entry("fair-cem").Digest);
        }

        writer.WriteTextString(wrong switch { "holder" => "Bob", "goods" => "B", _ => "A" });
        writer.WriteByteString(wrong == "value" ? [0x82] : Wire.Encode(World.Mail));
        writer.WriteStartArray(names.Count());
        foreach (var name in names)
        {
            writer.WriteStartArray(wrong == "items" ? 4 : 3);
            writer.WriteTextString(name);
            // In the first entry: a bad key is named wherever it stands.
            writer.WriteByteString(wrong == "key" && name == "A"
                ? new byte[65] : wrong == "swapped" ? new byte[32] : keys.Verification.PublicKey.Span);
            writer.WriteByteString(keys.Encryption.PublicKey.Span);
            if (wrong == "items")
            {
                writer.WriteNull();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        writer.WriteEndArray();
        return writer.Encode();
    }

    /// <summary>With the keys of everyone who is named and of Trudy, who is not.</summary>
    private static byte[] Small(string suite)
    {
        var world = World.Of(suite);
        var file = EvidenceFile.Of(world.Suite,
            JudgeTests.Only(world, Pump.Run(world, FairCem, new Value.Message(new Bytes("Hi"u8.ToArray()))).Alice), world.Directory);
        Assert.Equal(["Alice", "Bob", "VPO"], file.Keys.Entries.Keys);
        return (file with { Keys = file.Keys.With("Trudy", world.KeysOf("Trudy")) }).Write();
    }

    private static EvidenceFile? Read(byte[] bytes, out string? problem) =>
        EvidenceFile.TryRead(bytes, id => Entries.TryFind(id, out var protocol) ? protocol : null, out problem);

    private static VerifiedEvidence? Judge(Evidence evidence, CryptoOperations outsider) =>
        VerifiedEvidence.TryVerify(evidence, outsider, out _);

    private static void Refused(byte[] bytes)
    {
        Assert.Null(Read(bytes, out var problem));
        IsOneLine(problem);
    }

    private static void IsOneLine(string? problem)
    {
        Assert.False(string.IsNullOrWhiteSpace(problem));
        Assert.DoesNotContain(problem, char.IsControl);
    }
}
