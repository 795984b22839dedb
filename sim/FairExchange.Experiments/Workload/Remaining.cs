using FairExchange.Simulation;

namespace FairExchange.Experiments.Workload;

/// <summary>Independent exchanges of a stretch of time, of which only those in some parts of it are looked at, part by part: the number in each is binomial among those not yet placed.</summary>
/// <param name="exchanges">In all of the stretch.</param>
/// <param name="shape">How they lie in the week.</param>
/// <param name="hours">Length of the stretch, from Monday 0:00 on.</param>
public sealed class Remaining(long exchanges, WeeklyShape shape, double hours)
{
    private long left = exchanges;
    private double mass = shape.Between(0, hours);

    /// <summary>How many begin between these times. Parts must not overlap.</summary>
    public long Take(Chance chance, double from, double until)
    {
        var share = shape.Between(from, until);
        var count = chance.Binomially(left, mass <= 0 ? 0 : Math.Min(1, share / mass));
        (left, mass) = (left - count, mass - share);
        return count;
    }
}
