using System.Text;
using FairExchange.Simulation;

namespace FairExchange.Tests.Fuzzing;

/// <summary>Inputs with something wrong: bits, bytes, numbers, lines, halves of two of them, words that matter to readers.</summary>
internal static class Mutations
{
    private static readonly byte[][] Words =
    [
        .. new[]
        {
            "0", "-1", "1e400", "NaN", "Infinity", "1,5", "9223372036854775808", "99999999999999999999", "0x10", " ", "\n", "\r\n", "\t",
            "\"", "\"\"", "'", ",", ",,", ";", ":", "{", "}", "{}", "[", "]",
            "[]", "null", "true", "~", "---\n", "...\n", "!!", "!!int", "!<", "&a", "*a", "#", "%YAML 9.9\n", "? ", "- ", "|", ">",
            "\\u0000", "\\ud800", "\\", "\ufeff", "\u3164", "\u202e", "\u0000",
            "-----BEGIN CERTIFICATE-----\n", "-----END CERTIFICATE-----\n", "=", "Alice", "Bob", "Mallory", "VPO", "PO", "x.m1", "x.k1",
            "M.1", "Z", "value", "unit", "atom", "sort", "name", "message",
        }.Select(Encoding.UTF8.GetBytes),
        [0x00], [0xff], [0x7f], [0x80], [0x9f, 0xff], [0xbf], [0xc3, 0x28], [0xed, 0xa0, 0x80], [0xf8],
        [0x1b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], [0x5a, 0xff, 0xff, 0xff, 0xff],
        [0x30, 0x80], [0x30, 0x84, 0xff, 0xff, 0xff, 0xff], [0x05, 0x00], [0xff, 0xfe],
    ];

    /// <summary>One to four changes of the first; the second lends parts.</summary>
    public static byte[] Of(byte[] input, byte[] other, Chance chance)
    {
        for (var changes = 1 + chance.Below(4); changes > 0; changes--)
        {
            input = Once(input, other, chance);
        }

        return input;
    }

    private static byte[] Once(byte[] input, byte[] other, Chance chance)
    {
        var (at, length) = (chance.Below(input.Length + 1), Math.Min(1 + chance.Below(chance.Below(8) == 0 ? 4096 : 24), 4096));
        var end = Math.Min(input.Length, at + length);
        switch (chance.Below(11))
        {
            case 0 when at < input.Length:
                input = [.. input];
                input[at] ^= (byte)(1 << chance.Below(8));
                return input;
            case 1 when at < input.Length:
                input = [.. input];
                input[at] = (byte)chance.Below(256);
                return input;
            case 2:
                return [.. input[..at], .. input[end..]];
            case 3:
                return [.. input[..end], .. input[at..]];
            case 4:
                return input[..at];
            case 5 when other.Length > 0:
                var from = chance.Below(other.Length);
                return [.. input[..at], .. other[from..Math.Min(other.Length, from + length)], .. input[end..]];
            case 6 when other.Length > 0:
                return [.. input[..at], .. other[chance.Below(other.Length)..]];
            case 7:
                return Lines(input, chance);
            case 8:
                return Number(input, at, chance);
            default:
                var word = Words[chance.Below(Words.Length)];
                return [.. input[..at], .. word, .. input[(chance.Below(2) == 0 ? at : Math.Min(input.Length, at + word.Length))..]];
        }
    }

    /// <summary>A line doubled, left out, or moved.</summary>
    private static byte[] Lines(byte[] input, Chance chance)
    {
        var text = Encoding.Latin1.GetString(input).Split('\n').ToList();
        var line = text[chance.Below(text.Count)];
        if (chance.Below(3) == 0)
        {
            text.Remove(line);
        }

        text.Insert(chance.Below(text.Count + 1), line);
        if (chance.Below(4) == 0)
        {
            text.Remove(line);
        }

        return Encoding.Latin1.GetBytes(string.Join('\n', text));
    }

    /// <summary>The next number in a text is another one.</summary>
    private static byte[] Number(byte[] input, int at, Chance chance)
    {
        var start = Array.FindIndex(input, at, letter => letter is >= (byte)'0' and <= (byte)'9');
        if (start < 0)
        {
            return input;
        }

        var end = start;
        while (end < input.Length && (input[end] is >= (byte)'0' and <= (byte)'9' or (byte)'.'))
        {
            end++;
        }

        return [.. input[..start], .. Words[chance.Below(9)], .. input[end..]];
    }
}
