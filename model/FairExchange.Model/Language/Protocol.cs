using System.Collections.Immutable;

namespace FairExchange.Model.Language;

/// <summary>
/// A protocol as data: the one text that is verified, executed, simulated and drawn. Made, and checked, by <c>ProtocolDefinition</c>.
/// </summary>
public sealed record Protocol
{
    private Derived<Protocol, ImmutableArray<Deadline>> deadlines;
    private Derived<Protocol, string> digest;

    internal Protocol()
    {
    }

    /// <summary>
    /// Lower case, digits and hyphens; with the <see cref="Digest"/> also the domain that every signature and encryption is bound to.
    /// </summary>
    public required string Id { get; init; }

    public required string Title { get; init; }

    /// <summary>Where the protocol is described: a section of the paper, or "ours".</summary>
    public required string Section { get; init; }

    /// <summary>What about this entry differs from the paper or from its neighbours, and why; one sentence or two.</summary>
    public required string Remark { get; init; }

    public required ImmutableArray<Channel> Channels { get; init; }

    public required ImmutableArray<Role.Party> Parties { get; init; }

    public required ImmutableArray<Role.Trusted> TrustedParties { get; init; }

    /// <summary>What is exchanged about: with the two names it makes up a deal.</summary>
    public required Term.Variable Subject { get; init; }

    public required ImmutableArray<Item> Items { get; init; }

    public required ImmutableArray<Expectation> Expectations { get; init; }

    public required ImmutableArray<Scenario> Unreachable { get; init; }

    /// <summary>For how many sessions of the honest party its properties are decided unless somebody asks for more.</summary>
    public required int Sessions { get; init; }

    /// <summary>
    /// SHA-256 of what the definition means (<see cref="CanonicalForm"/>), in lower-case hexadecimal: what was signed under one definition
    /// says nothing under another, though both bear one id.
    /// </summary>
    public string Digest => digest.Of(this, CanonicalForm.DigestOf);

    public Role.Party First => Parties[0];

    public Role.Party Second => Parties[1];

    public IEnumerable<Role> Roles => Parties.Concat<Role>(TrustedParties);

    /// <summary>What fixes one exchange: who with whom, about what.</summary>
    public ImmutableArray<Term.Variable> Deal => [First.Name, Second.Name, Subject];

    public Role.Party Party(Term.Variable name) => Parties.Single(party => party.Name == name);

    public Role.Party Counterpart(Role.Party party) => party == First ? Second : First;

    public Item ItemOf(Role.Party holder) => Items.Single(item => item.Holder == holder.Name);

    /// <summary>
    /// Whether what the other side shows leaves open whom it is against or what it is about: goods do, and so does evidence that does not
    /// name the party, or not all that the party's own item speaks of. Then it counts only where the party itself entered into the deal.
    /// </summary>
    public bool IsOpenAgainst(Role.Party party)
    {
        var (own, shown) = (ItemOf(party).Term.Variables().ToList(), ItemOf(Counterpart(party)));
        return !shown.IsEvidence
            || Deal.Any(variable => (own.Contains(variable) || variable == party.Name) && !shown.Term.Variables().Contains(variable));
    }

    /// <summary>
    /// What a session of the accused must have signed and believed so that evidence of this form speaks of a deal in which it took part.
    /// One session, in the accused's role, must have made all of the accused's signatures in it; what these cover, openly or sealed, the
    /// accused has answered for by signing, whether it could look inside or not. Of what else the evidence names or its statement speaks
    /// of, which a trusted party's word may say, the session must itself speak: it knows it by that name, or it lies in something that the
    /// session signed.
    /// </summary>
    public (ImmutableArray<Term.Signature> Signed, ImmutableArray<Term.Variable> Believed) Commitments(Role.Party accused, Term form)
    {
        ImmutableArray<Term.Signature> signed = [.. form.SelfAndParts().OfType<Term.Signature>()
            .Where(signature => signature.Signer == accused.Name).Distinct()];
        var said = Deal.Concat(ItemOf(Counterpart(Party(accused.Name))).SpokenOf).Except(TrustedParties.Select(trusted => trusted.Name));
        return (signed, [.. said.Where(variable => form.Variables().Contains(variable)
            && !signed.Any(signature => signature.Variables().Contains(variable)))]);
    }

