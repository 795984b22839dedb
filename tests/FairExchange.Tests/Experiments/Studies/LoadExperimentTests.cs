using FairExchange.Experiments.Studies;
using FairExchange.Experiments.Workload;

namespace FairExchange.Tests.Experiments.Studies;

public class LoadExperimentTests
{
    private const string One =
        "load: { exchanges_per_s: { value: [10000], unit: exchanges/s }, cheating_rate: { value: [0.05], unit: fraction }, suites: { "
        + "value: [p256], unit: name }, mixes: { value: [mail], unit: name } }";

    [Fact]
    public void A_virtual_party_has_the_share_of_requests_that_its_causes_have_and_a_visible_one_all()
    {
        var summary = Study.Run(new LoadExperiment(), One, 8);
        double Of(string column, string protocol) => summary.Number($"{column}_mean", ("protocol", protocol), ("provisioning", "usual"));

        Assert.InRange(Of("requests_per_s", "cem0"), 9_800, 10_200);
        Assert.InRange(Of("requests_per_s", "fair-cem"), 490, 516);
        // 0.05 of cheats, 1e-4 of time-outs, 2e-4 of outages, 1e-5 direct.
        Assert.InRange(Of("cheat_per_s", "fair-cem"), 487, 513);
        Assert.InRange(Of("timeout_per_s", "fair-cem"), 0.5, 1.6);
        Assert.InRange(Of("outage_per_s", "fair-cem"), 1.2, 2.9);
        Assert.Equal(double.NaN, Of("cheat_per_s", "cem0"));
    }

    [Fact]
    public void Causes_come_to_all_requests_together()
    {
        var summary = Study.Run(new LoadExperiment(), One);
        double Of(string column) => summary.Number($"{column}_mean", ("protocol", "fair-cem"), ("provisioning", "one"));

        Assert.Equal(Of("requests_per_s"), Of("cheat_per_s") + Of("timeout_per_s") + Of("outage_per_s") + Of("direct_per_s"), 2);
    }

    [Fact]
    public void Servers_are_as_busy_as_the_measured_service_times_make_them()
    {
        var summary = Study.Run(new LoadExperiment(), One, 8);
        foreach (var (protocol, rate) in new[] { ("cem0", 10_000), ("fair-cem", 503.1) })
        {
            var mean = Study.Mix(One, protocol).Mean;
            var servers = summary.Number("servers_mean", ("protocol", protocol), ("provisioning", "usual"));

            Assert.Equal(Traffic.ServersFor(rate, Study.Mix(One, protocol), 0.7), servers);
            Assert.InRange(summary.Number("utilisation_mean", ("protocol", protocol), ("provisioning", "usual")) / (rate * mean / servers),
                0.96, 1.04);
        }
    }

    [Fact]
    public void The_fewest_servers_keep_the_target_and_one_fewer_would_not_keep_up()
    {
        var summary = Study.Run(new LoadExperiment(), One);
        foreach (var (protocol, rate) in new[] { ("cem0", 10_000), ("fair-cem", 503.1) })
        {
            var (load, servers) = (rate * Study.Mix(One, protocol).Mean,
                summary.Number("servers_mean", ("protocol", protocol), ("provisioning", "least")));

            Assert.InRange(summary.Number("wait_p99_ms_mean", ("protocol", protocol), ("provisioning", "least")), 0, 1000);
            Assert.True(servers > load);
            Assert.True(servers - 1 < load + 1, "one more than the least number that is not overloaded, at most");
        }
    }

    /// <summary>
    /// Of half a million relays a second the fewest servers, 132, are 99 % busy: ten thousand arrivals last 20 ms, in which no queue has
    /// grown yet, and would show a quarter of the wait or none. The closed form is an approximation, to a third or so.
    /// </summary>
    [Fact]
    public void Where_servers_only_just_keep_up_the_run_is_long_enough_for_queues_to_grow()
    {
        var summary = Study.Run(new LoadExperiment(), One.Replace("[10000]", "[500000]", StringComparison.Ordinal), 4);
        double Of(string column) => summary.Number($"{column}_mean", ("protocol", "cem0"), ("provisioning", "least"));

        Assert.True(Of("utilisation") > 0.98);
        Assert.InRange(Of("wait_p99_ms") / Of("about_wait_p99_ms"), 0.6, 1.6);
    }

