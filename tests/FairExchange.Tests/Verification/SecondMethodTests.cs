using System.Collections.Immutable;
using FairExchange.Model.Catalogue;
using FairExchange.Model.Catalogue.CertifiedMail;
using FairExchange.Model.Catalogue.ContractSigning;
using FairExchange.Model.Language;
using FairExchange.Tests.Variants;
using FairExchange.Tests.Verification.SecondMethod;
using FairExchange.Verification.Grounding;
using FairExchange.Verification.Solving;
using FairExchange.Verification.Verdicts;

namespace FairExchange.Tests.Verification;

/// <summary>An independent second answer: the same grounded events, explored one by one without a solver.</summary>
public class SecondMethodTests(ITestOutputHelper output)
{
    public static TheoryData<string> Ids =>
        [.. Entries.All.Where(entry => entry != FairCemCutoffCrashing.Forgetful).Select(entry => entry.Id)];

    /// <summary>How many sets of events are looked at for one question before it is given up, and the test fails.</summary>
    private const int Most = 300_000;

    /// <summary>Questions of two sessions that are not asked: more sets of events than that, and minutes each.</summary>
    private static readonly ImmutableArray<(Protocol, Property)> TooLarge =
        [(Ecs0.Parties, Property.Fairness), (Ecs0.Unnamed, Property.Accountability)];

    /// <summary>
    /// Whether what two sessions can do is little enough to be looked at one by one: with a time, or with goods or a whole first message
    /// inside a ciphertext, there are thousands of first messages.
    /// </summary>
    private static bool TwoSessionsAreFew(Protocol protocol)
    {
        try
        {
            return !protocol.IsTimed
                && protocol.Parties.All(role => Ground.Of(World.Against(protocol, role, [role, role]), most: 3_000) is not null);
        }
        catch (GroundTooLargeException)
        {
            return false;
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void An_exploration_without_a_solver_agrees_with_every_verdict_at_one_and_two_sessions_and_about_every_scenario(string id)
    {
        Assert.True(Entries.TryFind(id, out var protocol));
        Agrees(protocol, TwoSessionsAreFew(protocol) ? Math.Min(2, protocol.Sessions) : 1);
    }

    /// <summary>Those whose runs end in a way that has been got wrong: the ends of their runs are looked at one by one.</summary>
    public static TheoryData<string> VariantIds => [.. Variants.Select(variant => variant.Id)];

    private static IEnumerable<Protocol> Variants =>
    [
        SilentFairEcs.SameMessage, SilentFairEcs.OtherMessage, KeyedMail.CiphertextFirst, KeyedMail.KeyFirst, Fruitless.NothingHappens,
        Fruitless.NobodyAsks, TwiceTheSame.OneCopy, TwiceTheSame.TwoCopies,
        EarlyWords.ReadLater, EarlyWords.ReadOtherwise,
    ];

    [Theory]
    [MemberData(nameof(VariantIds))]
    public void It_agrees_about_runs_that_end_in_unusual_ways_and_about_those_that_never_come_about(string id) =>
        Agrees(Variants.Single(variant => variant.Id == id), 1);

    private void Agrees(Protocol protocol, int most)
    {
        var verifier = new Verifier(() => new Z3Solver());
        for (var sessions = 1; sessions <= most; sessions++)
        {
            var second = new SecondAnswer(protocol, sessions)
            {
                Say = output.WriteLine,
                Most = (int.MaxValue, Most, int.MaxValue),
            };
            foreach (var (_, property, party, _) in Claim.Of(protocol, 1)
                .Where(claim => sessions == 1 || !TooLarge.Contains((protocol, claim.Property))))
            {
                var word = SecondAnswer.Word(verifier.Decide(protocol, property, party, sessions).Verdict);
                Assert.Equal($"{protocol}, {property} {party}, {sessions} sessions: {word}",
                    $"{protocol}, {property} {party}, {sessions} sessions: {second.Word(property, party)}");
            }
        }

        var scenarios = new SecondAnswer(protocol, sessions: 1);
        Assert.All(protocol.Scenarios,
            scenario => Assert.Equal(
                $"{scenario}: {verifier.Reach(protocol, scenario).Reached}", $"{scenario}: {scenarios.Reaches(scenario)}"));
    }
}
