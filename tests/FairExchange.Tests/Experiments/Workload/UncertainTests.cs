using FairExchange.Experiments.Parameters;
using FairExchange.Experiments.Workload;
using FairExchange.Simulation;

namespace FairExchange.Tests.Experiments.Workload;

public class UncertainTests
{
    [Theory]
    [InlineData("[3]", 3, 3, 3)]
    [InlineData("[2, 4]", 3, 2, 4)]
    [InlineData("[1, 2, 9]", 4, 1, 9)]
    [InlineData("[1, 9, 9]", 19.0 / 3, 1, 9)]
    public void Draws_have_the_mean_of_their_distribution_and_stay_within_its_ends(string values, double mean, double low, double high)
    {
        var range = Of(values);
        var chance = new Chance(1, "uncertain");
        double[] draws = [.. Enumerable.Range(0, 20_000).Select(_ => range.Draw(chance))];

        Assert.Equal(mean, range.Mean, 12);
        Assert.InRange(draws.Average(), mean - (0.02 * (high - low)), mean + (0.02 * (high - low)));
        Assert.All(draws, draw => Assert.InRange(draw, low, high));
    }

    /// <summary>Of the triangle over 0 and 10 with its top at 5, half of the half lies below 5 / √2.</summary>
    [Fact]
    public void A_triangle_has_most_around_its_top()
    {
        var (range, chance) = (Of("[0, 5, 10]"), new Chance(2, "uncertain"));

        Assert.InRange(Enumerable.Range(0, 20_000).Count(_ => range.Draw(chance) < 5 / Math.Sqrt(2)) / 20_000.0, 0.24, 0.26);
    }

    [Theory]
    [InlineData("[2, 1]")]
    [InlineData("[1, 2, 3, 4]")]
    public void What_is_no_range_is_refused_by_name(string values) =>
        Assert.Contains("costs.egress", Assert.Throws<FormatException>(() => Of(values)).Message, StringComparison.Ordinal);

    private static Uncertain Of(string values) =>
        Uncertain.Of(
            ParameterBook.Default(Scale.Quick).Over($"costs: {{ egress: {{ value: {values}, unit: USD/GB }} }}", "test"), "costs.egress");
}
