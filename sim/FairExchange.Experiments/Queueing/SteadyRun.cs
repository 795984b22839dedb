using FairExchange.Experiments.Statistics;

namespace FairExchange.Experiments.Queueing;

/// <summary>What a run of a queue shows, warm-up cut away. Times in seconds.</summary>
/// <param name="Utilisation">Share of time that a server is busy.</param>
/// <param name="Waiting">Share of those served who waited at all.</param>
/// <param name="MeanQueue">How many wait, mean over time.</param>
/// <param name="LongestQueue">The most that waited at once.</param>
/// <param name="Dropped">Share of arrivals that found no room.</param>
/// <param name="WarmUp">Share of the run that was cut away.</param>
public sealed record SteadyState(
    long Arrivals, double ArrivalsPerSecond, double Utilisation, double Waiting, double MeanWait, double P50, double P95, double P99, double MeanQueue, long LongestQueue, double Dropped, double WarmUp);

/// <summary>
/// Watches one run in twenty blocks of equal numbers of arrivals. MSER-5 on the waiting times says how many blocks are warm-up; the others are put together. So one pass in constant memory is enough.
/// </summary>
public sealed class SteadyRun(ServerPool queue, int servers, long arrivals)
{
    private const int Blocks = 20;
    private const double LongestFilling = 2e6, Forgettings = 30;

    private readonly Block[] blocks = [.. Enumerable.Range(0, Blocks).Select(_ => new Block())];
    private readonly WarmUp warmUp = new();
    private long seen;
    private double last;

    /// <summary>
    /// How many arrivals a run takes. Where servers keep up, but only just, a queue forgets its empty beginning slowly: by 1/e in busyness / (1 - sqrt(busyness))^2 arrivals (the relaxation time of M/M/1), and a run has
    /// thirty times as many. Where there is more work than servers, enough to fill the room and to go on for three times as long.
    /// </summary>
    /// <param name="usual">At least.</param>
    /// <param name="load">Arrival rate times mean service time.</param>
    public static long Length(long usual, double load, int servers, int room) =>
        load <= servers ? Math.Max(usual, (long)Math.Min(LongestFilling, Forgettings * (load / servers) / Math.Pow(1 - Math.Sqrt(load / servers), 2)))
            : Math.Max(usual, (long)Math.Min(LongestFilling, 4.0 * room / (1 - (servers / load))));

    public Served Arrive(double time, double service)
    {
        var block = blocks[(int)Math.Min(Blocks - 1, seen * Blocks / arrivals)];
        var served = queue.Arrive(time, service);
        seen++;
        block.Arrivals++;
        block.Seconds += time - last;
        last = time;
        if (served.IsDropped)
        {
            block.Dropped++;
            return served;
        }

        warmUp.Add(served.Wait);
        block.Busy += service;
        block.Waits.Add(served.Wait);
        block.Histogram.Add(served.Wait);
        block.Waited += served.Wait > 0 ? 1 : 0;
        block.LongestQueue = Math.Max(block.LongestQueue, queue.Waiting);
        return served;
    }

    public SteadyState End()
    {
        var served = blocks.Sum(block => block.Waits.Count);
        var cut = served == 0 ? 0 : Math.Min(Blocks / 2, (int)Math.Ceiling((double)warmUp.Cut * Blocks / served));
        var kept = new Block();
        foreach (var block in blocks.Skip(cut))
        {
            kept.Add(block);
        }

        return new SteadyState(
            kept.Arrivals,
            kept.Arrivals / kept.Seconds,
            // Work is counted when it comes; what comes to servers that are all busy is done later.
            Math.Min(1, kept.Busy / kept.Seconds / servers),
            (double)kept.Waited / kept.Waits.Count,
            kept.Waits.Mean,
            kept.Histogram.Quantile(0.5),
            kept.Histogram.Quantile(0.95),
            kept.Histogram.Quantile(0.99),
            // Little: the mean number waiting is their rate times their mean wait.
            kept.Waits.Count / kept.Seconds * kept.Waits.Mean,
            kept.LongestQueue,
            (double)kept.Dropped / kept.Arrivals,
            (double)cut / Blocks);
    }

    private sealed class Block
    {
        public long Arrivals { get; set; }

        public long Dropped { get; set; }

        public long Waited { get; set; }

        public long LongestQueue { get; set; }

        public double Seconds { get; set; }

        public double Busy { get; set; }

        public Tally Waits { get; } = new();

        public Histogram Histogram { get; } = new();

        public void Add(Block other)
        {
            Arrivals += other.Arrivals;
            Dropped += other.Dropped;
            Waited += other.Waited;
            LongestQueue = Math.Max(LongestQueue, other.LongestQueue);
            Seconds += other.Seconds;
            Busy += other.Busy;
            Waits.Add(other.Waits);
            Histogram.Add(other.Histogram);
        }
    }
}
