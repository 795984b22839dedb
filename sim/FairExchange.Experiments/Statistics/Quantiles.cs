namespace FairExchange.Experiments.Statistics;

/// <summary>Quantiles of figures that are all there.</summary>
internal static class Quantiles
{
    /// <param name="ascending">Not empty.</param>
    /// <returns>The least figure that so large a share of them does not exceed.</returns>
    public static double Of(double[] ascending, double share) => ascending[Math.Clamp((int)Math.Ceiling(share * ascending.Length) - 1, 0, ascending.Length - 1)];

    public static double[] Ascending(IEnumerable<double> figures)
    {
        double[] all = [.. figures];
        Array.Sort(all);
        return all;
    }
}
