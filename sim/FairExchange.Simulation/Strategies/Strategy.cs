using System.Collections.Immutable;
using FairExchange.Model.Language;
using FairExchange.Runtime.Operations;
using FairExchange.Runtime.Parties;
using FairExchange.Runtime.Values;
using FairExchange.Simulation.Engine;

namespace FairExchange.Simulation.Strategies;

/// <summary>
/// How a party plays. It runs its role like an honest one and is asked at each point: what it begins with, what becomes of each message
/// that the role would send, and whether it waits. So one class is one way to cheat, and works for every protocol that has the step in
/// question.
/// </summary>
public abstract class Strategy(string name)
{
    public string Name { get; } = name;

    public virtual bool IsHonest => false;

    /// <summary>Whether the role has the step that this strategy corrupts.</summary>
    public abstract bool AppliesTo(Protocol protocol, Role.Party role);

    /// <summary>Whether an earlier honest exchange between the two must have taken place.</summary>
    public virtual bool NeedsEarlierExchange => false;

    /// <summary>Changes what the role begins with: its message, its coins, a ciphertext of the cheater's choice.</summary>
    public virtual void Prepare(Cheat cheat, Dictionary<Term.Variable, Value> given)
    {
    }

    /// <summary>What really leaves where the role would send.</summary>
    /// <param name="cheat">What the cheater knows and can do.</param>
    /// <param name="planned">What the role would send.</param>
    /// <param name="send">The same with the definition's term.</param>
    public virtual IEnumerable<Outgoing> Send(Cheat cheat, Outgoing planned, Effect.Send send) => [planned];

    /// <summary>Whether the cheater acts at once as if time had run out.</summary>
    public virtual bool IsImpatient(Cheat cheat) => false;

    public override string ToString() => Name;
}

/// <summary>Follows the role.</summary>
public sealed class Honest() : Strategy("honest")
{
    public override bool IsHonest => true;

    public override bool AppliesTo(Protocol protocol, Role.Party role) => true;
}

/// <summary>
/// The strategies by name, for the first party (Alice), the second (Bob), and the name under which what the solver found is played.
/// </summary>
public static class AllStrategies
{
    /// <summary>Plays the attack that verification found; it takes both the cheater's part and the network's.</summary>
    public const string Trace = "trace";

    public static ImmutableArray<Strategy> Alice { get; } =
    [
        new Honest(), new StopsAfterReceipt(), new Late(), new GarbledZ(), new GarbledDigest(), new ClosedInside(), new OtherMessage(),
        new OtherOpening(), new OtherGoods(), new OldZ(), new ForeignZ(), new MisnamedSender(),
        new OpensLate(), new Silent(), new RandomMoves(),
    ];

    public static ImmutableArray<Strategy> Bob { get; } =
    [
        new Honest(), new Silent(), new Direct(), new BadSignature(), new OtherSignature(), new ResolvesTwice(), new LastMoment(),
        new WithAccomplice(), new Floods(),
        new RandomMoves(),
    ];

    public static ImmutableArray<Strategy> Of(Protocol protocol, Role.Party role) => role == protocol.First ? Alice : Bob;
}

