using System.Collections.Immutable;
using FairExchange.Experiments.Parameters;

namespace FairExchange.Experiments.Workload;

/// <summary>Why an exchange comes to a virtual trusted party.</summary>
public enum Cause
{
    /// <summary>Somebody cheats.</summary>
    Cheat,

    /// <summary>Nobody cheats: the other side is slow.</summary>
    Timeout,

    /// <summary>Nobody cheats: the other side's machine or line is down.</summary>
    Outage,

    /// <summary>The recipient does not answer and goes straight to the trusted party.</summary>
    Direct,
}

/// <summary>Which share of exchanges comes to a virtual trusted party, by cause.</summary>
public sealed record ResolveRates(double Cheat, double Timeout, double Outage, double Direct)
{
    public double Total => Cheat + Timeout + Outage + Direct;

    /// <summary>In the order of <see cref="Cause"/>.</summary>
    public ImmutableArray<double> ByCause => [Cheat, Timeout, Outage, Direct];

    /// <summary>Of those that come, which share for which cause; meaningless where none comes.</summary>
    public ImmutableArray<double> Shares => [.. ByCause.Select(rate => rate / Total)];

    /// <summary>All four of them from the book; the rate of cheating as given, for it is what experiments vary.</summary>
    /// <exception cref="FormatException">Together they are more than all exchanges.</exception>
    public static ResolveRates Of(ParameterBook book, double cheatingRate)
    {
        var rates = new ResolveRates(cheatingRate, book.Number("resolve.timeout"), book.Number("resolve.outage"), book.Number("resolve.direct"));
        return rates.Total <= 1 ? rates : throw new FormatException("a rate of cheating and resolve.timeout, resolve.outage and resolve.direct come to more than 1 together");
    }
}
