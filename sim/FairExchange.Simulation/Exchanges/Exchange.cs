using System.Collections.Immutable;
using FairExchange.Model.Language;
using FairExchange.Runtime.Bulk;
using FairExchange.Runtime.Judging;
using FairExchange.Runtime.Operations;
using FairExchange.Runtime.Parties;
using FairExchange.Runtime.Values;
using FairExchange.Simulation.Strategies;

namespace FairExchange.Simulation.Exchanges;

/// <summary>
/// One exchange in virtual time: one queue, ordered by time and then by order of entry. Parties, trusted parties and network are driven
/// here and nowhere else decide about time.
/// </summary>
public sealed class Exchange
{
    /// <summary>The first party's name, the second's, and that of the accomplice of whoever cheats.</summary>
    public static readonly ImmutableArray<string> Names = ["Alice", "Bob", "Trudy"];

    private readonly Setting setting;
    private readonly Chance chance;
    private readonly Chance choice;
    private readonly SeededCoins coins;
    private readonly PriorityQueue<(Action Happen, Func<bool>? IsVoid), (long Time, long Order)> queue = new();
    private readonly TrustedParties trusted;
    private readonly Meter meter = new();
    private readonly MemoryStore goods = new();
    private ImmutableArray<PartyAgent> parties = [];
    private long now;
    private long onTheWay;
    private long order;

    private Exchange(Setting setting, Draws draws)
    {
        this.setting = setting;
        (chance, choice, coins) = (draws.Moves, draws.Message, new SeededCoins(draws.Coins));
        trusted = new TrustedParties(setting.Protocol, setting.Principals, goods, coins, meter, setting.Time.MarginsOf(setting.Protocol));
    }

    public static ExchangeResult Play(Setting setting, ulong seed, long number) => Play(setting, Draws.Of(setting, seed, number));

    public static ExchangeResult Play(Setting setting, Draws draws) => new Exchange(setting, draws).Play();

    private ExchangeResult Play()
    {
        var protocol = setting.Protocol;
        ImmutableArray<PartyAgent> earlier = [];
        if (setting.Alice.NeedsEarlierExchange || setting.Bob.NeedsEarlierExchange)
        {
            earlier = Meet(new Honest(), new Honest(), []);
            // What an earlier exchange cost is not counted again.
            meter.Clear();
        }

        var agents = Meet(setting.Alice, setting.Bob, earlier);
        var (first, second) = (SideOf(agents, earlier, 0), SideOf(agents, earlier, 1));
        // Where one cheats, evidence against the other counts; where both do, nobody is protected and the first party's view is as good as
        // any.
        var isProtected = agents.All(agent => agent.IsHonest) ? null : agents[0].IsHonest ? protocol.First : protocol.Second;
        return new ExchangeResult(new Observation(protocol, first, second, isProtected, trusted), meter, now, first, second, goods,
            trusted.Requests);
    }

    /// <summary>Runs one session of each until nothing more happens.</summary>
    private ImmutableArray<PartyAgent> Meet(Strategy alice, Strategy bob, ImmutableArray<PartyAgent> earlier)
    {
        var contract = new Value.Contract(new Bytes(chance.Bytes(setting.ContractBytes)));
        var other = new Value.Contract(new Bytes(chance.Bytes(64)));
        var pool = setting.Messages;
        var index = choice.Below(pool.Length);
        var (message, otherMessage) = (pool[index], pool.Length > 1
            ? pool[(index + 1 + choice.Below(pool.Length - 1)) % pool.Length] : new Value.Message(new Bytes(chance.Bytes(64))));
        parties = [Agent(setting.Protocol.First, 0, alice), Agent(setting.Protocol.Second, 1, bob)];
        var starting = parties;
        foreach (var agent in starting)
        {
            At(now, () => Dispatch(agent, agent.Start(setting.Given(agent.Role, contract, message, now))));
        }

        while (queue.TryDequeue(out var next, out var key))
        {
            // An alarm that nobody waits for any more takes no time.
            if (next.IsVoid?.Invoke() ?? false)
            {
                continue;
            }

            now = key.Time;
            next.Happen();
        }

        return starting;

        PartyAgent Agent(Role.Party role, int place, Strategy strategy)
        {
            var execution = new Execution(setting.Protocol, role, setting.Principals.OperationsOf(Names[place], setting.Protocol, goods),
                coins, setting.Time.MarginsOf(setting.Protocol));
            var cheat = strategy.IsHonest ? null : new Cheat(
                execution, setting.Principals.OperationsOf(Names[2], setting.Protocol, goods), otherMessage, other, coins, chance,
                earlier.IsEmpty ? null : earlier[place].Session, Clock);
            return new PartyAgent(execution, strategy, cheat, Clock);

            long Clock() => setting.Time.ClockOf(Names[place], now);
        }
    }

