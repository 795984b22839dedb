using FairExchange.Model.Language;
using FairExchange.Runtime.Parties;
using FairExchange.Runtime.Values;
using FairExchange.Simulation.Engine;

namespace FairExchange.Simulation.Strategies;

/// <summary>Cheats with what is sent after something has been received: Alice's A2.</summary>
public abstract class AfterReceipt(string name) : Strategy(name)
{
    public override bool AppliesTo(Protocol protocol, Role.Party role) => Sends(role).Any();

    public sealed override IEnumerable<Outgoing> Send(Cheat cheat, Outgoing planned, Effect.Send send) =>
        cheat.HasRead && planned.To == (cheat.Session!.Position.Environment[cheat.Peer] as Value.Name)?.Text
            ? Instead(cheat, planned, send) : [planned];

    protected abstract IEnumerable<Outgoing> Instead(Cheat cheat, Outgoing planned, Effect.Send send);

    /// <summary>What the role sends to its peer in the branches where it has received what it waited for.</summary>
    protected static IEnumerable<Step.Send> Sends(Role.Party role) => role.Script.AllSteps().OfType<Step.Receive>()
        .SelectMany(receive => receive.Alternatives).SelectMany(alternative => alternative.Then.AllSteps()).OfType<Step.Send>()
        .Where(send => send.To.Sort == Sort.Name && role.Knows.Contains(send.To)).Distinct();
}

/// <summary>Takes the receipt and says no more.</summary>
public sealed class StopsAfterReceipt() : AfterReceipt("stops-after-receipt")
{
    protected override IEnumerable<Outgoing> Instead(Cheat cheat, Outgoing planned, Effect.Send send) => [];
}

/// <summary>Sends what is due, but long after the other side has lost patience.</summary>
public sealed class Late() : AfterReceipt("late")
{
    protected override IEnumerable<Outgoing> Instead(Cheat cheat, Outgoing planned, Effect.Send send) =>
        [planned with { DelayMs = 24 * 3_600_000L }];
}

/// <summary>Sends another message than the one that Z holds.</summary>
public sealed class OtherMessage() : AfterReceipt("other-message")
{
    public override bool AppliesTo(Protocol protocol, Role.Party role) => Sends(role).Any(send => Messages(send.Message).Any());

    protected override IEnumerable<Outgoing> Instead(Cheat cheat, Outgoing planned, Effect.Send send) =>
        cheat.Remake(send.Term, null, [.. Messages(send.Term).Select(variable => (variable, (Value)cheat.OtherMessage))]) is { } other
            ? [planned with { Message = other }] : [];

    internal static IEnumerable<Term.Variable> Messages(Term term) => term.Variables().Where(variable => variable.Sort == Sort.Message);
}

/// <summary>Sends what opens another Z: another message, or the key of one, with the coins of another encryption.</summary>
public sealed class OtherOpening() : AfterReceipt("other-opening")
{
    public override bool AppliesTo(Protocol protocol, Role.Party role) =>
        Sends(role).Any(send => Openings(send.Message).Any(variable => variable.Sort == Sort.Coins));

    protected override IEnumerable<Outgoing> Instead(Cheat cheat, Outgoing planned, Effect.Send send) =>
        cheat.Remake(send.Term, null, [.. Openings(send.Term).Select(variable => (variable, cheat.Other(variable)))]) is { } other
            ? [planned with { Message = other }] : [];

    private static IEnumerable<Term.Variable> Openings(Term term) =>
        term.Variables().Where(variable => variable.Sort is Sort.Message or Sort.Coins or Sort.Key);
}

/// <summary>Sends a file of other goods than the ones that Z speaks of.</summary>
public sealed class OtherGoods() : Strategy("other-goods")
{
    public override bool AppliesTo(Protocol protocol, Role.Party role) =>
        role.Script.AllSteps().OfType<Step.Send>().Any(send => Goods(send.Message).Any());

    public override IEnumerable<Outgoing> Send(Cheat cheat, Outgoing planned, Effect.Send send)
    {
        (Term.Variable, Value)[] others = [.. Goods(send.Term).Select(variable => (variable, cheat.Other(variable)))];
        return [others.Length > 0 && cheat.Remake(send.Term, null, others) is { } other ? planned with { Message = other } : planned];
    }

    private static IEnumerable<Term.Variable> Goods(Term term) => term.Variables().Where(variable => variable.Sort == Sort.Bulk);
}

/// <summary>Cheats with the ciphertext that the role computes: Alice's Z.</summary>
public abstract class OtherCiphertext(string name) : Strategy(name)
{
    public override bool AppliesTo(Protocol protocol, Role.Party role) => Cheat.Encryption(role) is not null;

