using FairExchange.Model.Language;
using FairExchange.Runtime.Bulk;
using FairExchange.Runtime.Values;
using FairExchange.Simulation.Exchanges;
using FairExchange.Simulation.Strategies;
using FairExchange.Verification.Verdicts;

namespace FairExchange.Simulation.Replaying;

/// <summary>The real values that a trace's constants stand for in one replay; two constants of one sort are never one value.</summary>
/// <param name="schedule">What the trace's times stand for; null where it has none.</param>
internal sealed class Atoms(IReadOnlyList<Value.Message> messages, Chance chance, SeededCoins coins, Schedule? schedule, IBulkStore goods)
{
    private readonly Dictionary<Term.Constant, Value> values = [];

    public Value Value(Term.Constant atom)
    {
        if (!values.TryGetValue(atom, out var value))
        {
            value = atom.Sort switch
            {
                Sort.Name => new Value.Name(atom.Symbol),
                Sort.Message => Message(),
                Sort.Coins => coins.Next(),
                Sort.Contract => new Value.Contract(new Bytes(chance.Bytes(64))),
                Sort.Time => new Value.Time(TimeSetting.EpochMs + (schedule is null ? FarOff() : schedule.Times.GetValueOrDefault(atom.Symbol))),
                Sort.Ciphertext => new Value.Ciphertext(new Bytes(chance.Bytes(256))),
                Sort.Key => new Value.Key(coins.Next().Bytes),
                Sort.Bulk => goods.Receive(new MemoryStream(chance.Bytes(256))),
                Sort.Digest => new Value.Digest(new Bytes(chance.Bytes(32))),
                _ => throw new System.Diagnostics.UnreachableException(),
            };
            values[atom] = value;
        }

        return value;
    }

    /// <summary>What an honest session begins with: what it knows, and messages of its own.</summary>
    public Dictionary<Term.Variable, Value> Given(Role.Party role, TraceSession session)
    {
        var given = new Dictionary<Term.Variable, Value>();
        foreach (var variable in role.Knows.Where(variable => session.Knows.ContainsKey(variable.Symbol)))
        {
            given[variable] = Value((Term.Constant)session.Knows[variable.Symbol]);
        }

        foreach (var variable in role.Script.AllSteps().OfType<Step.Fresh>().SelectMany(fresh => fresh.Variables).Where(variable => variable.Sort is Sort.Message or Sort.Contract))
        {
            given[variable] = variable.Sort == Sort.Message ? Message() : new Value.Contract(new Bytes(chance.Bytes(64)));
            values[new Term.Constant($"{variable.Symbol}.{session.Number}", variable.Sort)] = given[variable];
        }

        return given;
    }

    /// <summary>Where nobody disturbs the honest, a trace has no times, and nothing is late.</summary>
    private long FarOff() => TimeSetting.Usual.CutoffMs + values.Keys.Count(atom => atom.Sort == Sort.Time);

    /// <summary>A message that no atom of this run stands for yet, else two of the model's messages would be one.</summary>
    private Value.Message Message() =>
        messages.FirstOrDefault(message => !values.ContainsValue(message)) ?? new Value.Message(new Bytes(chance.Bytes(64)));
}
