using System.Collections.Immutable;
using FairExchange.Simulation;

namespace FairExchange.Experiments.Workload;

/// <summary>What happens in one bin of time.</summary>
/// <param name="Exchanges">That begin in it.</param>
/// <param name="Resolves">Of these, those that come to a virtual trusted party, by <see cref="Cause"/>.</param>
public sealed record Bin(long Exchanges, ImmutableArray<long> Resolves)
{
    public long AllResolves => Resolves.Sum();
}

/// <summary>
/// Independent exchanges counted bin by bin, without an event for those that never reach a trusted party. Their number being given, the numbers in bins are multinomial, and so are those of each kind within a
/// bin: the very distribution that playing every exchange would give.
/// </summary>
public static class Aggregate
{
    /// <param name="exchanges">All of them.</param>
    /// <param name="bins">The share of each bin; they sum to one.</param>
    /// <param name="rates">Those of a bin, by its number.</param>
    public static IEnumerable<Bin> Draw(Chance chance, long exchanges, IReadOnlyList<double> bins, Func<int, ResolveRates> rates)
    {
        var (left, mass) = (exchanges, 1.0);
        for (var i = 0; i < bins.Count; i++)
        {
            var count = i == bins.Count - 1 ? left : chance.Binomially(left, mass <= 0 ? 0 : bins[i] / mass);
            left -= count;
            mass -= bins[i];
            yield return new Bin(count, chance.Multinomially(count, rates(i).ByCause));
        }
    }

    /// <summary>The same exchange by exchange: for few of them, and to hold the other against.</summary>
    public static ImmutableArray<Bin> DrawOneByOne(Chance chance, long exchanges, IReadOnlyList<double> bins, ResolveRates rates)
    {
        double[] causes = [.. rates.ByCause, 1 - rates.Total];
        double[] places = [.. bins];
        var counts = new long[bins.Count, causes.Length];
        for (var i = 0L; i < exchanges; i++)
        {
            counts[chance.Which(places), chance.Which(causes)]++;
        }

        return
        [
            .. Enumerable.Range(0, bins.Count).Select(bin => new Bin(
                Enumerable.Range(0, causes.Length).Sum(kind => counts[bin, kind]),
                [.. Enumerable.Range(0, causes.Length - 1).Select(kind => counts[bin, kind])])),
        ];
    }

    /// <summary>So many times between two, each as likely as any, in ascending order and one by one.</summary>
    public static IEnumerable<double> Times(Chance chance, long count, double from, double until)
    {
        for (; count > 0; count--)
        {
            // The least of the remaining ones.
            from += (until - from) * -Precise.ExpMinusOne(Math.Log(1 - chance.NextDouble()) / count);
            yield return from;
        }
    }
}
