using System.Collections.Immutable;
using FairExchange.Model.Language;
using FairExchange.Verification.Grounding;
using FairExchange.Verification.Solving;

namespace FairExchange.Verification.Searching;

/// <summary>
/// Each property, once: the formula that an outcome must satisfy, and the one that says whether the property says anything of it. The
/// solver is asked for a run that violates the first, and where there is none for one that satisfies the second, lest a proof be of
/// nothing; a simulated run is held against the same formulas.
/// </summary>
public static class Goals
{
    private static readonly Dictionary<Property, Goal> All = new()
    {
        [Property.Fairness] = new(Fair, IsShown, "the other side never gets its item, whatever it does"),
        [Property.Accountability] = new(
            (protocol, party, outcome) =>
                Formula.Not(party == protocol.First.Name ? outcome.FirstFramed : outcome.SecondFramed), IsShown,
                "no evidence is ever shown against the party"),
        [Property.Effectiveness] = new((_, _, outcome) => OfEach(outcome, deal => Formula.And(deal.First, deal.Second)), Completes, Never),
        [Property.Optimism] = new((_, _, outcome) => Formula.Not(outcome.TrustedPartyTookPart), Completes, Never),
        [Property.Timeliness] = new(Ended, TookPart, "the party never sends or reads anything"),
        // After its end a session reads no more: what it lacks then it never gets, and fairness says that neither does the other side.
        [Property.CutOff] = new(
            (protocol, party, outcome) => Formula.And(Ended(protocol, party, outcome), Fair(protocol, party, outcome)),
            (protocol, party, outcome) => Formula.And(TookPart(protocol, party, outcome), IsShown(protocol, party, outcome)),
            "the party never takes part in a run in which the other side gets its item"),
        [Property.NonRepudiationOfReceipt] = new(
            (protocol, _, outcome) =>
                Evident(protocol.First, protocol, outcome, deal => deal.First), (_, _, outcome) =>
                    OfAny(outcome, deal => deal.First), "no honest run ends with the evidence"),
        [Property.NonRepudiationOfOrigin] = new(
            (protocol, _, outcome) =>
                Evident(protocol.Second, protocol, outcome, deal => deal.Second), (_, _, outcome) =>
                    OfAny(outcome, deal => deal.Second), "no honest run ends with the evidence"),
        [Property.Transparency] = new(
            (_, _, outcome) => OfEach(outcome, deal => deal.Transparent),
            (_, _, outcome) => OfAny(outcome, deal => deal.Helped),
            "nobody ever gets its item through a trusted party"),
        [Property.Statelessness] = new(
            (_, _, outcome) => Formula.Not(outcome.TrustedPartyKept), (_, _, outcome) => outcome.TrustedPartyTookPart, Idle),
        [Property.Confidentiality] = new(
            (_, _, outcome) => OfEach(outcome, deal => Formula.Not(deal.Disclosed)),
            (_, _, outcome) => Formula.And(outcome.TrustedPartyTookPart, Formula.Of(!outcome.Deals.IsEmpty)),
            Idle),
    };

    private const string Never = "no honest run completes";

    private const string Idle = "no trusted party is ever sent anything";

    /// <param name="protocol">Says who is first and second.</param>
    /// <param name="property">The property.</param>
    /// <param name="party">The honest party that the property speaks of; null where it speaks of both.</param>
    /// <param name="outcome">How a run came out.</param>
    public static Formula Holds(Protocol protocol, Property property, Term.Variable? party, Outcome outcome) =>
        Of(property).Holds(protocol, party, outcome);

    /// <summary>Whether the run is one that makes it worth anything that the property holds.</summary>
    /// <inheritdoc cref="Holds" path="/param"/>
    public static Formula Speaks(Protocol protocol, Property property, Term.Variable? party, Outcome outcome) =>
        Of(property).Speaks(protocol, party, outcome);

    /// <summary>Why the property says nothing where it speaks of no run.</summary>
    public static string Emptiness(Property property) => Of(property).Emptiness;

    private static Goal Of(Property property) =>
        All.TryGetValue(property, out var goal) ? goal : throw new ArgumentException($"There is no goal for {property}.", nameof(property));

    private static Formula Ended(Protocol protocol, Term.Variable? party, Outcome outcome) =>
        party == protocol.First.Name ? outcome.FirstEnded : outcome.SecondEnded;

