using FairExchange.Experiments.Workload;
using FairExchange.Simulation;

namespace FairExchange.Tests.Experiments.Workload;

public class ReplyTimeTests
{
    private static readonly ReplyTime People = new(47, 1440);

    [Fact]
    public void The_two_quantiles_given_are_those_of_the_distribution_and_of_its_draws()
    {
        var chance = new Chance(1, "replies");
        double[] draws = [.. Enumerable.Range(0, 40_000).Select(_ => People.Draw(chance))];

        Assert.InRange(draws.Count(draw => draw > 47) / 40_000.0, 0.49, 0.51);
        Assert.InRange(draws.Count(draw => draw > 1440) / 40_000.0, 0.095, 0.105);
    }
}
