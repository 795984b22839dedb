using FairExchange.Experiments.Statistics;
using FairExchange.Simulation;

namespace FairExchange.Tests.Experiments.Statistics;

public class WarmUpTests
{
    /// <summary>Batch means 10, 4, 1, 1, 1, 1. Nothing cut: 66 / 36 around the mean 3; one batch: 7.2 / 25; two: 0.</summary>
    [Fact]
    public void The_cut_is_where_the_error_of_the_rest_is_least()
    {
        Assert.Equal(10, Cut([10, 4, 1, 1, 1, 1]));
        Assert.Equal(5, Cut([10, 1, 1, 1, 1, 1]));
    }

    [Fact]
    public void A_series_that_is_steady_from_the_beginning_is_not_cut()
    {
        Assert.Equal(0, Cut([0, 0, 0, 0, 0, 0, 0, 0]));
        Assert.Equal(0, Cut([1, 2, 1, 2, 1, 2, 1, 2]));
        Assert.Equal(0, new WarmUp().Cut);
    }

    /// <summary>The last batches alone have no variance at all: a cut in the second half would always look best.</summary>
    [Fact]
    public void No_more_than_half_is_cut() => Assert.Equal(10, Cut([9, 7, 5, 3]));

    /// <summary>The definition, for each cut on its own, on noise that comes down from a height.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void One_pass_finds_what_the_definition_says(ulong seed)
    {
        var chance = new Chance(seed, "warm-up");
        var batches = Enumerable.Range(0, 200).Select(i => chance.NextDouble() + (8 * Math.Exp(-i / 10.0))).ToList();
        var best = Enumerable.Range(0, 101)
            .MinBy(cut => batches.Skip(cut).Sum(batch => Math.Pow(batch - batches.Skip(cut).Average(), 2)) / Math.Pow(200 - cut, 2));

        Assert.InRange(best, 10, 60);
        Assert.Equal(5 * best, Cut(batches));
    }

    [Fact]
    public void Memory_does_not_grow_and_the_cut_stays_right_when_batches_are_joined()
    {
        var warmUp = new WarmUp();
        for (var i = 0; i < 1_000_000; i++)
        {
            warmUp.Add(i < 200_000 ? 100 : i % 2);
        }

        Assert.True(1_000_000 / warmUp.BatchSize < WarmUp.Capacity);
        Assert.InRange(warmUp.Cut, 200_000, 200_000 + (2 * warmUp.BatchSize));
    }

    private static long Cut(IEnumerable<double> batches)
    {
        var warmUp = new WarmUp();
        foreach (var figure in batches.SelectMany(batch => Enumerable.Repeat(batch, 5)))
        {
            warmUp.Add(figure);
        }

        return warmUp.Cut;
    }
}