    private static Formula TookPart(Protocol protocol, Term.Variable? party, Outcome outcome) =>
        party == protocol.First.Name ? outcome.FirstTookPart : outcome.SecondTookPart;

    private static Formula Fair(Protocol protocol, Term.Variable? party, Outcome outcome) =>
        OfEach(outcome, deal => party == protocol.First.Name
        ? Formula.Implies(deal.Second, deal.First)
        : Formula.Implies(deal.First, deal.Second));

    /// <summary>The other side holds its item of some deal.</summary>
    private static Formula IsShown(Protocol protocol, Term.Variable? party, Outcome outcome) =>
        OfAny(outcome, deal => party == protocol.First.Name ? deal.Second : deal.First);

    private static Formula Completes(Protocol protocol, Term.Variable? party, Outcome outcome) =>
        OfAny(outcome, deal => Formula.And(deal.First, deal.Second));

    /// <summary>Goods are no evidence: whoever holds them can show nothing of where they came from.</summary>
    private static Formula Evident(Role.Party holder, Protocol protocol, Outcome outcome, Func<DealOutcome, Formula> held) =>
        protocol.ItemOf(holder).IsEvidence ? OfEach(outcome, held) : Formula.False;

    private static Formula OfEach(Outcome outcome, Func<DealOutcome, Formula> goal) => Formula.And(outcome.Deals.Select(goal));

    private static Formula OfAny(Outcome outcome, Func<DealOutcome, Formula> goal) => Formula.Or(outcome.Deals.Select(goal));

    /// <param name="Emptiness">Why it says nothing where it speaks of no run.</param>
    private sealed record Goal(
        Func<Protocol, Term.Variable?, Outcome, Formula> Holds, Func<Protocol, Term.Variable?, Outcome, Formula> Speaks, string Emptiness);
}

/// <summary>
/// How a run came out, as far as properties look at it. In a search each part is a formula over the events of a round;
/// in a simulated run each is an atom whose truth was observed.
/// </summary>
/// <param name="TrustedPartyTookPart">A trusted party was sent a message, or received one.</param>
/// <param name="TrustedPartyKept">A trusted party kept something of a request for a later one.</param>
/// <param name="FirstEnded">Every honest session of the first party that has sent or read anything is at its end.</param>
/// <param name="SecondEnded">The same of the second party.</param>
/// <param name="FirstTookPart">Some honest session of the first party has sent or read something, or waited in vain.</param>
/// <param name="SecondTookPart">The same of the second party.</param>
/// <param name="FirstFramed">Evidence can be shown against the honest first party of a deal in which it took no part
/// (<see cref="Protocol.Commitments"/>).</param>
/// <param name="SecondFramed">The same of the second party.</param>
public sealed record Outcome(
    ImmutableArray<DealOutcome> Deals,
    Formula TrustedPartyTookPart,
    Formula TrustedPartyKept,
    Formula FirstEnded,
    Formula SecondEnded,
    Formula FirstTookPart,
    Formula SecondTookPart,
    Formula FirstFramed,
    Formula SecondFramed);

/// <summary>Who holds its item of one deal; a cheating counterpart "holds" what it can show or has learned.</summary>
/// <param name="Deal">For people: who with whom about what.</param>
/// <param name="First">The first party (Alice) holds what it wants.</param>
/// <param name="Second">The second party (Bob) holds what it wants.</param>
/// <param name="Transparent">Who holds its item holds it as the other side gives it, not only in a form that a trusted party makes in its
/// place, or with a trusted party's name where another may stand.</param>
/// <param name="Helped">Somebody holds its item, and would not without what a trusted party has sent it.</param>
/// <param name="Disclosed">A trusted party has learned what is exchanged about.</param>
public sealed record DealOutcome(string Deal, Formula First, Formula Second, Formula Transparent, Formula Helped, Formula Disclosed);

/// <summary>
/// One deal of a grounded world: its outcome, and each instance of the counterpart's item with the formula that says that it can be shown.
/// </summary>
internal sealed record GroundDeal(Binding Deal, DealOutcome Outcome, ImmutableArray<(Term Term, Formula Shown)> Showable);

