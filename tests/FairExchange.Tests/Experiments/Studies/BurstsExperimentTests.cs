using FairExchange.Experiments.Reports;
using FairExchange.Experiments.Studies;
using FairExchange.Experiments.Workload;

namespace FairExchange.Tests.Experiments.Studies;

public class BurstsExperimentTests
{
    private static readonly Lazy<Summary> Usual = new(() =>
        Study.Run(new BurstsExperiment(), "bursts: { margins: { value: [2], unit: factor }, together: { value: [0.01], unit: fraction } }",
            4));

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
        Assert.InRange(Of(
            "busiest_5min_per_s", "fair-cem", "flat", "burst") / (Of("cheat", "fair-cem", "flat", "independent") / (7 * 86400)), 150, 210);
        Assert.InRange(Of("timeout", "fair-cem", "flat", "burst") / Of("timeout", "fair-cem", "flat", "independent"), 0.9, 1.1);
    }

    /// <summary>
    /// One in a hundred of 13.9 million users within 300 s: their work, less what one server does meanwhile, is what is left to drain.
    /// </summary>
    [Fact]
    public void After_coordinated_cheating_the_backlog_drains_as_fast_as_the_server_works()
    {
        var work = 139_128 * Study.Mix("", "fair-cem").Mean;

        Assert.Equal(1, Of("servers", "fair-cem", "flat", "coordinated"));
        Assert.InRange(
            Of("requests", "fair-cem", "flat", "coordinated") - Of("requests", "fair-cem", "flat", "independent"), 138_500, 139_800);
        Assert.InRange(Of("drain_s", "fair-cem", "flat", "coordinated"), Math.Max(0, work - 310), Math.Max(10, work - 290));
        Assert.Equal(1, Of("drained_share", "fair-cem", "flat", "coordinated"));
    }

    /// <summary>
    /// 7.1e-4 of exchanges come ordinarily, 39.68 begin a second, and 139,128 more come within 300 s. A mean that had these in it would be
    /// nine times as large.
    /// </summary>
    [Theory]
    [InlineData("cem0", 39.678)]
    [InlineData("fair-cem", 39.678 * 7.1e-4)]
    public void A_burst_is_held_against_the_mean_of_a_week_without_it(string protocol, double ordinary)
    {
        Assert.InRange(Of("ordinary_per_s", protocol, "flat", "coordinated") / ordinary, 0.9999, 1.0001);
        Assert.InRange(Of("peak_to_mean", protocol, "flat", "coordinated") / (((139_128 / 300.0) + ordinary) / ordinary), 0.98, 1.02);
    }

    /// <summary>
    /// Ten million of 1e8 cheat at once, as many as there are requests ordinarily in five days. With their work in the mean a margin of 100
    /// would buy three servers, without it two.
    /// </summary>
    [Fact]
    public void Capacity_is_bought_before_the_burst_is_known()
    {
        const string Large = "bursts: { users: { value: [100000000], unit: users }, exchanges_per_user_year: { value: [10000], unit: "
            + "exchanges }, profiles: { value: [flat], unit: name }, patterns: { value: [independent, coordinated], unit: name }, "
            + "together: { value: [0.1], unit: fraction }, margins: { value: [100], unit: factor }, minutes_after: { value: 5, unit: "
            + "min }, window_requests: { value: 1000, unit: requests } }";
        var summary = Study.Run(new BurstsExperiment(), Large, 2);
        double Servers(string pattern) => summary.Number("servers_mean", ("protocol", "fair-cem"), ("pattern", pattern));

        Assert.Equal(Traffic.ServersFor(100 * 1e12 / 365.25 / 86400 * 7.1e-4,
            Study.Mix("", "fair-cem"), 1), Servers("independent"));
        Assert.Equal(Servers("independent"), Servers("coordinated"));
        Assert.Equal(2, Servers("coordinated"));
    }

    /// <summary>A quarter of an hour of work, of which five minutes after the burst are played.</summary>
    [Fact]
    public void The_answer_says_where_a_time_is_a_lower_bound()
    {
        const string Cut = "bursts: { profiles: { value: [flat], unit: name }, patterns: { value: [coordinated], unit: name }, "
            + "together: { value: [0.1], unit: fraction }, margins: { value: [2], unit: factor }, minutes_after: { value: 5, unit: min } }";

        Assert.Matches("a virtual trusted party .* is behind for at least [0-9].* a visible one .* is behind for [0-9]",
            new BurstsExperiment().Answer(Study.Run(new BurstsExperiment(), Cut, 2)));
    }

    [Fact]
    public void Bin_by_bin_the_burst_comes_and_drains_as_fast_as_the_server_works()
    {
        const string Tenth = "bursts: { profiles: { value: [flat], unit: name }, patterns: { value: [coordinated], unit: name }, "
            + "together: { value: [0.1], unit: fraction }, margins: { value: [2], unit: factor } }";
        var (summary, more) = (Study.Run(new BurstsExperiment(), Tenth, 2), Study.Run(new BurstsExperiment(), Tenth, 3));
        double At(string column, int minute) => summary.Bins!.Number($"{column}_mean", ("protocol", "fair-cem"), ("from_min", $"{minute}"));

        // A bin before, the burst, and half an hour after it; both protocols; however many replications.
        Assert.Equal(2 * (1 + 1 + 6), summary.Bins!.Rows.Length);
        Assert.Equal(summary.Bins.Rows.Length, more.Bins!.Rows.Length);
        Assert.Equal(summary.Number("busiest_5min_per_s_mean", ("protocol", "fair-cem")), At("requests_per_s", 0), 2);
        Assert.InRange(At("requests_per_s", -5), 0.001, 0.1);
        Assert.InRange(At("requests_per_s", 5), 0.001, 0.1);
        var work = 1_391_281 * Study.Mix("", "fair-cem").Mean;
        Assert.InRange(At("behind_s", 0), work - 310, work - 290);
        Assert.InRange(At("behind_s", 0) - At("behind_s", 5), 299, 300);
        Assert.Equal(0, At("behind_s", 30));
        // Who comes in the burst waits half as long on average as who comes at its end.
        Assert.InRange(At("wait_mean_ms", 0) / (1e3 * At("behind_s", 0) / 2), 0.97, 1.03);
    }

    [Fact]
    public void All_is_simulated_that_is_not_too_much_and_of_more_some_servers_with_their_share()
    {
        const string Two = "bursts: { users: { value: [50000000], unit: users }, exchanges_per_user_year: { value: [2000], unit: "
            + "exchanges }, profiles: { value: [flat], unit: name }, patterns: { value: [independent], unit: name }, margins: { value: "
            + "[2], unit: factor }, window_requests: { value: ";
        var all = Study.Run(new BurstsExperiment(), Two + "100000000, unit: requests } }", 2);
        var some = Study.Run(new BurstsExperiment(), Two + "1000000, unit: requests } }", 2);

        // 1e11 a year are 3170 a second, 40 minutes of which are 7.6 million.
        Assert.InRange(all.Number("one_by_one_mean", ("protocol", "cem0")), 7.5e6, 7.8e6);
        Assert.Equal(all.Number("servers_mean", ("protocol", "cem0")), all.Number("simulated_servers_mean", ("protocol", "cem0")));
        var (servers, simulated) = (
            some.Number("servers_mean", ("protocol", "cem0")), some.Number("simulated_servers_mean", ("protocol", "cem0")));
        Assert.InRange(simulated, 1, servers - 1);
        Assert.InRange(
            some.Number("one_by_one_mean", ("protocol", "cem0")), 0.97 * 7.6e6 * simulated / servers, 1.03 * 7.6e6 * simulated / servers);
        // The same load for each server, and never less waiting than where all serve one queue.
        Assert.True(some.Number("wait_p99_ms_mean", ("protocol", "cem0")) >= all.Number("wait_p99_ms_mean", ("protocol", "cem0")));
    }

    private static double Of(string column, string protocol, string profile, string pattern) =>
        Usual.Value.Number($"{column}_mean", ("protocol", protocol), ("profile", profile), ("pattern", pattern));
}
