using System.Collections.Immutable;
using FairExchange.Model.Language;
using FairExchange.Verification.Grounding;
using FairExchange.Verification.Solving;

namespace FairExchange.Verification.Searching;

/// <summary>One deal of a grounded world: its outcome, and each instance of the counterpart's item with the formula that says that it can be shown.</summary>
internal sealed record GroundDeal(Binding Deal, DealOutcome Outcome, ImmutableArray<(Term Term, Formula Shown)> Showable);

/// <summary>
/// The outcome of a grounded run. Fairness is over evidence, not over sessions: the deals against an honest party are all that the counterpart's item can
/// name. Only what the item leaves open (a message names no sender) is taken from the deals that the honest party entered.
/// </summary>
internal sealed class Deals(Timeline timeline, Role.Party role)
{
    private readonly Accusations accusations = new(timeline, role);
    private readonly Protocol protocol = timeline.Ground.World.Protocol;

    /// <param name="asked">What the outcome is asked about: false evidence, and through whom items came, take long to write down and are left out for others.</param>
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

    /// <summary>All evidence that could be shown of a deal in which the honest party took no part, each with the formula that says that it is so.</summary>
    public IEnumerable<(Binding Deal, Term Evidence, Formula Framed)> Accusations(int round) => accusations.At(round, Assignments);

    private Formula Framed(int round) => Formula.Or(Accusations(round).Select(accusation => accusation.Framed));

    /// <summary>Each deal with its outcome and what the counterpart would show.</summary>
    /// <inheritdoc cref="At" path="/param"/>
    public IEnumerable<GroundDeal> All(int round, Property? asked = null) =>
        timeline.Ground.World.HasAdversary ? Against(round) : OfHonest().Select(deal => OfHonest(deal, round, asked));

    /// <summary>That an honest party holds its item of a deal only by what a trusted party has sent it.</summary>
    public Formula HeldByTrusted(Role.Party holder, Binding deal, int round) => Formula.And(
        Held(protocol.ItemOf(holder), deal, Player(holder), round),
        Formula.Not(Formula.Or(protocol.ItemOf(holder).Forms.SelectMany(form => Instances(form, deal)).Select(term => timeline.HoldsWithoutTrusted(Player(holder), term, round)))));

    /// <summary>
    /// Where both are honest the two names are theirs, and whoever of them can name what is exchanged about names the deal: the other may come to hold it and never call it by its name.
    /// </summary>
    private IEnumerable<Binding> OfHonest()
    {
        var named = protocol.Parties.Where(party => protocol.Items.Any(item => item.Term.Variables().Contains(party.Name)))
            .Aggregate(Binding.Empty, (deal, party) => deal.With(party.Name, Player(party)));
        return timeline.Ground.Events.Where(happening => happening.At.Session is not null).Select(happening => happening.Binding[protocol.Subject]).OfType<Term>()
            .Distinct().Select(subject => named.With(protocol.Subject, subject));
    }

    private IEnumerable<GroundDeal> Against(int round)
    {
        var (own, other) = (protocol.ItemOf(role), protocol.ItemOf(protocol.Counterpart(role)));
        var named = protocol.Deal.Where(other.Term.Variables().Contains).ToList();
        var deals = protocol.IsOpenAgainst(role)
            ? Entered().Select(entry => (entry.Deal, Entered: Formula.Or(entry.Entries.Select(entry => timeline.On(entry, round)))))
            : Assignments(Binding.Empty.With(role.Name, timeline.Ground.World.Honest[0]), named).Select(deal => (Deal: deal, Entered: Formula.True));
        foreach (var (deal, entered) in deals)
        {
            var shown = other.Forms.SelectMany(form => Instances(form, deal))
                .Select(term => (Term: term, Shown: Formula.And(entered, timeline.AdversaryKnows(term, round))))
                .Where(instance => !ReferenceEquals(instance.Shown, Formula.False)).ToImmutableArray();
            if (!shown.IsEmpty)
            {
                var honest = timeline.Ground.World.Honest[0];
                yield return new GroundDeal(
                    deal, Of(deal, role, Held(own, deal, honest, round), Formula.Or(shown.Select(instance => instance.Shown)), Formula.True, Formula.False, round), shown);
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
                Formula.And(Plainly(protocol.ItemOf(role), deal, Player(role), round), Plainly(protocol.ItemOf(counterpart), deal, Player(counterpart), round)),
                asked == Property.Transparency ? Formula.Or(HeldByTrusted(role, deal, round), HeldByTrusted(counterpart, deal, round)) : Formula.False,
                round),
            []);
    }

    private Formula Held(Item item, Binding deal, Term.Constant holder, int round) => Held(item.Forms, deal, holder, round);

    private Formula Held(ImmutableArray<Term> forms, Binding deal, Term.Constant holder, int round) =>
        Formula.Or(forms.SelectMany(form => Instances(form, deal)).Select(term => timeline.Holds(holder, term, round)));

    /// <summary>
    /// Who holds the item in whatever form holds it as the other side gives it: no trusted party stands in it but where it is written, nor has the holder signed where another may sign.
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
        var plain = Assignments(deal, item.Term.Variables()).Where(binding => open.TrueForAll(variable => IsOthers(variable, binding[variable]!))).Select(binding => binding.Ground(item.Term));
        return Formula.Implies(Held(item, deal, holder, round), Formula.Or(plain.Select(term => timeline.Holds(holder, term, round))));

        bool IsOthers(Term.Variable variable, Term name) => !trusted.Contains(name) && !(name.Equals(holder) && signers.Contains(variable));
    }

    private DealOutcome Of(Binding deal, Role.Party party, Formula own, Formula other, Formula transparent, Formula helped, int round)
    {
        var disclosed = deal[protocol.Subject] is { } subject
            ? Formula.Or(protocol.TrustedParties.Select(trusted => timeline.Learns(World.TrustedName(trusted), subject, round))) : Formula.False;
        return party == protocol.First ? new(deal.ToString(), own, other, transparent, helped, disclosed) : new(deal.ToString(), other, own, transparent, helped, disclosed);
    }

    private Term.Constant Player(Role.Party party) => timeline.Ground.World.Sessions.First(session => session.Role == party).Player;

    /// <summary>The deals that honest sessions of the role come to be in, each with the events by which they do.</summary>
    private IEnumerable<(Binding Deal, List<Event> Entries)> Entered()
    {
        var relevant = protocol.Deal.Where(variable => protocol.Items.Any(item => item.Term.Variables().Contains(variable))).ToList();
        return timeline.Ground.Events
            .Where(happening => happening.At.Role == role && Deal(happening.Binding) is not null && (happening.Parent is null || Deal(happening.Parent.Binding) is null))
            .GroupBy(happening => Deal(happening.Binding)!.ToString())
            .Select(group => (Deal(group.First().Binding)!, group.ToList()));

        Binding? Deal(Binding binding) => relevant.All(variable => binding[variable] is not null)
            ? relevant.Aggregate(Binding.Empty, (deal, variable) => deal.With(variable, binding[variable]!))
            : null;
    }

    private IEnumerable<Term> Instances(Term form, Binding deal) => Assignments(deal, form.Variables()).Select(binding => binding.Ground(form));

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
