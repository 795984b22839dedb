using FairExchange.Model.Catalogue;
using FairExchange.Model.Language;
using FairExchange.Tests.Variants;
using FairExchange.Tests.Verification.SecondMethod;
using FairExchange.Verification.Grounding;
using FairExchange.Verification.Solving;
using FairExchange.Verification.Verdicts;
using Xunit.Abstractions;

namespace FairExchange.Tests.Verification;

/// <summary>An independent second answer: the same grounded events, explored one by one without a solver.</summary>
public class SecondMethodTests(ITestOutputHelper output)
{
    public static TheoryData<string> Ids => [.. Entries.All.Select(entry => entry.Id)];

    /// <summary>With a time, or a ciphertext inside another, there are several times as many first messages, and two sessions take the exploration minutes.</summary>
    [Theory]
    [MemberData(nameof(Ids))]
    public void An_exploration_without_a_solver_agrees_with_every_verdict_at_one_and_two_sessions(string id)
    {
        var most = id.StartsWith("fair-cem-cutoff", StringComparison.Ordinal) || id.StartsWith("fair-cem-private", StringComparison.Ordinal) ? 1 : 2;
        Assert.True(Entries.TryFind(id, out var protocol));
        Agrees(protocol, Math.Min(most, protocol.Sessions));
    }

    /// <summary>Those whose runs end in a way that has been got wrong: the ends of their runs are looked at one by one.</summary>
    public static TheoryData<string> VariantIds => [.. Variants.Select(variant => variant.Id)];

    private static IEnumerable<Protocol> Variants =>
    [
        SilentFairEcs.SameMessage, SilentFairEcs.OtherMessage, KeyedMail.CiphertextFirst, KeyedMail.KeyFirst, Fruitless.NothingHappens, Fruitless.NobodyAsks, TwiceTheSame.OneCopy, TwiceTheSame.TwoCopies,
        EarlyWords.ReadLater, EarlyWords.ReadOtherwise,
    ];

    [Theory]
    [MemberData(nameof(VariantIds))]
    public void It_agrees_about_runs_that_end_in_unusual_ways_and_about_those_that_never_come_about(string id) =>
        Agrees(Variants.Single(variant => variant.Id == id), 1);

    private void Agrees(Protocol protocol, int most)
    {
        var verifier = new Verifier(() => new Z3Solver());
        foreach (var (property, party) in Verifier.Claims(protocol))
        {
            // Where nobody is framed, all that two sessions can do is looked at once more, as for fairness; a session in the other role alone is among one.
            var last = property == Property.Accountability && protocol.Id.StartsWith("fair-", StringComparison.Ordinal) && protocol.Id != "fair-ecs" ? 1 : most;
            for (var sessions = 1; sessions <= last; sessions++)
            {
                var word = verifier.Judge(protocol, property, party, sessions).Verdict switch
                {
                    Verdict.Attacked => "attacked",
                    Verdict.Proved => "proved",
                    Verdict.Vacuous => "vacuous",
                    var other => throw new InvalidOperationException(other.ToString()),
                };
                Assert.Equal($"{protocol}, {property} {party}, {sessions} sessions: {word}", $"{protocol}, {property} {party}, {sessions} sessions: {Word(protocol, property, party, sessions)}");
            }
        }
    }

    private string Word(Protocol protocol, Property property, Term.Variable? party, int sessions)
    {
        if (party is null)
        {
            var delivery = new Delivery(World.OfHonest(protocol, sessions));
            return IsBroken(protocol, property, delivery) ? "attacked" : IsSpokenOf(protocol, property, delivery) ? "proved" : "vacuous";
        }

        var role = protocol.Party(party);
        var explorations = Mixes(protocol, role, sessions).Select(roles => (Roles: roles, Exploration: new Exploration(World.Against(protocol, role, [.. roles]), role))).ToList();
        foreach (var (roles, exploration) in explorations)
        {
            var watch = System.Diagnostics.Stopwatch.StartNew();
            var found = property == Property.Fairness ? exploration.FindUnfairRun()
                : property == Property.Timeliness ? exploration.FindHangingRun()
                : property == Property.Accountability ? exploration.FindFramingRun()
                : property == Property.CutOff ? exploration.FindHangingRun() ?? exploration.FindUnfairRun()
                : throw new ArgumentOutOfRangeException(nameof(property));
            output.WriteLine($"{protocol} {property} {party} [{string.Join(", ", roles.Select(mixed => mixed.Name))}]: {(found is null ? "holds" : "broken")}, {exploration.Looked} sets of events, {watch.ElapsedMilliseconds} ms");
            if (found is not null)
            {
                return "attacked";
            }
        }

        return explorations.Exists(mix => mix.Exploration.FindRun(takesPart: property != Property.Fairness && property != Property.Accountability, isShown: property != Property.Timeliness) is not null) ? "proved" : "vacuous";
    }

    private static bool IsBroken(Protocol protocol, Property property, Delivery delivery)
    {
        bool HoldsNothingEvident(HashSet<Event> run, Item item) => !item.IsEvidence || !delivery.Hold(run, [item]);
        return property switch
        {
            _ when property == Property.Effectiveness => delivery.Ends().Any(run => !delivery.BothHold(run)),
            _ when property == Property.Optimism => delivery.Ends().Any(run => run.Any(happening => happening.At.Role is Role.Trusted)),
            _ when property == Property.NonRepudiationOfReceipt => delivery.Ends().Any(run => HoldsNothingEvident(run, protocol.ItemOf(protocol.First))),
            _ when property == Property.NonRepudiationOfOrigin => delivery.Ends().Any(run => HoldsNothingEvident(run, protocol.ItemOf(protocol.Second))),
            _ when property == Property.Statelessness => delivery.Reached().Any(delivery.IsKept),
            _ when property == Property.Confidentiality => delivery.Reached().Any(delivery.IsDisclosed),
            // What has one form only is held in that form.
            _ when property == Property.Transparency => protocol.Items.Any(item => item.Replacement is not null),
            _ => throw new ArgumentOutOfRangeException(nameof(property)),
        };
    }

    /// <summary>Whether anything comes about of which it would be worth saying that the property holds.</summary>
    private static bool IsSpokenOf(Protocol protocol, Property property, Delivery delivery) => property switch
    {
        _ when property == Property.Effectiveness || property == Property.Optimism => delivery.Ends().Any(run => delivery.HoldOfSome(run, protocol.Items)),
        _ when property == Property.NonRepudiationOfReceipt => delivery.Ends().Any(run => delivery.HoldOfSome(run, [protocol.ItemOf(protocol.First)])),
        _ when property == Property.NonRepudiationOfOrigin => delivery.Ends().Any(run => delivery.HoldOfSome(run, [protocol.ItemOf(protocol.Second)])),
        _ when property == Property.Statelessness || property == Property.Confidentiality => delivery.Reached().Any(delivery.IsAsked),
        _ when property == Property.Transparency => delivery.Reached().Any(run => delivery.IsAsked(run) && protocol.Items.Any(item => delivery.HoldOfSome(run, [item]))),
        _ => throw new ArgumentOutOfRangeException(nameof(property)),
    };

    private static IEnumerable<List<Role.Party>> Mixes(Protocol protocol, Role.Party role, int sessions) =>
        Enumerable.Range(0, sessions + 1).Select(others =>
            Enumerable.Repeat(role, sessions - others).Concat(Enumerable.Repeat(protocol.Counterpart(role), others)).ToList());
}
