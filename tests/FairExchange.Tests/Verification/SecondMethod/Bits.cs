namespace FairExchange.Tests.Verification.SecondMethod;

/// <summary>A set of whole numbers below a bound.</summary>
internal sealed class Bits
{
    private readonly ulong[] words;

    public Bits(int bound) => words = new ulong[(bound + 63) / 64];

    public Bits(Bits other) => words = [.. other.words];

    public bool this[int number] => (words[number >> 6] >> (number & 63) & 1) != 0;

    public void Add(int number) => words[number >> 6] |= 1UL << (number & 63);
}