/// <summary>
/// The outcome of a grounded run. Fairness is over evidence, not over sessions: the deals against an honest party are all that the
/// counterpart's item can name. Only what the item leaves open (a message names no sender) is taken from the deals that the honest party
/// entered.
/// </summary>
internal sealed class Deals(Timeline timeline, Role.Party role)
{
    private readonly Accusations accusations = new(timeline, role);
    private readonly Protocol protocol = timeline.Ground.World.Protocol;

    /// <param name="asked">What the outcome is asked about: false evidence, and through whom items came, take long to write down and are
    /// left out for others.</param>
    public Outcome At(int round, Property? asked = null) => new(
        [.. All(round, asked).Select(deal => deal.Outcome)],
        Formula.Or(timeline.Ground.Events.Where(InvolvesTrustedParty).Select(happening => timeline.On(happening, round))),
        Ending.Kept(timeline, round),
        Ending.Ended(timeline, round, protocol.First),
        Ending.Ended(timeline, round, protocol.Second),
        Ending.TookPart(timeline, round, protocol.First),
        Ending.TookPart(timeline, round, protocol.Second),
        role == protocol.First && asked == Property.Accountability ? Framed(round) : Formula.False,
        role == protocol.Second && asked == Property.Accountability ? Framed(round) : Formula.False);

    /// <summary>
    /// All evidence that could be shown of a deal in which the honest party took no part, each with the formula that says that it is so.
    /// </summary>
    public IEnumerable<(Binding Deal, Term Evidence, Formula Framed)> Accusations(int round) => accusations.At(round, Assignments);

    private Formula Framed(int round) => Formula.Or(Accusations(round).Select(accusation => accusation.Framed));

    /// <summary>Each deal with its outcome and what the counterpart would show.</summary>
    /// <inheritdoc cref="At" path="/param"/>
    public IEnumerable<GroundDeal> All(int round, Property? asked = null) =>
        timeline.Ground.World.HasAdversary ? Against(round) : OfHonest().Select(deal => OfHonest(deal, round, asked));

    /// <summary>That an honest party holds its item of a deal only by what a trusted party has sent it.</summary>
    public Formula HeldByTrusted(Role.Party holder, Binding deal, int round) => Formula.And(
        Held(protocol.ItemOf(holder), deal, Player(holder), round),
        Formula.Not(Formula.Or(protocol.ItemOf(holder).Forms.SelectMany(form => Instances(form, deal))
            .Select(term => timeline.HoldsWithoutTrusted(Player(holder), term, round)))));

    /// <summary>
    /// Where both are honest the two names are theirs, and whoever of them can name what is exchanged about names the deal: the other may
    /// come to hold it and never call it by its name.
    /// </summary>
    private IEnumerable<Binding> OfHonest()
    {
        var named = protocol.Parties.Where(party => protocol.Items.Any(item => item.Term.Variables().Contains(party.Name)))
            .Aggregate(Binding.Empty, (deal, party) => deal.With(party.Name, Player(party)));
        return timeline.Ground.Events.Where(happening => happening.At.Session is not null)
            .Select(happening => happening.Binding[protocol.Subject]).OfType<Term>()
            .Distinct().Select(subject => named.With(protocol.Subject, subject));
    }

    private IEnumerable<GroundDeal> Against(int round)
    {
        var (own, other) = (protocol.ItemOf(role), protocol.ItemOf(protocol.Counterpart(role)));
        var named = protocol.Deal.Where(other.Term.Variables().Contains).ToList();
        var deals = protocol.IsOpenAgainst(role)
            ? Entered().Select(entry => (entry.Deal, Entered: Formula.Or(entry.Entries.Select(entry => timeline.On(entry, round)))))
            : Assignments(Binding.Empty.With(role.Name, timeline.Ground.World.Honest[0]), named)
                .Select(deal => (Deal: deal, Entered: Formula.True));
        foreach (var (deal, entered) in deals)
        {
            var shown = other.Forms.SelectMany(form => Instances(form, deal))
                .Select(term => (Term: term, Shown: Formula.And(entered, timeline.AdversaryKnows(term, round))))
                .Where(instance => !ReferenceEquals(instance.Shown, Formula.False)).ToImmutableArray();
            if (!shown.IsEmpty)
            {
                var honest = timeline.Ground.World.Honest[0];
                yield return new GroundDeal(
                    deal, Of(deal, role, Held(own, deal, honest, round), Formula.Or(shown.Select(instance => instance.Shown)), Formula.True,
                        Formula.False, round), shown);
            }
        }
    }

