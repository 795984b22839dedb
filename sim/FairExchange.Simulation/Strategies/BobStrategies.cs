using FairExchange.Model.Language;
using FairExchange.Runtime.Parties;
using FairExchange.Runtime.Values;
using FairExchange.Simulation.Engine;

namespace FairExchange.Simulation.Strategies;

/// <summary>Reads and never answers.</summary>
public sealed class Silent() : Strategy("silent")
{
    public override bool AppliesTo(Protocol protocol, Role.Party role) => true;

    public override IEnumerable<Outgoing> Send(Cheat cheat, Outgoing planned, Effect.Send send) => [];
}

/// <summary>Signs badly: a signature that nobody's key verifies.</summary>
public sealed class BadSignature() : Strategy("bad-signature")
{
    public override bool AppliesTo(Protocol protocol, Role.Party role) =>
        role.Script.AllSteps().OfType<Step.Send>().Any(send => send.Message.SelfAndParts().OfType<Term.Signature>().Any());

    public override IEnumerable<Outgoing> Send(Cheat cheat, Outgoing planned, Effect.Send send) =>
        [planned with { Message = Spoil(planned.Message) }];

    private static Value Spoil(Value value) => value switch
    {
        Value.Signature signature => signature with { Proof = new Bytes(new byte[64]) },
        Value.Tuple tuple => new Value.Tuple([.. tuple.Items.Select(Spoil)]),
        _ => value,
    };
}

/// <summary>Signs another Z than the one that was received, and says the right one beside it.</summary>
public sealed class OtherSignature() : Strategy("other-signature")
{
    public override bool AppliesTo(Protocol protocol, Role.Party role) =>
        role.Script.AllSteps().OfType<Step.Send>().SelectMany(send => send.Message.SelfAndParts()).OfType<Term.Signature>()
            .SelectMany(Ciphertexts).Any();

    public override IEnumerable<Outgoing> Send(Cheat cheat, Outgoing planned, Effect.Send send) =>
        [planned with { Message = SignAnother(cheat, send.Term, planned.Message) }];

    private static Value SignAnother(Cheat cheat, Term term, Value value) => (term, value) switch
    {
        (Term.Signature signature, _) =>
            cheat.Remake(signature, null, [.. Ciphertexts(signature).Select(variable => (variable, cheat.Garbled()))]) ?? value,
        (Term.Tuple tuple, Value.Tuple said) =>
            new Value.Tuple([.. tuple.Items.Zip(said.Items, (part, content) => SignAnother(cheat, part, content))]),
        _ => value,
    };

    private static IEnumerable<Term.Variable> Ciphertexts(Term.Signature signature) =>
        signature.Body.Variables().Where(variable => variable.Sort == Sort.Ciphertext);
}

/// <summary>Cheats by way of the trusted party that the role turns to when time runs out.</summary>
public abstract class Resolving(string name) : Strategy(name)
{
    public override bool AppliesTo(Protocol protocol, Role.Party role) => Requests(protocol, role).Any();

    public override bool IsImpatient(Cheat cheat) => true;

    public sealed override IEnumerable<Outgoing> Send(Cheat cheat, Outgoing planned, Effect.Send send) =>
        cheat.Protocol.TrustedParties.Any(trusted => trusted.Name.Symbol == planned.To) ? Request(cheat, planned, send) : ToPeer(planned);

    protected static IEnumerable<Step.Send> Requests(Protocol protocol, Role.Party role) => role.Script.AllSteps().OfType<Step.Receive>()
        .Select(receive => receive.Otherwise).OfType<Script>().SelectMany(script => script.AllSteps()).OfType<Step.Send>()
        .Where(send => protocol.TrustedParties.Any(trusted => trusted.Name == send.To));

    protected virtual IEnumerable<Outgoing> ToPeer(Outgoing planned) => [];

    protected abstract IEnumerable<Outgoing> Request(Cheat cheat, Outgoing planned, Effect.Send send);
}

/// <summary>Goes straight to the trusted party, without a word to the peer.</summary>
public sealed class Direct() : Resolving("direct")
{
    protected override IEnumerable<Outgoing> Request(Cheat cheat, Outgoing planned, Effect.Send send) => [planned];
}

/// <summary>Answers the peer and resolves all the same, twice.</summary>
public sealed class ResolvesTwice() : Resolving("resolves-twice")
{
    protected override IEnumerable<Outgoing> ToPeer(Outgoing planned) => [planned];

    protected override IEnumerable<Outgoing> Request(Cheat cheat, Outgoing planned, Effect.Send send) =>
        [planned, planned with { DelayMs = 1_000 }];
}

/// <summary>
/// Keeps the peer waiting and resolves at the last moment: so shortly before the trusted party's deadline that some requests come in time
/// and some do not, or a month later where it has none.
/// </summary>
public sealed class LastMoment() : Resolving("last-moment")
{
    protected override IEnumerable<Outgoing> Request(Cheat cheat, Outgoing planned, Effect.Send send) =>
        [planned with { DelayMs = cheat.UntilDue(send) is { } due
            ? Math.Max(0, due - cheat.Chance.Below(AtTheLastMoment.EarlyMs)) : 30 * 24 * 3_600_000L }];
}

