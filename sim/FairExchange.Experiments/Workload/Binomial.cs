using System.Collections.Immutable;
using FairExchange.Simulation;

namespace FairExchange.Experiments.Workload;

/// <summary>
/// How many of very many independent exchanges are of a kind, drawn in constant time whatever their number: Hörmann's transformed rejection (BTRS, 1993), and a sum of geometric gaps where few are expected. Both
/// are exact but for the rounding of 64-bit floating point, which for 10^12 exchanges changes a probability by less than one part in a thousand.
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
        _ => trials <= 0 ? 0 : trials * probability < FewExpected ? ByGaps(chance, trials, probability) : ByRejection(chance, trials, probability),
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
