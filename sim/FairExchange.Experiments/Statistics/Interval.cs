using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;

namespace FairExchange.Experiments.Statistics;

/// <summary>
/// A mean of independent replications with its 95 % confidence interval (Student t). One replication has no interval: both ends are NaN.
/// </summary>
public sealed record Interval(double Mean, double Low, double High, int Replications)
{
    public const double Confidence = 0.95;

    public static Interval Of(IReadOnlyCollection<double> figures)
    {
        var (mean, variance) = figures.MeanVariance();
        var half = figures.Count < 2 ? double.NaN : Quantile(figures.Count - 1) * Math.Sqrt(variance / figures.Count);
        return new Interval(mean, mean - half, mean + half, figures.Count);
    }

    public bool Contains(double figure) => Low <= figure && figure <= High;

    /// <summary>The quantile of Student's t that leaves 2.5 % above it.</summary>
    public static double Quantile(double degreesOfFreedom) => StudentT.InvCDF(0, 1, degreesOfFreedom, 1 - ((1 - Confidence) / 2));
}

/// <summary>Quantiles of figures that are all there.</summary>
internal static class Quantiles
{
    /// <param name="ascending">Not empty.</param>
    /// <returns>The least figure that so large a share of them does not exceed.</returns>
    public static double Of(double[] ascending, double share) =>
        ascending[Math.Clamp((int)Math.Ceiling(share * ascending.Length) - 1, 0, ascending.Length - 1)];

    public static double[] Ascending(IEnumerable<double> figures)
    {
        double[] all = [.. figures];
        Array.Sort(all);
        return all;
    }
}

/// <summary>
/// Quantiles of times in constant memory and at fixed precision, as HdrHistogram does: each power of two is cut into equal parts, so that a
/// reported time is off by less than one part in <see cref="Parts"/>. Times are in seconds; they are counted in nanoseconds, and what is
/// above 2^62 of them counts as that.
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

    /// <summary>
    /// The least time that so large a share of all times does not exceed, in seconds; NaN where there is none. Of a part its upper end is
    /// reported, never too short a time.
    /// </summary>
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

/// <summary>
/// Where a run's warm-up ends, by MSER-5 (White 1997; White, Cobb, Spratt 2000): means of five figures each; the cut is where the variance
/// of what remains, divided once more by its number, is least. Memory is constant: once <see cref="Capacity"/> batches are full, two
/// neighbours become one.
/// </summary>
public sealed class WarmUp
{
    public const int Capacity = 8192;

    private readonly List<double> batches = [];
    private double sum;
    private int filled;

    /// <summary>How many figures make a batch: five, and twice as many each time the memory is full.</summary>
    public int BatchSize { get; private set; } = 5;

    public void Add(double figure)
    {
        sum += figure;
        if (++filled < BatchSize)
        {
            return;
        }

        batches.Add(sum / filled);
        (sum, filled) = (0, 0);
        if (batches.Count == Capacity)
        {
            for (var i = 0; i < Capacity / 2; i++)
            {
                batches[i] = (batches[2 * i] + batches[(2 * i) + 1]) / 2;
            }

            batches.RemoveRange(Capacity / 2, Capacity / 2);
            BatchSize *= 2;
        }
    }

    /// <summary>
    /// How many figures to leave away at the beginning. A least value in the second half says that the run is too short; then half of it is
    /// left away.
    /// </summary>
    public long Cut => (long)BestBatch() * BatchSize;

    private int BestBatch()
    {
        // From the end: mean and squares of what remains, one batch more each time.
        var (best, bestError, count, mean, squares) = (0, double.PositiveInfinity, 0, 0.0, 0.0);
        for (var i = batches.Count - 1; i >= 0; i--)
        {
            count++;
            var difference = batches[i] - mean;
            mean += difference / count;
            squares += difference * (batches[i] - mean);
            var error = squares / ((double)count * count);
            if (i <= batches.Count / 2 && error <= bestError)
            {
                (best, bestError) = (i, error);
            }
        }

        return best;
    }
}