    /// <summary>What one server cannot carry, it drops: a share of 1 - 1 / load once there is no room.</summary>
    [Fact]
    public void A_single_server_drops_what_it_cannot_carry()
    {
        var summary = Study.Run(new LoadExperiment(), One);
        var load = 10_000 * Study.Mix(One, "cem0").Mean;

        Assert.True(load > 1.2);
        Assert.InRange(summary.Number("dropped_share_mean", ("protocol", "cem0"), ("provisioning", "one")), 1 - (1 / load) - 0.04,
            1 - (1 / load) + 0.04);
        Assert.InRange(summary.Number("utilisation_mean", ("protocol", "cem0"), ("provisioning", "one")), 0.93, 1);
        // With no limit but its room, the last in it waits for all before it: 2000 times the mean service.
        Assert.InRange(summary.Number("wait_p99_ms_mean", ("protocol", "cem0"), ("provisioning", "one")) / (2000 * load / 10), 0.95, 1.3);
    }

    [Fact]
    public void Where_nobody_cheats_and_nobody_is_slow_nobody_comes()
    {
        var summary = Study.Run(new LoadExperiment(), One.Replace("0.05", "0", StringComparison.Ordinal)
            + "\nresolve: { timeout: { value: 0, unit: fraction }, outage: { value: 0, unit: fraction }, direct: { value: 0, unit: "
            + "fraction } }");

        Assert.Equal(0, summary.Number("requests_per_s_mean", ("protocol", "fair-cem"), ("provisioning", "least")));
        Assert.Equal(1, summary.Number("servers_mean", ("protocol", "fair-cem"), ("provisioning", "least")));
        Assert.Equal(double.NaN, summary.Number("wait_p99_ms_mean", ("protocol", "fair-cem"), ("provisioning", "least")));
    }

    /// <summary>The visible party's servers are the same at each rate; which rate is spoken of must not be left to that.</summary>
    [Fact]
    public void The_answer_has_the_virtual_party_at_each_rate_of_cheating()
    {
        var answer = new LoadExperiment()
            .Answer(Study.Run(new LoadExperiment(), One.Replace("[0.05]", "[0, 0.5]", StringComparison.Ordinal), 2));

        Assert.Matches(
            "a visible trusted party needs 3 servers, a virtual one 1 at a cheating rate of 0, [456] at a cheating rate of 0.5", answer);
    }

    [Fact]
    public void Causes_that_come_to_more_than_all_exchanges_are_refused() => Assert.Contains(
        "come to more than 1", Assert.Throws<FormatException>(() => new LoadExperiment().Plan(Study.Book("resolve: { timeout: { value: "
        + "0.995, unit: fraction } }"))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_value_given_twice_is_refused() => Assert.Contains(
        "twice", Assert.Throws<FormatException>(() => new LoadExperiment().Plan(Study.Book("load: { cheating_rate: { value: [0.1, "
        + "0.10], unit: fraction } }"))).Message, StringComparison.Ordinal);

    /// <summary>
    /// "Italian certified mail is about 80 exchanges/s on average, everybody's mail about 1e5/s": 79 messages a second, but the statistic
    /// counts each at both ends, so 40 exchanges; the mail of the United States is 1.2e5/s.
    /// </summary>
    [Fact]
    public void The_rates_of_certified_and_of_all_mail_are_those_of_the_reference_figures()
    {
        var path = Path.Combine(Architecture.Sources.Root.FullName, "sim/FairExchange.Simulation/Data/reference_figures.csv");
        double Typical(string id) =>
            double.Parse(File.ReadLines(path).Select(line => line.Split(',')).Single(cells => cells[0] == id)[3],
                System.Globalization.CultureInfo.InvariantCulture);
        var perSecond = Typical("pec_messages") / (365.25 * 86400);

        Assert.InRange(perSecond, 78, 81);
        Assert.InRange(Typical("pec_mailboxes") * Study.Book("").Number("population.exchanges_per_user_year") / (365.25 * 86400),
            perSecond / 2 * 0.99, perSecond / 2 * 1.01);
        Assert.InRange(Typical("email_us") / 86400, 1e5, 1.2e5);
    }
}
