using FairExchange.Simulation;

namespace FairExchange.Experiments.Workload;

/// <summary>Distributions drawn from a seeded stream. Each call takes from the stream what it needs.</summary>
public static class Draws
{
    /// <summary>Standard normal (Marsaglia's polar method; the second figure of each pair is left away, so that a draw depends on the stream alone).</summary>
    public static double Normal(this Chance chance)
    {
        while (true)
        {
            var (x, y) = ((2 * chance.NextDouble()) - 1, (2 * chance.NextDouble()) - 1);
            var radius = (x * x) + (y * y);
            if (radius is > 0 and < 1)
            {
                return x * Math.Sqrt(-2 * Math.Log(radius) / radius);
            }
        }
    }

    /// <summary>Log-normal with that mean and standard deviation of its own (not of its logarithm).</summary>
    public static double LogNormal(this Chance chance, double mean, double deviation) => new LogNormal(mean, deviation).Draw(chance);

    /// <summary>Which of several, each with its share.</summary>
    /// <param name="shares">Sum to one.</param>
    public static int Which(this Chance chance, ReadOnlySpan<double> shares)
    {
        var left = chance.NextDouble();
        for (var i = 0; i < shares.Length - 1; i++)
        {
            left -= shares[i];
            if (left < 0)
            {
                return i;
            }
        }

        return shares.Length - 1;
    }
}
