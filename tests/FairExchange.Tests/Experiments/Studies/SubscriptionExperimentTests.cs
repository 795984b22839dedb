using FairExchange.Experiments.Reports;
using FairExchange.Experiments.Studies;
using MathNet.Numerics.Distributions;

namespace FairExchange.Tests.Experiments.Studies;

/// <summary>E7 against users and margins worked out by hand.</summary>
public class SubscriptionExperimentTests
{
    private const string Quiet =
        "resolve: { timeout: { value: 0, unit: fraction }, outage: { value: 0, unit: fraction }, direct: { value: 0, unit: fraction } }\n";

    /// <summary>Every user begins a hundred exchanges and needs help in five of a hundred received.</summary>
    [Fact]
    public void The_user_at_the_mean_pays_the_fee_and_his_resolves_or_the_price_of_each_exchange()
    {
        var summary = Run("""
            subscription:
              exchanges_per_user_year: { value: [100], unit: exchanges }
              variation: { value: 0, unit: ratio }
              fee: { value: [10], unit: USD/year }
              resolve_fee: { value: [0.5], unit: USD/resolve }
              adoption: { value: [1], unit: fraction }
              visible_price: { value: [0.05, 0.39], unit: USD/exchange }
              cheating_rate: { value: [0.05], unit: fraction }
              unsubscribed_fee: { value: 50, unit: USD/resolve }
            """);
        double Of(string column, string protocol, string price) =>
            summary.Number($"{column}_mean", ("protocol", protocol), ("visible_price_usd", price));

        // Help is a Poisson count of mean 5: 6000 users, four standard deviations of half a dollar each.
        Assert.InRange(Of("user_usd_mean", "fair-cem", "0.39"), 12.5 - 0.058, 12.5 + 0.058);
        Assert.Equal(39, Of("user_usd_mean", "cem0", "0.39"), 6);
        Assert.Equal(39, Of("user_usd_p95", "cem0", "0.39"), 6);
        Assert.Equal(1, Of("better_off_share", "fair-cem", "0.39"));
        Assert.Equal(0, Of("better_off_share", "fair-cem", "0.05"));
        // 12.50 with subscription and 250 without.
        Assert.Equal(1, Of("would_subscribe_share", "fair-cem", "0.05"));
    }

    /// <summary>
    /// Log-normal with mean 100 and deviation 150: without any resolve, whoever begins more than 5 / 0.05 exchanges is better off.
    /// </summary>
    [Fact]
    public void As_many_are_better_off_as_begin_more_exchanges_than_the_fee_buys()
    {
        var summary = Run(Quiet + """
            subscription:
              exchanges_per_user_year: { value: [100], unit: exchanges }
              fee: { value: [5], unit: USD/year }
              adoption: { value: [1], unit: fraction }
              visible_price: { value: [0.05], unit: USD/exchange }
              cheating_rate: { value: [0], unit: fraction }
            """);
        var sigma = Math.Sqrt(Math.Log(1 + (1.5 * 1.5)));

        Assert.InRange(summary.Number("better_off_share_mean", ("protocol", "fair-cem")) / Normal.CDF(0, 1, -sigma / 2), 0.9, 1.1);
        Assert.Equal(5, summary.Number("user_usd_p95_mean", ("protocol", "fair-cem")), 6);
        Assert.Equal(0, summary.Number("would_subscribe_share_mean", ("protocol", "fair-cem")));
    }

    /// <summary>
    /// Where only two engineers cost anything, a thousand dollars each, a fee of four dollars carries them from 500 users on, and with half
    /// of the users subscribing from 1000 on.
    /// </summary>
    [Theory]
    [InlineData("1", 500, 2000)]
    [InlineData("0.5", 1000, 0)]
    public void The_margin_is_the_fees_less_the_costs(string adoption, double breakEven, double margin)
    {
        var summary = Run(Quiet + """
            costs:
              standby: { value: 0, unit: vCPU }
              engineer: { value: [1000], unit: USD/year }
              loss: { value: 0, unit: USD }
            liability: { errors_premium: { value: [0], unit: USD/year }, cyber_premium: { value: [0], unit: USD/year } }
            subscription:
              users: { value: 1000, unit: users }
              fee: { value: [4], unit: USD/year }
              adoption: { value: [0.5, 1], unit: fraction }
              visible_price: { value: [1], unit: USD/exchange }
              cheating_rate: { value: [0], unit: fraction }
            """);
        double Of(string column) => summary.Number($"{column}_mean", ("protocol", "fair-cem"), ("adoption", adoption));

        Assert.Equal(breakEven, Of("break_even_users"), 3);
        Assert.Equal(margin, Of("margin_usd_per_year"), 3);
        Assert.Equal(margin / 1000, Of("margin_usd_per_user"), 6);
    }

    private static Summary Run(string yaml) => Study.Run(new SubscriptionExperiment(), yaml);
}
