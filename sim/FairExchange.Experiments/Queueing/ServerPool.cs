namespace FairExchange.Experiments.Queueing;

/// <summary>What became of an arrival.</summary>
/// <param name="Wait">Seconds until its service began; 0 where it was dropped.</param>
/// <param name="Leaves">When its service ends.</param>
public readonly record struct Served(bool IsDropped, double Wait, double Leaves);

/// <summary>
/// A queue that is served in the order of arrival by several alike servers (G/G/c, or G/G/c/c+room). Arrivals are put in one by one, in the order of time; each is decided at once, for in such a
/// queue nothing that comes later changes when it is served (Kiefer and Wolfowitz 1955). Memory grows with servers and room, not with arrivals.
/// </summary>
public sealed class ServerPool
{
    private readonly double[] free;
    private readonly Queue<double> waiting = new();
    private readonly int? room;
    private readonly Func<double, double>? opens;

    /// <param name="servers">One at least.</param>
    /// <param name="room">How many may wait; who comes then is dropped. Null: all may, and they are not counted.</param>
    /// <param name="opens">For servers that are not always up: the first moment at or after the one given at which service can begin. What is being served when they go down is finished.</param>
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
