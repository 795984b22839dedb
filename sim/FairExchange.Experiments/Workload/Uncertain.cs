using FairExchange.Experiments.Parameters;
using FairExchange.Simulation;
using MathNet.Numerics.Distributions;

namespace FairExchange.Experiments.Workload;

/// <summary>
/// A figure that nobody knows exactly, as a list of the parameter file: one value is certain; of two, anything between is as likely; of
/// three, the second is the likeliest and the others are the ends (the triangular distribution).
/// </summary>
public sealed record Uncertain(double Low, double Likeliest, double High, bool IsFlat)
{
    public double Mean => IsFlat ? (Low + High) / 2 : (Low + Likeliest + High) / 3;

    /// <exception cref="FormatException">There are more than three values, or they do not ascend.</exception>
    public static Uncertain Of(ParameterBook book, string name)
    {
        var values = book.Numbers(name);
        return values.Length > 3 || !values.SequenceEqual(values.Order())
            ? throw new FormatException(
                $"{name} is one value, the two ends of a range, or its lower end, likeliest value and upper end, in ascending order")
            : new Uncertain(values[0], values[values.Length / 2], values[^1], values.Length == 2);
    }

    /// <summary>
    /// Takes one number from the stream, whatever the range, so that a changed range leaves the other figures as they were.
    /// </summary>
    public double Draw(Chance chance)
    {
        var share = chance.NextDouble();
        return Low == High ? Low
            : IsFlat ? ContinuousUniform.InvCDF(Low, High, share) : Triangular.InvCDF(Low, High, Likeliest, share);
    }
}

/// <summary>
/// The log-normal distribution with that mean and standard deviation of its own (not of its logarithm), its logarithm's worked out once for
/// very many draws.
/// </summary>
public readonly struct LogNormal
{
    private readonly double mean;
    private readonly double sigma;
    private readonly double half;

    /// <param name="mean">Above 0.</param>
    /// <param name="deviation">Of 0, every draw is the mean and takes nothing from the stream.</param>
    public LogNormal(double mean, double deviation)
    {
        var variance = deviation <= 0 ? 0 : Math.Log(1 + (deviation / mean * (deviation / mean)));
        (this.mean, sigma, half) = (mean, Math.Sqrt(variance), variance / 2);
    }

    public double Draw(Chance chance) => sigma == 0 ? mean : mean * Math.Exp((sigma * chance.Normal()) - half);
}

/// <summary>How long somebody takes to answer: the log-normal distribution that has these two quantiles.</summary>
/// <param name="Median">In any unit; draws have the same.</param>
/// <param name="P90">The time within which nine of ten answer.</param>
public sealed record ReplyTime(double Median, double P90)
{
    private readonly double sigma = Math.Log(P90 / Median) / Normal.InvCDF(0, 1, 0.9);

    public double Draw(Chance chance) => Median * Math.Exp(sigma * chance.Normal());
}

/// <summary>Distributions drawn from a seeded stream. Each call takes from the stream what it needs.</summary>
public static class Distributions
{
    /// <summary>
    /// Standard normal (Marsaglia's polar method; the second figure of each pair is left away, so that a draw depends on the stream alone).
    /// It is what MathNet does with a <see cref="Random"/>, which this project has none of.
    /// </summary>
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
