using System.Collections.Immutable;
using FairExchange.Experiments.Protocols;
using FairExchange.Simulation;

namespace FairExchange.Experiments.Workload;

/// <summary>What happens in one bin of time.</summary>
/// <param name="Exchanges">That begin in it.</param>
/// <param name="Resolves">Of these, those with a mishap, by <see cref="Cause"/>: they come to a virtual trusted party.</param>
public sealed record Bin(long Exchanges, ImmutableArray<long> Resolves)
{
    public long AllResolves => Resolves.Sum();

    /// <summary>Of the exchanges with a mishap, those in which somebody needs the trusted party of a protocol.</summary>
    public Bin For(StudiedProtocol protocol, Chance chance) =>
        this with { Resolves = [.. Resolves.Zip(protocol.Needed, (count, share) => chance.Binomially(count, share))] };
}

/// <summary>
/// Independent exchanges counted bin by bin, without an event for those that never reach a trusted party. Their number being given, the
/// numbers in bins are multinomial, and so are those of each kind within a bin: the very distribution that playing every exchange would
/// give.
/// </summary>
public static class Aggregate
{
    /// <param name="exchanges">All of them.</param>
    /// <param name="bins">The share of each bin; they sum to one.</param>
    /// <param name="rates">Those of a bin, by its number.</param>
    public static IEnumerable<Bin> Draw(Chance chance, long exchanges, IReadOnlyList<double> bins, Func<int, ResolveRates> rates)
    {
        var (left, mass) = (exchanges, 1.0);
        for (var i = 0; i < bins.Count; i++)
        {
            var count = i == bins.Count - 1 ? left : chance.Binomially(left, mass <= 0 ? 0 : bins[i] / mass);
            left -= count;
            mass -= bins[i];
            yield return new Bin(count, chance.Multinomially(count, rates(i).ByCause));
        }
    }

    /// <summary>The same exchange by exchange: for few of them, and to hold the other against.</summary>
    public static ImmutableArray<Bin> DrawOneByOne(Chance chance, long exchanges, IReadOnlyList<double> bins, ResolveRates rates)
    {
        double[] causes = [.. rates.ByCause, 1 - rates.Total];
        double[] places = [.. bins];
        var counts = new long[bins.Count, causes.Length];
        for (var i = 0L; i < exchanges; i++)
        {
            counts[chance.Which(places), chance.Which(causes)]++;
        }

        return
        [
            .. Enumerable.Range(0, bins.Count).Select(bin => new Bin(
                Enumerable.Range(0, causes.Length).Sum(kind => counts[bin, kind]),
                [.. Enumerable.Range(0, causes.Length - 1).Select(kind => counts[bin, kind])])),
        ];
    }

    /// <summary>So many times between two, each as likely as any, in ascending order and one by one.</summary>
    public static IEnumerable<double> Times(Chance chance, long count, double from, double until)
    {
        for (; count > 0; count--)
        {
            // The least of the remaining ones.
            from += (until - from) * -Precise.ExpMinusOne(Math.Log(1 - chance.NextDouble()) / count);
            yield return from;
        }
    }
}

/// <summary>
/// How many of very many independent exchanges are of a kind, drawn in constant time whatever their number: Hörmann's transformed rejection
/// (BTRS, 1993), and a sum of geometric gaps where few are expected. Both are exact but for the rounding of 64-bit floating point, which
/// for 10^12 exchanges changes a probability by less than one part in a thousand.
/// </summary>
public static class Binomial
{
    private const double FewExpected = 10;

    /// <summary>ln k! less Stirling's formula for it, k from 0 to 9.</summary>
    private static readonly double[] Corrections =
    [
        0.0810614667953272, 0.0413406959554092, 0.0276779256849983, 0.02079067210376509, 0.0166446911898211,
        0.0138761288230707, 0.0118967099458917, 0.0104112652619720, 0.00925546218271273, 0.00833056343336287,
    ];

    /// <param name="trials">Up to 10^15.</param>
    public static long Binomially(this Chance chance, long trials, double probability) => probability switch
    {
        <= 0 => 0,
        >= 1 => trials,
        > 0.5 => trials - chance.Binomially(trials, 1 - probability),
        _ => trials <= 0 ? 0 : trials * probability < FewExpected
            ? ByGaps(chance, trials, probability) : ByRejection(chance, trials, probability),
    };

    /// <summary>How many of these fall to each share, in order; what the shares leave over falls to none.</summary>
    /// <param name="shares">Sum to one at most.</param>
    public static ImmutableArray<long> Multinomially(this Chance chance, long trials, IReadOnlyList<double> shares)
    {
        var counts = ImmutableArray.CreateBuilder<long>(shares.Count);
        var left = 1.0;
        foreach (var share in shares)
        {
            var count = chance.Binomially(trials, left <= 0 ? 0 : share / left);
            counts.Add(count);
            trials -= count;
            left -= share;
        }

        return counts.MoveToImmutable();
    }

