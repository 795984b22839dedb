using FairExchange.Experiments.Workload;

namespace FairExchange.Tests.Experiments.Workload;

public class WeeklyShapeTests
{
    /// <summary>
    /// peak_hour_small and peak_hour_large of reference_figures.csv: 0.124 and 0.090 of a day; the small report's day sums to 100.2 %.
    /// </summary>
    [Theory]
    [InlineData("small", 0.124 / 1.002)]
    [InlineData("large", 0.090)]
    public void The_busiest_hour_is_nine_oclock_with_the_published_share_of_its_day(string server, double share)
    {
        var shape = WeeklyShape.Of(server, 1);

        Assert.Equal(9, shape.BusiestHour);
        Assert.Equal(1, shape.Hours.Sum(), 9);
        Assert.Equal(share, shape.Hours[9] * 7, 3);
        Assert.Equal(168, shape.Hours.Length);
        Assert.All(shape.Hours, hour => Assert.InRange(hour, 1e-6, 1));
    }

    [Fact]
    public void Two_days_of_the_week_have_a_quarter_of_a_working_days()
    {
        var shape = WeeklyShape.Of("large", 0.25);
        double Day(int day) => shape.Hours.Skip(24 * day).Take(24).Sum();

        Assert.Equal(1 / 5.5, Day(0), 9);
        Assert.Equal(1 / 5.5, Day(4), 9);
        Assert.Equal(0.25 / 5.5, Day(5), 9);
        Assert.Equal(0.25 / 5.5, Day(6), 9);
    }

    [Fact]
    public void Parts_of_hours_and_later_weeks_have_their_share()
    {
        var shape = WeeklyShape.Of("large", 0.25);

        Assert.Equal(shape.Hours[9] / 4, shape.Between(9.25, 9.5), 12);
        Assert.Equal((shape.Hours[9] / 2) + shape.Hours[10], shape.Between(168 + 9.5, 168 + 11), 12);
        Assert.Equal(2, shape.Between(0, 336), 9);
        Assert.Equal(0, shape.Between(5, 5));
        Assert.Equal(1, WeeklyShape.Flat.PeakToMean, 12);
        Assert.Equal(2016, shape.Bins(12).Length);
        Assert.Equal(1, shape.Bins(12).Sum(), 9);
    }
}
