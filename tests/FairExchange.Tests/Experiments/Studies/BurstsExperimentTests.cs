using FairExchange.Experiments.Parameters;
using FairExchange.Experiments.Reports;
using FairExchange.Experiments.Studies;
using FairExchange.Experiments.Workload;

namespace FairExchange.Tests.Experiments.Studies;

public class BurstsExperimentTests
{
    private static readonly Lazy<Summary> Usual = new(() => Study.Run(new BurstsExperiment(), "bursts: { margins: { value: [2], unit: factor } }", 4));

    [Theory]
    [InlineData("flat", 1)]
    [InlineData("weekly", 0)]
    public void Independent_exchanges_peak_as_their_profile_does(string profile, double peak)
    {
        peak = peak > 0 ? peak : WeeklyShape.Of("large", 0.25).PeakToMean;

        // Some 12,000 exchanges in five minutes: the busiest of 2016 bins lies four standard deviations above, 4 %.
        Assert.InRange(Of("peak_to_mean", "cem0", profile, "independent"), peak, peak * 1.05);
    }

    /// <summary>As many cheats, but in 12 of 2016 bins: a bin of a burst has some 168 times the mean.</summary>
    [Fact]
    public void Bursts_have_as_many_cheats_in_all_and_many_more_at_once()
    {
        Assert.InRange(Of("cheat", "fair-cem", "flat", "burst") / Of("cheat", "fair-cem", "flat", "independent"), 0.95, 1.05);
        Assert.InRange(Of("busiest_5min_per_s", "fair-cem", "flat", "burst") / (Of("cheat", "fair-cem", "flat", "independent") / (7 * 86400)), 150, 210);
        Assert.InRange(Of("timeout", "fair-cem", "flat", "burst") / Of("timeout", "fair-cem", "flat", "independent"), 0.9, 1.1);
    }

    /// <summary>One in a hundred of 13.9 million users within 300 s: their work, less what one server does meanwhile, is what is left to drain.</summary>
    [Fact]
    public void After_coordinated_cheating_the_backlog_drains_as_fast_as_the_server_works()
    {
        var work = 139_128 * LoadExperiment.Mix(Study.Book(""), "p256", "mail", TrustedWork.Resolve).Mean;

        Assert.Equal(1, Of("servers", "fair-cem", "flat", "coordinated"));
        Assert.InRange(Of("requests", "fair-cem", "flat", "coordinated") - Of("requests", "fair-cem", "flat", "independent"), 138_500, 139_800);
        Assert.InRange(Of("drain_s", "fair-cem", "flat", "coordinated"), Math.Max(0, work - 310), Math.Max(10, work - 290));
        Assert.Equal(1, Of("drained_share", "fair-cem", "flat", "coordinated"));
    }

    [Fact]
    public void All_is_simulated_that_is_not_too_much_and_of_more_some_servers_with_their_share()
    {
        const string Two = "bursts: { users: { value: [50000000], unit: users }, exchanges_per_user_year: { value: [2000], unit: exchanges }, profiles: { value: [flat], unit: name }, patterns: { value: [independent], unit: name }, margins: { value: [2], unit: factor }, window_requests: { value: ";
        var all = Study.Run(new BurstsExperiment(), Two + "100000000, unit: requests } }", 2);
        var some = Study.Run(new BurstsExperiment(), Two + "1000000, unit: requests } }", 2);

        // 1e11 a year are 3170 a second, 40 minutes of which are 7.6 million.
        Assert.InRange(all.Number("one_by_one_mean", ("protocol", "cem0")), 7.5e6, 7.8e6);
        Assert.Equal(all.Number("servers_mean", ("protocol", "cem0")), all.Number("simulated_servers_mean", ("protocol", "cem0")));
        var (servers, simulated) = (some.Number("servers_mean", ("protocol", "cem0")), some.Number("simulated_servers_mean", ("protocol", "cem0")));
        Assert.InRange(simulated, 1, servers - 1);
        Assert.InRange(some.Number("one_by_one_mean", ("protocol", "cem0")), 0.97 * 7.6e6 * simulated / servers, 1.03 * 7.6e6 * simulated / servers);
        // The same load for each server, and never less waiting than where all serve one queue.
        Assert.True(some.Number("wait_p99_ms_mean", ("protocol", "cem0")) >= all.Number("wait_p99_ms_mean", ("protocol", "cem0")));
    }

    private static double Of(string column, string protocol, string profile, string pattern) =>
        Usual.Value.Number($"{column}_mean", ("protocol", protocol), ("profile", profile), ("pattern", pattern));
}
