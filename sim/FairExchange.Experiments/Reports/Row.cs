namespace FairExchange.Experiments.Reports;

/// <summary>What every row of every experiment begins with.</summary>
/// <param name="Scenario">The scenario's name.</param>
/// <param name="Protocol">Whose trusted party it is: the id of a catalogue entry.</param>
/// <param name="Users">How many people there are; NaN where the experiment has no such number.</param>
/// <param name="ExchangesPerSecond">How many exchanges begin, mean over the time that the row speaks of.</param>
/// <param name="CheatingRate">Share of exchanges that end at the trusted party because somebody cheats.</param>
public sealed record Common(string Scenario, Replication Replication, string Protocol, double Users, double ExchangesPerSecond, double CheatingRate);

/// <summary>A row of an experiment's table; each experiment has its own kind.</summary>
public abstract record Row(Common Common);

/// <summary>One of several independent repetitions. Whatever asks for a stream by the same path gets the same numbers: protocols are compared under common random numbers.</summary>
/// <param name="Number">From 0.</param>
/// <param name="Seed">The run's seed.</param>
public sealed record Replication(string Experiment, int Number, ulong Seed)
{
    /// <param name="path">Which stream. Leave the protocol out where both are to meet the same chance.</param>
    public Simulation.Chance Stream(params ReadOnlySpan<string> path) =>
        new(Seed, ["experiment", Experiment, Number.ToString(System.Globalization.CultureInfo.InvariantCulture), .. path]);
}
