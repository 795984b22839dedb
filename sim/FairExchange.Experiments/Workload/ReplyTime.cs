using FairExchange.Simulation;
using MathNet.Numerics.Distributions;

namespace FairExchange.Experiments.Workload;

/// <summary>How long somebody takes to answer: the log-normal distribution that has these two quantiles.</summary>
/// <param name="Median">In any unit; draws have the same.</param>
/// <param name="P90">The time within which nine of ten answer.</param>
public sealed record ReplyTime(double Median, double P90)
{
    private readonly double sigma = Math.Log(P90 / Median) / Normal.InvCDF(0, 1, 0.9);

    public double Draw(Chance chance) => Median * Math.Exp(sigma * chance.Normal());

    /// <summary>The share of answers that take longer.</summary>
    public double Tail(double time) => Normal.CDF(0, 1, -Math.Log(time / Median) / sigma);
}
