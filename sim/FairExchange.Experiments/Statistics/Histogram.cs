namespace FairExchange.Experiments.Statistics;

/// <summary>
/// Quantiles of times in constant memory and at fixed precision, as HdrHistogram does: each power of two is cut into equal parts, so that a reported time is off by less than
/// one part in <see cref="Parts"/>. Times are in seconds; they are counted in nanoseconds, and what is above 2^62 of them counts as that.
/// </summary>
public sealed class Histogram
{
    /// <summary>Parts of each power of two; a power of two itself.</summary>
    public const int Parts = 128;

    private const int PartBits = 7;
    private readonly long[] counts = new long[(63 - PartBits + 1) * Parts];

    public long Count { get; private set; }

    public void Add(double seconds)
    {
        counts[Place(seconds)]++;
        Count++;
    }

    public void Add(Histogram other)
    {
        for (var i = 0; i < counts.Length; i++)
        {
            counts[i] += other.counts[i];
        }

        Count += other.Count;
    }

    /// <summary>The least time that so large a share of all times does not exceed, in seconds; NaN where there is none. Of a part its upper end is reported, never too short a time.</summary>
    public double Quantile(double share)
    {
        var rank = Math.Max(1, (long)Math.Ceiling(share * Count));
        var seen = 0L;
        for (var i = 0; i < counts.Length; i++)
        {
            seen += counts[i];
            if (seen >= rank)
            {
                return i == 0 ? 0 : Upper(i) / 1e9;
            }
        }

        return double.NaN;
    }

    private static int Place(double seconds)
    {
        var nanoseconds = (ulong)Math.Clamp(seconds * 1e9, 0, 1L << 62);
        if (nanoseconds < Parts)
        {
            return (int)nanoseconds;
        }

        var shift = 63 - System.Numerics.BitOperations.LeadingZeroCount(nanoseconds) - PartBits;
        return ((shift + 1) * Parts) + (int)(nanoseconds >> shift) - Parts;
    }

    private static double Upper(int place)
    {
        var (shift, part) = ((place / Parts) - 1, place % Parts);
        return shift < 0 ? place : ((part + Parts + 1L) * Math.ScaleB(1, shift)) - 1;
    }
}
