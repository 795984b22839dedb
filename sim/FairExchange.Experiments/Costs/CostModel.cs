using System.Collections.Immutable;
using FairExchange.Experiments.Parameters;
using FairExchange.Experiments.Workload;
using FairExchange.Simulation;

namespace FairExchange.Experiments.Costs;

/// <summary>
/// A trusted party's costs, visible and virtual, at one draw of the prices. Each component is a fixed sum a year and a sum for each exchange handled, so that the break-even is where two straight lines meet.
/// </summary>
/// <param name="Vcpu">USD an hour.</param>
/// <param name="Spread">Cores paid for each core at work: the busiest hour over the mean one, and servers no busier than usual.</param>
/// <param name="KeyOperation">USD for one.</param>
/// <param name="Gigabyte">USD for one that is sent.</param>
/// <param name="Message">USD for one that is sent.</param>
/// <param name="KeptGigabyte">USD for one in all its copies, over the time of retention.</param>
/// <param name="Engineer">USD a year.</param>
/// <param name="AroundTheClock">Engineers for a service at all hours.</param>
/// <param name="OfficeHours">Engineers for one that may wait until the morning.</param>
public sealed record CostModel(
    double Vcpu, double Spread, double KeyOperation, double Gigabyte, double Message, double KeptGigabyte, double Engineer, double AroundTheClock, double OfficeHours, Liability Liability, CostModel.Ranges Known)
{
    private const double GB = 1e9;

    /// <summary>A visible trusted party handles every exchange, keeps proof of each, and works in real time.</summary>
    public CostPerExchange Visible(double exchangesPerYear) => Of(Known.Relay, 1, 1, AroundTheClock, 0, 0, exchangesPerYear);

    /// <summary>A virtual one handles resolves, and keeps proof of those that its operator wants kept.</summary>
    /// <param name="resolves">Share of exchanges.</param>
    /// <param name="handling">USD of human work for each resolve.</param>
    public CostPerExchange Virtual(double exchangesPerYear, double resolves, double handling, bool aroundTheClock) =>
        Of(Known.Resolve, resolves, resolves * Known.KeptResolves, aroundTheClock ? AroundTheClock : OfficeHours, handling, 1, exchangesPerYear);

    /// <summary>The share of exchanges resolved at which the virtual one costs as much as the visible one: below 0, it is always dearer; above 1, never.</summary>
    public double BreakEven(double exchangesPerYear, double handling, bool aroundTheClock)
    {
        var none = Virtual(exchangesPerYear, 0, handling, aroundTheClock).Total;
        return (Visible(exchangesPerYear).Total - none) / (Virtual(exchangesPerYear, 1, handling, aroundTheClock).Total - none);
    }

    private CostPerExchange Of(Handled work, double handled, double kept, double engineers, double handling, double behindKey, double exchangesPerYear)
    {
        var failures = Liability.FailuresPerYear(handled, kept * Known.RetentionYears, Known.Copies, behindKey);
        return new CostPerExchange(
            (Known.Standby * Vcpu * Year.Hours / exchangesPerYear) + (handled * ((work.Seconds / 3600 * Vcpu * Spread) + (work.KeyOperations * KeyOperation))),
            handled * ((work.BytesOut / GB * Gigabyte) + (Handled.MessagesSent * Message)),
            kept * work.BytesIn / GB * KeptGigabyte,
            engineers * Engineer / exchangesPerYear,
            handled * handling,
            (Liability.LeastPremium / exchangesPerYear) + (Liability.Loading * Known.Loss * failures));
    }

    /// <summary>What the parameter file says of costs, read once.</summary>
    public sealed record Ranges(
        Handled Relay, Handled Resolve, Uncertain Vcpu, Uncertain PeakHour, double Utilisation, double Standby, Uncertain KeyOperation, Uncertain Egress, Uncertain Sending, Uncertain Storage, Uncertain CrossRegion,
        double RetentionYears, double Copies, double KeptResolves, Uncertain Engineer, Uncertain AroundTheClock, Uncertain OfficeHours, double Loss, Liability.Ranges Liability)
    {
        /// <exception cref="FormatException">A range is none, or the calibration lacks the suite.</exception>
        public static Ranges Of(ParameterBook book)
        {
            Uncertain Range(string name) => Uncertain.Of(book, $"costs.{name}");
            double Number(string name) => book.Number($"costs.{name}");
            return new Ranges(
                Handled.Of(book, TrustedWork.Relay), Handled.Of(book, TrustedWork.Resolve), Range("vcpu"), Range("peak_hour"), Number("utilisation"), Number("standby"), Range("key_operation"), Range("egress"), Range("sending"), Range("storage"),
                Range("cross_region"), Number("retention") / Year.Months, Number("copies"), Number("kept_resolves"), Range("engineer"), Range("engineers_around_the_clock"), Range("engineers_office_hours"), Number("loss"), Costs.Liability.Ranges.Of(book));
        }

        public ImmutableArray<CostModel> Draw(Chance chance, long draws) => [.. Enumerable.Range(0, (int)draws).Select(_ => Draw(chance))];

        private CostModel Draw(Chance chance)
        {
            var (vcpu, peak, operation, egress, sending) = (Vcpu.Draw(chance), PeakHour.Draw(chance), KeyOperation.Draw(chance), Egress.Draw(chance), Sending.Draw(chance));
            var (storage, region) = (Storage.Draw(chance), CrossRegion.Draw(chance));
            return new CostModel(
                vcpu,
                24 * peak / Utilisation,
                operation / 10_000,
                egress,
                sending / 1000,
                (Copies * storage * RetentionYears * Year.Months) + ((Copies - 1) * region),
                Engineer.Draw(chance),
                AroundTheClock.Draw(chance),
                OfficeHours.Draw(chance),
                Liability.Draw(chance),
                this);
        }
    }
}