/// <summary>What a cheater has at hand: its role's session, its keys and an accomplice's, another message, coins, chance.</summary>
public sealed class Cheat(
    Execution execution, CryptoOperations accomplice, Value.Message otherMessage, Value.Contract otherContract, ICoinSource coins,
    Chance chance, Session? earlier, Func<long> clock)
{
    public Protocol Protocol => execution.Protocol;

    public Role.Party Role => (Role.Party)execution.Role;

    public Term.Variable Peer => Protocol.Counterpart(Role).Name;

    public Value.Name Accomplice { get; } = new(accomplice.Self!);

    public Value.Message OtherMessage => otherMessage;

    public Chance Chance => chance;

    /// <summary>The cheater's session of an earlier honest exchange with the same peer.</summary>
    public Session? Earlier => earlier;

    /// <summary>The role's session; null before it begins.</summary>
    public Session? Session { get; set; }

    /// <summary>Whether the role has read anything yet.</summary>
    public bool HasRead => Session is { Read.IsEmpty: false };

    /// <summary>Ciphertexts that the cheater made, with what is inside: it can open them before a judge.</summary>
    public List<(Value Ciphertext, Runtime.Parties.Opening Opening)> Made { get; } = [];

    public Value.Coins Coins() => coins.Next();

    /// <summary>A ciphertext that opens to nothing.</summary>
    public Value Garbled() => new Value.Ciphertext(new Bytes(chance.Bytes(256)));

    /// <summary>Another value of the variable's sort.</summary>
    public Value Other(Term.Variable variable) => variable.Sort switch
    {
        Sort.Name => Accomplice,
        Sort.Message => otherMessage,
        Sort.Coins => Coins(),
        Sort.Ciphertext => Garbled(),
        Sort.Contract => otherContract,
        Sort.Time => new Value.Time(TimeSetting.EpochMs + (24 * 3_600_000L * (1 + chance.Below(30)))),
        Sort.Key => new Value.Key(Coins().Bytes),
        Sort.Bulk => execution.Operations.Receive(new MemoryStream(chance.Bytes(256))),
        Sort.Digest => new Value.Digest(new Bytes(chance.Bytes(32))),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>
    /// A term with other values in some places, made again with the cheater's keys, or its accomplice's where that is who speaks.
    /// </summary>
    public Value? Remake(
        Term term, IReadOnlyDictionary<Term.Variable, Value>? given, params (Term.Variable Variable, Value Value)[] changes)
    {
        var known = Session?.Position.Environment
            ?? (given ?? new Dictionary<Term.Variable, Value>())
            .Aggregate(execution.Beginning(), (environment, pair) => environment.With(pair.Key, pair.Value));
        // What was signed and encrypted under a term's name stands for the unchanged values; only plain variables are kept.
        var changed = changes.Aggregate(
            known.OfVariables(), (environment, change) => environment.With(change.Variable, change.Value));
        var speaker = changed[Role.Name] == Accomplice ? accomplice : execution.Operations;
        if (!changed.Computes(term, speaker.Self))
        {
            return null;
        }

        var (value, made) = changed.Evaluate(term, speaker);
        foreach (var opaque in term.SelfAndParts().Where(part => part.IsOpaque() && made[part] is not null))
        {
            Made.Add((made[opaque]!, new Runtime.Parties.Opening([.. opaque.Parts().Select(part => made.Evaluate(part, speaker).Value!)])));
        }

        return value;
    }

    /// <summary>
    /// In how many milliseconds what is sent must be there, by the cheater's clock; null where the addressee looks at no clock.
    /// </summary>
    public long? UntilDue(Effect.Send send) =>
        Deadline(Protocol, send.Label) is { } deadline ? execution.PointOf(deadline, Session!.Position.Environment) - clock() : null;

    /// <summary>Up to when a message of that label is read.</summary>
    public static Deadline? Deadline(Protocol protocol, string label) =>
        protocol.Roles.SelectMany(role => role.Scripts).SelectMany(script => script.AllSteps()).OfType<Step.Receive>()
        .SelectMany(receive => receive.Alternatives).FirstOrDefault(alternative => alternative.Label == label)?.Before;

    /// <summary>What the role computes under a name and others cannot see into: ciphertexts, goods, digests.</summary>
    public static IEnumerable<Step.Let> Opaque(Role.Party role) =>
        role.Script.Computed().Where(step => step.Variable.Sort.IsOpaque());

    /// <summary>The role's first computed encryption, the step "Alice computes Z", with what was named before it written out.</summary>
    public static Step.Let? Encryption(Role.Party role) => role.Script.Computed().FirstOrDefault(step => step.Value is Term.Encryption);
}
