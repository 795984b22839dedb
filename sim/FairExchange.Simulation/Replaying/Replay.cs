using System.Collections.Immutable;
using FairExchange.Model.Language;
using FairExchange.Runtime.Bulk;
using FairExchange.Runtime.Judging;
using FairExchange.Runtime.Parties;
using FairExchange.Runtime.Values;
using FairExchange.Simulation.Engine;
using FairExchange.Simulation.Exchanges;
using FairExchange.Simulation.Strategies;
using FairExchange.Verification.Traces;

namespace FairExchange.Simulation.Replaying;

/// <summary>How a replay came out.</summary>
/// <param name="Unfair">The property is violated in this run on real bytes.</param>
/// <param name="Words">What happened, a line each.</param>
/// <param name="Goods">The goods that travelled beside messages.</param>
/// <param name="Evidence">What the adversary shows in the end, accepted by the judge; null where it shows none (goods, or a property of
/// honest parties).</param>
public sealed record ReplayResult(
    bool Unfair, ImmutableArray<string> Words, VerifiedEvidence? Evidence, Observation Observation, Meter Meter, IBulkStore Goods);

/// <summary>
/// Plays a trace on real bytes: honest parties and trusted parties run the protocol's definition, and the adversary does what its recipes
/// say. A trace may be played against another protocol than it was found on, to see whether the attack carries over.
/// </summary>
public static class Replay
{
    /// <param name="trace">What the solver found.</param>
    /// <param name="protocol">What the parties run; usually the trace's own, and not a <see cref="Misfit"/>.</param>
    /// <param name="principals">Keys for everyone in the trace.</param>
    /// <param name="messages">The exchanged messages and the adversary's, one after the other.</param>
    /// <param name="chance">Coins, contracts and junk.</param>
    public static ReplayResult Of(
        Trace trace, Protocol protocol, Principals principals, IReadOnlyList<Value.Message> messages, Chance chance)
    {
        var replayer = new TraceReplayer(trace, protocol, principals, messages, chance);
        replayer.Play();
        var shown = trace.Shows is null || trace.Party is null
            ? null : replayer.Show(trace.Shows, protocol.ItemOf(protocol.Counterpart(protocol.Party(trace.Party))));
        var evidence = shown is null ? null : VerifiedEvidence.TryVerify(shown, principals.Outsider(protocol, replayer.Goods), out _);
        // What is made only to be shown counts among what the adversary holds. What it can only claim, and no judge accepts, wrongs nobody.
        var observation = replayer.Observe();
        var unfair = !observation.Satisfies(trace.Property, trace.Party) && (shown is null || evidence is not null);
        replayer.Say(unfair ? $"In the end {trace.Property}{(trace.Party is null ? "" : $" for {replayer.NameOf(trace.Party)}")} is "
            + "violated." : $"In the end {trace.Property} holds: the attack fails.");
        if (evidence is not null)
        {
            replayer.Say($"The judge accepts: {evidence.Statement}.");
        }

        return new ReplayResult(unfair, replayer.Words, evidence, observation, replayer.Meter, replayer.Goods);
    }

    /// <summary>Why the trace cannot be played on the protocol; null where it can.</summary>
    public static string? Misfit(Trace trace, Protocol protocol)
    {
        if (protocol.TrustedParties.FirstOrDefault(trusted => trace.Corrupted.Contains(trusted.Name.Symbol)) is { } honest)
        {
            return $"in {protocol}, {honest.Name} is trusted, and the trace gives its key to the adversary";
        }

        if (trace.Schedule is { } schedule && UntimelyIn(schedule, protocol) is { } untimely)
        {
            return untimely;
        }

        foreach (var session in trace.Sessions)
        {
            if (protocol.Parties.FirstOrDefault(party => party.Name == session.Role) is not { } role)
            {
                return $"{protocol} has no party {session.Role}";
            }

            if (role.Knows.FirstOrDefault(variable => !session.Knows.ContainsKey(variable.Symbol)) is { } unknown)
            {
                return $"in {protocol}, {role.Name} knows {unknown} beforehand, and the trace does not say what that is";
            }
        }

        return null;
    }

    /// <summary>Where a schedule says too little, or speaks of times that parties' clocks do not show.</summary>
    private static string? UntimelyIn(Schedule schedule, Protocol protocol) =>
        protocol.Margins.FirstOrDefault(margin => !schedule.Margins.ContainsKey(margin.Name)) is { } missing
            ? $"{missing} is a margin there, and the trace does not say how long it is"
        : schedule.Margins.FirstOrDefault(margin => margin.Value > Margins.Longest) is { Key: { } longest }
            ? $"its margin {longest} is longer than a year"
        : schedule.Times.Values.Concat(schedule.Steps.SelectMany(step => new[] { step.At, step.Clock }))
            .Any(time => TimeSetting.EpochMs + time < 0) ? "its schedule begins before 1970"
        : null;

    /// <summary>Everyone who takes part in a trace, for the making of keys.</summary>
    public static IEnumerable<string> Names(Trace trace, Protocol protocol) =>
        trace.Sessions.Select(session => session.Player).Concat(trace.Corrupted)
            .Concat(protocol.TrustedParties.Select(party => party.Name.Symbol))
            .Concat(["Alice", "Bob"]).Distinct();
}