    private bool InvolvesTrustedParty(Event happening) => happening.At.Role is Role.Trusted
        || happening.Sends.Any(sending => protocol.TrustedParties.Any(trusted => World.TrustedName(trusted) == sending.To));

    private GroundDeal OfHonest(Binding deal, int round, Property? asked)
    {
        var counterpart = protocol.Counterpart(role);
        return new GroundDeal(
            deal,
            Of(
                deal,
                role,
                Held(protocol.ItemOf(role), deal, Player(role), round),
                Held(protocol.ItemOf(counterpart), deal, Player(counterpart), round),
                Formula.And(Plainly(protocol.ItemOf(role), deal, Player(role), round),
                    Plainly(protocol.ItemOf(counterpart), deal, Player(counterpart), round)),
                asked == Property.Transparency
                    ? Formula.Or(HeldByTrusted(role, deal, round), HeldByTrusted(counterpart, deal, round)) : Formula.False,
                round),
            []);
    }

    private Formula Held(Item item, Binding deal, Term.Constant holder, int round) => Held(item.Forms, deal, holder, round);

    private Formula Held(ImmutableArray<Term> forms, Binding deal, Term.Constant holder, int round) =>
        Formula.Or(forms.SelectMany(form => Instances(form, deal)).Select(term => timeline.Holds(holder, term, round)));

    /// <summary>
    /// Who holds the item in whatever form holds it as the other side gives it: no trusted party stands in it but where it is written, nor
    /// has the holder signed where another may sign.
    /// </summary>
    private Formula Plainly(Item item, Binding deal, Term.Constant holder, int round)
    {
        var open = protocol.LeftOpen(item).Where(variable => variable.Sort == Sort.Name).ToList();
        if (item.Replacement is null && open.Count == 0)
        {
            return Formula.True;
        }

        var trusted = protocol.TrustedParties.Select(World.TrustedName).ToHashSet<Term>();
        var signers = item.Term.SelfAndParts().OfType<Term.Signature>().Select(signature => signature.Signer).ToHashSet();
        var plain = Assignments(deal, item.Term.Variables())
            .Where(binding => open.TrueForAll(variable => IsOthers(variable, binding[variable]!)))
            .Select(binding => binding.Ground(item.Term));
        return Formula.Implies(Held(item, deal, holder, round), Formula.Or(plain.Select(term => timeline.Holds(holder, term, round))));

        bool IsOthers(Term.Variable variable, Term name) => !trusted.Contains(name) && !(name.Equals(holder) && signers.Contains(variable));
    }

    private DealOutcome Of(Binding deal, Role.Party party, Formula own, Formula other, Formula transparent, Formula helped, int round)
    {
        var disclosed = deal[protocol.Subject] is { } subject
            ? Formula.Or(protocol.TrustedParties.Select(trusted => timeline.Learns(World.TrustedName(trusted), subject, round)))
                : Formula.False;
        return party == protocol.First
            ? new(deal.ToString(), own, other, transparent, helped, disclosed)
            : new(deal.ToString(), other, own, transparent, helped, disclosed);
    }

    private Term.Constant Player(Role.Party party) => timeline.Ground.World.Sessions.First(session => session.Role == party).Player;

    /// <summary>The deals that honest sessions of the role come to be in, each with the events by which they do.</summary>
    private IEnumerable<(Binding Deal, List<Event> Entries)> Entered()
    {
        var relevant = protocol.Deal.Where(variable => protocol.Items.Any(item => item.Term.Variables().Contains(variable))).ToList();
        return timeline.Ground.Events
            .Where(happening => happening.At.Role == role && Deal(happening.Binding) is not null
                && (happening.Parent is null || Deal(happening.Parent.Binding) is null))
            .GroupBy(happening => Deal(happening.Binding)!.ToString())
            .Select(group => (Deal(group.First().Binding)!, group.ToList()));

        Binding? Deal(Binding binding) => relevant.All(variable => binding[variable] is not null)
            ? relevant.Aggregate(Binding.Empty, (deal, variable) => deal.With(variable, binding[variable]!))
            : null;
    }

    private IEnumerable<Term> Instances(Term form, Binding deal) =>
        Assignments(deal, form.Variables()).Select(binding => binding.Ground(form));

