using System.Collections.Immutable;
using System.Globalization;
using FairExchange.Experiments.Parameters;

namespace FairExchange.Experiments.Workload;

/// <summary>Which share of a week's exchanges begins in which of its hours, Monday 0:00 first.</summary>
/// <param name="Hours">168 shares that sum to one.</param>
public sealed record WeeklyShape(ImmutableArray<double> Hours)
{
    public const int HoursOfWeek = 168;

    public const double WeeksOfYear = 365.25 / 7;

    private const int HoursOfDay = 24, WorkingDays = 5;

    public static WeeklyShape Flat { get; } = new([.. Enumerable.Repeat(1.0 / HoursOfWeek, HoursOfWeek)]);

    /// <summary>A mail server's day on five days of the week and, at the ratio given, on two.</summary>
    /// <param name="server">small or large, of diurnal_weekly.csv. What the large one's report leaves out is spread evenly over the hours that it does not show.</param>
    /// <param name="weekendRatio">A day of the weekend against a working day.</param>
    public static WeeklyShape Of(string server, double weekendRatio)
    {
        var column = server == "small" ? 1 : 2;
        var cells = Resource.Text("diurnal_weekly.csv").Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)
            .Select(line => line.Trim().Split(',')[column] is { Length: > 0 } cell ? double.Parse(cell, CultureInfo.InvariantCulture) : double.NaN).ToList();
        var (known, hidden) = (cells.Where(double.IsFinite).Sum(), cells.Count(double.IsNaN));
        var day = cells.Select(cell => double.IsNaN(cell) ? Math.Max(0, 100 - known) / hidden : cell).ToList();
        var week = Enumerable.Range(0, HoursOfWeek).Select(hour => day[hour % HoursOfDay] * (hour / HoursOfDay < WorkingDays ? 1 : weekendRatio)).ToList();
        return new WeeklyShape([.. week.Select(hour => hour / week.Sum())]);
    }

    /// <summary>By the name of a profile: flat, or weekly as the book has it.</summary>
    public static WeeklyShape Of(ParameterBook book, string profile) => profile == "flat" ? Flat : Of(book.Text("profile.server"), book.Number("profile.weekend_ratio"));

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