/// <summary>Lets an accomplice ask for what was meant for the cheater.</summary>
public sealed class WithAccomplice() : Resolving("accomplice")
{
    protected override IEnumerable<Outgoing> Request(Cheat cheat, Outgoing planned, Effect.Send send) =>
        cheat.Remake(send.Term, null, (cheat.Role.Name, cheat.Accomplice)) is { } other ? [planned with { Message = other }] : [];
}

/// <summary>Floods the trusted party: with copies, and with requests for nothing.</summary>
public sealed class Floods() : Resolving("floods")
{
    protected override IEnumerable<Outgoing> ToPeer(Outgoing planned) => [planned];

    protected override IEnumerable<Outgoing> Request(Cheat cheat, Outgoing planned, Effect.Send send) =>
        Enumerable.Range(0, 5)
            .SelectMany(i => new[] { planned with { DelayMs = i }, planned with { Message = cheat.Garbled(), DelayMs = i } });
}

/// <summary>
/// Any move that can be derived, by chance. Half of the moves follow the role: a cheater that picks uniformly mostly achieves nothing, and
/// an exchange must get somewhere for a cheat to matter.
/// </summary>
public sealed class RandomMoves() : Strategy("random")
{
    /// <summary>How often a value that nobody can see into is junk.</summary>
    private const double JunkShare = 0.125;

    public override bool AppliesTo(Protocol protocol, Role.Party role) => true;

    public override void Prepare(Cheat cheat, Dictionary<Term.Variable, Value> given)
    {
        // What is computed and cannot be seen into may as well be nothing: a digest, goods, a ciphertext within another.
        var first = Cheat.Encryption(cheat.Role);
        foreach (var opaque in Cheat.Opaque(cheat.Role).Where(let => let.Variable != first?.Variable && cheat.Chance.Happens(JunkShare)))
        {
            given[opaque.Variable] = cheat.Other(opaque.Variable);
        }

        if (first is not { } step)
        {
            return;
        }

        foreach (var variable in step.Value.Variables().Where(variable => variable.Sort is Sort.Coins or Sort.Key))
        {
            given[variable] = cheat.Other(variable);
        }

        var names = step.Value.Variables().Where(variable => variable == cheat.Role.Name || variable == cheat.Peer).ToList();
        switch (cheat.Chance.Among(1, 1, 6))
        {
            case 0:
                given[step.Variable] = cheat.Garbled();
                break;
            case 1 when names.Count > 0
                && cheat.Remake(step.Value, given, (names[cheat.Chance.Below(names.Count)], cheat.Accomplice)) is { } misnamed:
                given[step.Variable] = misnamed;
                break;
        }
    }

    public override IEnumerable<Outgoing> Send(Cheat cheat, Outgoing planned, Effect.Send send)
    {
        switch (cheat.Chance.Among(2, 1, 1, 2, 6))
        {
            case 0:
                return [];
            case 1:
                return [planned with { DelayMs = 24 * 3_600_000L }];
            case 2:
                return [planned, planned with { DelayMs = 1_000 }];
            case 3:
                var variables = send.Term.Variables().ToList();
                var variable = variables[cheat.Chance.Below(variables.Count)];
                return cheat.Remake(send.Term, null, (variable, cheat.Other(variable))) is { } other
                    ? [planned with { Message = other }] : [planned];
            default:
                return [planned];
        }
    }

    public override bool IsImpatient(Cheat cheat) => cheat.Chance.Happens(0.25);
}

/// <summary>Says nothing to the peer and turns to the trusted party at a moment of its choice, near the cut-off.</summary>
/// <param name="delayMs">After what the peer sent has come, in milliseconds.</param>
public sealed class ResolvesAt(long delayMs) : Resolving("resolves-at")
{
    protected override IEnumerable<Outgoing> Request(Cheat cheat, Outgoing planned, Effect.Send send) =>
        [planned with { DelayMs = Math.Max(0, delayMs) }];
}

/// <summary>Sends its first message at a moment of its choice, near the other side's deadline, and nothing more.</summary>
/// <param name="delayMs">After the beginning, in milliseconds.</param>
public sealed class OpensAt(long delayMs) : Strategy("opens-at")
{
    public override bool AppliesTo(Protocol protocol, Role.Party role) => true;

    public override IEnumerable<Outgoing> Send(Cheat cheat, Outgoing planned, Effect.Send send) =>
        cheat.HasRead ? [] : [planned with { DelayMs = Math.Max(0, delayMs) }];
}

/// <summary>
/// Sends its first message so shortly before the other side's deadline that some come in time and some do not, takes the answer and says no
/// more: the other side has the least time to turn to the trusted party.
/// </summary>
public sealed class OpensLate() : Strategy("opens-late")
{
    public override bool AppliesTo(Protocol protocol, Role.Party role) =>
        role.Script.Steps.OfType<Step.Send>().Any(send => Cheat.Deadline(protocol, send.Label) is not null);

    public override IEnumerable<Outgoing> Send(Cheat cheat, Outgoing planned, Effect.Send send) =>
        cheat.HasRead ? [] : [planned with { DelayMs = Math.Max(
            0, cheat.UntilDue(send)!.Value - cheat.Chance.Below(AtTheLastMoment.EarlyMs)) }];
}

/// <summary>What cheaters who play for time have in common.</summary>
internal static class AtTheLastMoment
{
    /// <summary>
    /// How long before a deadline they act at the earliest, in milliseconds: about as long again as a reliable channel takes.
    /// </summary>
    public const int EarlyMs = 600;
}
