namespace FairExchange.Experiments.Workload;

/// <summary>A year in other units: the mean year of 365.25 days.</summary>
internal static class Year
{
    public const double Hours = 8766, Seconds = Hours * 3600, Months = 12;
}
