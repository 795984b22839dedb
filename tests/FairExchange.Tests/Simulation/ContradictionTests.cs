using FairExchange.Model.Catalogue.CertifiedMail;
using FairExchange.Model.Language;
using FairExchange.Simulation.Campaigns;
using FairExchange.Tests.Variants;
using FairExchange.Tests.Verification;
using FairExchange.Verification.Solving;
using FairExchange.Verification.Verdicts;

namespace FairExchange.Tests.Simulation;

/// <summary>What must not be is found, and said with the seed that replays it.</summary>
public class ContradictionTests
{
    private static readonly Matchup Direct = new(BrokenFairCem.KeepsReceipt, "honest", "direct", Runs.Reliable, "p256");

    [Fact]
    public void A_false_proof_is_contradicted_and_the_exchange_can_be_played_again()
    {
        var book = Claiming(Direct.Protocol, Property.Fairness, Direct.Protocol.First.Name, new Verdict.Proved(1, 1));
        var row = Assert.Single(Runs.Campaign([Direct], book, exchanges: 20));

        // The first few are enough.
        Assert.Equal(5, row.Contradictions.Count);
        Assert.Equal(20, row[Result.UnfairToAlice]);
        Assert.Equal(
            "fair-cem-keeps-receipt, Alice honest, Bob direct, reliable, p256: fairness for A is proved and this run violates it (seed "
            + "7, exchange 0)",
            row.Contradictions[0].ToString());
        var (seed, number) = (row.Contradictions[1].Seed, row.Contradictions[1].Exchange!.Value);
        Assert.Equal(Result.UnfairToAlice, new MatchupRunner(Direct, seed, Runs.Messages, book).Play(number).Played.Result);
    }

    [Fact]
    public void A_proof_for_one_session_says_nothing_about_two()
    {
        var matchup = new Matchup(FairCem.Protocol, "old-z", "honest", Runs.Reliable, "symbolic");
        var one = Claiming(FairCem.Protocol, Property.Optimism, null, new Verdict.Proved(1, 1));

        Assert.Empty(Assert.Single(Runs.Campaign([matchup], one)).Contradictions);
    }

    [Fact]
    public void False_proofs_of_effectiveness_and_optimism_are_contradicted_by_honest_runs_over_reliable_channels_alone()
    {
        var honest = new Matchup(Cem0.Protocol, "honest", "honest", Runs.Reliable, "symbolic");
        var book = Claiming(Cem0.Protocol, Property.Optimism, null, new Verdict.Proved(1, 1));
        Assert.Contains("optimism is proved and this run violates it", Runs.Campaign([honest], book)[0].Contradictions[0].What,
            StringComparison.Ordinal);
        Assert.Empty(Runs.Campaign([honest with { Network = Runs.Channel("loss") }], book)[0].Contradictions);
        Assert.Empty(Runs.Campaign([honest with { Bob = "silent" }], book)[0].Contradictions);

        // A Bob who is told nothing by a lost message is no counterexample to effectiveness.
        var lossy = new Matchup(HonestCem.Protocol, "honest", "honest", Runs.Channel("loss"), "symbolic");
        Assert.Empty(Runs.Campaign([lossy], Claiming(HonestCem.Protocol, Property.Effectiveness, null, new Verdict.Proved(1, 1)),
            exchanges: 50)[0].Contradictions);
    }

    [Fact]
    public void A_proof_of_what_only_lossy_channels_break_is_contradicted_by_the_network_alone()
    {
        var honest = new Matchup(HonestCem.Protocol, "honest", "honest", Runs.Channel("loss"), "symbolic");
        var book = Claiming(HonestCem.Protocol, Property.Fairness, HonestCem.Protocol.First.Name, new Verdict.Proved(1, 1));

        Assert.NotEmpty(Runs.Campaign([honest], book, exchanges: 50)[0].Contradictions);
    }

