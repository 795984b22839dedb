using System.Collections.Immutable;
using FairExchange.Experiments.Parameters;
using FairExchange.Simulation;

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
        var rates = new ResolveRates(
            cheatingRate, book.Number("resolve.timeout"), book.Number("resolve.outage"), book.Number("resolve.direct"));
        return rates.Total <= 1
            ? rates : throw new FormatException(
                "a rate of cheating and resolve.timeout, resolve.outage and resolve.direct come to more than 1 together");
    }
}

/// <summary>
/// Exchanges of messages of several sizes, and how long a trusted party works for each. The spread of each size's times is as measured,
/// log-normal.
/// </summary>
/// <param name="Shares">Of each of <paramref name="Times"/>; sum to one.</param>
public sealed record ServiceMix(ImmutableArray<ServiceTime> Times, ImmutableArray<double> Shares)
{
    private const double Microsecond = 1e-6;

    private readonly LogNormal[] laws = [.. Times.Select(time => new LogNormal(time.MeanUs, time.DeviationUs))];

    /// <param name="mix">"mail": sizes and shares of the parameter file; otherwise all messages are short.</param>
    /// <exception cref="FormatException">The calibration has no such suite, or the mix of sizes is none.</exception>
    public static ServiceMix Of(ParameterBook book, string suite, string mix, TrustedWork work) => mix == "mail"
        ? Of(book.ServiceTimes, suite, work, book.Numbers("message_mix.bytes"), book.Shares("message_mix.shares", "message_mix.bytes"))
        : Of(book.ServiceTimes, suite, work, [book.Number("load.short_bytes")], [1]);

    /// <param name="sizes">Message sizes in bytes, with <paramref name="shares"/>.</param>
    /// <exception cref="FormatException">The calibration has no such suite.</exception>
    public static ServiceMix Of(
        ServiceTimes times, string suite, TrustedWork work, ImmutableArray<double> sizes, ImmutableArray<double> shares) =>
        new([.. sizes.Select(size => times.Of(suite, work, size))], shares);

    /// <summary>In seconds.</summary>
    public double Mean => Times.Zip(Shares, (time, share) => share * time.MeanUs * Microsecond).Sum();

    /// <summary>Bytes in and out for one exchange, on average.</summary>
    public double Bytes => Times.Zip(Shares, (time, share) => share * (time.BytesIn + time.BytesOut)).Sum();

    /// <summary>Variance over the square of the mean, sizes and spread together.</summary>
    public double Variation =>
        (Times.Zip(Shares, (time, share) =>
            share * ((time.MeanUs * time.MeanUs) + (time.DeviationUs * time.DeviationUs)) * Microsecond * Microsecond)
                .Sum() / (Mean * Mean)) - 1;

    /// <summary>The time of one exchange, in seconds.</summary>
    public double Draw(Chance chance) => laws[chance.Which(Shares.AsSpan())].Draw(chance) * Microsecond;
}

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
