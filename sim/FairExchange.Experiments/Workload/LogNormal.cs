using FairExchange.Simulation;

namespace FairExchange.Experiments.Workload;

/// <summary>The log-normal distribution with that mean and standard deviation of its own (not of its logarithm), its logarithm's worked out once for very many draws.</summary>
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
