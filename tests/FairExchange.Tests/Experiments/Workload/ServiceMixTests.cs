using FairExchange.Experiments.Parameters;
using FairExchange.Experiments.Workload;
using FairExchange.Simulation;
using MathNet.Numerics.Statistics;

namespace FairExchange.Tests.Experiments.Workload;

public class ServiceMixTests
{
    /// <summary>Three quarters of 100 us with a spread of 50, a quarter of 1000 us to the microsecond.</summary>
    private static readonly ServiceMix Mix = new([Time(100, 50), Time(1000, 0)], [0.75, 0.25]);

    [Fact]
    public void Drawn_times_have_the_mean_and_the_variance_of_all_sizes_together()
    {
        var (chance, tally) = (new Chance(1, "mix"), new RunningStatistics());
        for (var i = 0; i < 200_000; i++)
        {
            tally.Push(Mix.Draw(chance));
        }

        // E[t] = 325 us; E[t^2] = 0.75 (100^2 + 50^2) + 0.25 * 1000^2 us^2.
        Assert.Equal(325e-6, Mix.Mean, 9);
        Assert.InRange(tally.Mean, 325e-6 * 0.99, 325e-6 * 1.01);
        Assert.InRange(tally.Variance, ((0.75 * 12_500) + (0.25 * 1_000_000) - (325 * 325)) * 1e-12 * 0.98,
            ((0.75 * 12_500) + (0.25 * 1_000_000) - (325 * 325)) * 1e-12 * 1.02);
        Assert.Equal(tally.Variance / (tally.Mean * tally.Mean), Mix.Variation, 1);
    }

    /// <summary>Thousands of millions are drawn at paper scale.</summary>
    [Fact]
    public void A_draw_takes_no_memory()
    {
        var chance = new Chance(2, "mix");
        Mix.Draw(chance);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            Mix.Draw(chance);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static TimedWork Time(double mean, double deviation) => new(mean, deviation, 0, 0, 0, 0);
}
