using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using FairExchange.Simulation;

namespace FairExchange.Tests.Simulation;

public class ChanceTests
{
    /// <summary>
    /// The authors' xoshiro256starstar.c, line for line, from a state that the test computes on its own. Known values of that program from
    /// the state 1, 2, 3, 4: 11520, 0, 1509978240, 1215971899390074240.
    /// </summary>
    private sealed class Reference(ulong[] s)
    {
        public ulong Next()
        {
            var result = Rotl(s[1] * 5, 7) * 9;
            var t = s[1] << 17;
            s[2] ^= s[0];
            s[3] ^= s[1];
            s[1] ^= s[2];
            s[0] ^= s[3];
            s[2] ^= t;
            s[3] = Rotl(s[3], 45);
            return result;
        }

        private static ulong Rotl(ulong x, int k) => (x << k) | (x >> (64 - k));
    }

    [Fact]
    public void The_reference_of_this_test_is_the_authors_generator()
    {
        var reference = new Reference([1, 2, 3, 4]);

        Assert.Equal([11520UL, 0UL, 1509978240UL, 1215971899390074240UL], Enumerable.Range(0, 4).Select(_ => reference.Next()));
    }

    [Fact]
    public void A_stream_is_the_authors_generator_seeded_by_the_hash_of_its_name()
    {
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes("42\nfair-cem\n7"));
        var reference = new Reference([.. Enumerable.Range(0, 4)
            .Select(i => BinaryPrimitives.ReadUInt64LittleEndian(digest.AsSpan(8 * i)))]);
        var chance = new Chance(42, "fair-cem", "7");

        Assert.Equal(Enumerable.Range(0, 1000).Select(_ => reference.Next()), Enumerable.Range(0, 1000).Select(_ => chance.Next()));
    }

    [Fact]
    public void Another_seed_or_another_name_is_another_stream()
    {
        string[][] paths = [[], [""], ["a"], ["a", "b"], ["b", "a"], ["ab"]];
        var first = paths.SelectMany(path => new[] { new Chance(1, path).Next(), new Chance(2, path).Next() }).ToList();

        Assert.Equal(first.Count - 2, first.Distinct().Count());
        // A path of no part and a path of one empty part are one name; every other is its own.
        Assert.Equal(first[0], first[2]);
    }

    [Fact]
    public void Bytes_are_the_words_of_the_stream_in_little_endian_and_any_length()
    {
        var (words, bytes) = (new Chance(1, "x"), new Chance(1, "x").Bytes(19));

        var expected = new byte[24];
        for (var i = 0; i < 24; i += 8)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(expected.AsSpan(i), words.Next());
        }

        Assert.Equal(expected[..19], bytes);
        Assert.Empty(new Chance(1, "x").Bytes(0));
    }

    [Fact]
    public void Choices_are_even_and_probabilities_are_kept()
    {
        var chance = new Chance(3, "even");
        var counts = Enumerable.Range(0, 30_000).Select(_ => chance.Below(3)).CountBy(face => face).OrderBy(pair => pair.Key).ToList();

        Assert.Equal([0, 1, 2], counts.Select(pair => pair.Key));
        Assert.All(counts, pair => Assert.InRange(pair.Value, 9_700, 10_300));
        Assert.InRange(Enumerable.Range(0, 10_000).Count(_ => chance.Happens(0.3)), 2_800, 3_200);
        Assert.InRange(Enumerable.Range(0, 10_000).Average(_ => chance.Exponential(60)), 57, 63);
        Assert.All(Enumerable.Range(0, 10_000), _ => Assert.InRange(chance.NextDouble(), 0, 1 - double.Epsilon));
        Assert.Equal(0, chance.Below(1));
        Assert.False(chance.Happens(0));
        Assert.True(chance.Happens(1));
    }
}
