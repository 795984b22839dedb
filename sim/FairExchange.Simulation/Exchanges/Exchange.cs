using System.Collections.Immutable;
using FairExchange.Model.Language;
using FairExchange.Runtime.Bulk;
using FairExchange.Runtime.Judging;
using FairExchange.Runtime.Operations;
using FairExchange.Runtime.Parties;
using FairExchange.Runtime.Values;
using FairExchange.Simulation.Engine;
using FairExchange.Simulation.Strategies;

namespace FairExchange.Simulation.Exchanges;

/// <summary>
/// One exchange of two parties, honest or not, over a network: the adversary is whoever of them cheats, and what the channels do.
/// </summary>
public sealed class Exchange : IAdversary
{
    /// <summary>The first party's name, the second's, and that of the accomplice of whoever cheats.</summary>
    public static readonly ImmutableArray<string> Names = ["Alice", "Bob", "Trudy"];

    private readonly Setting setting;
    private readonly Chance chance;
    private readonly Chance choice;
    private readonly SeededCoins coins;
    private readonly ProtocolRun run;
    private readonly MemoryStore goods = new();
    private long onTheWay;

    private Exchange(Setting setting, Draws draws)
    {
        this.setting = setting;
        (chance, choice, coins) = (draws.Moves, draws.Message, new SeededCoins(draws.Coins));
        var trusted = new TrustedParties(setting.Protocol, role => ExecutionOf(role, role.Name.Symbol), Names.Take(2));
        run = new ProtocolRun(trusted, this, setting.Principals.HasBytes, goods);
    }

    private IEnumerable<Cheater> Cheaters => run.Participants.OfType<Cheater>();

    public static ExchangeResult Play(Setting setting, ulong seed, long number) => Play(setting, Draws.Of(setting, seed, number));

    public static ExchangeResult Play(Setting setting, Draws draws) => new Exchange(setting, draws).Play();

    long IAdversary.ClockOf(string name) => setting.Time.ClockOf(name, run.Now);

    void IAdversary.Carry(Letter letter, long delayMs)
    {
        var withTrusted = run.Trusted.Has(letter.From) || run.Trusted.Has(letter.To);
        if (run.IsHandedOver(letter))
        {
            run.At(run.Now + setting.Network.Arrivals(chance, letter.Assurance, withTrusted)[0], () => run.Deliver(letter));
            return;
        }

        if (!letter.Assurance.HasFlag(Assurance.Private))
        {
            Overhear(letter);
        }

        foreach (var delay in setting.Network.Arrivals(chance, letter.Assurance, withTrusted))
        {
            onTheWay++;
            run.At(run.Now + delayMs + delay, () =>
            {
                onTheWay--;
                run.Deliver(letter);
            });
        }
    }

    void IAdversary.Waits(Participant who)
    {
        var waiting = who.Session!;
        if (waiting.Alarm is not { IsPatient: true })
        {
            run.At(run.Now + setting.Time.PatienceMs, LosePatience);
        }

        if (waiting.Alarm is { } alarm)
        {
            run.At(Math.Max(run.Now, setting.Time.WhenClockOf(who.Name, alarm.AtMs)), () => run.TimeOut(who), HasMoved);
        }

        bool HasMoved() => !ReferenceEquals(who.Session?.Position, waiting.Position);

        void LosePatience()
        {
            // Only if it still waits at the same place; and where nobody disturbs the run, not while anything is on its way.
            if (HasMoved())
            {
                return;
            }

            if (onTheWay > 0 && setting.Network.IsReliable && !Cheaters.Any())
            {
                run.At(run.Now + setting.Time.PatienceMs, LosePatience);
                return;
            }

            run.TimeOut(who);
        }
    }

    /// <summary>To the accomplice: what it gets, the cheater has.</summary>
    void IAdversary.Strayed(Letter letter) => Overhear(letter);

    private void Overhear(Letter letter)
    {
        foreach (var cheater in Cheaters)
        {
            cheater.Overhear(letter.Message);
        }
    }

