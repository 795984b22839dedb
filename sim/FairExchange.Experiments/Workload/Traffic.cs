using System.Collections.Immutable;
using FairExchange.Experiments.Queueing;
using FairExchange.Experiments.Statistics;
using FairExchange.Simulation;

namespace FairExchange.Experiments.Workload;

/// <summary>One bin of such a stretch.</summary>
/// <param name="Requests">All that come in it, simulated or not.</param>
/// <param name="MeanWait">Of those simulated, in seconds; NaN where none is.</param>
/// <param name="Behind">How long a request at the bin's end would wait, in seconds.</param>
public sealed record TrafficBin(long Requests, double MeanWait, double Behind);

/// <summary>
/// A stretch of time simulated one by one. Where its requests are too many, one server in so many is simulated with its share of the requests, each request being as likely to be any server's: what a
/// front that spreads requests blindly gives, and never less waiting than one that does not.
/// </summary>
/// <param name="Servers">All of them.</param>
/// <param name="Simulated">How many of them are simulated.</param>
/// <param name="Requests">How many requests these had.</param>
/// <param name="DrainedAt">When, after <c>calmFrom</c>, a request would first have been served at once; if not in the stretch, when it would have been if none had come after it.</param>
/// <param name="HasDrained">Whether that was within the stretch.</param>
/// <param name="Bins">The stretch bin by bin.</param>
public sealed record Traffic(
    int Servers, int Simulated, long Requests, double P50, double P99, double Utilisation, double DrainedAt, bool HasDrained, ImmutableArray<TrafficBin> Bins)
{
    /// <param name="counts">Requests in each of the bins, which lie one after the other.</param>
    /// <param name="binSeconds">Length of a bin.</param>
    /// <param name="calmFrom">From when on draining is looked for, in seconds from the beginning.</param>
    /// <param name="most">How many requests to simulate at most, where there are servers to choose from.</param>
    public static Traffic Simulate(Chance chance, ServiceMix mix, int servers, IReadOnlyList<long> counts, double binSeconds, double calmFrom, double most)
    {
        var simulated = (int)Math.Clamp(Math.Round(servers * most / Math.Max(1, counts.Sum())), 1, servers);
        var pool = new ServerPool(simulated, room: null);
        var (histogram, busy) = (new Histogram(), 0.0);
        var bins = ImmutableArray.CreateBuilder<TrafficBin>(counts.Count);
        double? drained = null;
        for (var bin = 0; bin < counts.Count; bin++)
        {
            var count = chance.Binomially(counts[bin], (double)simulated / servers);
            var waited = 0.0;
            foreach (var time in Aggregate.Times(chance, count, bin * binSeconds, (bin + 1) * binSeconds))
            {
                if (drained is null && time >= calmFrom && pool.NextFree <= time)
                {
                    drained = Math.Max(calmFrom, pool.NextFree);
                }

                var service = mix.Draw(chance);
                var wait = pool.Arrive(time, service).Wait;
                busy += service;
                histogram.Add(wait);
                waited += wait;
            }

            bins.Add(new TrafficBin(counts[bin], count == 0 ? double.NaN : waited / count, Math.Max(0, pool.NextFree - ((bin + 1) * binSeconds))));
        }

        var end = counts.Count * binSeconds;
        return new Traffic(
            servers,
            simulated,
            histogram.Count,
            histogram.Quantile(0.5),
            histogram.Quantile(0.99),
            busy / Math.Max(end, pool.NextFree) / simulated,
            drained ?? Math.Max(calmFrom, pool.NextFree),
            drained is not null || pool.NextFree <= end,
            bins.MoveToImmutable());
    }

    /// <summary>The fewest servers that a rate of requests keeps no busier than that.</summary>
    public static int ServersFor(double requestsPerSecond, ServiceMix mix, double utilisation) => Math.Max(1, (int)Math.Min(int.MaxValue, Math.Ceiling(requestsPerSecond * mix.Mean / utilisation)));
}
