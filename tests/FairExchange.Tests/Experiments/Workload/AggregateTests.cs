using FairExchange.Experiments.Protocols;
using FairExchange.Experiments.Workload;
using FairExchange.Simulation;

namespace FairExchange.Tests.Experiments.Workload;

/// <summary>
/// Counting bin by bin against playing exchange by exchange: the same distribution, not just the same mean. By chance each comparison fails
/// one time in a thousand.
/// </summary>
public class AggregateTests
{
    private const int Runs = 2000;
    private const long Exchanges = 500;
    private static readonly double[] Bins = [0.4, 0.05, 0.25, 0.3];
    private static readonly ResolveRates Rates = new(0.1, 0.05, 0.02, 0.01);

    private static readonly Func<IReadOnlyList<Bin>, double>[] Figures =
    [
        bins => bins[0].Exchanges,
        bins => bins[3].Exchanges,
        bins => bins[0].Exchanges - bins[2].Exchanges,
        bins => bins[0].Resolves[(int)Cause.Cheat],
        bins => bins[1].AllResolves,
        bins => bins.Sum(bin => bin.AllResolves),
        bins => bins.Sum(bin => bin.Resolves[(int)Cause.Direct]),
        bins => bins[2].Resolves[(int)Cause.Timeout] - bins[2].Resolves[(int)Cause.Outage],
        bins => bins.Max(bin => bin.AllResolves),
        bins => bins[0].Exchanges * (double)bins[0].AllResolves,
    ];

    [Fact]
    public void Aggregated_exchanges_are_distributed_as_exchanges_one_by_one()
    {
        var (together, oneByOne) = (new Chance(3, "together"), new Chance(3, "one by one"));
        var aggregated = Enumerable.Range(0, Runs).Select(_ => Aggregate.Draw(together, Exchanges, Bins, _ => Rates).ToList()).ToList();
        var played = Enumerable.Range(0, Runs).Select(_ => Aggregate.DrawOneByOne(oneByOne, Exchanges, Bins, Rates)).ToList();

        Assert.All(aggregated, bins => Assert.Equal(Exchanges, bins.Sum(bin => bin.Exchanges)));
        Assert.All(Figures, figure =>
            Assert.InRange(
                Distance([.. aggregated.Select(figure)], [.. played.Select(bins => figure(bins))]), 0, 1.95 * Math.Sqrt(2.0 / Runs)));
    }

    /// <summary>That the comparison sees a difference: causes drawn for the whole and spread evenly over bins.</summary>
    [Fact]
    public void A_wrong_rate_in_one_bin_is_seen()
    {
        var (together, oneByOne) = (new Chance(4, "together"), new Chance(4, "one by one"));
        var wrong = Enumerable.Range(0, Runs)
            .Select(_ => Aggregate.Draw(together, Exchanges, Bins, bin => bin == 0 ? Rates with { Cheat = 0.12 } : Rates).ToList())
            .ToList();
        var played = Enumerable.Range(0, Runs).Select(_ => Aggregate.DrawOneByOne(oneByOne, Exchanges, Bins, Rates)).ToList();

        Assert.Contains(Figures,
            figure => Distance([.. wrong.Select(figure)], [.. played.Select(bins => figure(bins))]) > 1.95 * Math.Sqrt(2.0 / Runs));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2000)]
    public void Times_are_in_order_and_as_likely_anywhere(int count)
    {
        var chance = new Chance(5, "times");
        var times = Enumerable.Range(0, 2000 / count).SelectMany(_ =>
        {
            var drawn = Aggregate.Times(chance, count, 100, 200).ToList();
            Assert.Equal(count, drawn.Count);
            Assert.Equal(drawn.Order(), drawn);
            return drawn;
        }).Order().ToList();

        Assert.InRange(times[0], 100, 200);
        Assert.InRange(times[^1], 100, 200);
        Assert.InRange(times.Select((time, i) => Math.Abs(((time - 100) / 100) - (i / 2000.0))).Max(), 0, 1.95 / Math.Sqrt(2000));
    }

    [Fact]
    public void Many_times_need_no_memory()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var (count, last) = (0L, 0.0);
        foreach (var time in Aggregate.Times(new Chance(6, "many"), 1_000_000, 0, 1))
        {
            (count, last) = (count + 1, time);
        }

        Assert.Equal(1_000_000, count);
        Assert.InRange(last, 0.999, 1);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Fact]
    public void Parts_of_a_stretch_taken_one_after_another_make_up_the_whole()
    {
        var chance = new Chance(7, "parts");
        var remaining = new BinomialSplit(10_000, WeeklyShape.Flat, 168);
        var first = remaining.Take(chance, 10, 27);

        Assert.InRange(first, 800, 1250);
        Assert.Equal(10_000 - first, remaining.Take(chance, 0, 10) + remaining.Take(chance, 27, 168));
        Assert.Equal(0, remaining.Take(chance, 0, 0));
    }

    /// <summary>Kolmogorov and Smirnov: the greatest distance between two distribution functions.</summary>
    private static double Distance(double[] one, double[] other)
    {
        Array.Sort(one);
        Array.Sort(other);
        return one.Concat(other).Distinct().Max(figure => Math.Abs(Share(one, figure) - Share(other, figure)));

        static double Share(double[] figures, double upTo) => (double)figures.Count(figure => figure <= upTo) / figures.Length;
    }
}
