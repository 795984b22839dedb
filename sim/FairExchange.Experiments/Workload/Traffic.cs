using System.Collections.Immutable;
using System.Globalization;
using FairExchange.Experiments.Parameters;
using FairExchange.Experiments.Queueing;
using FairExchange.Experiments.Statistics;
using FairExchange.Simulation;

namespace FairExchange.Experiments.Workload;

/// <summary>One bin of such a stretch.</summary>
/// <param name="Requests">All that come in it, simulated or not.</param>
/// <param name="MeanWait">Of those simulated, in seconds; NaN where none is.</param>
/// <param name="Behind">How long a request at the bin's end would wait, in seconds.</param>
public sealed record TrafficBin(long Requests, double MeanWait, double Behind);

/// <summary>
/// A stretch of time simulated one by one. Where its requests are too many, one server in so many is simulated with its share of the
/// requests, each request being as likely to be any server's: what a front that spreads requests blindly gives, and never less waiting than
/// one that does not.
/// </summary>
/// <param name="Servers">All of them.</param>
/// <param name="Simulated">How many of them are simulated.</param>
/// <param name="Requests">How many requests these had.</param>
/// <param name="DrainedAt">When, after <c>calmFrom</c>, a request would first have been served at once; if not in the stretch, when it
/// would have been if none had come after it.</param>
/// <param name="HasDrained">Whether that was within the stretch.</param>
/// <param name="Bins">The stretch bin by bin.</param>
public sealed record Traffic(
    int Servers, int Simulated, long Requests, double P50, double P99, double Utilisation, double DrainedAt, bool HasDrained,
    ImmutableArray<TrafficBin> Bins)
{
    /// <param name="counts">Requests in each of the bins, which lie one after the other.</param>
    /// <param name="binSeconds">Length of a bin.</param>
    /// <param name="calmFrom">From when on draining is looked for, in seconds from the beginning.</param>
    /// <param name="most">How many requests to simulate at most, where there are servers to choose from.</param>
    public static Traffic Simulate(
        Chance chance, ServiceMix mix, int servers, IReadOnlyList<long> counts, double binSeconds, double calmFrom, double most)
    {
        var simulated = (int)Math.Clamp(Math.Round(servers * most / Math.Max(1, counts.Sum())), 1, servers);
        var pool = new ServerPool(simulated, room: null);
        var (histogram, busy) = (new Histogram(), 0.0);
        var bins = ImmutableArray.CreateBuilder<TrafficBin>(counts.Count);
        double? drained = null;
        for (var bin = 0; bin < counts.Count; bin++)
        {
            var count = chance.Binomially(counts[bin], (double)simulated / servers);
            var waited = 0.0;
            foreach (var time in Aggregate.Times(chance, count, bin * binSeconds, (bin + 1) * binSeconds))
            {
                if (drained is null && time >= calmFrom && pool.NextFree <= time)
                {
                    drained = Math.Max(calmFrom, pool.NextFree);
                }

                var service = mix.Draw(chance);
                var wait = pool.Arrive(time, service).Wait;
                busy += service;
                histogram.Add(wait);
                waited += wait;
            }

            bins.Add(new TrafficBin(counts[bin], count == 0
                ? double.NaN : waited / count, Math.Max(0, pool.NextFree - ((bin + 1) * binSeconds))));
        }

        var end = counts.Count * binSeconds;
        return new Traffic(
            servers,
            simulated,
            histogram.Count,
            histogram.Quantile(0.5),
            histogram.Quantile(0.99),
            busy / Math.Max(end, pool.NextFree) / simulated,
            drained ?? Math.Max(calmFrom, pool.NextFree),
            drained is not null || pool.NextFree <= end,
            bins.MoveToImmutable());
    }

    /// <summary>The fewest servers that a rate of requests keeps no busier than that.</summary>
    public static int ServersFor(double requestsPerSecond, ServiceMix mix, double utilisation) =>
        Math.Max(1, (int)Math.Min(int.MaxValue, Math.Ceiling(requestsPerSecond * mix.Mean / utilisation)));
}

/// <summary>Which share of a week's exchanges begins in which of its hours, Monday 0:00 first.</summary>
/// <param name="Hours">168 shares that sum to one.</param>
public sealed record WeeklyShape(ImmutableArray<double> Hours)
{
    public const int HoursOfWeek = 168;

    public const double WeeksOfYear = 365.25 / 7;

    private const int HoursOfDay = 24, WorkingDays = 5;

    public static WeeklyShape Flat { get; } = new([.. Enumerable.Repeat(1.0 / HoursOfWeek, HoursOfWeek)]);

    /// <summary>A mail server's day on five days of the week and, at the ratio given, on two.</summary>
    /// <param name="server">small or large, of diurnal_weekly.csv. What the large one's report leaves out is spread evenly over the hours
    /// that it does not show.</param>
    /// <param name="weekendRatio">A day of the weekend against a working day.</param>
    public static WeeklyShape Of(string server, double weekendRatio)
    {
        var column = server == "small" ? 1 : 2;
        var cells = Resource.Text("diurnal_weekly.csv").Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)
            .Select(line => line.Trim().Split(',')[column] is { Length: > 0 } cell
                ? double.Parse(cell, CultureInfo.InvariantCulture) : double.NaN).ToList();
        var (known, hidden) = (cells.Where(double.IsFinite).Sum(), cells.Count(double.IsNaN));
        var day = cells.Select(cell => double.IsNaN(cell) ? Math.Max(0, 100 - known) / hidden : cell).ToList();
        var week = Enumerable.Range(0, HoursOfWeek)
            .Select(hour => day[hour % HoursOfDay] * (hour / HoursOfDay < WorkingDays ? 1 : weekendRatio)).ToList();
        return new WeeklyShape([.. week.Select(hour => hour / week.Sum())]);
    }

    /// <summary>By the name of a profile: flat, or weekly as the book has it.</summary>
    public static WeeklyShape Of(ParameterBook book, string profile) =>
        profile == "flat" ? Flat : Of(book.Text("profile.server"), book.Number("profile.weekend_ratio"));

    /// <summary>The busiest hour's rate over the mean one.</summary>
    public double PeakToMean => Hours.Max() * HoursOfWeek;

    public int BusiestHour => Hours.IndexOf(Hours.Max());

    /// <summary>Shares of a week cut into equal bins, so many to the hour.</summary>
    public ImmutableArray<double> Bins(int toTheHour) => [.. Hours.SelectMany(hour => Enumerable.Repeat(hour / toTheHour, toTheHour))];

    /// <summary>Which share of a week's exchanges begins between two times, in hours; both may lie in later weeks.</summary>
    public double Between(double from, double until)
    {
        var share = 0.0;
        while (from < until)
        {
            var hour = Math.Floor(from);
            var next = Math.Min(until, hour + 1);
            share += Hours[(int)(hour % HoursOfWeek)] * (next - from);
            from = next;
        }

        return share;
    }
}

/// <summary>A year in other units: the mean year of 365.25 days.</summary>
internal static class Year
{
    public const double Hours = 8766, Seconds = Hours * 3600, Months = 12;
}
