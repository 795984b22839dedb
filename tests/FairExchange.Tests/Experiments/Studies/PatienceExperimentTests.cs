using FairExchange.Experiments.Reports;
using FairExchange.Experiments.Studies;

namespace FairExchange.Tests.Experiments.Studies;

/// <summary>E3 against the tails of the distributions from which answers are drawn.</summary>
public class PatienceExperimentTests
{
    private const string Nobody = "resolve: { direct: { value: 0, unit: fraction } }\n";

    /// <summary>Half of all people answer within 47 minutes and nine of ten within a day.</summary>
    [Theory]
    [InlineData("47", 0.5)]
    [InlineData("1440", 0.1)]
    public void Where_people_answer_the_share_resolved_is_the_tail_of_their_answers(string timeout, double tail)
    {
        var summary = Run("patience: { timeout: { value: [47, 1440], unit: min }, answerer: { value: [person], unit: name }, "
            + "availability: { value: [1], unit: fraction }, cheating_rate: { value: [0], unit: fraction } }");
        double Of(string column) => summary.Number($"{column}_mean", ("protocol", "fair-cem"), ("timeout_min", timeout));

        // 60,000 exchanges: four standard deviations.
        Assert.InRange(Of("timeout_ratio"), tail - 0.0082, tail + 0.0082);
        Assert.Equal(Of("resolve_ratio"), Of("timeout_ratio"));
        Assert.Equal(Of("resolve_ratio"), Of("false_resolve_ratio"));
        Assert.Equal(0, Of("cheat_ratio"));
        Assert.Equal(0, Of("outage_ratio"));
    }

    /// <summary>One exchange and one time-out for both: what the virtual party resolves, the visible one gives up.</summary>
    [Fact]
    public void A_visible_party_abandons_what_a_virtual_one_resolves()
    {
        var summary = Run("patience: { cheating_rate: { value: [0.1], unit: fraction } }");
        foreach (var row in summary.Where(("protocol", "fair-cem")))
        {
            var visible = Assert.Single(summary.Where(
                ("protocol", "cem0"), ("scenario", summary.Text(row, "scenario")), ("timeout_min", summary.Text(row, "timeout_min"))));

            Assert.Equal(summary.Number(row, "resolve_ratio_mean"), summary.Number(visible, "abandoned_ratio_mean"));
            Assert.Equal(0, summary.Number(row, "abandoned_ratio_mean"));
            Assert.InRange(summary.Number(row, "cheat_ratio_mean"), 0.095, 0.105);
        }
    }

    /// <summary>A tenth are down; of a repair with a mean of an hour, a share of 1/e takes longer than an hour.</summary>
    [Fact]
    public void Where_a_machine_answers_only_an_outage_longer_than_the_timeout_is_resolved()
    {
        var summary = Run("patience: { timeout: { value: [60], unit: min }, answerer: { value: [machine], unit: name }, availability: { "
            + "value: [0.9], unit: fraction }, cheating_rate: { value: [0], unit: fraction } }");
        double Of(string column) => summary.Number($"{column}_mean", ("protocol", "fair-cem"));

        Assert.InRange(Of("outage_ratio"), (0.1 / Math.E) - 0.0031, (0.1 / Math.E) + 0.0031);
        Assert.Equal(0, Of("timeout_ratio"));
        // Nine of ten take the network's time, with its median of 164 ms; the slowest hundredth all wait for the time-out and a resolve,
        // which a histogram tells to within one part in 128.
        Assert.InRange(Of("completion_p50_s"), 0.16, 0.22);
        Assert.InRange(Of("completion_p99_s"), 3600, 3630);
    }

    [Fact]
    public void Who_goes_straight_to_the_trusted_party_is_told_apart()
    {
        var summary = Study.Run(new PatienceExperiment(),
            "resolve: { direct: { value: 0.2, unit: fraction } }\npatience: { timeout: { value: [10080], unit: min }, answerer: { "
            + "value: [machine], unit: name }, availability: { value: [1], unit: fraction }, cheating_rate: { value: [0], unit: "
            + "fraction } }");

        Assert.InRange(summary.Number("direct_ratio_mean", ("protocol", "fair-cem")), 0.193, 0.207);
        Assert.Equal(0, summary.Number("abandoned_ratio_mean", ("protocol", "cem0")));
    }

    /// <summary>"Slow people may cause more resolves than cheats do": with a person even after seven days, with a machine not.</summary>
    [Theory]
    [InlineData("person", "10080", true)]
    [InlineData("machine", "60", false)]
    public void Slow_people_cause_more_resolves_than_cheats_do(string answerer, string timeout, bool more)
    {
        var summary = Run("");
        double Of(string column) =>
            summary.Number($"{column}_mean", ("protocol", "fair-cem"), ("answerer", answerer), ("timeout_min", timeout));

        Assert.Equal(more, Of("timeout_ratio") > 10 * Of("cheat_ratio"));
    }

    [Fact]
    public void A_slowest_tenth_that_is_faster_than_the_median_is_refused() => Assert.Contains(
        "patience.person_p90", Assert.Throws<FormatException>(() => new PatienceExperiment().Plan(Study.Book("patience: { person_p90: { "
        + "value: 47, unit: min } }"))).Message, StringComparison.Ordinal);

    private static Summary Run(string yaml) => Study.Run(new PatienceExperiment(), Nobody + yaml);
}
