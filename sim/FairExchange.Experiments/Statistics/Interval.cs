using MathNet.Numerics.Distributions;

namespace FairExchange.Experiments.Statistics;

/// <summary>A mean of independent replications with its 95 % confidence interval (Student t). One replication has no interval: both ends are NaN.</summary>
public sealed record Interval(double Mean, double Low, double High, int Replications)
{
    public const double Confidence = 0.95;

    public static Interval Of(IReadOnlyCollection<double> figures)
    {
        var tally = new Tally();
        foreach (var figure in figures)
        {
            tally.Add(figure);
        }

        var half = tally.Count < 2 ? double.NaN : Quantile(tally.Count - 1) * Math.Sqrt(tally.Variance / tally.Count);
        return figures.Count == 0 ? new Interval(double.NaN, double.NaN, double.NaN, 0) : new Interval(tally.Mean, tally.Mean - half, tally.Mean + half, figures.Count);
    }

    public bool Contains(double figure) => Low <= figure && figure <= High;

    /// <summary>The quantile of Student's t that leaves 2.5 % above it.</summary>
    public static double Quantile(double degreesOfFreedom) => StudentT.InvCDF(0, 1, degreesOfFreedom, 1 - ((1 - Confidence) / 2));
}
