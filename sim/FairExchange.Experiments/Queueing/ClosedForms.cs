namespace FairExchange.Experiments.Queueing;

/// <summary>Steady states that are known in closed form: what simulations are held against, and where a search for servers begins.</summary>
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

    /// <summary>Mean wait in M/M/c, in the unit of the mean service time.</summary>
    public static double MeanWaitOfMMc(int servers, double load, double meanService) => ErlangC(servers, load) * meanService / (servers - load);

    /// <summary>Pollaczek and Khinchine: mean wait in M/G/1.</summary>
    /// <param name="utilisation">Arrival rate times mean service time, below 1.</param>
    /// <param name="variation">Variance of the service time over the square of its mean.</param>
    public static double MeanWaitOfMG1(double utilisation, double meanService, double variation) =>
        utilisation * (1 + variation) * meanService / (2 * (1 - utilisation));

    /// <summary>
    /// About how long an arrival at M/G/c waits at most with the probability given: the tail of M/M/c, stretched by (1 + variation) / 2 (Allen and Cunneen).
    /// </summary>
    public static double AboutQuantileOfMGc(double probability, int servers, double load, double meanService, double variation)
    {
        var waits = ErlangC(servers, load);
        return waits <= 1 - probability ? 0 : (1 + variation) / 2 * meanService / (servers - load) * Math.Log(waits / (1 - probability));
    }
}
