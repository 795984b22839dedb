using System.Collections.Immutable;
using FairExchange.Experiments.Parameters;
using FairExchange.Simulation;

namespace FairExchange.Experiments.Workload;

/// <summary>Exchanges of messages of several sizes, and how long a trusted party works for each. The spread of each size's times is as measured, log-normal.</summary>
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
    public static ServiceMix Of(ServiceTimes times, string suite, TrustedWork work, ImmutableArray<double> sizes, ImmutableArray<double> shares) =>
        new([.. sizes.Select(size => times.Of(suite, work, size))], shares);

    /// <summary>In seconds.</summary>
    public double Mean => Times.Zip(Shares, (time, share) => share * time.MeanUs * Microsecond).Sum();

    /// <summary>Bytes in and out for one exchange, on average.</summary>
    public double Bytes => Times.Zip(Shares, (time, share) => share * (time.BytesIn + time.BytesOut)).Sum();

    /// <summary>Variance over the square of the mean, sizes and spread together.</summary>
    public double Variation => (Times.Zip(Shares, (time, share) => share * ((time.MeanUs * time.MeanUs) + (time.DeviationUs * time.DeviationUs)) * Microsecond * Microsecond).Sum() / (Mean * Mean)) - 1;

    /// <summary>The time of one exchange, in seconds.</summary>
    public double Draw(Chance chance) => laws[chance.Which(Shares.AsSpan())].Draw(chance) * Microsecond;
}