    private Side SideOf(ImmutableArray<PartyAgent> agents, ImmutableArray<PartyAgent> earlier, int index)
    {
        var sessions = earlier.IsEmpty ? [agents[index].Session!] : ImmutableArray.Create(earlier[index].Session!, agents[index].Session!);
        var held = agents[index].Holdings.Union(Holdings.Of(sessions));
        var names = Names.Concat(setting.Protocol.TrustedParties.Select(party => party.Name.Symbol));
        ImmutableArray<CryptoOperations> own = [sessions[^1].Execution.Operations];
        var keys = agents[index].IsHonest ? own : own.Add(setting.Principals.OperationsOf(Names[2], setting.Protocol, goods));
        var holdings = KnowledgeClosure.Of(held, setting.Protocol.ItemOf(agents[index].Role), names, keys);
        return new Side(agents[index].Role, agents[index].Name, holdings, sessions);
    }

    private void Dispatch(PartyAgent agent, IEnumerable<Outgoing> leaving)
    {
        foreach (var outgoing in leaving)
        {
            Transmit(outgoing, withTrusted: trusted.Has(outgoing.To));
        }

        if (agent.Session is not { HasTimer: true } waiting)
        {
            return;
        }

        if (waiting.Alarm is not { IsPatient: true })
        {
            At(now + setting.Time.PatienceMs, LosePatience);
        }

        if (waiting.Alarm is { } alarm)
        {
            At(Math.Max(now, setting.Time.WhenClockOf(agent.Name, alarm.AtMs)), () => Dispatch(agent, agent.TimeOut()), HasMoved);
        }

        bool HasMoved() => !ReferenceEquals(agent.Session?.Position, waiting.Position);

        void LosePatience()
        {
            // Only if it still waits at the same place; and where nobody disturbs the run, not while anything is on its way.
            if (HasMoved())
            {
                return;
            }

            if (onTheWay > 0 && setting is { Network.IsReliable: true, Alice.IsHonest: true, Bob.IsHonest: true })
            {
                At(now + setting.Time.PatienceMs, LosePatience);
                return;
            }

            Dispatch(agent, agent.TimeOut());
        }
    }

    /// <param name="withTrusted">A trusted party is at one end.</param>
    /// <returns>The message's length on the wire, in bytes.</returns>
    private int Transmit(Outgoing outgoing, bool withTrusted)
    {
        // Decided in terms, so that the suites agree; measured and carried in bytes where there are any.
        var bytes = setting.Principals.Encode(outgoing.Message);
        meter.Sent(bytes is null ? 0 : bytes.Length + outgoing.Message.Visible().OfType<Value.Bulk>().Sum(bulk => goods.Length(bulk) ?? 0));
        foreach (var eavesdropper in parties.Where(party => !party.IsHonest && !outgoing.Assurance.HasFlag(Assurance.Private)))
        {
            eavesdropper.Overhear(outgoing.Message);
        }

        foreach (var delay in setting.Network.Arrivals(chance, outgoing.Assurance, withTrusted))
        {
            onTheWay++;
            At(now + outgoing.DelayMs + delay, () =>
            {
                onTheWay--;
                Arrive(outgoing, bytes);
            });
        }

        return bytes?.Length ?? 0;
    }

