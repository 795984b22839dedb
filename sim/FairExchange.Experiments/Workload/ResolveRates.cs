using System.Collections.Immutable;
using FairExchange.Experiments.Parameters;
using FairExchange.Experiments.Protocols;
using FairExchange.Simulation;

namespace FairExchange.Experiments.Workload;

/// <summary>Which share of exchanges has which mishap, by cause; or comes to a virtual trusted party because of it.</summary>
public sealed record ResolveRates(double Cheat, double Timeout, double Outage, double Direct)
{
    public double Total => Cheat + Timeout + Outage + Direct;

    /// <summary>In the order of <see cref="Cause"/>.</summary>
    public ImmutableArray<double> ByCause => [Cheat, Timeout, Outage, Direct];

    /// <summary>Those of them that come to the virtual trusted party of a protocol.</summary>
    public ResolveRates For(StudiedProtocol protocol) =>
        protocol.Needed is [var cheat, var timeout, var outage, var direct]
            ? new ResolveRates(Cheat * cheat, Timeout * timeout, Outage * outage, Direct * direct)
            : throw new System.Diagnostics.UnreachableException();

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
/// <param name="Times">Empty where nothing ever comes to a trusted party.</param>
/// <param name="Shares">Of each of <paramref name="Times"/>; sum to one.</param>
public sealed record ServiceMix(ImmutableArray<TimedWork> Times, ImmutableArray<double> Shares)
{
    private const double Microsecond = 1e-6;

    private readonly LogNormal[] laws = [.. Times.Select(time => new LogNormal(time.MeanUs, time.DeviationUs))];

    /// <param name="mix">"mail": sizes and shares of the parameter file; otherwise all messages are short.</param>
    /// <param name="rates">Of mishaps, which decide how much of its work a virtual trusted party does for which cause.</param>
    /// <exception cref="FormatException">The calibration has no such suite, or the mix of sizes is none.</exception>
    public static ServiceMix Of(ParameterBook book, string suite, string mix, StudiedProtocol protocol, ResolveRates rates)
    {
        var (sizes, shares) = mix == "mail"
            ? (book.Numbers("message_mix.bytes"), book.Shares("message_mix.shares", "message_mix.bytes"))
            : ([book.Number("load.short_bytes")], [1.0]);
        var parts = sizes.Zip(shares).SelectMany(size => Of(book, suite, protocol, rates, size.First)
            .Select(part => (part.Work, Share: size.Second * part.Share))).ToImmutableArray();
        return new ServiceMix([.. parts.Select(part => part.Work)], [.. parts.Select(part => part.Share)]);
    }

    /// <summary>The different pieces of work for messages of one size, each with its share; most protocols have one.</summary>
    private static List<(TimedWork Work, double Share)> Of(
        ParameterBook book, string suite, StudiedProtocol protocol, ResolveRates rates, double bytes)
    {
        var works = protocol.Contacts(suite, (long)bytes).Select(contact => (
            Work: book.ServiceTimes.Of(suite, protocol, contact.Work, bytes, book.WorkFrom),
            Weight: contact.Share * (contact.Cause is { } cause ? rates.ByCause[(int)cause] : 1))).GroupBy(part => part.Work).ToList();
        var all = works.Sum(part => part.Sum(one => one.Weight));
        return
        [
            .. works.Select(part => (part.Key, works.Count == 1 ? 1
                : all > 0 ? part.Sum(one => one.Weight) / all : 1.0 / works.Count)),
        ];
    }

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
