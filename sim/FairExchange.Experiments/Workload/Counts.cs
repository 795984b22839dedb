using FairExchange.Simulation;

namespace FairExchange.Experiments.Workload;

/// <summary>How many of many rare things happen.</summary>
internal static class Counts
{
    private const double Largest = 500;

    /// <summary>Poisson by inversion: exact, and quick for small means. A large mean is cut into parts, for counts of independent parts add up.</summary>
    public static int Poisson(this Chance chance, double mean)
    {
        var count = 0;
        for (; mean > Largest; mean -= Largest)
        {
            count += chance.Poisson(Largest);
        }

        var (left, term) = (chance.NextDouble(), Math.Exp(-mean));
        for (var i = 1; left >= term && term > 0; i++)
        {
            left -= term;
            term *= mean / i;
            count++;
        }

        return count;
    }
}
