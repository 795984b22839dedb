using FairExchange.Model.Language;
using FairExchange.Verification.Grounding;
using FairExchange.Verification.Searching;
using FairExchange.Verification.Solving;

namespace FairExchange.Verification.Verdicts;

/// <summary>What is asked of the search for each property and each scenario.</summary>
internal static class Questions
{
    /// <summary>Clocks that are off and channels that take time, in their own units: a run that needs neither to be so is none of real life.</summary>
    private static readonly Timing Real = Timing.Any with { Skew = 1, Delay = 1 };

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
        var isUndisturbed = property.Circumstances == Circumstances.Undisturbed;
        var timeline = new Timeline(ground, world.HasAdversary ? timing ?? Timing.Any : null, isUndisturbed);
        var deals = new Deals(timeline, party is null ? world.Protocol.First : world.Protocol.Party(party));
        return new Question(
            timeline,
            isUndisturbed ? Undisturbed : Disturbed,
            round => Formula.Not(Goals.Holds(world.Protocol, property, party, deals.At(round, property))),
            round => Goals.Speaks(world.Protocol, property, party, deals.At(round, property == Property.Accountability ? null : property)));
    }

    /// <summary>
    /// A run in which a cheat brings the party to send a trusted party what shows it what is exchanged about: what the party makes, or agrees on beforehand. That is what it says itself; what it was
    /// given and hands on, whoever gave it might as well have sent.
    /// </summary>
    /// <returns>Null where it never says anything of the kind.</returns>
    /// <param name="ground">All events, since what nobody reads may show something too.</param>
    public static Question? Telling(Ground ground, Role.Party party)
    {
        var subject = ground.World.Protocol.Subject;
        var trusted = ground.World.Protocol.TrustedParties.Select(World.TrustedName).ToHashSet();
        var own = ground.Events.Where(happening => happening.At.Role == party && happening.At.Session is not null).ToList();
        var secrets = own.SelectMany(happening => happening.Made.Concat(happening.Beforehand).Where(value => value.Equals(happening.Binding[subject]))).Distinct().ToList();
        var saying = own.FindAll(happening => happening.Sends.Any(sending => trusted.Contains(sending.To) && Said(happening, sending).Any(secrets.Contains)));
        if (saying.Count == 0)
        {
            return null;
        }

        var timeline = new Timeline(ground, Timing.Any);
        return new Question(timeline, Ending.OneWay, round => Formula.Or(saying.Select(happening => timeline.On(happening, round))));
    }

    /// <summary>What the addressee gets out of a message that its sender has not from somebody else.</summary>
    private static IEnumerable<Term> Said(Event happening, Sending sending)
    {
        var role = (Role.Party)happening.At.Role;
        var own = role.Script.AllSteps().SelectMany(step => step switch
        {
            Step.Fresh fresh => fresh.Variables,
            Step.Let let => [let.Variable],
            _ => (IEnumerable<Term.Variable>)[],
        }).Concat(role.Knows).Select(variable => variable.Symbol).ToHashSet();
        var read = happening.Binding.Values.Where(pair => !own.Contains(pair.Key)).Select(pair => pair.Value).ToHashSet();
        return Open(sending.Message);
        IEnumerable<Term> Open(Term term) => read.Contains(term) ? [] : term switch
        {
            Term.Tuple tuple => tuple.Items.SelectMany(Open),
            Term.Signature signature => Open(signature.Body),
            Term.Encryption encryption when encryption.Recipient.Equals(sending.To) => Open(encryption.Plaintext),
            _ => [term],
        };
    }

    /// <summary>A run in which the scenario happens.</summary>
    public static Question Reaching(Protocol protocol, Scenario scenario) => scenario switch
    {
        Scenario.HonestRun => Honest(protocol, Undisturbed, (deals, round) => deals.At(round).Deals.Select(deal => Formula.And(deal.First, deal.Second)), isUndisturbed: true),
        Scenario.ItemFromPeer from => Honest(protocol, Ending.OneWay, (deals, round) =>
        {
            var outcome = deals.At(round);
            return outcome.Deals.Select(deal => Formula.And(Own(protocol, from.Party, deal), Formula.Not(outcome.TrustedPartyTookPart)));
        }),
        Scenario.ItemFromTrustedParty from => Honest(
            protocol, Ending.OneWay, (deals, round) => deals.All(round).Select(deal => deals.HeldByTrusted(protocol.Party(from.Party), deal.Deal, round))),
        Scenario.EvidenceAgainst against => Against(protocol, against.Party, (_, other) => other),
        Scenario.BothHold both => Against(protocol, both.Party, (own, other) => Formula.And(own, other)),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    internal static IEnumerable<Formula> Disturbed(Timeline timeline, int round) =>
        Ending.OneWay(timeline, round).Concat(Ending.TimeHasRunOut(timeline, round)).Concat(Ending.ResilientArrives(timeline, round));

    private static IEnumerable<Formula> Undisturbed(Timeline timeline, int round) =>
        Ending.OneWay(timeline, round).Concat(Ending.TimeHasRunOut(timeline, round)).Concat(Ending.Undisturbed(timeline, round));

    private static Formula Own(Protocol protocol, Term.Variable party, DealOutcome deal) => party == protocol.First.Name ? deal.First : deal.Second;

    /// <summary>Both honest, one exchange; one of the formulas that are wanted must hold.</summary>
    private static Question Honest(
        Protocol protocol, Func<Timeline, int, IEnumerable<Formula>> ending, Func<Deals, int, IEnumerable<Formula>> wanted, bool isUndisturbed = false)
    {
        var timeline = new Timeline(Ground.Of(World.OfHonest(protocol, 1)), isUndisturbed ? Real : Timing.Any, isUndisturbed);
        var deals = new Deals(timeline, protocol.First);
        return new Question(timeline, ending, round => Formula.Or(wanted(deals, round)));
    }

    private static Question Against(Protocol protocol, Term.Variable party, Func<Formula, Formula, Formula> wanted)
    {
        var world = World.Against(protocol, protocol.Party(party), [protocol.Party(party)]);
        var timeline = new Timeline(Ground.Essential(world), Timing.Any);
        var deals = new Deals(timeline, protocol.Party(party));
        return new Question(timeline, Disturbed, round => Formula.Or(deals.At(round).Deals.Select(deal =>
            party == protocol.First.Name ? wanted(deal.First, deal.Second) : wanted(deal.Second, deal.First))));
    }
}
