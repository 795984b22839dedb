using FairExchange.Verification.Solving;

namespace FairExchange.Tests.Verification.Solving;

public sealed class Z3SolverTests : IDisposable
{
    private readonly Vocabulary vocabulary = new();
    private readonly Z3Solver solver = new();

    private Atom A => vocabulary.Atom("a");

    private Atom B => vocabulary.Atom("b");

    public void Dispose() => solver.Dispose();

    [Fact]
    public void What_was_asserted_in_a_scope_is_forgotten_with_it()
    {
        solver.Assert(A);
        solver.Push();
        solver.Assert(Formula.Not(A));
        Assert.IsType<SolverAnswer.Unsatisfiable>(solver.Check());
        solver.Pop();
        Assert.IsType<SolverAnswer.Satisfiable>(solver.Check());
        Assert.Throws<InvalidOperationException>(solver.Pop);
    }

    [Fact]
    public void Assumptions_hold_for_one_question()
    {
        solver.Assert(Formula.Or(A, B));
        Assert.IsType<SolverAnswer.Unsatisfiable>(solver.Check([Formula.Not(A), Formula.Not(B)]));
        Assert.IsType<SolverAnswer.Unsatisfiable>(solver.Check([Formula.Not(Formula.Or(A, B))]));
        Assert.IsType<SolverAnswer.Unsatisfiable>(solver.Check([Formula.False]));
        SolverAnswer.Satisfiable answer = Assert.IsType<SolverAnswer.Satisfiable>(solver.Check([Formula.Not(A)]));
        Assert.False(answer.Model.IsTrue(A));
        Assert.True(answer.Model.IsTrue(B));
        Assert.IsType<SolverAnswer.Satisfiable>(solver.Check());
        Assert.Throws<InvalidOperationException>(solver.Pop);
    }

    [Fact]
    public void A_model_outlives_its_solver_and_calls_unknown_atoms_false()
    {
        Real x = vocabulary.Real("x");
        IModel model;
        using (Z3Solver solver = new())
        {
            solver.Assert(Formula.And(A, Formula.LessOrEqual(3 * x, -7), Formula.LessOrEqual(-7, 3 * x)));
            model = Assert.IsType<SolverAnswer.Satisfiable>(solver.Check()).Model;
            solver.Assert(Formula.Not(A));
        }

        Assert.True(model.IsTrue(A));
        Assert.False(model.IsTrue(B));
        Assert.Equal(new Rational(-7, 3), model.Value(x));
        Assert.Equal(Rational.Zero, model.Value(vocabulary.Real("y")));
    }

    [Fact]
    public void Strict_and_weak_comparisons_differ_at_equality()
    {
        Real x = vocabulary.Real("x");
        Real y = vocabulary.Real("y");
        solver.Assert(Formula.LessOrEqual(x, y));
        solver.Assert(Formula.LessOrEqual(y, x));
        Assert.IsType<SolverAnswer.Satisfiable>(solver.Check());
        Assert.IsType<SolverAnswer.Unsatisfiable>(solver.Check([Formula.Less(x, y)]));
    }

    [Fact]
    public void A_question_too_hard_for_its_time_is_unknown_and_not_a_proof()
    {
        solver.Push();
        Pigeons.AssertIn(solver, vocabulary, holes: 13);
        SolverAnswer.Unknown answer = Assert.IsType<SolverAnswer.Unknown>(solver.Check(timeout: TimeSpan.FromMilliseconds(1)));
        Assert.NotEmpty(answer.Reason);
        Assert.NotEqual("unknown", answer.Reason);
        SolverAnswer assumed = solver.Check([Formula.Or(A, B)], TimeSpan.FromMilliseconds(1));
        Assert.IsType<SolverAnswer.Unknown>(assumed);
        solver.Pop();

        // The limit was that question's alone.
        Pigeons.AssertIn(solver, vocabulary, holes: 6);
        Assert.IsType<SolverAnswer.Unsatisfiable>(solver.Check());
    }

    [Fact]
    public void Cancelling_ends_a_search_that_would_go_on_for_ever()
    {
        Pigeons.AssertIn(solver, vocabulary, holes: 13);
        using CancellationTokenSource soon = new(TimeSpan.FromMilliseconds(50));
        Assert.Throws<OperationCanceledException>(() => solver.Check(cancellation: soon.Token));
        Assert.Throws<OperationCanceledException>(() => solver.Check(cancellation: soon.Token));
    }

    [Fact]
    public void Two_solvers_work_at_once_on_two_threads()
    {
        string[] alone = [Search(1), Search(2)];
        for (int round = 0; round < 5; round++)
        {
            string[] together = new string[2];
            Thread[] threads = [new(() => together[0] = Search(1)), new(() => together[1] = Search(2))];
            Array.ForEach(threads, thread => thread.Start());
            Array.ForEach(threads, thread => thread.Join());
            Assert.Equal(alone, together);
        }
    }

    [Fact]
    public void The_same_questions_get_the_same_models() => Assert.Equal(Search(3), Search(3));

    [Fact]
    public void Names_of_two_vocabularies_are_not_confused()
    {
        solver.Assert(A);
        Assert.Throws<ArgumentException>(() => solver.Assert(Formula.Not(new Vocabulary().Atom("a"))));
        Assert.IsType<SolverAnswer.Satisfiable>(solver.Check());
    }

    [Fact]
    public void An_assumption_that_is_refused_leaves_no_scope_open()
    {
        Formula foreign = Formula.Or(A, new Vocabulary().Atom("a"));
        Assert.Throws<ArgumentException>(() => solver.Check([foreign]));
        Assert.Throws<InvalidOperationException>(solver.Pop);
    }

    [Fact]
    public void A_solver_that_was_disposed_refuses_to_work()
    {
        Z3Solver solver = new();
        solver.Dispose();
        solver.Dispose();
        Assert.Throws<ObjectDisposedException>(() => solver.Assert(A));
        Assert.Throws<ObjectDisposedException>(() => solver.Check());
    }

    [Fact]
    public void The_version_is_the_librarys() => Assert.True(Z3Solver.Version >= new Version(4, 8, 12), Z3Solver.Version.ToString());

    // Every answer of an incremental search, with its models.
    private static string Search(int seed)
    {
        RandomFormulas random = new(seed);
        Atom[] atoms = [.. Enumerable.Range(0, 60).Select(i => random.Vocabulary.Atom($"p{i}"))];
        using Z3Solver solver = new();
        List<string> answers = [];
        for (int i = 0; i < 40; i++)
        {
            if (i % 3 == 0)
            {
                solver.Push();
            }

            solver.Assert(Formula.Or(random.Draw(atoms, nodes: 300), random.Draw(atoms, nodes: 200)));
            answers.Add(solver.Check() is SolverAnswer.Satisfiable(IModel model)
                ? string.Concat(atoms.Select(atom => model.IsTrue(atom) ? '1' : '0'))
                : "unsat");
            if (i % 5 == 4)
            {
                solver.Pop();
            }
        }

        return string.Join('\n', answers);
    }
}
