using FairExchange.Runtime.Values;
using FairExchange.Simulation;

namespace FairExchange.Tests.Runtime.Values;

/// <summary>Any value with an encoding, from a seeded stream.</summary>
internal static class RandomValues
{
    private static readonly string[] Names = ["A", "Bob", "Zoë", "名前", "\U0002070E", "a name with spaces", new string('x', 255), "VPO"];

    public static Value Next(Chance chance, int depth = 0) => chance.Below(depth == 8 ? 10 : 12) switch
    {
        0 => Name(chance),
        1 => new Value.Message(Bytes(chance)),
        2 => new Value.Coins(new Bytes(chance.Bytes(32))),
        3 => new Value.Contract(Bytes(chance)),
        4 => new Value.Ciphertext(Bytes(chance)),
        5 => new Value.Parties(Name(chance), Name(chance)),
        6 => new Value.Digest(new Bytes(chance.Bytes(32))),
        7 => new Value.Key(new Bytes(chance.Bytes(32))),
        8 => new Value.Bulk(new Bytes(chance.Bytes(32))),
        9 => new Value.Tag(new[] { "a", "abort", "not-yet-resolved" }[chance.Below(3)]),
        10 => new Value.Signature(Name(chance), Next(chance, depth + 1), new Bytes(chance.Bytes(64))),
        _ => new Value.Tuple([.. Enumerable.Range(0, 2 + chance.Below(3)).Select(_ => Next(chance, depth + 1))]),
    };

    private static Value.Name Name(Chance chance) => new(Names[chance.Below(Names.Length)]);

    /// <summary>Around each length at which CBOR writes a longer head.</summary>
    private static Bytes Bytes(Chance chance) => new(chance.Bytes(new[] { 0, 1, 23, 24, 255, 256, 300 }[chance.Below(7)]));
}
