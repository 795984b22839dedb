using FairExchange.Model.Catalogue;
using FairExchange.Model.Catalogue.CertifiedMail;
using FairExchange.Model.Catalogue.ContractSigning;
using FairExchange.Model.Language;
using FairExchange.Verification.Searching;
using FairExchange.Verification.Solving;
using FairExchange.Verification.Verdicts;

namespace FairExchange.Tests.Verification;

/// <summary>Only a search that showed its own bound to be enough is a proof.</summary>
public class BoundsTests
{
    private static readonly SearchLimits OneRound = new(1, TimeSpan.FromMinutes(1));

    public static TheoryData<string> Ids => [.. Entries.All.Select(entry => entry.Id)];

    [Fact]
    public void A_protocol_that_falls_in_two_rounds_is_not_called_fair_at_one()
    {
        var full = new Verifier(() => new Z3Solver()).Decide(Cem0.OpenLink, Property.Fairness, Symbols.A, 1).Verdict;
        Assert.Equal(2, Assert.IsType<Verdict.Attacked>(full).Rounds);

        var bounded = new Verifier(() => new Z3Solver(), OneRound).Decide(Cem0.OpenLink, Property.Fairness, Symbols.A, 1).Verdict;

        Assert.Equal(new Verdict.NoAttackUpTo(1), bounded);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void No_bound_turns_an_attack_into_a_proof_or_a_proof_into_an_attack(string id)
    {
        Assert.True(Entries.TryFind(id, out var protocol));
        foreach (var (_, property, party, _) in Claim.Of(protocol, 1))
        {
            var full = new Verifier(() => new Z3Solver()).Decide(protocol, property, party, 1).Verdict;
            for (var rounds = 1; rounds <= 4; rounds++)
            {
                var bounded = new Verifier(() => new Z3Solver(), new SearchLimits(rounds, TimeSpan.FromMinutes(1)))
                    .Decide(protocol, property, party, 1).Verdict;
                Assert.True(bounded is Verdict.NoAttackUpTo
                    || bounded.GetType() == full.GetType(), $"{property} {party} in {rounds} rounds: {bounded}");
            }
        }
    }

    [Fact]
    public void A_solver_that_gives_up_on_the_attack_proves_nothing() =>
        Assert.Equal(new Verdict.Unknown("timeout"), Decided(new SolverAnswer.Unknown("timeout")));

    [Fact]
    public void A_solver_that_gives_up_on_the_bound_proves_nothing() =>
        Assert.Equal(new Verdict.Unknown("canceled"), Decided(ScriptedSolver.No, new SolverAnswer.Unknown("canceled")));

    [Fact]
    public void A_solver_that_gives_up_while_the_trace_is_made_small_shows_no_attack()
    {
        // Two rounds that hold a run, and then nothing: the run's own shortening is what is not known.
        var verdict = Decided(ScriptedSolver.Yes, new SolverAnswer.Unknown("memout"));

        Assert.Equal(new Verdict.Unknown("memout"), verdict);
    }

    [Fact]
    public void No_attack_and_more_to_come_at_the_last_round_is_no_proof() =>
        Assert.Equal(new Verdict.NoAttackUpTo(1), Decided(ScriptedSolver.No, ScriptedSolver.Yes));

    [Fact]
    public void No_attack_and_nothing_more_to_come_is_a_proof_where_it_is_so_in_every_mix_of_roles()
    {
        Assert.Equal(new Verdict.Proved(1, 1), Decided(ScriptedSolver.No, ScriptedSolver.No, ScriptedSolver.Yes));

        var solvers = new Queue<ScriptedSolver>([new(ScriptedSolver.No, ScriptedSolver.No, ScriptedSolver.Yes),
            new(ScriptedSolver.No, new SolverAnswer.Unknown("timeout"))]);
        var verdict = new Verifier(solvers.Dequeue, OneRound).Decide(HonestCem.Protocol, Property.Fairness, Symbols.B, 1).Verdict;

        Assert.Equal(new Verdict.Unknown("timeout"), verdict);
        Assert.Empty(solvers);
    }

    [Fact]
    public void What_is_proved_of_no_run_is_vacuous_and_one_run_in_one_mix_of_roles_makes_it_a_proof()
    {
        Assert.IsType<Verdict.Vacuous>(Decided(ScriptedSolver.No, ScriptedSolver.No, ScriptedSolver.No));
        Assert.IsType<Verdict.Unknown>(Decided(ScriptedSolver.No, ScriptedSolver.No, new SolverAnswer.Unknown("timeout")));

        var solvers = new Queue<ScriptedSolver>([new(ScriptedSolver.No, ScriptedSolver.No, ScriptedSolver.No),
            new(ScriptedSolver.No, ScriptedSolver.No, ScriptedSolver.Yes)]);
        Assert.Equal(new Verdict.Proved(1, 1),
            new Verifier(solvers.Dequeue, OneRound).Decide(HonestCem.Protocol, Property.Fairness, Symbols.B, 1).Verdict);
    }

    [Fact]
    public void Two_sessions_are_every_mix_of_roles()
    {
        var solvers = 0;
        ScriptedSolver Next()
        {
            solvers++;
            return new ScriptedSolver(ScriptedSolver.No, ScriptedSolver.No, ScriptedSolver.Yes);
        }

        Assert.Equal(
            new Verdict.Proved(2, 1), new Verifier(Next, OneRound).Decide(HonestCem.Protocol, Property.Fairness, Symbols.B, 2).Verdict);
        Assert.Equal(3, solvers);
    }

    [Fact]
    public void No_session_proves_nothing() => Assert.Throws<ArgumentOutOfRangeException>(() =>
        new Verifier(() => new ScriptedSolver(ScriptedSolver.No, ScriptedSolver.No))
            .Decide(HonestCem.Protocol, Property.Fairness, Symbols.B, 0));

    [Fact]
    public void Fairness_is_asked_for_one_party_and_effectiveness_for_none()
    {
        var verifier = new Verifier(() => new ScriptedSolver(ScriptedSolver.No, ScriptedSolver.No));

        Assert.Throws<ArgumentException>(() => verifier.Decide(HonestCem.Protocol, Property.Fairness, null, 1));
        Assert.Throws<ArgumentException>(() => verifier.Decide(HonestCem.Protocol, Property.Fairness, Symbols.PO, 1));
        Assert.Throws<ArgumentException>(() => verifier.Decide(HonestCem.Protocol, Property.Effectiveness, Symbols.A, 1));
    }

    [Fact]
    public void Scenarios_that_the_solver_does_not_know_are_not_reached()
    {
        var reached = new Verifier(() => new ScriptedSolver(new SolverAnswer.Unknown("timeout")))
            .Reach(HonestCem.Protocol, new Scenario.HonestRun());

        Assert.Null(reached.Reached);
        Assert.False(reached.AsExpected);
    }

    private static Verdict Decided(params SolverAnswer[] answers) =>
        new Verifier(() => new ScriptedSolver(answers), OneRound).Decide(HonestEcs.Protocol, Property.Fairness, Symbols.B, 1).Verdict;
}
