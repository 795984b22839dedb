using FairExchange.Experiments.Reports;
using FairExchange.Experiments.Studies;

namespace FairExchange.Tests.Experiments.Studies;

/// <summary>
/// E6 against storage and losses worked out by hand. A relay of 1024 bytes receives 2146 bytes, a resolve 2414 (calibration.csv).
/// </summary>
public class LiabilityExperimentTests
{
    /// <summary>Rates that are certain, so that a loss is one number.</summary>
    private const string Certain = """
        message_mix: { shares: { value: [1, 0, 0, 0], unit: fraction } }
        resolve: { timeout: { value: 0, unit: fraction }, outage: { value: 0, unit: fraction }, direct: { value: 0, unit: fraction } }
        costs: { storage: { value: [0.02], unit: USD/GB-month }, storage_deep: { value: [0.001], unit: USD/GB-month } }
        liability:
          mishap: { value: [0.001], unit: fraction }
          break_in: { value: [0.01], unit: 1/year }
          site_loss: { value: [0.1], unit: 1/year }
          claim: { value: [0.5], unit: fraction }
          key_theft: { value: [0.002], unit: 1/year }
          key_life: { value: 3, unit: years }
          overheard: { value: [0.25], unit: fraction }
          loading: { value: [2], unit: ratio }
          errors_premium: { value: [1000], unit: USD/year }
          cyber_premium: { value: [500], unit: USD/year }
          exchanges_per_year: { value: [1000000], unit: exchanges/year }
          cheating_rate: { value: [0.1], unit: fraction }
          copies: { value: [3], unit: copies }
          loss: { value: [100], unit: USD }

        """;

    private static readonly Lazy<Summary> Known = new(() => Study.Run(new LiabilityExperiment(), Certain));

    [Fact]
    public void One_message_a_year_kept_for_thirty_months_is_two_and_a_half_messages()
    {
        var summary = Study.Run(new LiabilityExperiment(), Certain
            .Replace("[1000000]", "[1]", StringComparison.Ordinal)
                .Replace("copies: { value: [3]", "copies: { value: [1]", StringComparison.Ordinal));
        double Of(string column, string keeps) =>
            summary.Number($"{column}_mean", ("keeps", keeps), ("retention_months", "30"), ("storage_class", "standard"));

        Assert.Equal(2.5 * 2146e-9, Of("stored_gb", "all"), 11);
        Assert.Equal(2.5 * 2146e-9 * 12 * 0.02, Of("storage_usd_per_year", "all"), 11);
        Assert.Equal(0.25 * 2414e-9, Of("stored_gb", "resolves"), 11);
        Assert.Equal(0, Of("stored_gb", "nothing"));
    }

    /// <summary>
    /// Of a million exchanges a thousand go wrong; 2.5 million lie in three copies, which perish together once in a thousand years and are
    /// opened three times in a hundred; half of the people claim. The key opens three million exchanges, of which a thief knows a quarter.
    /// </summary>
    [Theory]
    [InlineData("all", 100 * (1000 + (2.5e6 * 0.5 * (0.001 + 0.03))))]
    [InlineData("resolves", 100 * (100 + (2.5e5 * 0.5 * (0.001 + 0.03)) + (3e6 * 0.25 * 0.5 * 0.002)))]
    [InlineData("nothing", 100 * (100 + (3e6 * 0.25 * 0.5 * 0.002)))]
    public void The_expected_loss_is_that_of_its_causes_added_up(string keeps, double loss)
    {
        double Of(string column) =>
            Known.Value.Number($"{column}_mean", ("keeps", keeps), ("retention_months", "30"), ("storage_class", "standard"));

        Assert.InRange(Of("expected_loss_usd_per_year") / loss, 0.99999, 1.00001);
        Assert.InRange(Of("premium_usd_per_year") / (1500 + (2 * loss)), 0.99999, 1.00001);
        Assert.Equal(Of("expected_loss_p05_usd_per_year"), Of("expected_loss_p95_usd_per_year"));
    }

    /// <summary>Little's law: 100,000 resolves a year, each in the works for as long as calibrated.</summary>
    [Fact]
    public void Who_keeps_nothing_lays_open_only_what_is_in_the_works_but_has_a_key_to_all()
    {
        double Of(string column, string keeps) =>
            Known.Value.Number($"{column}_mean", ("keeps", keeps), ("retention_months", "30"), ("storage_class", "deep"));

        var seconds = FairExchange.Experiments.Parameters.ServiceTimes.Default.Of("p256", "fair-cem", 1024).MeanUs / 1e6;
        Assert.InRange(Of("messages_exposed", "nothing") / (1e5 / (365.25 * 86400) * seconds), 0.9999, 1.0001);
        Assert.Equal(3e6, Of("messages_behind_key", "nothing"));
        Assert.Equal(0, Of("messages_behind_key", "all"));
        Assert.InRange(Of("one_break_in_usd", "all"), 0.99999 * 100 * 0.5 * 2.5e6, 1.00001 * 100 * 0.5 * 2.5e6);
        Assert.InRange(Of("storage_usd_per_year", "all") / (Of("stored_gb", "all") * 0.012), 0.9999, 1.0001);
    }
}
