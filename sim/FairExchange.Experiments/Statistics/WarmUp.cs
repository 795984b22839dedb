namespace FairExchange.Experiments.Statistics;

/// <summary>
/// Where a run's warm-up ends, by MSER-5 (White 1997; White, Cobb, Spratt 2000): means of five figures each; the cut is where the variance of what remains, divided once more by its number, is
/// least. Memory is constant: once <see cref="Capacity"/> batches are full, two neighbours become one.
/// </summary>
public sealed class WarmUp
{
    public const int Capacity = 8192;

    private readonly List<double> batches = [];
    private double sum;
    private int filled;

    /// <summary>How many figures make a batch: five, and twice as many each time the memory is full.</summary>
    public int BatchSize { get; private set; } = 5;

    public void Add(double figure)
    {
        sum += figure;
        if (++filled < BatchSize)
        {
            return;
        }

        batches.Add(sum / filled);
        (sum, filled) = (0, 0);
        if (batches.Count == Capacity)
        {
            for (var i = 0; i < Capacity / 2; i++)
            {
                batches[i] = (batches[2 * i] + batches[(2 * i) + 1]) / 2;
            }

            batches.RemoveRange(Capacity / 2, Capacity / 2);
            BatchSize *= 2;
        }
    }

    /// <summary>How many figures to leave away at the beginning. A least value in the second half says that the run is too short; then half of it is left away.</summary>
    public long Cut => (long)BestBatch() * BatchSize;

    private int BestBatch()
    {
        // From the end: mean and squares of what remains, one batch more each time.
        var (best, bestError, count, mean, squares) = (0, double.PositiveInfinity, 0, 0.0, 0.0);
        for (var i = batches.Count - 1; i >= 0; i--)
        {
            count++;
            var difference = batches[i] - mean;
            mean += difference / count;
            squares += difference * (batches[i] - mean);
            var error = squares / ((double)count * count);
            if (i <= batches.Count / 2 && error <= bestError)
            {
                (best, bestError) = (i, error);
            }
        }

        return best;
    }
}
