using FairExchange.Experiments.Reports;
using FairExchange.Experiments.Studies;

namespace FairExchange.Tests.Experiments.Studies;

/// <summary>
/// Against what is known: time to repair is exponential, so whoever comes during an outage waits as long on average as who comes at its
/// beginning.
/// </summary>
public class OutageExperimentTests
{
    private static readonly Lazy<Summary> Often = new(() => Study.Run(
        new OutageExperiment(),
        """
        population: { exchanges_per_user_year: { value: 1, unit: exchanges } }
        outage:
          availability: { value: [0.9], unit: fraction }
          repair: { value: [60], unit: min }
          days: { value: 280, unit: d }
          cheating_rate: { value: 0.1, unit: fraction }
          cutoff: { value: [1, 8766], unit: h }
        """,
        6));

    [Theory]
    [InlineData("cem0")]
    [InlineData("fair-cem")]
    public void The_share_of_requests_that_find_it_down_is_the_share_of_time_that_it_is(string protocol)
    {
        var requests = Of("exchanges", protocol, "1") * (protocol == "cem0" ? 1 : 0.10031);

        Assert.InRange(Of("blocked", protocol, "1") / requests / (Of("down_h", protocol, "1") / (280 * 24)), 0.95, 1.05);
        Assert.InRange(Of("down_h", protocol, "1"), 0.08 * 280 * 24, 0.12 * 280 * 24);
    }

    [Theory]
    [InlineData("cem0")]
    [InlineData("fair-cem")]
    public void Half_of_those_who_are_delayed_wait_for_less_than_the_half_life_of_a_repair(string protocol) =>
        Assert.InRange(Of("delay_p50_s", protocol, "1"), 3600 * Math.Log(2) * 0.9, 3600 * Math.Log(2) * 1.1);

    /// <summary>Bob has half an hour from his request to the cut-off time, a visible party's users an hour.</summary>
    [Theory]
    [InlineData("cem0", 1)]
    [InlineData("fair-cem", 0.5)]
    public void Deadlines_are_missed_where_the_repair_takes_longer_than_is_left(string protocol, double hours) =>
        Assert.InRange(
            Of("deadlines_missed", protocol, "1") / Of("blocked", protocol, "1"), Math.Exp(-hours) * 0.92, Math.Exp(-hours) * 1.08);

    [Fact]
    public void Only_a_virtual_party_with_a_cut_off_time_leaves_somebody_cheated()
    {
        Assert.Equal(0, Of("unfair", "cem0", "1"));
        Assert.Equal(0, Of("unfair", "cem0", "8766"));
        Assert.Equal(0, Of("unfair", "fair-cem", "8766"));
        // 0.1 of exchanges are cheats, 0.00031 are not, and only cheats end unfair.
        Assert.InRange(Of("unfair", "fair-cem", "1") / Of("deadlines_missed", "fair-cem", "1"), 0.99, 1);
        Assert.InRange(Of("blocked_cheat", "fair-cem", "1") / Of("blocked", "fair-cem", "1"), 0.99, 1);
    }

    [Fact]
    public void A_cut_off_time_before_Bob_may_resolve_is_refused() => Assert.Contains(
        "outage.cutoff cannot be so short",
        Assert.Throws<FormatException>(() => new OutageExperiment()
            .Plan(Study.Book("outage: { cutoff: { value: [0.5], unit: h } }"))).Message, StringComparison.Ordinal);

    private static double Of(string column, string protocol, string cutoff) =>
        Often.Value.Number($"{column}_mean", ("protocol", protocol), ("cutoff_h", cutoff));
}
