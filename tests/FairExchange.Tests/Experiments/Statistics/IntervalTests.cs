using FairExchange.Experiments.Statistics;

namespace FairExchange.Tests.Experiments.Statistics;

public class IntervalTests
{
    /// <summary>The two-sided 95 % column of Student's table.</summary>
    [Theory]
    [InlineData(1, 12.706)]
    [InlineData(4, 2.776)]
    [InlineData(9, 2.262)]
    [InlineData(29, 2.045)]
    public void Quantiles_are_those_of_the_published_table(double freedom, double quantile) =>
        Assert.Equal(quantile, Interval.Quantile(freedom), 3);

    [Fact]
    public void An_interval_is_the_mean_and_as_many_standard_errors_as_the_table_says()
    {
        // 1 … 5: mean 3, standard deviation the root of 2.5; 2.776 · √(2.5 / 5) = 1.963.
        var interval = Interval.Of([1, 2, 3, 4, 5]);

        Assert.Equal(3, interval.Mean, 12);
        Assert.Equal(3 - 1.963, interval.Low, 3);
        Assert.Equal(3 + 1.963, interval.High, 3);
        Assert.True(interval.Contains(4.9) && !interval.Contains(5));
    }

    [Fact]
    public void One_replication_has_a_mean_and_no_interval_and_none_has_neither()
    {
        Assert.Equal((7, double.NaN, double.NaN), (Interval.Of([7]).Mean, Interval.Of([7]).Low, Interval.Of([7]).High));
        Assert.Equal(double.NaN, Interval.Of([]).Mean);
    }
}
