using FairExchange.Experiments.Studies;
using FairExchange.Experiments.Workload;

namespace FairExchange.Tests.Experiments.Studies;

public class YearExperimentTests
{
    [Fact]
    public void A_million_million_exchanges_are_counted_to_the_last_and_two_hours_played()
    {
        var summary = Study.Run(new YearExperiment(), "year: { cheating_rate: { value: [0.2], unit: fraction } }", 2);
        double Of(string column, string protocol, string window) =>
            summary.Number($"{column}_mean", ("protocol", protocol), ("window", window));

        Assert.Equal(1e12, Of("exchanges", "cem0", "year"));
        Assert.Equal(1e12, Of("requests", "cem0", "year"));
        Assert.InRange(Of("cheat", "fair-cem", "year"), 0.19999e12, 0.20001e12);
        Assert.InRange(Of("requests", "fair-cem", "year"), 0.2003e12, 0.2004e12);
        Assert.InRange(Of("exchanges", "cem0", "busiest-hour") / (1e12 / (52 * 168)), WeeklyShape.Of("large", 0.25).PeakToMean * 0.999,
            WeeklyShape.Of("large", 0.25).PeakToMean * 1.001);
        Assert.InRange(Of("utilisation", "fair-cem", "busiest-hour"), 0.75, 0.85);
        Assert.True(Of("utilisation", "fair-cem", "average-hour") < 0.4);
        Assert.All(new[] { "cem0", "fair-cem" }, protocol => Assert.InRange(Of("one_by_one", protocol, "busiest-hour"), 100_000, 400_000));
    }
}
