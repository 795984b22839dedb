using System.Collections.Immutable;
using System.Security.Cryptography;
using FairExchange.Model.Language;
using FairExchange.Runtime.Operations;
using FairExchange.Runtime.Values;

namespace FairExchange.Runtime.Parties;

/// <summary>Where a script stands: what is known, what is held, and which receive it waits at; null at its end.</summary>
public sealed record Position(Environment Environment, Holdings Holdings, Step.Receive? Waiting);

/// <summary>
/// Runs a role's script from one receive to the next. Parties' sessions and trusted parties share it.
/// </summary>
/// <param name="protocol">The definition.</param>
/// <param name="role">Which of its parts.</param>
/// <param name="operations">The player's own.</param>
/// <param name="coins">Where fresh coins come from.</param>
/// <param name="margins">Of a protocol with deadlines; <see cref="Parties.Margins.Usual"/> if left out.</param>
/// <param name="beforehand">Names that were agreed on: who plays the trusted party, who the two are. Trusted parties by their symbols if
/// left out.</param>
public sealed class Execution(
    Protocol protocol, Role role, CryptoOperations operations, ICoinSource coins, Margins? margins = null, Environment? beforehand = null)
{
    private readonly Margins margins = margins ?? Margins.Usual(protocol);

    public Protocol Protocol => protocol;

    public Role Role => role;

    public CryptoOperations Operations => operations;

    /// <summary>The same, for what was verified before.</summary>
    public Execution Believing() => With(new BelievingOperations(operations));

    /// <summary>The same with other operations of the same player, as those that are watched.</summary>
    public Execution With(CryptoOperations others) => new(protocol, role, others, coins, margins, beforehand);

    /// <summary>When a deadline is, on the actor's clock, in milliseconds since 1970; its time must be known.</summary>
    public long PointOf(Deadline deadline, Environment known) => margins.Of(deadline, known);

    /// <summary>What is known before the first step: the own name, the trusted parties' names, and what else was agreed on.</summary>
    public Environment Beginning() => (beforehand ?? Environment.Of(protocol)).With(role.Name, new Value.Name(operations.Self!));

    /// <summary>
    /// Performs the script's steps up to its next receive or its end; a null position where a key is missing for that, and then nothing is
    /// done.
    /// </summary>
    /// <param name="register">A trusted party's.</param>
    public (Position? Position, ImmutableArray<Effect> Effects, Rejection? Problem) Follow(
        Script script, Environment environment, Holdings holdings, Register? register = null)
    {
        var effects = ImmutableArray.CreateBuilder<Effect>();
        foreach (var step in script.Steps)
        {
            switch (step)
            {
                case Step.Fresh fresh:
                    // Messages are the caller's, given beforehand; coins and keys are drawn here.
                    foreach (var variable in fresh.Variables)
                    {
                        environment = environment[variable] is not null ? environment
                            : variable.Sort == Sort.Coins ? environment.With(variable, coins.Next())
                            : variable.Sort == Sort.Key ? environment.With(variable, new Value.Key(coins.Next().Bytes))
                            : throw new ArgumentException($"{role.Name} needs a {variable.Sort} for {variable}.");
                        holdings = holdings.With(environment[variable]!);
                    }

                    break;
                case Step.Let let when environment[let.Variable] is { } given:
                    // Only a cheater is given what its role would compute: a Z of its own choice.
                    holdings = holdings.With(given);
                    break;
                case Step.Let let:
                    (var value, environment) = environment.Evaluate(let.Value, operations);
                    if (value is null)
                    {
                        return (null, [], new Rejection.UnknownKey(let.Value));
                    }

                    environment = environment.With(let.Variable, value);
                    holdings = Learn(holdings, environment, value, let.Value);
                    break;
                case Step.Send send:
                    (var message, environment) = environment.Evaluate(send.Message, operations);
                    if (message is null)
                    {
                        return (null, [], new Rejection.UnknownKey(send.Message));
                    }

                    holdings = Learn(holdings, environment, message, send.Message);
                    effects.Add(new Effect.Send(
                        send.Label, (Value.Name)environment[send.To]!, send.Message, message, protocol.Between(role.Name, send.To)));
                    break;
                case Step.Check check:
                    var (read, rejection) = Reader.Read(environment, check.Match.Pattern, environment[check.Match.Subject]!, operations);
                    var (position, more, problem) = Follow(
                        rejection is null ? check.Then : check.Otherwise, read, rejection is null
                            ? Learn(holdings, read, read[check.Match.Subject]!, check.Match.Pattern) : holdings, register);
                    return (position, position is null ? [] : [.. effects, .. more], problem);
                case Step.Register entering:
                    (position, more, problem) = Enter(entering, environment, holdings, register!);
                    return (position, position is null ? [] : [.. effects, .. more], problem);
                case Step.Receive receive:
                    if (receive.Otherwise is not null)
                    {
                        effects.Add(new Effect.SetTimer(receive.Alternatives[0].Label, AlertOf(receive, environment)));
                    }

                    return (new Position(environment, holdings, receive), effects.ToImmutable(), null);
                default:
                    throw new System.Diagnostics.UnreachableException();
            }
        }

        effects.Add(new Effect.Finished());
        return (new Position(environment, holdings, null), effects.ToImmutable(), null);
    }

    private (Position? Position, ImmutableArray<Effect> Effects, Rejection? Problem) Enter(
        Step.Register step, Environment environment, Holdings holdings, Register register)
    {
        (var key, environment) = environment.Evaluate(step.Key, operations);
        (var value, environment) = environment.Evaluate(step.Value, operations);
        if (key is null || value is null)
        {
            return (null, [], new Rejection.UnknownKey(key is null ? step.Key : step.Value));
        }

        var standing = register.Entries.GetValueOrDefault(key, value);
        if (standing == value)
        {
            var (position, effects, problem) = Follow(step.Then, environment, holdings);
            return (position, effects.Insert(0, new Effect.Entered(key, value)), problem);
        }

        foreach (var other in step.Others)
        {
            var (read, misfit) = Reader.Read(environment, other.Pattern, standing, operations);
            if (misfit is null)
            {
                return Follow(other.Then, read, holdings);
            }
        }

        return (new Position(environment, holdings, null), [new Effect.Finished()], null);
    }

    /// <summary>When time runs out at a receive; null where patience alone decides.</summary>
    public Alert? AlertAt(Position at) => at.Waiting is { } receive ? AlertOf(receive, at.Environment) : null;

    /// <summary>What the actor's clock shows, which nothing with deadlines can do without.</summary>
    /// <exception cref="ArgumentException">The protocol has deadlines, and no time is given.</exception>
    public long Clock(long? nowMs) => nowMs ?? (protocol.IsTimed
        ? throw new ArgumentException($"{protocol} has deadlines: say what time it is.", nameof(nowMs))
        : 0);

    private Alert? AlertOf(Step.Receive receive, Environment environment) => receive.Alarm is { } alarm
        ? new Alert(margins.Of(alarm.Deadline, environment) + (alarm.IsPatient ? 1 : 0), alarm.IsPatient)
        : null;

    /// <summary>Tries a message at a receive: the first alternative that it fits, or why it fits none.</summary>
    /// <param name="nowMs">What the actor's clock shows.</param>
    /// <param name="register">A trusted party's.</param>
    public (Position? Position, ImmutableArray<Effect> Effects, Rejection? Rejection) Read(
        Position at, Value message, long nowMs, Register? register = null)
    {
        Rejection? first = at.Waiting is null ? new Rejection.TooLate() : null;
        foreach (var alternative in at.Waiting?.Alternatives ?? [])
        {
            var (environment, rejection) = Reader.Read(at.Environment, alternative.Pattern, message, operations);
            foreach (var check in alternative.Checks.TakeWhile(_ => rejection is null))
            {
                (environment, rejection) = Reader.Read(environment, check.Pattern, environment[check.Subject]!, operations);
            }

            if (rejection is null && alternative.Before is { } before && nowMs > margins.Of(before, environment))
            {
                rejection = new Rejection.TooLate(before);
            }

            if (rejection is null)
            {
                var holdings = alternative.Checks.Aggregate(
                    Open(at.Holdings.With(message), environment, alternative.Pattern), (held, check) =>
                        Open(held, environment, check.Pattern)).Opened(operations);
                (var position, var effects, rejection) = Follow(alternative.Then, environment, holdings, register);
                if (position is not null)
                {
                    return (position, effects, null);
                }
            }

            first ??= rejection;
        }

        return (null, [], first);
    }

    /// <summary>
    /// What was made or read is held, and whatever in it is opaque and known to be made of what, wherever in the terms it stands.
    /// </summary>
    private Holdings Learn(Holdings holdings, Environment environment, Value value, Term term) =>
        Open(holdings.With(value), environment, term).Opened(operations);

    private Holdings Open(Holdings holdings, Environment environment, Term term)
    {
        foreach (var opaque in term.OpaqueParts())
        {
            if (environment[opaque] is { } made && holdings.OpeningOf(made) is null
                && environment.ComputesAll(opaque.Parts(), operations.Self))
            {
                var parts = opaque.Parts().Select(part => environment.Evaluate(part, operations).Value).ToImmutableArray();
                holdings = parts.Contains(null) ? holdings : holdings.With(made, new Opening(parts!));
            }
        }

        return holdings;
    }
}

