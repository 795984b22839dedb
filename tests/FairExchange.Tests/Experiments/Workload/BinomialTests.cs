using FairExchange.Experiments.Workload;
using FairExchange.Simulation;
using MathNet.Numerics.Distributions;

namespace FairExchange.Tests.Experiments.Workload;

public class BinomialTests
{
    private const int Distributions = 20_000;

    /// <summary>
    /// Few expected (gaps), just enough for rejection, many, and more than half; against the probabilities themselves. By chance the test
    /// fails one time in a thousand.
    /// </summary>
    [Theory]
    [InlineData(20, 0.3)]
    [InlineData(1000, 0.002)]
    [InlineData(40, 0.25)]
    [InlineData(50, 0.4)]
    [InlineData(400, 0.1)]
    [InlineData(60, 0.9)]
    [InlineData(100_000, 0.0002)]
    public void Draws_are_distributed_as_the_probabilities_say(int trials, double probability)
    {
        var chance = new Chance(7, "binomial", $"{trials}");
        var exact = new MathNet.Numerics.Distributions.Binomial(probability, trials);

        AssertFits(Enumerable.Range(0, Distributions).Select(_ => chance.Binomially(trials, probability)), k => exact.Probability((int)k),
            trials);
    }

    /// <summary>With a million million trials and few expected, the distribution is Poisson's to one part in 10^10.</summary>
    [Theory]
    [InlineData(4)]
    [InlineData(25)]
    public void Rare_events_among_very_many_trials_are_Poisson(double mean)
    {
        var chance = new Chance(8, "binomial", $"{mean}");
        var exact = new Poisson(mean);

        AssertFits(Enumerable.Range(0, Distributions).Select(_ => chance.Binomially(1_000_000_000_000, mean / 1e12)),
            k => exact.Probability((int)k), 1000);
    }

    /// <summary>So many that only mean and variance, and the shape of a normal distribution, can be looked at.</summary>
    [Theory]
    [InlineData(1_000_000_000L, 0.5)]
    [InlineData(3_000_000_000L, 0.0001)]
    [InlineData(1_000_000_000_000L, 0.2)]
    [InlineData(1_000_000_000_000L, 0.7)]
    public void Draws_from_very_many_trials_have_the_right_mean_variance_and_tails(long trials, double probability)
    {
        var chance = new Chance(9, "binomial", $"{trials}");
        var (mean, deviation) = (trials * probability, Math.Sqrt(trials * probability * (1 - probability)));
        var scores = Enumerable.Range(0, Distributions).Select(_ => (chance.Binomially(trials, probability) - mean) / deviation).ToList();

        Assert.InRange(scores.Average(), -4 / Math.Sqrt(Distributions), 4 / Math.Sqrt(Distributions));
        Assert.InRange(scores.Sum(score => score * score) / Distributions, 1 - (4 * Math.Sqrt(2.0 / Distributions)), 1
            + (4 * Math.Sqrt(2.0 / Distributions)));
        foreach (var (beyond, share) in new[] { (1.0, 0.15866), (2.0, 0.02275), (3.0, 0.00135) })
        {
            var slack = 4 * Math.Sqrt(share / Distributions);
            Assert.InRange(scores.Count(score => score > beyond) / (double)Distributions, share - slack, share + slack);
            Assert.InRange(scores.Count(score => score < -beyond) / (double)Distributions, share - slack, share + slack);
        }
    }

    [Fact]
    public void What_cannot_be_otherwise_is_not_drawn()
    {
        var (chance, same) = (new Chance(1, "x"), new Chance(1, "x"));

        Assert.Equal([0, 5, 0, 0],
            new[] { chance.Binomially(5, 0), chance.Binomially(5, 1), chance.Binomially(0, 0.5), chance.Binomially(5, -1e-17) });
        Assert.Equal(same.Next(), chance.Next());
    }

    [Fact]
    public void Parts_of_a_multinomial_draw_are_the_whole_at_most_and_each_is_binomial()
    {
        var chance = new Chance(2, "multinomial");
        double[] shares = [0.5, 0.2, 0.3];
        var draws = Enumerable.Range(0, Distributions).Select(_ => chance.Multinomially(30, shares)).ToList();

        Assert.All(draws, draw => Assert.Equal(30, draw.Sum()));
        Assert.All(Enumerable.Range(0, 1000), _ => Assert.InRange(chance.Multinomially(30, [0.1, 0.2]).Sum(), 0, 30));
        for (var part = 0; part < 3; part++)
        {
            var exact = new MathNet.Numerics.Distributions.Binomial(shares[part], 30);
            AssertFits(draws.Select(draw => draw[part]), k => exact.Probability((int)k), 30);
        }
    }

    /// <summary>Chi-square over the values that are expected five times at least, the others of each side together.</summary>
    private static void AssertFits(IEnumerable<long> draws, Func<long, double> probability, long most)
    {
        var counts = draws.CountBy(k => k).ToDictionary(pair => pair.Key, pair => (double)pair.Value);
        var (statistic, classes, observed, expected) = (0.0, 0, 0.0, 0.0);
        Assert.All(counts.Keys, k => Assert.InRange(k, 0, most));
        for (var k = 0L; k <= most; k++)
        {
            observed += counts.GetValueOrDefault(k);
            expected += Distributions * probability(k);
            if (expected >= 5 && k < most)
            {
                (statistic, classes, observed, expected) = (statistic + ((observed - expected) * (observed - expected) / expected), classes
                    + 1, 0, 0);
            }
        }

        // What is left over at the upper end.
        statistic += expected > 0 ? (observed - expected) * (observed - expected) / Math.Max(expected, 1) : 0;
        Assert.InRange(statistic, 0, ChiSquared.InvCDF(classes, 0.999));
    }
}