    [Theory]
    [InlineData("symbolic")]
    [InlineData("p256")]
    public void An_attack_that_does_not_come_out_is_a_contradiction(string suite)
    {
        // Found on fair-cem, and said to have been found on the entry that is fair.
        var doctored = Runs.Attack(FairCem.Protocol, FairCem.Protocol.Second.Name) with { Protocol = FairCemNamed.Protocol };
        var book = Claiming(FairCemNamed.Protocol, Property.Fairness, FairCemNamed.Protocol.Second.Name, new Verdict.Attacked(1, doctored));
        var row = Runs.Campaign([new Matchup(FairCemNamed.Protocol, "trace", "honest", Runs.Reliable, suite)], book)[0];

        Assert.Equal("the replayed attack does not come out unfair", row.Contradictions[0].What);
        Assert.Equal(0, row[Result.UnfairToBob]);
    }

    [Fact]
    public void A_solver_that_disagrees_is_a_contradiction_once_for_each_distinct_outcome_and_claim()
    {
        var matchup = new Matchup(FairCem.Protocol, "honest", "direct", Runs.Reliable, "p256");
        Assert.Empty(Runs.Campaign([matchup], Runs.Book, () => new ScriptedSolver(ScriptedSolver.Yes))[0].Contradictions);

        var found = Runs.Campaign([matchup], Runs.Book, () => new ScriptedSolver(ScriptedSolver.No))[0].Contradictions;
        // Alice is honest and gets her receipt: all three things that are said of her hold, and the solver denies each.
        Assert.Equal(
            ["predicate and solver disagree about fairness", "predicate and solver disagree about timeliness",
                "predicate and solver disagree about cut-off"],
            found.Select(contradiction => contradiction.What));
        Assert.All(found, contradiction => Assert.Equal((Runs.Seed, 0), (contradiction.Seed, contradiction.Exchange)));
        Assert.Equal(3, Runs.Campaign(
            [matchup], Runs.Book, () => new ScriptedSolver(new SolverAnswer.Unknown("timeout")))[0].Contradictions.Count);
    }

    [Fact]
    public void Whatever_goes_wrong_on_one_of_several_threads_comes_out_as_itself()
    {
        Matchup[] matchups = [Direct with { Suite = "symbolic" }, Direct with { Suite = "symbolic", Bob = "honest" }];
        Assert.Throws<Z3NotFoundException>(() =>
            Runs.Campaign(matchups, Runs.Book, () => throw new Z3NotFoundException("libz3 is not there"), threads: 2));
        Assert.Throws<IOException>(() => Runs.Campaign(matchups, Runs.Book, each: (_, _) => throw new IOException("full")));
    }

    [Fact]
    public void A_campaign_of_the_whole_catalogue_contradicts_nothing_and_Z3_agrees_on_every_distinct_outcome()
    {
        var rows = Runs.Campaign(Runs.Usual("symbolic"), Runs.Book, exchanges: 10);

        Assert.Empty(rows.SelectMany(row => row.Contradictions));
        Assert.All(rows, row => Assert.InRange(row.Outcomes.Count, 1, 10));
        Assert.Equal(
            ["cem0-open-link A", "cem0-unwitnessed A", "ecs0-open-link A", "ecs0-open-link B", "ecs0-unnamed A", "ecs0-unnamed B",
                "fair-cem B", "fair-cem-bulk B", "fair-cem-cutoff B", "fair-cem-cutoff-forgetful B", "fair-cem-message-first A",
                "fair-cem-private B", "fair-cem-unsubscribed B", "fair-ecs A", "fair-ecs B", "honest-cem A", "honest-ecs A",
                "honest-ecs-unnamed A", "honest-ecs-unnamed B"],
            rows.SelectMany(row => Wronged(row)).Distinct().Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Wronged(RowResult row)
    {
        if (row[Result.UnfairToAlice] > 0)
        {
            yield return $"{row.Matchup.Protocol} A";
        }

        if (row[Result.UnfairToBob] > 0)
        {
            yield return $"{row.Matchup.Protocol} B";
        }
    }

    private static VerdictBook Claiming(Protocol protocol, Property property, Term.Variable? party, Verdict verdict) =>
        new([new Decision(new Claim(protocol, property, party, 1), verdict, TimeSpan.Zero)]);
}
