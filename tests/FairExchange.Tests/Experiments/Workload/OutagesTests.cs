using FairExchange.Experiments.Workload;
using FairExchange.Simulation;

namespace FairExchange.Tests.Experiments.Workload;

public class OutagesTests
{
    [Fact]
    public void It_is_down_from_each_outages_beginning_to_its_repair()
    {
        var outages = new Outages([(10, 20), (30, 40)]);

        Assert.Equal([9.0, 20, 20, 20, 25, 40, 41], new[] { 9.0, 10, 15, 20, 25, 30, 41 }.Select(outages.Up));
        Assert.Equal(15, outages.Up(15) - 5);
        Assert.Equal(20, outages.Seconds);
    }

    [Fact]
    public void In_the_long_run_it_is_up_for_the_share_of_time_that_was_asked_for()
    {
        var outages = Outages.Draw(new Chance(1, "outages"), 0.9, 100, 10_000_000);

        Assert.InRange(outages.Seconds / 10_000_000, 0.095, 0.105);
        Assert.InRange(outages.Seconds / outages.Down.Length, 97, 103);
        Assert.All(outages.Down.Zip(outages.Down.Skip(1)), pair => Assert.True(pair.First.Until < pair.Second.From));
    }
}
