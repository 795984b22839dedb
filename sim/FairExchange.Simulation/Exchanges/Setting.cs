using System.Collections.Immutable;
using FairExchange.Model.Language;
using FairExchange.Runtime.Values;
using FairExchange.Simulation.Strategies;

namespace FairExchange.Simulation.Exchanges;

/// <summary>Who plays what with what.</summary>
public sealed record Setting(Protocol Protocol, Cast Cast, Strategy Alice, Strategy Bob, Network Network, ImmutableArray<Value.Message> Messages)
{
    public TimeSetting Time { get; init; } = TimeSetting.Usual;

    /// <summary>What whoever plays the role is given beforehand.</summary>
    /// <param name="now">In milliseconds of virtual time.</param>
    internal Dictionary<Term.Variable, Value> Given(Role.Party role, Value.Contract contract, Value.Message message, long now)
    {
        var given = new Dictionary<Term.Variable, Value>();
        foreach (var variable in role.Knows)
        {
            given[variable] = variable.Sort switch
            {
                Sort.Contract => contract,
                Sort.Time => new Value.Time(TimeSetting.EpochMs + now + Time.CutoffMs),
                _ => new Value.Name(Exchange.Names[variable == Protocol.First.Name ? 0 : 1]),
            };
        }

        foreach (var variable in role.Script.AllSteps().OfType<Step.Fresh>().SelectMany(fresh => fresh.Variables).Where(variable => variable.Sort is Sort.Message or Sort.Contract))
        {
            given[variable] = variable.Sort == Sort.Contract ? contract : message;
        }

        return given;
    }
}
