using FairExchange.Experiments.Statistics;
using FairExchange.Simulation;
using RunningStatistics = MathNet.Numerics.Statistics.RunningStatistics;

namespace FairExchange.Experiments.Queueing;

/// <summary>What a run of a queue shows, warm-up cut away. Times in seconds.</summary>
/// <param name="Utilisation">Share of time that a server is busy.</param>
/// <param name="Waiting">Share of those served who waited at all.</param>
/// <param name="MeanQueue">How many wait, mean over time.</param>
/// <param name="LongestQueue">The most that waited at once.</param>
/// <param name="Dropped">Share of arrivals that found no room.</param>
/// <param name="WarmUp">Share of the run that was cut away.</param>
public sealed record SteadyState(
    long Arrivals, double ArrivalsPerSecond, double Utilisation, double Waiting, double MeanWait, double P50, double P95, double P99,
    double MeanQueue, long LongestQueue, double Dropped, double WarmUp);

/// <summary>
/// Watches one run in twenty blocks of equal numbers of arrivals. MSER-5 on the waiting times says how many blocks are warm-up; the others
/// are put together. So one pass in constant memory is enough.
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
    /// How many arrivals a run takes. Where servers keep up, but only just, a queue forgets its empty beginning slowly: by 1/e in busyness
    /// / (1 - sqrt(busyness))^2 arrivals (the relaxation time of M/M/1), and a run has thirty times as many. Where there is more work than
    /// servers, enough to fill the room and to go on for three times as long.
    /// </summary>
    /// <param name="usual">At least.</param>
    /// <param name="load">Arrival rate times mean service time.</param>
    public static long Length(long usual, double load, int servers, int room) =>
        load <= servers ? Math.Max(
            usual, (long)Math.Min(LongestFilling, Forgettings * (load / servers) / Math.Pow(1 - Math.Sqrt(load / servers), 2)))
            : Math.Max(usual, (long)Math.Min(LongestFilling, 4.0 * room / (1 - (servers / load))));

    /// <summary>A Poisson stream before a pool of servers.</summary>
    /// <param name="usual">How many arrivals at least; see <see cref="Length"/>.</param>
    /// <param name="rate">Arrivals per second.</param>
    /// <param name="meanService">In seconds.</param>
    /// <param name="roomPerServer">How many may wait for each.</param>
    /// <param name="gaps">What times between arrivals are drawn from.</param>
    /// <param name="service">Draws how long one is served.</param>
    public static SteadyState OfPoisson(
        long usual, double rate, double meanService, int servers, double roomPerServer, Chance gaps, Func<double> service)
    {
        var room = (int)Math.Min(int.MaxValue, servers * roomPerServer);
        var (length, time) = (Length(usual, rate * meanService, servers, room), 0.0);
        var run = new SteadyRun(new ServerPool(servers, room), servers, length);
        for (var i = 0L; i < length; i++)
        {
            time += gaps.Exponential(1 / rate);
            run.Arrive(time, service());
        }

        return run.End();
    }

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
        block.Waits.Push(served.Wait);
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

        public RunningStatistics Waits { get; private set; } = new();

        public Histogram Histogram { get; } = new();

        public void Add(Block other)
        {
            Arrivals += other.Arrivals;
            Dropped += other.Dropped;
            Waited += other.Waited;
            LongestQueue = Math.Max(LongestQueue, other.LongestQueue);
            Seconds += other.Seconds;
            Busy += other.Busy;
            Waits += other.Waits;
            Histogram.Add(other.Histogram);
        }
    }
}

/// <summary>What became of an arrival.</summary>
/// <param name="Wait">Seconds until its service began; 0 where it was dropped.</param>
/// <param name="Leaves">When its service ends.</param>
public readonly record struct Served(bool IsDropped, double Wait, double Leaves);

/// <summary>
/// A queue that is served in the order of arrival by several alike servers (G/G/c, or G/G/c/c+room). Arrivals are put in one by one, in the
/// order of time; each is decided at once, for in such a queue nothing that comes later changes when it is served (Kiefer and Wolfowitz
/// 1955). Memory grows with servers and room, not with arrivals.
/// </summary>
public sealed class ServerPool
{
    private readonly double[] free;
    private readonly Queue<double> waiting = new();
    private readonly int? room;
    private readonly Func<double, double>? opens;

    /// <param name="servers">One at least.</param>
    /// <param name="room">How many may wait; who comes then is dropped. Null: all may, and they are not counted.</param>
    /// <param name="opens">For servers that are not always up: the first moment at or after the one given at which service can begin. What
    /// is being served when they go down is finished.</param>
    public ServerPool(int servers, int? room, Func<double, double>? opens = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(servers, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(room ?? 0);
        free = new double[servers];
        (this.room, this.opens) = (room, opens);
    }

    /// <summary>How many wait, after the last arrival; 0 where room has no limit.</summary>
    public int Waiting => waiting.Count;

    /// <summary>When the first server is free, of those that have come.</summary>
    public double NextFree => free[0];

    /// <param name="time">Not before the last arrival's, in seconds.</param>
    /// <param name="service">How long it takes to be served, in seconds.</param>
    public Served Arrive(double time, double service)
    {
        while (waiting.TryPeek(out var begins) && begins <= time)
        {
            waiting.Dequeue();
        }

        var start = Math.Max(time, free[0]);
        start = opens?.Invoke(start) ?? start;
        if (start > time && room is { } limit)
        {
            if (waiting.Count >= limit)
            {
                return new Served(true, 0, time);
            }

            waiting.Enqueue(start);
        }

        Replace(start + service);
        return new Served(false, start - time, start + service);
    }

    /// <summary>The server that was free first is busy until then: the top of the heap sinks to its place.</summary>
    private void Replace(double busyUntil)
    {
        var place = 0;
        while (true)
        {
            var child = (2 * place) + 1;
            if (child >= free.Length)
            {
                break;
            }

            if (child + 1 < free.Length && free[child + 1] < free[child])
            {
                child++;
            }

            if (free[child] >= busyUntil)
            {
                break;
            }

            free[place] = free[child];
            place = child;
        }

        free[place] = busyUntil;
    }
}

/// <summary>
/// Steady states that are known in closed form: what simulations are held against, and where a search for servers begins.
/// </summary>
public static class ClosedForms
{
    /// <summary>Erlang C: the probability that an arrival at M/M/c waits.</summary>
    /// <param name="servers">c.</param>
    /// <param name="load">Arrival rate times mean service time, below c.</param>
    public static double ErlangC(int servers, double load)
    {
        // Erlang B by its recursion, which neither overflows nor cancels.
        var blocked = 1.0;
        for (var k = 1; k <= servers; k++)
        {
            blocked = load * blocked / (k + (load * blocked));
        }

        return load >= servers ? 1 : servers * blocked / (servers - (load * (1 - blocked)));
    }

    /// <summary>
    /// About how long an arrival at M/G/c waits at most with the probability given: the tail of M/M/c, stretched by (1 + variation) / 2
    /// (Allen and Cunneen).
    /// </summary>
    public static double AboutQuantileOfMGc(double probability, int servers, double load, double meanService, double variation)
    {
        var waits = ErlangC(servers, load);
        return waits <= 1 - probability ? 0 : (1 + variation) / 2 * meanService / (servers - load) * Math.Log(waits / (1 - probability));
    }
}
