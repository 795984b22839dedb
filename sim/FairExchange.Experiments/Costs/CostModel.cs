using System.Collections.Immutable;
using FairExchange.Experiments.Parameters;
using FairExchange.Experiments.Protocols;
using FairExchange.Experiments.Workload;
using FairExchange.Simulation;

namespace FairExchange.Experiments.Costs;

/// <summary>
/// A trusted party's costs, visible and virtual, at one draw of the prices. Each component is a fixed sum a year and a sum for each
/// exchange handled, so that the break-even is where two straight lines meet.
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
    double Vcpu, double Spread, double KeyOperation, double Gigabyte, double Message, double KeptGigabyte, double Engineer,
    double AroundTheClock, double OfficeHours, Liability Liability, CostModel.Ranges Known)
{
    private const double GB = 1e9;

    /// <summary>
    /// A visible trusted party handles every exchange, keeps proof of each, and works in real time. A virtual one handles resolves, and
    /// keeps proof of those that its operator wants kept, or of all where the protocol has it keep something.
    /// </summary>
    /// <param name="work">What comes to it takes.</param>
    /// <param name="resolves">Of a virtual one: share of exchanges that come to it.</param>
    /// <param name="handling">Of a virtual one: USD of human work for each resolve.</param>
    /// <param name="aroundTheClock">Of a virtual one: whether its staff is there at all hours.</param>
    public CostPerExchange Of(
        StudiedProtocol protocol, Handled work, double exchangesPerYear, double resolves, double handling, bool aroundTheClock) =>
        protocol.IsVisible
            ? Of(work, 1, 1, AroundTheClock, 0, exchangesPerYear)
            : Of(work, resolves, resolves * (protocol.KeepsState ? 1 : Known.KeptResolves), aroundTheClock ? AroundTheClock : OfficeHours,
                handling, exchangesPerYear);

    /// <summary>
    /// The share of exchanges resolved at which a virtual one costs as much as a visible one: below 0, it is always dearer; above 1, never.
    /// </summary>
    public double BreakEven(
        (StudiedProtocol Protocol, Handled Work) visible, (StudiedProtocol Protocol, Handled Work) other, double exchangesPerYear,
        double handling, bool aroundTheClock)
    {
        double Total((StudiedProtocol Protocol, Handled Work) side, double resolves) =>
            Of(side.Protocol, side.Work, exchangesPerYear, resolves, handling, aroundTheClock).Total;
        var none = Total(other, 0);
        return (Total(visible, 0) - none) / (Total(other, 1) - none);
    }

    private CostPerExchange Of(
        Handled work, double handled, double kept, double engineers, double handling, double exchangesPerYear)
    {
        var failures = Liability.FailuresPerYear(handled, kept * Known.RetentionYears, Known.Copies, work.BehindKey);
        return new CostPerExchange(
            (Known.Standby * Vcpu * Year.Hours / exchangesPerYear)
                + (handled * ((work.Seconds / 3600 * Vcpu * Spread) + (work.KeyOperations * KeyOperation))),
            handled * ((work.BytesOut / GB * Gigabyte) + (work.MessagesSent * Message)),
            kept * work.BytesIn / GB * KeptGigabyte,
            engineers * Engineer / exchangesPerYear,
            handled * handling,
            (Liability.LeastPremium / exchangesPerYear) + (Liability.Loading * Known.Loss * failures));
    }

    /// <summary>What the parameter file says of costs, read once.</summary>
    public sealed record Ranges(
        Uncertain Vcpu, Uncertain PeakHour, double Utilisation, double Standby, Uncertain KeyOperation,
        Uncertain Egress, Uncertain Sending, Uncertain Storage, Uncertain CrossRegion,
        double RetentionYears, double Copies, double KeptResolves, Uncertain Engineer, Uncertain AroundTheClock, Uncertain OfficeHours,
        double Loss, Liability.Ranges Liability)
    {
        /// <exception cref="FormatException">A range is none.</exception>
        public static Ranges Of(ParameterBook book)
        {
            Uncertain Range(string name) => Uncertain.Of(book, $"costs.{name}");
            double Number(string name) => book.Number($"costs.{name}");
            return new Ranges(
                Range("vcpu"), Range("peak_hour"), Number("utilisation"), Number("standby"), Range("key_operation"), Range("egress"),
                Range("sending"), Range("storage"), Range("cross_region"), Number("retention") / Year.Months, Number("copies"),
                Number("kept_resolves"), Range("engineer"),
                Range("engineers_around_the_clock"), Range("engineers_office_hours"), Number("loss"), Costs.Liability.Ranges.Of(book));
        }

        public ImmutableArray<CostModel> Draw(Chance chance, long draws) => [.. Enumerable.Range(0, (int)draws).Select(_ => Draw(chance))];

        /// <summary>Every figure that nobody knows exactly at its mean.</summary>
        public CostModel Expected() => At(range => range.Mean);

        private CostModel Draw(Chance chance) => At(range => range.Draw(chance));

        private CostModel At(Func<Uncertain, double> value)
        {
            var (vcpu, peak, operation, egress, sending) = (
                value(Vcpu), value(PeakHour), value(KeyOperation), value(Egress), value(Sending));
            var (storage, region) = (value(Storage), value(CrossRegion));
            return new CostModel(
                vcpu,
                24 * peak / Utilisation,
                operation / 10_000,
                egress,
                sending / 1000,
                (Copies * storage * RetentionYears * Year.Months) + ((Copies - 1) * region),
                value(Engineer),
                value(AroundTheClock),
                value(OfficeHours),
                Liability.At(value),
                this);
        }
    }
}