    /// <summary>All ways to complete a binding to the variables given.</summary>
    private IEnumerable<Binding> Assignments(Binding binding, IEnumerable<Term.Variable> variables) =>
        variables.Where(variable => binding[variable] is null).Aggregate(
            (IEnumerable<Binding>)[binding],
            (bindings, variable) => bindings.SelectMany(known => Range(variable).Select(value => known.With(variable, value))));

    private ImmutableArray<Term> Range(Term.Variable variable) =>
        protocol.TrustedParties.FirstOrDefault(trusted => trusted.Name == variable) is { } trusted
            ? [World.TrustedName(trusted)]
            : timeline.Ground.Domains.Of(variable.Sort);
}

/// <summary>
/// Evidence against the honest party, and what its own sessions did that the evidence speaks of: see <see cref="Protocol.Commitments"/>. A
/// session goes one way, so what several of its events say of it holds of one run of it.
/// </summary>
internal sealed class Accusations
{
    private readonly Timeline timeline;
    private readonly Role.Party accused;
    private readonly ILookup<(int Session, Term Signature), Event> signing;
    private readonly ILookup<int, Event> speaking;
    private readonly List<int> sessions;

    public Accusations(Timeline timeline, Role.Party accused)
    {
        (this.timeline, this.accused) = (timeline, accused);
        sessions = [.. timeline.Ground.World.Sessions.Where(session => session.Role == accused).Select(session => session.Number)];
        var sending = timeline.Ground.Events.Where(happening => happening.At.Role == accused && !happening.Sends.IsEmpty).ToList();
        speaking = sending.ToLookup(happening => happening.At.Session!.Number);
        signing = sending
            .SelectMany(happening => happening.Sends.SelectMany(sending => sending.Message.SelfAndParts()).OfType<Term.Signature>()
                .Distinct().Select(signature => (happening, signature)))
            .ToLookup(pair => (pair.happening.At.Session!.Number, (Term)pair.signature), pair => pair.happening);
    }

    /// <param name="assignments">All ways to complete a binding to the variables given.</param>
    public IEnumerable<(Binding Deal, Term Evidence, Formula Framed)> At(
        int round, Func<Binding, IEnumerable<Term.Variable>, IEnumerable<Binding>> assignments)
    {
        var world = timeline.Ground.World;
        var item = world.Protocol.ItemOf(world.Protocol.Counterpart(accused));
        if (!item.IsEvidence || !world.HasAdversary)
        {
            yield break;
        }

        // Evidence that does not name the accused is against nobody.
        foreach (var form in item.Forms.Where(form => form.Variables().Contains(accused.Name)))
        {
            var (signed, believed) = world.Protocol.Commitments(accused, form);
            foreach (var binding in assignments(Binding.Empty.With(accused.Name, world.Honest[0]), form.Variables()))
            {
                var evidence = binding.Ground(form);
                var shown = timeline.AdversaryKnows(evidence, round);
                if (!ReferenceEquals(shown, Formula.False))
                {
                    var deal = world.Protocol.Deal.Where(form.Variables().Contains)
                        .Aggregate(Binding.Empty, (deal, variable) => deal.With(variable, binding[variable]!));
                    var tookPart = Formula.Or(sessions.Select(session => TookPart(session, binding, signed, believed, round)));
                    yield return (deal, evidence, Formula.And(shown, Formula.Not(tookPart)));
                }
            }
        }
    }

    private Formula TookPart(
        int session, Binding binding, IEnumerable<Term.Signature> signed, IEnumerable<Term.Variable> believed, int round) => Formula.And(
        signed.Select(signature => Happened(round, signing[(session, binding.Ground(signature))]))
            .Concat(believed.Select(variable =>
                Happened(round, speaking[session].Where(happening => SpeaksOf(happening, variable, binding[variable]!)))))
            .Append(Happened(round, speaking[session])));

    private static bool SpeaksOf(Event happening, Term.Variable variable, Term value) => value.Equals(happening.Binding[variable])
        || happening.Sends.SelectMany(sending => sending.Message.SelfAndParts()).OfType<Term.Signature>()
            .Any(signature => signature.Signer.Equals(happening.At.Actor) && signature.SelfAndParts().Contains(value));

    private Formula Happened(int round, IEnumerable<Event> events) => Formula.Or(events.Select(happening => timeline.On(happening, round)));
}
