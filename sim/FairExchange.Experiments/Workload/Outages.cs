using System.Collections.Immutable;
using FairExchange.Simulation;

namespace FairExchange.Experiments.Workload;

/// <summary>When a trusted party is down, in seconds: up and down by turns, both exponential, up at the beginning.</summary>
/// <param name="Down">In the order of time.</param>
public sealed record Outages(ImmutableArray<(double From, double Until)> Down)
{
    public static Outages Draw(Chance chance, double availability, double repairSeconds, double seconds)
    {
        var down = ImmutableArray.CreateBuilder<(double, double)>();
        var upSeconds = repairSeconds * availability / (1 - availability);
        for (var time = chance.Exponential(upSeconds); time < seconds; time += chance.Exponential(upSeconds))
        {
            var from = time;
            time += chance.Exponential(repairSeconds);
            down.Add((from, Math.Min(time, seconds)));
        }

        return new Outages(down.ToImmutable());
    }

    public double Seconds => Down.Sum(outage => outage.Until - outage.From);

    /// <summary>The first moment at or after the one given at which it is up.</summary>
    public double Up(double second)
    {
        var (low, high) = (0, Down.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = Down[middle].Until <= second ? (middle + 1, high) : (low, middle);
        }

        return low < Down.Length && Down[low].From <= second ? Down[low].Until : second;
    }
}
