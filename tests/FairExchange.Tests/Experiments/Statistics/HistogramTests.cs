using FairExchange.Experiments.Statistics;
using FairExchange.Simulation;

namespace FairExchange.Tests.Experiments.Statistics;

public class HistogramTests
{
    [Theory]
    [InlineData(0.5)]
    [InlineData(0.95)]
    [InlineData(0.99)]
    [InlineData(1)]
    public void A_quantile_is_never_too_short_and_off_by_less_than_one_part(double share)
    {
        var (chance, histogram) = (new Chance(1, "histogram"), new Histogram());
        var times = Enumerable.Range(0, 10_000).Select(_ => Math.Pow(10, (9 * chance.NextDouble()) - 6)).ToList();
        times.ForEach(histogram.Add);
        times.Sort();
        var exact = times[(int)Math.Ceiling(share * 10_000) - 1];

        Assert.InRange(histogram.Quantile(share), exact - 2e-9, exact * (1 + (1.0 / Histogram.Parts)));
    }

    [Fact]
    public void No_wait_is_no_time_and_no_figure_no_quantile()
    {
        var histogram = new Histogram();
        Assert.Equal(double.NaN, histogram.Quantile(0.5));
        for (var i = 0; i < 99; i++)
        {
            histogram.Add(0);
        }

        histogram.Add(3);

        Assert.Equal(0, histogram.Quantile(0.99));
        Assert.InRange(histogram.Quantile(0.991), 3, 3 * (1 + (1.0 / Histogram.Parts)));
    }

    [Fact]
    public void The_longest_and_the_shortest_times_have_their_place()
    {
        var histogram = new Histogram();
        histogram.Add(1e-9);
        histogram.Add(1e12);
        histogram.Add(double.PositiveInfinity);

        Assert.Equal(1e-9, histogram.Quantile(0.1));
        Assert.InRange(histogram.Quantile(1), 4e9, 5e9);
    }

    [Fact]
    public void Two_put_together_are_one_of_all_times()
    {
        var (one, other) = (new Histogram(), new Histogram());
        one.Add(1);
        other.Add(2);
        one.Add(other);

        Assert.Equal(2, one.Count);
        Assert.InRange(one.Quantile(0.5), 1, 1.01);
        Assert.InRange(one.Quantile(1), 2, 2.02);
    }
}
