using System.Collections.Immutable;
using System.Globalization;
using FairExchange.Experiments.Costs;
using FairExchange.Experiments.Parameters;
using FairExchange.Experiments.Protocols;
using FairExchange.Experiments.Reports;
using FairExchange.Experiments.Statistics;
using FairExchange.Experiments.Workload;
using FairExchange.Simulation.Reports;

namespace FairExchange.Experiments.Studies;

/// <summary>What users pay a trusted party in a year, and what it makes of it.</summary>
/// <param name="Paid">What each user pays who uses it as meant: all users of a visible one, the subscribers of a virtual one;
/// ascending.</param>
/// <param name="BetterOff">Share of subscribers who pay less than the visible party would ask of them; NaN for a visible one.</param>
/// <param name="WouldSubscribe">Share of users who by expectation pay less as subscribers than in trouble without; NaN for a visible
/// one.</param>
/// <param name="Margin">Of the trusted party, USD a year.</param>
/// <param name="BreakEvenUsers">Users at which the margin is zero; NaN where each further user costs more than he brings.</param>
public sealed record SubscriptionRow(
    Common Common, double Fee, double ResolveFee, double Adoption, double VisiblePrice, double[] Paid, double BetterOff,
    double WouldSubscribe, double Margin, double BreakEvenUsers) : Row(Common);

