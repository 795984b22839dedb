using FairExchange.Model.Language;
using FairExchange.Runtime.Parties;
using FairExchange.Runtime.Values;

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

    public override IEnumerable<Outgoing> Send(Cheat cheat, Outgoing planned, Effect.Send send) => [planned with { Message = Spoil(planned.Message) }];

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
        role.Script.AllSteps().OfType<Step.Send>().SelectMany(send => send.Message.SelfAndParts()).OfType<Term.Signature>().SelectMany(Ciphertexts).Any();

    public override IEnumerable<Outgoing> Send(Cheat cheat, Outgoing planned, Effect.Send send) =>
        [planned with { Message = SignAnother(cheat, send.Term, planned.Message) }];

    private static Value SignAnother(Cheat cheat, Term term, Value value) => (term, value) switch
    {
        (Term.Signature signature, _) => cheat.Remake(signature, null, [.. Ciphertexts(signature).Select(variable => (variable, cheat.Garbled()))]) ?? value,
        (Term.Tuple tuple, Value.Tuple said) => new Value.Tuple([.. tuple.Items.Zip(said.Items, (part, content) => SignAnother(cheat, part, content))]),
        _ => value,
    };

    private static IEnumerable<Term.Variable> Ciphertexts(Term.Signature signature) => signature.Body.Variables().Where(variable => variable.Sort == Sort.Ciphertext);
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

    protected override IEnumerable<Outgoing> Request(Cheat cheat, Outgoing planned, Effect.Send send) => [planned, planned with { DelayMs = 1_000 }];
}

/// <summary>Keeps the peer waiting and resolves at the last moment: so shortly before the trusted party's deadline that some requests come in time and some do not, or a month later where it has none.</summary>
public sealed class LastMoment() : Resolving("last-moment")
{
    protected override IEnumerable<Outgoing> Request(Cheat cheat, Outgoing planned, Effect.Send send) =>
        [planned with { DelayMs = cheat.UntilDue(send) is { } due ? Math.Max(0, due - cheat.Chance.Below(AtTheLastMoment.EarlyMs)) : 30 * 24 * 3_600_000L }];
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
        Enumerable.Range(0, 5).SelectMany(i => new[] { planned with { DelayMs = i }, planned with { Message = cheat.Garbled(), DelayMs = i } });
}