    /// <summary>
    /// What whoever gives evidence may fill in as it likes: names and opaque values that are neither of the deal nor its holder's own nor a
    /// trusted party's name as it is written.
    /// </summary>
    public IEnumerable<Term.Variable> LeftOpen(Item item) => item.IsEvidence
        ? item.Term.Variables().Where(variable => variable.Sort == Sort.Name || variable.Sort.IsOpaque())
            .Except(Deal).Except(Party(item.Holder).Own).Except(TrustedParties.Select(trusted => trusted.Name))
        : [];

    /// <summary>
    /// Whose name a trusted party's requests bear: the one party that sends what its handlers start with; null where that is not one.
    /// </summary>
    public Role.Party? AskerOf(Role.Trusted trusted)
    {
        var doors = trusted.Handlers.SelectMany(handler => handler.Steps.OfType<Step.Receive>()).SelectMany(receive => receive.Alternatives)
            .Select(alternative => alternative.Label).ToHashSet();
        var senders = Parties.Where(party => party.Script.AllSteps().OfType<Step.Send>()
            .Any(send => send.To == trusted.Name && doors.Contains(send.Label))).ToList();
        return senders.Count == 1 ? senders[0] : null;
    }

    public Assurance Between(Term.Variable from, Term.Variable to) =>
        Channels.Single(channel => channel.From == from && channel.To == to).Assurance;

    /// <summary>What must be able to happen, unless the entry declares that it cannot.</summary>
    public IEnumerable<Scenario> Scenarios => Parties.SelectMany(party => Of(party.Name)).Prepend(new Scenario.HonestRun());

    /// <summary>Every point of time that some receive looks at; none in a protocol without clocks.</summary>
    public ImmutableArray<Deadline> Deadlines => deadlines.Of(this, protocol =>
    [
        .. protocol.Roles.SelectMany(role => role.Scripts).SelectMany(script => script.AllSteps()).OfType<Step.Receive>()
            .SelectMany(receive => receive.Alternatives.Select(alternative => alternative.Before).Append(receive.Alarm?.Deadline))
                .OfType<Deadline>(),
    ]);

    /// <summary>The protocol's parameters, in the order in which the definition speaks of them.</summary>
    public IEnumerable<Margin> Margins => Deadlines.Select(deadline => deadline.Margin).OfType<Margin>().Distinct();

    public bool IsTimed => !Deadlines.IsEmpty;

    public override string ToString() => Id;

    private IEnumerable<Scenario> Of(Term.Variable party)
    {
        yield return new Scenario.ItemFromPeer(party);
        if (TrustedParties.Length > 0)
        {
            yield return new Scenario.ItemFromTrustedParty(party);
        }

        yield return new Scenario.EvidenceAgainst(party);
        yield return new Scenario.BothHold(party);
    }
}

/// <summary>A participant's part. A role knows its own name and keys, and the names of the trusted parties.</summary>
public abstract record Role
{
    private Role(Term.Variable name) => Name = name;

    /// <summary>The role's name, which is also the variable by which it and others speak of who plays it.</summary>
    public Term.Variable Name { get; }

    /// <summary>One of the two who exchange.</summary>
    /// <param name="Knows">What is known before the first step beside the own name: the peer's name, a negotiated contract.</param>
    public sealed record Party(Term.Variable Name, ImmutableArray<Term.Variable> Knows, Script Script) : Role(Name)
    {
        private Derived<Party, ImmutableArray<Term.Variable>> needs;

        /// <summary>What whoever plays it must be given: what it knows, and messages of its own; coins and keys it draws.</summary>
        public ImmutableArray<Term.Variable> Needs => needs.Of(this, party =>
        [
            .. party.Knows,
            .. party.Script.Fresh().Where(variable => variable.Sort is not (Sort.Coins or Sort.Key)),
        ]);

        /// <summary>What it does not have from others in a run: what it knows beforehand, makes fresh, and computes under a name.</summary>
        public IEnumerable<Term.Variable> Own => Knows.Concat(Script.Fresh()).Concat(Script.Computed().Select(let => let.Variable));
    }

    /// <summary>
    /// A trusted party, which always follows its handlers. Each handler starts with the receive of a request; one that receives again
    /// holds what it has read until then, and what is entered in its register stands for good, whichever handler entered it.
    /// </summary>
    public sealed record Trusted(Term.Variable Name, ImmutableArray<Script> Handlers) : Role(Name)
    {
        private Derived<Trusted, bool> isStateless;
        private Derived<Trusted, bool> waitsForMore;

