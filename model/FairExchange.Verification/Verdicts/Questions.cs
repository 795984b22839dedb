using FairExchange.Model.Language;
using FairExchange.Verification.Grounding;
using FairExchange.Verification.Searching;
using FairExchange.Verification.Solving;

namespace FairExchange.Verification.Verdicts;

/// <summary>What is asked of the search for each property and each scenario.</summary>
internal static class Questions
{
    /// <summary>A run that violates the property.</summary>
    /// <param name="timing">
    /// For a protocol that looks at clocks; any if left out. Where both are honest and no message is lost, nothing is late either: such a run is one without clocks, in
    /// which time runs out for those only who wait for what nobody sends.
    /// </param>
    public static Question Violating(World world, Property property, Term.Variable? party, Timing? timing = null) => Violating(Ground.Essential(world), property, party, timing);

    /// <inheritdoc cref="Violating(World, Property, Term.Variable?, Timing?)"/>
    /// <param name="ground">The world's <see cref="Ground.Essential"/>, which questions may share.</param>
    public static Question Violating(Ground ground, Property property, Term.Variable? party, Timing? timing = null)
    {
        var world = ground.World;
        var timeline = new Timeline(ground, timing: world.HasAdversary ? timing ?? Timing.Any : null);
        var deals = new Deals(timeline, party is null ? world.Protocol.First : world.Protocol.Party(party));
        return new Question(
            timeline,
            property.Circumstances == Circumstances.Undisturbed ? Undisturbed : Disturbed,
            round => Formula.Not(Goals.Holds(world.Protocol, property, party, deals.At(round))));
    }

    /// <summary>A run in which the scenario happens.</summary>
    public static Question Reaching(Protocol protocol, Scenario scenario) => scenario switch
    {
        Scenario.HonestRun => Honest(protocol, protocol.First, null, Undisturbed, (deal, _) => Formula.And(deal.First, deal.Second)),
        Scenario.ItemFromPeer from => Honest(
            protocol, protocol.Party(from.Party), typeof(Role.Party), Ending.OneWay, (deal, tookPart) => Formula.And(Own(protocol, from.Party, deal), Formula.Not(tookPart))),
        Scenario.ItemFromTrustedParty from => Honest(
            protocol, protocol.Party(from.Party), typeof(Role.Trusted), Ending.OneWay, (deal, _) => Own(protocol, from.Party, deal)),
        Scenario.EvidenceAgainst against => Against(protocol, against.Party, (_, other) => other),
        Scenario.BothHold both => Against(protocol, both.Party, (own, other) => Formula.And(own, other)),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    internal static IEnumerable<Formula> Disturbed(Timeline timeline, int round) =>
        Ending.OneWay(timeline, round).Concat(Ending.TimeHasRunOut(timeline, round)).Concat(Ending.ResilientArrives(timeline, round));

    private static IEnumerable<Formula> Undisturbed(Timeline timeline, int round) =>
        Ending.OneWay(timeline, round).Concat(Ending.TimeHasRunOut(timeline, round)).Concat(Ending.Undisturbed(timeline, round));

    private static Formula Own(Protocol protocol, Term.Variable party, DealOutcome deal) => party == protocol.First.Name ? deal.First : deal.Second;

    /// <summary>Both honest, one exchange; what completes the party's item comes from that kind of role only, every other copy being lost.</summary>
    private static Question Honest(
        Protocol protocol, Role.Party party, Type? source, Func<Timeline, int, IEnumerable<Formula>> ending, Func<DealOutcome, Formula, Formula> wanted)
    {
        var ground = Ground.Of(World.OfHonest(protocol, 1));
        var completing = source is null ? [] : Completing(ground, party);
        var timeline = new Timeline(ground, (sender, reader) => !completing.Contains(reader) || sender.At.Role.GetType() == source, Timing.Any);
        var deals = new Deals(timeline, party);
        return new Question(timeline, ending, round =>
        {
            var outcome = deals.At(round);
            return Formula.Or(outcome.Deals.Select(deal => wanted(deal, outcome.TrustedPartyTookPart)));
        });
    }

    private static Question Against(Protocol protocol, Term.Variable party, Func<Formula, Formula, Formula> wanted)
    {
        var world = World.Against(protocol, protocol.Party(party), [protocol.Party(party)]);
        var timeline = new Timeline(Ground.Essential(world), timing: Timing.Any);
        var deals = new Deals(timeline, protocol.Party(party));
        return new Question(timeline, Disturbed, round => Formula.Or(deals.At(round).Deals.Select(deal =>
            party == protocol.First.Name ? wanted(deal.First, deal.Second) : wanted(deal.Second, deal.First))));
    }

    /// <summary>The receives after which the party can hold its item and before which it could not.</summary>
    private static HashSet<Event> Completing(Ground ground, Role.Party party)
    {
        var player = ground.World.Sessions.First(session => session.Role == party).Player;
        var item = ground.World.Protocol.ItemOf(party);
        return [.. ground.Events.Where(happening => happening.At.Role == party && happening.Kind == EventKind.Receive
            && Holds(happening) && (happening.Parent is null || !Holds(happening.Parent)))];

        bool Holds(Event happening)
        {
            var seen = ground.Domains.Public.Cast<Term>().ToHashSet();
            for (var step = happening; step is not null; step = step.Parent)
            {
                seen.UnionWith(step.Made.Concat(step.Input is { } input ? [input] : []).SelectMany(term => Deduction.Closure(term, player.Equals)));
            }

            return item.Forms.Any(form => happening.Binding.Binds(form) && Known(happening.Binding.Ground(form)));
            bool Known(Term term) => seen.Contains(term) || (Deduction.Ingredients(term, player.Equals)?.All(Known) ?? false)
                || Deduction.Holding(term, seen).Any(sealing => Known(sealing.Key));
        }
    }
}
