using FairExchange.Experiments.Workload;

namespace FairExchange.Tests.Experiments.Workload;

public class PreciseTests
{
    /// <summary>
    /// The values to 20 digits are x + x^2/2! + x^3/3! + ... worked out by hand where few terms count, and tables elsewhere; both sides of
    /// where the series takes over.
    /// </summary>
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1e-12, 1.0000000000005000000e-12)]
    [InlineData(-1e-5, -9.9999500001666662500e-6)]
    [InlineData(0.000999999, 0.00100049916570784190)]
    [InlineData(0.001, 0.00100050016670834167)]
    [InlineData(-0.001, -0.00099950016662500833)]
    [InlineData(-0.01, -0.00995016625083194643)]
    [InlineData(1, 1.71828182845904523536)]
    [InlineData(-2, -0.86466471676338730811)]
    public void A_power_less_one_keeps_its_digits(double x, double expected) =>
        Assert.InRange(Precise.ExpMinusOne(x), expected - (Math.Abs(expected) * 1e-15), expected + (Math.Abs(expected) * 1e-15));
}