        /// <summary>
        /// Where it refuses whoever has not paid (section 1.3): the parties that have. An adversary's identities all have, since one that
        /// is refused can do less. Null where it serves everyone.
        /// </summary>
        public ImmutableArray<Term.Variable>? Subscribers { get; init; }

        /// <summary>Whether it keeps nothing from one request to the next.</summary>
        public bool IsStateless => isStateless.Of(this, trusted => !trusted.WaitsForMore && !trusted.HasRegister);

        /// <summary>Whether some handler receives again, and holds what it has read until then.</summary>
        public bool WaitsForMore => waitsForMore.Of(
            this, trusted => trusted.Handlers.Any(handler => handler.AllSteps().OfType<Step.Receive>().Count() > 1));

        /// <summary>Whether it enters anything in a register.</summary>
        public bool HasRegister => Registers.Any();

        /// <summary>What its handlers enter, in their order.</summary>
        public IEnumerable<Step.Register> Registers => Handlers.SelectMany(handler => handler.AllSteps()).OfType<Step.Register>();
    }

    public ImmutableArray<Script> Scripts => this switch
    {
        Party party => [party.Script],
        Trusted trusted => trusted.Handlers,
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}

/// <summary>What those are called who play a protocol's parties in runs, proofs and traces. No trusted party is called so.</summary>
public static class Participants
{
    /// <summary>Who plays the first and the second party.</summary>
    public const string First = "Alice", Second = "Bob";

    /// <summary>The adversary's identities, in the order in which they are needed.</summary>
    public static ImmutableArray<string> Adversaries { get; } = ["Mallory", "Trudy", "Oscar", "Eve"];

    /// <summary>
    /// Whether runs may call a participant so: also where more identities are needed than have a name of their own, and get a number.
    /// </summary>
    public static bool IsNameOfOne(string name) =>
        Adversaries.Add(First).Add(Second)
            .Any(taken => string.Equals(
                taken, name.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9'), StringComparison.OrdinalIgnoreCase));
}

/// <summary>
/// What a protocol assumes of a channel beyond that it exists. Without any of it, the adversary owns the channel: reads, loses, delays,
/// reorders, replays, injects.
/// </summary>
[Flags]
public enum Assurance
{
    /// <summary>The adversary's channel.</summary>
    Lossy = 0,

    /// <summary>Every message that is sent arrives after a finite, unbounded time. The adversary still reads and injects.</summary>
    Resilient = 1,

    /// <summary>Only the addressee reads what is sent; others may inject.</summary>
    Private = 2,

    /// <summary>
    /// A mailman in person: the addressee gets the message in the moment in which the sender gets the answer that it waits for, or not at
    /// all (section 1.2, "making sure that").
    /// </summary>
    InPerson = 4 | Resilient | Private,
}

/// <summary>A channel from one role to another.</summary>
public sealed record Channel(Term.Variable From, Term.Variable To, Assurance Assurance);

/// <summary>
/// What one party wants from the other. Evidence is what the outside judge accepts: every variable of <paramref name="Term"/> is shown to
/// the judge, who makes the signed and encrypted parts again and compares. Goods are recognised by whoever wants them and prove nothing to
/// others.
/// </summary>
/// <param name="Holder">Who wants it.</param>
/// <param name="Name">The field's word: receipt, message, contract.</param>
/// <param name="Term">What must be held.</param>
/// <param name="Shows">What the judge says when it accepts, its arguments being variables of the term; null for goods.</param>
/// <param name="Replacement">What the judge accepts in the term's place, such as a trusted party's word for it; null for nothing. It speaks
/// of the same deal.</param>
public sealed record Item(Term.Variable Holder, string Name, Term Term, FormattableString? Shows, Term? Replacement = null)
{
    public bool IsEvidence => Shows is not null;

    /// <summary>Any of these will do; the first is what the other side gives.</summary>
    public ImmutableArray<Term> Forms => Replacement is null ? [Term] : [Term, Replacement];

    /// <summary>What the judge's sentence speaks of.</summary>
    public IEnumerable<Term.Variable> SpokenOf => (Shows?.GetArguments() ?? []).OfType<Term.Variable>().Distinct();

    /// <summary>The judge's sentence with each variable said by <paramref name="say"/>.</summary>
    public string Statement(Func<Term.Variable, string> say) => Shows is null
        ? ""
        : string.Format(
            System.Globalization.CultureInfo.InvariantCulture,
            Shows.Format,
            [.. Shows.GetArguments().Select(argument => argument is Term.Variable variable ? say(variable) : argument?.ToString())]);
}
