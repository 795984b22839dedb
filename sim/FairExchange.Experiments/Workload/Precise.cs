namespace FairExchange.Experiments.Workload;

/// <summary>ln(1 + x) and e^x - 1 for small x without losing digits (Kahan); those of <see cref="double"/> add or take one away and lose them.</summary>
internal static class Precise
{
    /// <summary>Below it six terms of the series are all the digits that there are.</summary>
    private const double Tiny = 1e-3;

    public static double LogOnePlus(double x)
    {
        var sum = 1 + x;
        return sum == 1 ? x : Math.Log(sum) * x / (sum - 1);
    }

    public static double ExpMinusOne(double x)
    {
        if (Math.Abs(x) < Tiny)
        {
            // Most calls are here: the gap between one request and the next among very many.
            return x * (1 + (x * (0.5 + (x * ((1.0 / 6) + (x * ((1.0 / 24) + (x * ((1.0 / 120) + (x / 720))))))))));
        }

        var power = Math.Exp(x);
        return power == 1 ? x : power - 1 == -1 ? -1 : (power - 1) * x / Math.Log(power);
    }
}
