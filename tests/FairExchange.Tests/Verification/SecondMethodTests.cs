using FairExchange.Model.Catalogue;
using FairExchange.Model.Language;
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
        var verifier = new Verifier(() => new Z3Solver());
        foreach (var (property, party) in Verifier.Claims(protocol))
        {
            for (var sessions = 1; sessions <= Math.Min(most, protocol.Sessions); sessions++)
            {
                var isAttacked = verifier.Judge(protocol, property, party, sessions).Verdict switch
                {
                    Verdict.Attacked => true,
                    Verdict.Proved => false,
                    var other => throw new InvalidOperationException(other.ToString()),
                };
                Assert.True(isAttacked == IsAttacked(protocol, property, party, sessions), $"{id}, {property} {party}, {sessions} sessions: the solver says attacked: {isAttacked}");
            }
        }
    }

    private bool IsAttacked(Protocol protocol, Property property, Term.Variable? party, int sessions)
    {
        if (party is null)
        {
            return IsBroken(protocol, property, new Delivery(World.OfHonest(protocol, sessions)));
        }

        var role = protocol.Party(party);
        return Mixes(protocol, role, sessions).Any(roles =>
        {
            var exploration = new Exploration(World.Against(protocol, role, [.. roles]), role);
            var watch = System.Diagnostics.Stopwatch.StartNew();
            var found = property == Property.Fairness ? exploration.FindUnfairRun()
                : property == Property.Timeliness ? exploration.FindHangingRun()
                : property == Property.CutOff ? exploration.FindHangingRun() ?? exploration.FindUnfairRun()
                : throw new ArgumentOutOfRangeException(nameof(property));
            output.WriteLine($"{protocol} {property} {party} [{string.Join(", ", roles.Select(mixed => mixed.Name))}]: {(found is null ? "holds" : "broken")}, {exploration.Looked} sets of events, {watch.ElapsedMilliseconds} ms");
            return found is not null;
        });
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

    private static IEnumerable<List<Role.Party>> Mixes(Protocol protocol, Role.Party role, int sessions) =>
        Enumerable.Range(0, sessions + 1).Select(others =>
            Enumerable.Repeat(role, sessions - others).Concat(Enumerable.Repeat(protocol.Counterpart(role), others)).ToList());
}
