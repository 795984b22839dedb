using System.Collections.Immutable;
using FairExchange.Model.Language;
using FairExchange.Runtime.Parties;
using FairExchange.Runtime.Values;
using FairExchange.Simulation.Engine;
using FairExchange.Simulation.Exchanges;
using FairExchange.Simulation.Strategies;

namespace FairExchange.Simulation.Campaigns;

/// <summary>How many of the exchanges with margins of these lengths were unfair.</summary>
/// <param name="Margins">In milliseconds, by name.</param>
public sealed record FrontierRow(ImmutableSortedDictionary<string, long> Margins, long Exchanges, long UnfairToAlice, long UnfairToBob)
{
    public long Violations => UnfairToAlice + UnfairToBob;
}

/// <summary>
/// Runs a protocol with a cut-off time at its limits: clocks that are off by all that they may, channels that take all that they may, a Bob
/// who turns to the trusted party in the last moment, an Alice who sends A1 in the last moment and then is silent. Half the exchanges each,
/// their corners chosen by the seed.
/// </summary>
public sealed class Frontier(
    Protocol protocol, Principals principals, long skewMs, long delayMs, ulong seed, ImmutableArray<Value.Message> messages)
{
    /// <param name="lengths">Margins in milliseconds; those left out are what the definition says for this skew and delay.</param>
    public FrontierRow Play(IReadOnlyDictionary<string, long> lengths, long exchanges)
    {
        var all = protocol.Margins.ToImmutableSortedDictionary(
            margin => margin.Name,
            margin => lengths.TryGetValue(margin.Name, out var length) ? length : (margin.Skews * skewMs) + (margin.Delays * delayMs),
            StringComparer.Ordinal);
        var (toAlice, toBob) = (0L, 0L);
        for (var number = 0L; number < exchanges; number++)
        {
            var (alice, bob) = Play(new Margins(all), number);
            toAlice += alice ? 1 : 0;
            toBob += bob ? 1 : 0;
        }

        return new FrontierRow(all, exchanges, toAlice, toBob);
    }

    private (bool UnfairToAlice, bool UnfairToBob) Play(Margins margins, long number)
    {
        var chance = new Chance(seed, "frontier", number.ToString(System.Globalization.CultureInfo.InvariantCulture));
        // Far enough off that every deadline is in the run.
        var cutoff = 1_000 + (10 * (skewMs + delayMs)) + protocol.Margins.Sum(margin => margins[margin]);
        var ahead = Exchange.Names.Concat(protocol.TrustedParties.Select(trusted => trusted.Name.Symbol))
            .ToImmutableDictionary(name => name, _ => Corner(chance, skewMs));
        var bobCheats = number % 2 == 0;
        var before = bobCheats ? 0 : AnswersBefore(margins);
        var moment = cutoff - before + Corner(chance, skewMs) - (chance.Below(2) * delayMs);
        var setting = new Setting(
            protocol,
            principals,
            bobCheats ? new Honest() : new OpensAt(chance.Below(2) == 0 ? 0 : moment),
            bobCheats ? new ResolvesAt(moment) : new Honest(),
            Network.Bounded(delayMs),
            messages)
        {
            Time = new TimeSetting(margins, ahead, cutoff, PatienceMs: 2 * cutoff),
        };
        var observation = Exchange.Play(setting, seed, number).Observation;
        return bobCheats
            ? (!observation.Satisfies(Property.Fairness, protocol.First.Name), false)
            : (false, !observation.Satisfies(Property.Fairness, protocol.Second.Name));
    }

    /// <summary>The margin of the first deadline that the second party looks at: up to when it answers.</summary>
    private long AnswersBefore(Margins margins) =>
        protocol.Second.Script.AllSteps().OfType<Step.Receive>().SelectMany(receive => receive.Alternatives)
        .Select(alternative => alternative.Before).OfType<Deadline>().Where(deadline => deadline is { Sign: < 0, Margin: not null })
            .Select(deadline => margins[deadline.Margin!]).FirstOrDefault();

    private static long Corner(Chance chance, long most) => chance.Below(4) switch { 0 => 0, 1 => -most, _ => most };
}
