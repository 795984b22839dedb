namespace FairExchange.Tests.Cryptography;

internal static class Bytes
{
    internal static byte[] Hex(string hex) => Convert.FromHexString(hex);

    /// <summary>Different for each position and for each start, so that a part that is dropped or moved shows.</summary>
    internal static byte[] Pattern(int length, int start = 0)
    {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++)
        {
            bytes[i] = (byte)((i * 31) + (i >> 8) + start);
        }

        return bytes;
    }

    internal static byte[] Flip(byte[] bytes, int bit)
    {
        byte[] copy = [.. bytes];
        copy[bit / 8] ^= (byte)(1 << (bit % 8));
        return copy;
    }
}