    private void Arrive(Outgoing outgoing, byte[]? bytes)
    {
        if (trusted.Has(outgoing.To))
        {
            foreach (var answer in trusted.Request(outgoing.To, outgoing.Message, bytes, setting.Time.ClockOf(outgoing.To, now))
                .OfType<Effect.Send>())
            {
                SolverAnswer(outgoing.To, answer);
            }
        }
        else if (parties.FirstOrDefault(party => party.Name == outgoing.To) is { } agent)
        {
            var had = agent.HasItem;
            Dispatch(agent, bytes is null ? agent.Receive(outgoing.Message) : agent.Receive(bytes));
            if (!had && agent.HasItem)
            {
                trusted.Completed(outgoing.To, outgoing.Message);
            }
        }
        else
        {
            // To the accomplice: what it gets, the cheater has.
            foreach (var cheater in parties.Where(party => !party.IsHonest))
            {
                cheater.Overhear(outgoing.Message);
            }
        }
    }

    private void SolverAnswer(string from, Effect.Send send)
    {
        var outgoing = new Outgoing(send.To.Text, send.Message, send.Assurance);
        if (send.Assurance.HasFlag(Assurance.InPerson) && parties.FirstOrDefault(party => party.Name == outgoing.To) is { } addressee)
        {
            meter.TrustedBytes += setting.Principals.Encode(send.Message)?.Length ?? 0;
            At(now + setting.Network.Arrivals(chance, send.Assurance, true)[0], () => HandOver(from, outgoing, addressee));
        }
        else
        {
            meter.TrustedBytes += Transmit(outgoing, withTrusted: true);
        }
    }

    /// <summary>
    /// In person: the letter stays with the addressee only if the answer on the spot is one that the sender takes; otherwise it was never
    /// seen.
    /// </summary>
    private void HandOver(string from, Outgoing letter, PartyAgent addressee)
    {
        var before = addressee.Save();
        var leaving = addressee.Receive(letter.Message).ToList();
        meter.Sent(setting.Principals.Encode(letter.Message)?.Length ?? 0);
        foreach (var onTheSpot in leaving.Where(outgoing => outgoing.To == from && outgoing.DelayMs == 0))
        {
            var bytes = setting.Principals.Encode(onTheSpot.Message);
            meter.Sent(bytes?.Length ?? 0);
            var effects = trusted.Request(from, onTheSpot.Message, bytes, setting.Time.ClockOf(from, now));
            if (!effects.Any(effect => effect is Effect.Rejected))
            {
                Dispatch(addressee, leaving.Where(outgoing => outgoing != onTheSpot));
                foreach (var answer in effects.OfType<Effect.Send>())
                {
                    SolverAnswer(from, answer);
                }

                return;
            }
        }

        addressee.Restore(before);
    }

    private void At(long time, Action happen, Func<bool>? isVoid = null) => queue.Enqueue((happen, isVoid), (time, order++));
}

/// <summary>Who plays what with what.</summary>
public sealed record Setting(
    Protocol Protocol, Principals Principals, Strategy Alice, Strategy Bob, Network Network, ImmutableArray<Value.Message> Messages)
{
    public TimeSetting Time { get; init; } = TimeSetting.Usual;

    /// <summary>Length of what the two sign, where that is what they exchange.</summary>
    public int ContractBytes { get; init; } = 64;

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

        foreach (var variable in role.Script.Fresh().Where(variable => variable.Sort is Sort.Message or Sort.Contract))
        {
            given[variable] = variable.Sort == Sort.Contract ? contract : message;
        }

        return given;
    }
}

/// <summary>What one exchange draws from: streams of their own, so that another decision does not shift the coins.</summary>
/// <param name="Moves">What cheaters and channels decide by.</param>
/// <param name="Coins">The coins of encryptions.</param>
/// <param name="Message">Which message the exchange is about.</param>
public sealed record Draws(Chance Moves, Chance Coins, Chance Message)
{
    /// <summary>Those of a campaign's exchange.</summary>
    public static Draws Of(Setting setting, ulong seed, long number)
    {
        var text = number.ToString(System.Globalization.CultureInfo.InvariantCulture);
        // Not the suite: the same seed makes the same decisions on terms and on bytes.
        string[] path = [setting.Protocol.Id, setting.Alice.Name, setting.Bob.Name, setting.Network.Name, text];
        // Common random numbers: exchange 7 is about the same message whatever the protocol and whoever cheats.
        return new Draws(new Chance(seed, [.. path, "chance"]), new Chance(seed, [.. path, "coins"]), new Chance(seed, "message", text));
    }
}
