namespace FairExchange.Experiments.Workload;

/// <summary>ln(1 + x) and e^x - 1 for small x without losing digits (Kahan); those of <see cref="double"/> add or take one away and lose them.</summary>
internal static class Precise
{
    public static double LogOnePlus(double x)
    {
        var sum = 1 + x;
        return sum == 1 ? x : Math.Log(sum) * x / (sum - 1);
    }

    public static double ExpMinusOne(double x)
    {
        var power = Math.Exp(x);
        return power == 1 ? x : power - 1 == -1 ? -1 : (power - 1) * x / Math.Log(power);
    }
}