/// <summary>How long a protocol's margins are, in milliseconds. All who take part must mean the same by them.</summary>
public sealed record Margins
{
    /// <summary>A year: a longer margin is a mistake.</summary>
    public const long Longest = 366L * 24 * 3_600_000;

    /// <summary>What <see cref="Usual"/> takes clocks to be off by at most: a minute.</summary>
    public const long UsualSkewMs = 60_000;

    /// <summary>What <see cref="Usual"/> takes a resilient channel to need at most: two hours.</summary>
    public const long UsualDelayMs = 2 * 3_600_000;

    private readonly ImmutableSortedDictionary<string, long> lengths;

    /// <param name="lengths">In milliseconds, by name.</param>
    /// <exception cref="ArgumentException">A margin is negative or longer than <see cref="Longest"/>.</exception>
    public Margins(IEnumerable<KeyValuePair<string, long>> lengths)
    {
        this.lengths = lengths.ToImmutableSortedDictionary(StringComparer.Ordinal);
        foreach (var (name, length) in this.lengths.Where(pair => pair.Value is < 0 or > Longest))
        {
            throw new ArgumentException($"Margin {name} is {length} ms: 0 to {Longest} ms are wanted.", nameof(lengths));
        }
    }

    /// <summary>What the protocol's definition says for clocks and channels that keep these bounds.</summary>
    public static Margins Of(Protocol protocol, long skewMs, long delayMs) =>
        new(protocol.Margins.Select(margin => KeyValuePair.Create(margin.Name, (margin.Skews * skewMs) + (margin.Delays * delayMs))));

    public static Margins Usual(Protocol protocol) => Of(protocol, UsualSkewMs, UsualDelayMs);

    public long this[Margin margin] => lengths[margin.Name];

    /// <summary>The deadline on the actor's clock, in milliseconds since 1970.</summary>
    public long Of(Deadline deadline, Environment known) =>
        ((Values.Value.Time)known[deadline.Time]!).Ms + (deadline.Margin is null ? 0 : deadline.Sign * this[deadline.Margin]);
}

/// <summary>Where coins, and keys of symmetric encryptions, come from.</summary>
public interface ICoinSource
{
    /// <summary>32 bytes that nobody can guess, never the same twice.</summary>
    Value.Coins Next();
}

/// <summary>The system's random source, for real use.</summary>
public sealed class SystemCoins : ICoinSource
{
    public Value.Coins Next() => new(new Bytes(RandomNumberGenerator.GetBytes(32)));
}
