using FairExchange.Model.Language;
using FairExchange.Verification.Grounding;
using FairExchange.Verification.Verdicts;

namespace FairExchange.Tests.Verification.SecondMethod;

/// <summary>
/// What the second method says of a protocol's properties and scenarios, for so many sessions of the honest party, in every mix of its
/// roles.
/// </summary>
internal sealed class SecondAnswer(Protocol protocol, int sessions)
{
    private readonly Dictionary<Term.Variable, List<(string Roles, Lazy<Exploration> Exploration)>> explorations = [];
    private Delivery? delivery;

    /// <summary>
    /// How many events there may be, how many sets of them are looked at for one question, and how many events are put into an order by the
    /// clock for one party and mix of roles, before it gives up.
    /// </summary>
    public (int Events, int Runs, int Placed) Most { get; init; } = (int.MaxValue, int.MaxValue, int.MaxValue);

    public Action<string>? Say { get; init; }

    private Delivery Delivery => delivery ??= new Delivery(World.OfHonest(protocol, sessions));

    /// <summary>The verdict's word.</summary>
    public static string Word(Verdict verdict) => verdict switch
    {
        Verdict.Attacked => "attacked",
        Verdict.Proved => "proved",
        Verdict.Vacuous => "vacuous",
        var other => throw new InvalidOperationException(other.ToString()),
    };

    /// <exception cref="ExplorationTooLargeException">Given up.</exception>
    public string Word(Property property, Term.Variable? party)
    {
        if (party is null)
        {
            return IsBroken(property) ? "attacked" : IsSpokenOf(property) ? "proved" : "vacuous";
        }

        foreach (var (roles, mixed) in Against(protocol.Party(party)))
        {
            var exploration = mixed.Value;
            var watch = System.Diagnostics.Stopwatch.StartNew();
            var found = property == Property.Fairness ? exploration.FindUnfairRun()
                : property == Property.Timeliness ? exploration.FindHangingRun()
                : property == Property.Accountability ? exploration.FindFramingRun()
                : property == Property.CutOff ? exploration.FindHangingRun() ?? exploration.FindUnfairRun()
                : throw new ArgumentOutOfRangeException(nameof(property));
            Say?.Invoke($"{protocol} {property} {party} [{roles}]: {(found is null ? "holds" : "broken")}, {exploration.Looked} sets of "
                + $"events, {watch.ElapsedMilliseconds} ms");
            if (found is not null)
            {
                return "attacked";
            }
        }

        var (takesPart, isShown) = (property != Property.Fairness && property != Property.Accountability, property != Property.Timeliness);
        return Against(protocol.Party(party)).Exists(mix => mix.Exploration.Value.FindRun(takesPart, isShown) is not null)
            ? "proved" : "vacuous";
    }

    /// <summary>Whether the scenario, which is of one session, can happen.</summary>
    /// <inheritdoc cref="Word(Property, Term.Variable?)" path="/exception"/>
    public bool Reaches(Scenario scenario) => scenario switch
    {
        Scenario.HonestRun => Ends().Any(run => Delivery.HoldOfSome(run, protocol.Items)),
        Scenario.ItemFromPeer from => Reached().Any(run => !Delivery.IsAsked(run) && Delivery.HoldOfSome(run, [ItemOf(from.Party)])),
        Scenario.ItemFromTrustedParty from => Reached().Any(run => Delivery.IsHeldByTrusted(run, ItemOf(from.Party))),
        Scenario.EvidenceAgainst against =>
            Against(protocol.Party(against.Party))[0].Exploration.Value.FindRun(takesPart: false, isShown: true) is not null,
        Scenario.BothHold both => Against(protocol.Party(both.Party))[0].Exploration.Value.FindRunForBoth() is not null,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private bool IsBroken(Property property) => property switch
    {
        _ when property == Property.Effectiveness => Ends().Any(run => !Delivery.BothHold(run)),
        _ when property == Property.Optimism => Ends().Any(Delivery.IsAsked),
        _ when property == Property.NonRepudiationOfReceipt => Ends().Any(run => HoldsNothingEvident(run, protocol.ItemOf(protocol.First))),
        _ when property == Property.NonRepudiationOfOrigin => Ends().Any(run => HoldsNothingEvident(run, protocol.ItemOf(protocol.Second))),
        _ when property == Property.Statelessness => Reached().Any(Delivery.IsKept),
        _ when property == Property.Confidentiality => Reached().Any(Delivery.IsDisclosed),
        _ when property == Property.Transparency =>
            Reached().Any(run => protocol.Items.Any(item => Delivery.IsHeldInAnotherForm(run, item))),
        _ => throw new ArgumentOutOfRangeException(nameof(property)),
    };

    private bool HoldsNothingEvident(HashSet<Event> run, Item item) => !item.IsEvidence || !Delivery.Hold(run, [item]);

    /// <summary>Whether anything comes about of which it would be worth saying that the property holds.</summary>
    private bool IsSpokenOf(Property property) => property switch
    {
        _ when property == Property.Effectiveness || property == Property.Optimism =>
            Ends().Any(run => Delivery.HoldOfSome(run, protocol.Items)),
        _ when property == Property.NonRepudiationOfReceipt =>
            Ends().Any(run => Delivery.HoldOfSome(run, [protocol.ItemOf(protocol.First)])),
        _ when property == Property.NonRepudiationOfOrigin =>
            Ends().Any(run => Delivery.HoldOfSome(run, [protocol.ItemOf(protocol.Second)])),
        _ when property == Property.Statelessness || property == Property.Confidentiality => Reached().Any(Delivery.IsAsked),
        _ when property == Property.Transparency => Reached().Any(run => protocol.Items.Any(item => Delivery.IsHeldByTrusted(run, item))),
        _ => throw new ArgumentOutOfRangeException(nameof(property)),
    };

    private Item ItemOf(Term.Variable party) => protocol.ItemOf(protocol.Party(party));

    private IEnumerable<HashSet<Event>> Ends() => Few(Delivery.Ends());

    private IEnumerable<HashSet<Event>> Reached() => Few(Delivery.Reached());

    private IEnumerable<HashSet<Event>> Few(IEnumerable<HashSet<Event>> runs) =>
        runs.Select((run, i) => i < Most.Runs ? run : throw new ExplorationTooLargeException($"more than {Most.Runs} sets of events"));

    /// <summary>The role's own session first, or as many, then those mixed with the other role's.</summary>
    private List<(string Roles, Lazy<Exploration> Exploration)> Against(Role.Party role)
    {
        if (!explorations.TryGetValue(role.Name, out var known))
        {
            var mixes = Enumerable.Range(0, sessions + 1).Select(others =>
                Enumerable.Repeat(role, sessions - others).Concat(Enumerable.Repeat(protocol.Counterpart(role), others)).ToList());
            explorations[role.Name] = known = [.. mixes.Select(roles => (
                string.Join(", ", roles.Select(mixed => mixed.Name)),
                new Lazy<Exploration>(() => Exploring(World.Against(protocol, role, [.. roles]), role))))];
        }

        return known;
    }

    private Exploration Exploring(World world, Role.Party role) => Most.Events < int.MaxValue && Ground.Of(world).Events.Count > Most.Events
        ? throw new ExplorationTooLargeException($"more than {Most.Events} events")
        : new Exploration(world, role, mostPlaced: Most.Placed) { Most = Most.Runs };
}
