using FairExchange.Experiments.Studies;
using FairExchange.Simulation;

namespace FairExchange.Tests.Experiments.Studies;

public class ManyExperimentTests
{
    /// <summary>Of k alike parties two users list r each: none in common with probability C(k - r, r) / C(k, r).</summary>
    [Theory]
    [InlineData(1, 1, 0)]
    [InlineData(5, 1, 4.0 / 5)]
    [InlineData(5, 2, 3.0 / 10)]
    [InlineData(5, 3, 0)]
    [InlineData(20, 3, 680.0 / 1140)]
    public void As_many_pairs_have_nothing_in_common_as_counting_says(int parties, int recognised, double without)
    {
        var (counts, missing) = ManyExperiment.Choose(new Chance(1, "pairs", $"{parties}"), parties, recognised, 0, -1, 20_000);

        Assert.Equal(20_000, counts.Sum() + missing);
        Assert.InRange(missing / 20_000.0, without - 0.015, without + 0.015);
        Assert.InRange(counts.Max() / (double)counts.Sum(), 1.0 / parties, (1.0 / parties) + 0.05);
    }

    /// <summary>One each, Zipf 1 over two parties: 2/3 and 1/3, so 4/9 and 1/9 of pairs meet.</summary>
    [Fact]
    public void Popular_parties_are_chosen_more_often_than_they_are_listed()
    {
        var (counts, without) = ManyExperiment.Choose(new Chance(2, "pairs"), 2, 1, 1, -1, 20_000);

        Assert.InRange(without / 20_000.0, 4.0 / 9 - 0.015, 4.0 / 9 + 0.015);
        Assert.InRange(counts[0] / 20_000.0, 4.0 / 9 - 0.015, 4.0 / 9 + 0.015);
    }

    [Fact]
    public void Where_the_largest_is_down_the_next_in_common_is_chosen()
    {
        Assert.Equal(1000, ManyExperiment.Choose(new Chance(3, "pairs"), 1, 1, 0, 0, 1000).Without);
        var (counts, without) = ManyExperiment.Choose(new Chance(3, "pairs"), 2, 2, 1, 0, 1000);
        Assert.Equal((0, 1000, 0), (counts[0], counts[1], without));
    }

    /// <summary>
    /// Twenty alike, one each: of 4,000 pairs some 200 meet, some 10 at each party. The one that is drawn most would have 18 of them, but
    /// it is nobody's share.
    /// </summary>
    [Theory]
    [InlineData("none", 1.0 / 20)]
    [InlineData("largest", 1.0 / 19)]
    public void Among_equals_the_busiest_has_an_equal_share(string down, double share)
    {
        var summary = Study.Run(
            new ManyExperiment(),
            $"many: {{ parties: {{ value: [20], unit: trusted parties }}, recognised: {{ value: [1], unit: trusted parties }}, skew: {{ "
            + $"value: [0], unit: exponent }}, down: {{ value: [{down}], unit: name }} }}", 16);

        // The standard deviation of the mean of 16 is 0.0039.
        Assert.InRange(summary.Number("largest_share_mean", ("protocol", "cem0")), share - 0.0155, share + 0.0155);
    }

    /// <summary>
    /// Both have the same pairs. A visible party that far more than an even share of exchanges comes to drops what its servers cannot
    /// carry: 1 - servers / load.
    /// </summary>
    [Fact]
    public void Skew_overloads_the_largest_visible_party_which_then_drops_the_rest()
    {
        const string Skewed =
            "many: { parties: { value: [20], unit: trusted parties }, recognised: { value: [5], unit: trusted parties }, skew: { value: "
            + "[1], unit: exponent }, down: { value: [none], unit: name } }";
        var summary = Study.Run(new ManyExperiment(), Skewed);
        var servers = summary.Number("servers_mean", ("protocol", "cem0"));
        var work = summary.Number("requests_per_s_mean", ("protocol", "cem0")) * Study.Mix(Skewed, "cem0").Mean;

        Assert.InRange(summary.Number("utilisation_mean", ("protocol", "cem0")), 0.93, 1);
        Assert.True(work > 1.2 * servers);
        Assert.InRange(summary.Number("dropped_share_mean", ("protocol", "cem0")), 1 - (servers / work) - 0.05, 1 - (servers / work)
            + 0.05);
        Assert.Equal(
            summary.Number("largest_share_mean", ("protocol", "cem0")), summary.Number("largest_share_mean", ("protocol", "fair-cem")));
    }
}