/// <summary>
/// E7. Each user begins so many exchanges a year and receives as many; a visible party is paid for those begun, a virtual one helps in
/// those received. Users and what befalls them are drawn once in each replication and meet all prices; who subscribes does so by chance.
/// </summary>
public sealed class SubscriptionExperiment()
    : Experiment<SubscriptionRow>("E7", "subscription", "Which yearly fee leaves both users and virtual trusted party better off?",
        "yearly fee, fee per resolve, adoption, price of the visible party, cheating rate")
{
    protected override Table<SubscriptionRow> Outputs { get; } = StudyTable.Of<SubscriptionRow>("E7")
        .Factor("fee_usd_per_year", "what a subscriber pays the virtual trusted party a year, US dollars", row => row.Fee)
        .Factor("resolve_fee_usd", "what a subscriber pays for each resolve, US dollars", row => row.ResolveFee)
        .Factor("adoption", "share of users who subscribe", row => row.Adoption)
        .Factor("visible_price_usd", "what the visible trusted party asks for each exchange begun, US dollars", row => row.VisiblePrice)
        .Factor("shows_who_asks", "yes: each request to the trusted party shows who asks, so that he can be charged for it; no: a "
            + "stranger could have sent it as well", ["yes", "no"], row => row.Common.Protocol.ShowsWhoAsks ? "yes" : "no")
        .Measure("user_usd_mean", "what a user (of the virtual one: a subscriber) pays a year, mean over users, US dollars",
            row => row.Paid.Average())
        .Measure("user_usd_p50", "the same, median over users", row => Quantiles.Of(row.Paid, 0.5))
        .Measure("user_usd_p95", "the same, 95th percentile over users", row => Quantiles.Of(row.Paid, 0.95))
        .Measure("better_off_share", "share of subscribers who pay less than the visible party would ask of them", row => row.BetterOff)
        .Measure("would_subscribe_share", "share of users who by expectation pay less as subscribers than for help without subscription",
            row => row.WouldSubscribe)
        .Measure("margin_usd_per_year", "what the trusted party takes less what it spends, US dollars a year", row => row.Margin)
        .Measure("margin_usd_per_user", "the same for each user", row => row.Margin / row.Common.Users)
        .Measure("break_even_users", "number of users at which the margin is zero; empty where there is none", row => row.BreakEvenUsers);

    public override string Answer(Summary summary)
    {
        var virtuals = summary.Protocols(StudiedProtocol.Virtual);
        List<string> anonymous = [.. summary.Where(("shows_who_asks", "no")).Select(row => summary.Text(row, "protocol")).Distinct()];
        return virtuals.IsEmpty ? "No virtual trusted party among these to which anybody could subscribe."
            : string.Join(" ", virtuals.Select(protocol => $"{(virtuals.Length == 1 ? "" : $"{protocol}: ")}"
                + $"{Answer(summary, [.. summary.Where(("protocol", protocol))])}"))
            + (anonymous.Count == 0 ? "" : $" Whoever is to pay for one exchange signs the request for it, which "
                + $"{string.Join(" and ", anonymous.AsEnumerable().Reverse())} do{(anonymous.Count == 1 ? "es" : "")} not ask for.");
    }

    private static string Answer(Summary summary, List<ImmutableArray<string>> rows)
    {
        double Middle(string column) =>
            rows.Select(row => summary.Number(row, column)).Distinct().Order().ToList() is var values
                ? values[values.Count / 2] : double.NaN;
        var (price, adoption) = (Middle("visible_price_usd"), rows.Max(row => summary.Number(row, "adoption")));
        var (cheating, resolve) = (
            rows.Min(row => summary.Number(row, "cheating_rate")), rows.Min(row => summary.Number(row, "resolve_fee_usd")));
        var fees = rows.Where(row => summary.Number(row, "visible_price_usd") == price && summary.Number(row, "adoption") == adoption
            && summary.Number(row, "cheating_rate") == cheating && summary.Number(row, "resolve_fee_usd") == resolve)
                .OrderBy(row => summary.Number(row, "fee_usd_per_year")).ToList();
        string Of(ImmutableArray<string> row) => string.Create(
            CultureInfo.InvariantCulture,
            $"a yearly fee of ${summary.Text(row, "fee_usd_per_year")} leaves {100 * summary.Number(row, "better_off_share_mean"):G3} % "
            + $"of subscribers better off "
            + $"and the virtual party ${summary.Number(row, "margin_usd_per_user_mean"):F2} a user, from "
            + $"{summary.Number(row, "break_even_users_mean"):0.#e0} users on");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Against a visible price of ${price:G3} an exchange (cheating rate {cheating:G2}, {100 * adoption:G3} % subscribe) "
            + $"{Of(fees[0])}; {Of(fees[^1])}; "
            + $"yet only {100 * summary.Number(fees[0], "would_subscribe_share_mean"):G2} % and "
            + $"{100 * summary.Number(fees[^1], "would_subscribe_share_mean"):G2} % would pay more without subscribing, at the higher "
            + $"fee for help.");
    }

    protected override IEnumerable<StudyCase<SubscriptionRow>> Scenarios(ParameterBook book)
    {
        var (ranges, mean) = (CostModel.Ranges.Of(book), Uncertain.Of(book, "subscription.exchanges_per_user_year"));
        return
            from cheating in book.Numbers("subscription.cheating_rate")
            let rates = ResolveRates.Of(book, cheating)
            from adoption in book.Numbers("subscription.adoption")
            from price in book.Numbers("subscription.visible_price")
            from resolveFee in book.Numbers("subscription.resolve_fee")
            from fee in book.Numbers("subscription.fee")
            let name = string.Create(CultureInfo.InvariantCulture, $"p{cheating:G6}-a{adoption:G6}-v{price:G6}-r{resolveFee:G6}-f{fee:G6}")
            select new StudyCase<SubscriptionRow>(name, replication =>
            {
                var (model, people) = (ranges.Draw(replication.Stream("prices"), 1)[0], book.Number("subscription.users"));
                var (handling, unsubscribed) = (book.Number("costs.handling"), book.Number("subscription.unsubscribed_fee"));
                var yearly = mean.Draw(replication.Stream("mean"));
                return book.Protocols.Select(protocol =>
                {
                    var resolved = rates.For(protocol).Total;
                    var users = People.Draw(book, replication, yearly, resolved);
                    var (volume, work) = (people * users.MeanExchanges, Handled.Of(book, protocol, rates));
                    double Costs(double exchanges) =>
                        model.Of(protocol, work, exchanges, resolved, handling, aroundTheClock: false).Total;
                    double Subscribed((double Exchanges, int Helped) user) => fee + (user.Helped * resolveFee);
                    return protocol.IsVisible
                        ? Row(users.Ascending(user => user.Exchanges * price), double.NaN, double.NaN, price * users.MeanExchanges)
                        : Row(
                            users.Ascending(Subscribed),
                            users.Share(user => Subscribed(user) < user.Exchanges * price),
                            users.Share(user => fee + (user.Exchanges * resolved * resolveFee) < user.Exchanges * resolved * unsubscribed),
                            (adoption * (fee + (users.MeanHelped * resolveFee))) + ((1 - adoption) * users.MeanHelped * unsubscribed));

                    SubscriptionRow Row(double[] paid, double better, double would, double perUser)
                    {
                        // Costs are a fixed sum and one for each exchange: both are seen from two volumes.
                        var (once, twice) = (volume * Costs(volume), 2 * volume * Costs(2 * volume));
                        var (each, fixedSum) = (perUser - ((twice - once) / people), (2 * once) - twice);
                        // The rate is a factor and does not depend on chance: that of the expected volume.
                        var common = new Common(
                            name, replication, protocol, book.WorkFrom, people, people * mean.Mean / Year.Seconds, cheating);
                        return new SubscriptionRow(common, fee, resolveFee, adoption, price, paid, better, would,
                            (people * perUser) - once, each > 0 ? fixedSum / each : double.NaN);
                    }
                });
            });
    }

    /// <summary>A sample of users: how many exchanges each begins and receives in a year, and in how many he needs help.</summary>
    private sealed record People((double Exchanges, int Helped)[] All)
    {
        public double MeanExchanges { get; } = All.Average(user => user.Exchanges);

        public double MeanHelped { get; } = All.Average(user => user.Helped);

        public static People Draw(ParameterBook book, Replication replication, double mean, double resolved)
        {
            var (exchanges, troubles) = (replication.Stream("exchanges"), replication.Stream("troubles"));
            var law = new LogNormal(mean, mean * book.Number("subscription.variation"));
            var all = new (double Exchanges, int Helped)[book.Whole("subscription.sample")];
            for (var i = 0; i < all.Length; i++)
            {
                var number = law.Draw(exchanges);
                all[i] = (number, troubles.Poisson(number * resolved));
            }

            return new People(all);
        }

        public double[] Ascending(Func<(double Exchanges, int Helped), double> figure) => Quantiles.Ascending(All.Select(figure));

        public double Share(Func<(double Exchanges, int Helped), bool> predicate) => All.Count(predicate) / (double)All.Length;
    }
}