    public sealed override void Prepare(Cheat cheat, Dictionary<Term.Variable, Value> given)
    {
        var step = Cheat.Encryption(cheat.Role)!;
        // Coins and keys are drawn beforehand, so that they are the cheater's to reuse.
        foreach (var variable in step.Value.Variables()
            .Where(variable => variable.Sort is Sort.Coins or Sort.Key && !given.ContainsKey(variable)))
        {
            given[variable] = cheat.Other(variable);
        }

        Choose(cheat, given, step);
    }

    protected abstract void Choose(Cheat cheat, Dictionary<Term.Variable, Value> given, Step.Let step);
}

/// <summary>Sends a ciphertext that opens to nothing.</summary>
public sealed class GarbledZ() : OtherCiphertext("garbled-z")
{
    protected override void Choose(Cheat cheat, Dictionary<Term.Variable, Value> given, Step.Let step) =>
        given[step.Variable] = cheat.Garbled();
}

/// <summary>Sends a ciphertext that opens to one which the peer cannot open: garbled, or in an accomplice's key.</summary>
public sealed class ClosedInside() : OtherCiphertext("closed-inside")
{
    public override bool AppliesTo(Protocol protocol, Role.Party role) => Inside(Cheat.Encryption(role)).Any();

    protected override void Choose(Cheat cheat, Dictionary<Term.Variable, Value> given, Step.Let step)
    {
        var (inside, instead) = (Inside(step).First(), Terms.Ciphertext("instead"));
        var closed = cheat.Chance.Happens(0.5)
            ? cheat.Garbled() : cheat.Remake(inside, given, (cheat.Peer, cheat.Accomplice)) ?? cheat.Garbled();
        given[step.Variable] = cheat.Remake(Put(step.Value, inside, instead), given, (instead, closed)) ?? cheat.Garbled();
    }

    private static IEnumerable<Term> Inside(Step.Let? step) =>
        ((step?.Value as Term.Encryption)?.Plaintext.SelfAndParts() ?? []).OfType<Term.Encryption>();

    private static Term Put(Term term, Term old, Term instead) => term switch
    {
        _ when term.Equals(old) => instead,
        Term.Tuple tuple => Terms.Tuple([.. tuple.Items.Select(item => Put(item, old, instead))]),
        Term.Encryption encryption => Terms.Encrypt(encryption.Recipient, Put(encryption.Plaintext, old, instead), encryption.Coins),
        _ => term,
    };
}

/// <summary>Sends digests of nothing for those that the role computes: random bytes, which no hash yields.</summary>
public sealed class GarbledDigest() : Strategy("garbled-digest")
{
    public override bool AppliesTo(Protocol protocol, Role.Party role) => Digests(role).Any();

    public override void Prepare(Cheat cheat, Dictionary<Term.Variable, Value> given)
    {
        foreach (var step in Digests(cheat.Role))
        {
            given[step.Variable] = cheat.Other(step.Variable);
        }
    }

    private static IEnumerable<Step.Let> Digests(Role.Party role) => Cheat.Opaque(role).Where(step => step.Variable.Sort == Sort.Digest);
}

/// <summary>Sends the Z of an earlier exchange again, with its message.</summary>
public sealed class OldZ() : OtherCiphertext("old-z")
{
    public override bool NeedsEarlierExchange => true;

    protected override void Choose(Cheat cheat, Dictionary<Term.Variable, Value> given, Step.Let step)
    {
        var earlier = cheat.Earlier!.Position.Environment;
        foreach (var variable in step.Value.Variables().Append(step.Variable)
            .Where(variable => variable.Sort != Sort.Name && earlier[variable] is not null))
        {
            given[variable] = earlier[variable]!;
        }
    }
}

/// <summary>Sends a Z that holds an accomplice's name for the peer's: meant for someone else.</summary>
public sealed class ForeignZ() : OtherCiphertext("foreign-z")
{
    public override bool AppliesTo(Protocol protocol, Role.Party role) =>
        Cheat.Encryption(role)?.Value.Variables().Contains(protocol.Counterpart(role).Name) ?? false;

    protected override void Choose(Cheat cheat, Dictionary<Term.Variable, Value> given, Step.Let step) =>
        given[step.Variable] = cheat.Remake(step.Value, given, (cheat.Peer, cheat.Accomplice)) ?? cheat.Garbled();
}

/// <summary>Sends a Z that holds an accomplice's name for the sender's own: what the receipt will speak for.</summary>
public sealed class MisnamedSender() : OtherCiphertext("misnamed-sender")
{
    public override bool AppliesTo(Protocol protocol, Role.Party role) =>
        Cheat.Encryption(role)?.Value.Variables().Contains(role.Name) ?? false;

    protected override void Choose(Cheat cheat, Dictionary<Term.Variable, Value> given, Step.Let step) =>
        given[step.Variable] = cheat.Remake(step.Value, given, (cheat.Role.Name, cheat.Accomplice)) ?? cheat.Garbled();
}