    private static long ByGaps(Chance chance, long trials, double probability)
    {
        var (count, place, miss) = (0L, 0.0, Precise.LogOnePlus(-probability));
        while (true)
        {
            place += Math.Floor(Math.Log(1 - chance.NextDouble()) / miss) + 1;
            if (place > trials)
            {
                return count;
            }

            count++;
        }
    }

    private static long ByRejection(Chance chance, long trials, double probability)
    {
        double n = trials;
        var deviation = Math.Sqrt(n * probability * (1 - probability));
        var b = 1.15 + (2.53 * deviation);
        var a = -0.0873 + (0.0248 * b) + (0.01 * probability);
        var centre = (n * probability) + 0.5;
        var squeeze = 0.92 - (4.2 / b);
        var odds = probability / (1 - probability);
        var alpha = (2.83 + (5.1 / b)) * deviation;
        var mode = Math.Floor((n + 1) * probability);
        while (true)
        {
            var (u, v) = (chance.NextDouble() - 0.5, 1 - chance.NextDouble());
            var edge = 0.5 - Math.Abs(u);
            var k = Math.Floor((((2 * a / edge) + b) * u) + centre);
            if (!(k >= 0 && k <= n))
            {
                continue;
            }

            if (edge >= 0.07 && v <= squeeze)
            {
                return (long)k;
            }

            var logarithm = Math.Log(v * alpha / ((a / (edge * edge)) + b));
            var bound = ((mode + 0.5) * Math.Log((mode + 1) / (odds * (n - mode + 1))))
                + ((n + 1) * Precise.LogOnePlus((k - mode) / (n - k + 1)))
                + ((k + 0.5) * Math.Log(odds * (n - k + 1) / (k + 1)))
                + Correction(mode) + Correction(n - mode) - Correction(k) - Correction(n - k);
            if (logarithm <= bound)
            {
                return (long)k;
            }
        }
    }

    private static double Correction(double k)
    {
        if (k < Corrections.Length)
        {
            return Corrections[(int)k];
        }

        var square = (k + 1) * (k + 1);
        return ((1.0 / 12) - (((1.0 / 360) - (1.0 / 1260 / square)) / square)) / (k + 1);
    }
}

/// <summary>
/// Independent exchanges of a stretch of time, of which only those in some parts of it are looked at, part by part: the number in each is
/// binomial among those not yet placed.
/// </summary>
/// <param name="exchanges">In all of the stretch.</param>
/// <param name="shape">How they lie in the week.</param>
/// <param name="hours">Length of the stretch, from Monday 0:00 on.</param>
public sealed class BinomialSplit(long exchanges, WeeklyShape shape, double hours)
{
    private long left = exchanges;
    private double mass = shape.Between(0, hours);

    /// <summary>How many begin between these times. Parts must not overlap.</summary>
    public long Take(Chance chance, double from, double until)
    {
        var share = shape.Between(from, until);
        var count = chance.Binomially(left, mass <= 0 ? 0 : Math.Min(1, share / mass));
        (left, mass) = (left - count, mass - share);
        return count;
    }
}

/// <summary>How many of many rare things happen.</summary>
internal static class Counts
{
    private const double Largest = 500;

    /// <summary>
    /// Poisson by inversion: exact, and quick for small means. A large mean is cut into parts, for counts of independent parts add up.
    /// </summary>
    public static int Poisson(this Chance chance, double mean)
    {
        var count = 0;
        for (; mean > Largest; mean -= Largest)
        {
            count += chance.Poisson(Largest);
        }

        var (left, term) = (chance.NextDouble(), Math.Exp(-mean));
        for (var i = 1; left >= term && term > 0; i++)
        {
            left -= term;
            term *= mean / i;
            count++;
        }

        return count;
    }
}

/// <summary>
/// ln(1 + x) and e^x - 1 for small x without losing digits (Kahan); those of <see cref="double"/> add or take one away and lose them.
/// </summary>
internal static class Precise
{
    /// <summary>Below it six terms of the series are all the digits that there are.</summary>
    private const double Tiny = 1e-3;

    public static double LogOnePlus(double x)
    {
        var sum = 1 + x;
        return sum == 1 ? x : Math.Log(sum) * x / (sum - 1);
    }

    public static double ExpMinusOne(double x)
    {
        if (Math.Abs(x) < Tiny)
        {
            // Most calls are here: the gap between one request and the next among very many.
            return x * (1 + (x * (0.5 + (x * ((1.0 / 6) + (x * ((1.0 / 24) + (x * ((1.0 / 120) + (x / 720))))))))));
        }

        var power = Math.Exp(x);
        return power == 1 ? x : power - 1 == -1 ? -1 : (power - 1) * x / Math.Log(power);
    }
}