/// <summary>What one exchange costs a trusted party, in US dollars, by component.</summary>
/// <param name="Compute">Processor time, machines in reserve, operations in a key module.</param>
/// <param name="Traffic">Bytes and messages sent.</param>
/// <param name="Archive">Keeping proof for the time of retention, and carrying it to the other places where copies are.</param>
/// <param name="Staff">People on duty.</param>
/// <param name="Handling">People who look at a resolve.</param>
/// <param name="Liability">The premium against losses.</param>
public sealed record CostPerExchange(double Compute, double Traffic, double Archive, double Staff, double Handling, double Liability)
{
    public static CostPerExchange None { get; } = new(0, 0, 0, 0, 0, 0);

    public double Total => Compute + Traffic + Archive + Staff + Handling + Liability;
}

/// <summary>What a trusted party does for an exchange that comes to it, on average over message sizes.</summary>
/// <param name="Seconds">Of one core, as calibrated.</param>
/// <param name="BytesIn">What it receives; also what it keeps where it keeps proof.</param>
/// <param name="MessagesSent">Its answers.</param>
/// <param name="KeyOperations">With its secret key, which lies in a key module.</param>
/// <param name="BehindKey">1 where its key opens what is exchanged, in exchanges that do not come to it as well; otherwise 0.</param>
public sealed record Handled(
    double Seconds, double BytesIn, double BytesOut, double MessagesSent, double KeyOperations, double BehindKey)
{
    /// <exception cref="FormatException">The calibration has no such suite, or the mix of sizes is none.</exception>
    public static Handled Of(ParameterBook book, StudiedProtocol protocol, ResolveRates rates)
    {
        var mix = ServiceMix.Of(book, book.Text("costs.suite"), "mail", protocol, rates);
        double Mean(Func<TimedWork, double> part) => mix.Times.Zip(mix.Shares, (time, share) => share * part(time)).Sum();
        return new Handled(mix.Mean, Mean(time => time.BytesIn), Mean(time => time.BytesOut), Mean(time => time.Answers),
            Mean(time => time.KeyOperations), protocol.OpensAll(book.Text("costs.suite")) ? 1 : 0);
    }
}

/// <summary>
/// What goes wrong at a trusted party, how often, and what insuring it costs: one draw of figures that nobody knows exactly.
/// </summary>
/// <param name="Mishap">Share of exchanges handled in which it loses or spoils something.</param>
/// <param name="BreakIn">Times a year that a copy of its archive is laid open.</param>
/// <param name="SiteLoss">Chance that a copy is destroyed in a year.</param>
/// <param name="Claim">Share of the people affected who claim.</param>
/// <param name="KeyTheft">Times a year that its secret key is stolen.</param>
/// <param name="KeyLife">Years that a key is in use.</param>
/// <param name="Overheard">Share of exchanges whose Z the thief of the key has too.</param>
/// <param name="Loading">Premium over expected loss.</param>
/// <param name="LeastPremium">In USD a year, however small the loss.</param>
public sealed record Liability(
    double Mishap, double BreakIn, double SiteLoss, double Claim, double KeyTheft, double KeyLife, double Overheard, double Loading,
    double LeastPremium)
{
    /// <summary>What is lost in a year, by expectation, for each dollar that one failure costs.</summary>
    /// <param name="handled">Exchanges a year that come to the trusted party.</param>
    /// <param name="stored">Exchanges whose messages lie in its archive.</param>
    /// <param name="copies">Of the archive: with each, all copies perish more rarely, and there is one more place to break in.</param>
    /// <param name="behindKey">Exchanges a year whose Z its key opens.</param>
    public double FailuresPerYear(double handled, double stored, double copies, double behindKey) =>
        (handled * Mishap) + (stored * Claim * (Math.Pow(SiteLoss, copies) + (copies * BreakIn)))
            + (behindKey * KeyLife * Overheard * Claim * KeyTheft);

    /// <summary>What liability needs from the parameter file.</summary>
    public sealed record Ranges(
        Uncertain Mishap, Uncertain BreakIn, Uncertain SiteLoss, Uncertain Claim, Uncertain KeyTheft, double KeyLife, Uncertain Overheard,
        Uncertain Loading, Uncertain Errors, Uncertain Cyber)
    {
        /// <exception cref="FormatException">A range is none.</exception>
        public static Ranges Of(ParameterBook book)
        {
            Uncertain Range(string name) => Uncertain.Of(book, $"liability.{name}");
            return new Ranges(
                Range("mishap"), Range("break_in"), Range("site_loss"), Range("claim"), Range("key_theft"),
                book.Number("liability.key_life"), Range("overheard"), Range("loading"), Range("errors_premium"), Range("cyber_premium"));
        }

        public Liability Draw(Chance chance) => At(range => range.Draw(chance));

        internal Liability At(Func<Uncertain, double> value) => new(
            value(Mishap), value(BreakIn), value(SiteLoss), value(Claim), value(KeyTheft), KeyLife, value(Overheard), value(Loading),
            value(Errors) + value(Cyber));
    }
}
