using FairExchange.Experiments.Workload;
using FairExchange.Simulation;
using MathNet.Numerics.Statistics;

namespace FairExchange.Tests.Experiments.Workload;

public class CountsTests
{
    /// <summary>Mean and variance of a Poisson count are one and the same; the last mean is one that is cut into parts.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(0.06)]
    [InlineData(7)]
    [InlineData(1300)]
    public void Counts_have_mean_and_variance_of_their_distribution(double mean)
    {
        var (chance, tally) = (new Chance(1, "counts"), new RunningStatistics());
        for (var i = 0; i < 20_000; i++)
        {
            tally.Push(chance.Poisson(mean));
        }

        Assert.InRange(tally.Mean, mean - (4 * Math.Sqrt(mean / 20_000)), mean + (4 * Math.Sqrt(mean / 20_000)));
        Assert.InRange(tally.Variance, mean * 0.88, mean * 1.12);
    }
}
