using FairExchange.Experiments.Reports;
using FairExchange.Experiments.Workload;

namespace FairExchange.Experiments.Studies;

/// <summary>What E4 shows of one bin around the busiest five minutes.</summary>
/// <param name="From">Minutes from the beginning of the busiest five to the bin's; below 0 before them.</param>
public sealed record BurstBin(BurstRow Window, double From, double Seconds, TrafficBin Bin) : Row(Window.Common)
{
    internal static Outputs<BurstBin> Outputs { get; } = new Outputs<BurstBin>("E4")
        .Factor("profile", "flat: each hour alike; weekly: as mail servers see it", bin => bin.Window.Profile)
        .Factor("pattern", "independent, burst or coordinated, as in the table of all weeks", bin => bin.Window.Pattern)
        .Factor("together_share", "share of all users who cheat within the same five minutes", bin => bin.Window.Together)
        .Factor("margin", "servers over what the ordinary mean load needs, one at least", bin => bin.Window.Margin)
        .Factor("from_min", "beginning of the bin, minutes after the beginning of the busiest five minutes", bin => bin.From)
        .Factor("until_min", "end of the bin, minutes after the beginning of the busiest five minutes", bin => bin.From + (bin.Seconds / 60))
        .Measure("requests_per_s", "requests per second in the bin", bin => bin.Bin.Requests / bin.Seconds)
        .Measure("wait_mean_ms", "wait before service of those that come in the bin, mean, milliseconds; empty where none comes", bin => 1e3 * bin.Bin.MeanWait)
        .Measure("behind_s", "how long a request at the end of the bin would wait, seconds", bin => bin.Bin.Behind);
}