    private ExchangeResult Play()
    {
        var protocol = setting.Protocol;
        ImmutableList<Participant> earlier = [];
        if (setting.Alice.NeedsEarlierExchange || setting.Bob.NeedsEarlierExchange)
        {
            earlier = Meet(new Honest(), new Honest(), []);
            // What an earlier exchange cost is not counted again.
            run.Meter.Clear();
        }

        var parties = Meet(setting.Alice, setting.Bob, earlier);
        var (first, second) = (SideOf(parties, earlier, 0), SideOf(parties, earlier, 1));
        // Where one cheats, evidence against the other counts; where both do, nobody is protected and the first party's view is as good as
        // any.
        var isProtected = !Cheaters.Any() ? null : parties[0] is Cheater ? protocol.Second : protocol.First;
        return new ExchangeResult(
            new Observation(protocol, first, second, isProtected, run.Trusted), run.Meter, run.Now, first, second, goods,
            run.Trusted.Requests);
    }

    /// <summary>Runs one session of each until nothing more happens.</summary>
    private ImmutableList<Participant> Meet(Strategy alice, Strategy bob, ImmutableList<Participant> earlier)
    {
        var contract = new Value.Contract(new Bytes(chance.Bytes(setting.ContractBytes)));
        var other = new Value.Contract(new Bytes(chance.Bytes(64)));
        var pool = setting.Messages;
        var index = choice.Below(pool.Length);
        var (message, otherMessage) = (pool[index], pool.Length > 1
            ? pool[(index + 1 + choice.Below(pool.Length - 1)) % pool.Length] : new Value.Message(new Bytes(chance.Bytes(64))));
        run.Participants = [PartyOf(setting.Protocol.First, 0, alice), PartyOf(setting.Protocol.Second, 1, bob)];
        foreach (var party in run.Participants)
        {
            run.At(run.Now, () => run.Start(party, setting.Given(party.Role, contract, message, run.Now)));
        }

        run.Play();
        return run.Participants;

        Participant PartyOf(Role.Party role, int place, Strategy strategy)
        {
            var execution = ExecutionOf(role, Names[place]);
            return strategy.IsHonest ? new Participant(execution) : new Cheater(execution, strategy, new Cheat(
                execution, setting.Principals.OperationsOf(Names[2], setting.Protocol, goods), otherMessage, other, coins, chance,
                earlier.IsEmpty ? null : earlier[place].Session, () => setting.Time.ClockOf(Names[place], run.Now)));
        }
    }

    private Execution ExecutionOf(Role role, string name) => new(
        setting.Protocol, role, setting.Principals.OperationsOf(name, setting.Protocol, goods), coins,
        setting.Time.MarginsOf(setting.Protocol));

    private Side SideOf(ImmutableList<Participant> parties, ImmutableList<Participant> earlier, int index)
    {
        var (party, cheater) = (parties[index], parties[index] as Cheater);
        var sessions = earlier.IsEmpty ? [party.Session!] : ImmutableArray.Create(earlier[index].Session!, party.Session!);
        var held = (cheater?.Holdings ?? party.Session!.Holdings).Union(Holdings.Of(sessions));
        var names = Names.Concat(setting.Protocol.TrustedParties.Select(trusted => trusted.Name.Symbol));
        ImmutableArray<CryptoOperations> own = [sessions[^1].Execution.Operations];
        var keys = cheater is null ? own : own.Add(setting.Principals.OperationsOf(Names[2], setting.Protocol, goods));
        var holdings = KnowledgeClosure.Of(held, setting.Protocol.ItemOf(party.Role), names, keys);
        return new Side(party.Role, party.Name, holdings, sessions);
    }
}

/// <summary>One exchange as it came out.</summary>
/// <param name="Observation">Who holds what.</param>
/// <param name="EndMs">When the last thing happened, in milliseconds of virtual time.</param>
/// <param name="Goods">The goods that travelled beside messages, which a judge may want to see.</param>
/// <param name="Requests">What trusted parties were asked, in the order in which it came; none in the symbolic suite.</param>
public sealed record ExchangeResult(
    Observation Observation, Meter Meter, long EndMs, Side First, Side Second, IBulkStore Goods, ImmutableArray<TrustedRequest> Requests);

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
