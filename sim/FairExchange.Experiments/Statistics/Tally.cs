namespace FairExchange.Experiments.Statistics;

/// <summary>Number, mean and variance of figures that come one by one (Welford 1962), in constant memory.</summary>
public sealed class Tally
{
    private double squares;

    public long Count { get; private set; }

    public double Mean { get; private set; }

    public double Largest { get; private set; } = double.NegativeInfinity;

    /// <summary>Of the sample; 0 for fewer than two figures.</summary>
    public double Variance => Count < 2 ? 0 : squares / (Count - 1);

    public void Add(double figure)
    {
        Count++;
        var difference = figure - Mean;
        Mean += difference / Count;
        squares += difference * (figure - Mean);
        Largest = Math.Max(Largest, figure);
    }

    /// <summary>As if the other's figures had come here too (Chan, Golub, LeVeque 1979).</summary>
    public void Add(Tally other)
    {
        if (other.Count == 0)
        {
            return;
        }

        var (count, difference) = (Count + other.Count, other.Mean - Mean);
        squares += other.squares + (difference * difference * Count * other.Count / count);
        Mean += difference * other.Count / count;
        Largest = Math.Max(Largest, other.Largest);
        Count = count;
    }
}
