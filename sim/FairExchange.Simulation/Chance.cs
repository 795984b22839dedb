using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace FairExchange.Simulation;

/// <summary>
/// Chance as an argument: xoshiro256** (Blackman and Vigna), seeded by name from a campaign's seed, so that every exchange has a stream of
/// its own and the same one on every machine and thread. Not for secrets. Who draws says what for (one of some alternatives, a duration),
/// so that <see cref="Compiling.ScriptedChance"/> can take every way instead.
/// </summary>
public class Chance
{
    private ulong a;
    private ulong b;
    private ulong c;
    private ulong d;

    /// <param name="seed">The campaign's seed.</param>
    /// <param name="path">Which stream: protocol, strategies, number of the exchange, purpose.</param>
    public Chance(ulong seed, params ReadOnlySpan<string> path)
    {
        Span<byte> digest = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}\n{string.Join('\n', path!)}"), digest);
        a = BinaryPrimitives.ReadUInt64LittleEndian(digest);
        b = BinaryPrimitives.ReadUInt64LittleEndian(digest[8..]);
        c = BinaryPrimitives.ReadUInt64LittleEndian(digest[16..]);
        d = BinaryPrimitives.ReadUInt64LittleEndian(digest[24..]);
    }

    public ulong Next()
    {
        var result = BitOperations.RotateLeft(b * 5, 7) * 9;
        var shifted = b << 17;
        c ^= a;
        d ^= b;
        b ^= c;
        a ^= d;
        c ^= shifted;
        d = BitOperations.RotateLeft(d, 45);
        return result;
    }

    /// <summary>Uniform in [0, 1).</summary>
    public virtual double NextDouble() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in 0 .. count - 1; the bias of the multiplication is below 2^-32 for counts that fit an int.</summary>
    public virtual int Below(int count) => (int)(((UInt128)Next() * (ulong)count) >> 64);

    public virtual bool Happens(double probability) => NextDouble() < probability;

    /// <summary>One of as many alternatives as there are weights, each as likely as its share of their sum.</summary>
    public virtual int Among(params ReadOnlySpan<int> weights)
    {
        var sum = 0;
        foreach (var weight in weights)
        {
            sum += weight;
        }

        var (drawn, chosen) = (Below(sum), 0);
        while (drawn >= weights[chosen])
        {
            drawn -= weights[chosen++];
        }

        return chosen;
    }

    /// <summary>How long something takes that only has to take some time: uniform in least .. most.</summary>
    public virtual long Duration(int least, int most) => least + Below(most - least + 1);

    /// <summary>Exponential with the mean given.</summary>
    public double Exponential(double mean) => -mean * Math.Log(1 - NextDouble());

    public byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        Span<byte> word = stackalloc byte[8];
        for (var i = 0; i < count; i += 8)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(word, Next());
            word[..Math.Min(8, count - i)].CopyTo(bytes.AsSpan(i));
        }

        return bytes;
    }
}
