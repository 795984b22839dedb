using FairExchange.Verification.Solving;

namespace FairExchange.Tests.Verification.Solving;

public class FormulaTests
{
    private readonly Vocabulary vocabulary = new();

    private Atom A => vocabulary.Atom("a");

    private Atom B => vocabulary.Atom("b");

    [Fact]
    public void Constants_vanish_and_a_single_part_stands_for_itself()
    {
        Assert.Same(Formula.True, Formula.And());
        Assert.Same(Formula.False, Formula.Or());
        Assert.Same(A, Formula.And(Formula.True, A, Formula.True));
        Assert.Same(A, Formula.Or(Formula.False, A));
        Assert.Same(Formula.False, Formula.And(A, Formula.False, B));
        Assert.Same(Formula.True, Formula.Or(A, Formula.True, B));
        Assert.Same(A, Formula.Not(Formula.Not(A)));
        Assert.Same(A, Formula.Implies(Formula.True, A));
        Assert.Same(Formula.True, Formula.Implies(Formula.False, A));
        Assert.Same(Formula.True, Formula.Implies(A, Formula.True));
        Assert.Same(A, Assert.IsType<Formula.Negation>(Formula.Implies(A, Formula.False)).Operand);
        Assert.Same(A, Formula.Iff(A, Formula.True));
        Assert.Same(A, Assert.IsType<Formula.Negation>(Formula.Iff(Formula.False, A)).Operand);
    }

    [Fact]
    public void Parts_stay_as_nested_as_they_were_given()
    {
        Formula inner = Formula.And(A, B);
        Formula.Conjunction outer = Assert.IsType<Formula.Conjunction>(Formula.And(inner, A));
        Assert.Equal(new[] { inner, A }, outer.Parts.AsEnumerable());
    }

    [Fact]
    public void At_most_counts_every_part_even_one_that_is_listed_twice()
    {
        Assert.False(Formula.AtMost(1, A, A).Evaluate(_ => true));
        Assert.True(Formula.AtMost(1, A, A).Evaluate(_ => false));
        Assert.Same(Formula.False, Formula.AtMost(-1, A));
        Assert.Same(Formula.False, Formula.AtMost(0, A, Formula.True));
        Assert.Same(Formula.True, Formula.AtMost(2, A, B));
    }

    [Fact]
    public void At_most_agrees_with_counting_by_evaluation_and_by_z3()
    {
        Atom[] atoms = [.. Enumerable.Range(0, 5).Select(i => vocabulary.Atom($"p{i}"))];
        for (int bound = -1; bound <= 6; bound++)
        {
            Formula atMost = Formula.AtMost(bound, atoms);
            using Z3Solver solver = new();
            solver.Assert(atMost);
            for (int bits = 0; bits < 32; bits++)
            {
                bool expected = int.PopCount(bits) <= bound;
                Formula[] row = [.. atoms.Select((atom, i) => (bits >> i & 1) == 1 ? atom : Formula.Not(atom))];
                Assert.Equal(expected, atMost.Evaluate(atom => (bits >> Array.IndexOf(atoms, atom) & 1) == 1));
                Assert.Equal(expected, solver.Check(row) is SolverAnswer.Satisfiable);
            }
        }
    }

    [Fact]
    public void A_formula_a_hundred_thousand_deep_is_evaluated_and_written_and_kept_from_z3()
    {
        // Z3 would overflow the stack and end the process.
        SolverScript script = new();
        script.Add(new SolverScript.Command.Assert(Nested(100_000)));
        Assert.True(Nested(100_000).Evaluate(atom => atom == A));
        Assert.NotEmpty(SmtLib.Render(script));
        using Z3Solver solver = new();
        ArgumentException error = Assert.Throws<ArgumentException>(() => solver.Assert(Nested(100_000)));
        Assert.Contains("100000 deep", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_formula_as_deep_as_is_allowed_is_solved_on_a_small_stack()
    {
        using RecordingSolver solver = new(new Z3Solver());
        List<string> answers = [];
        Thread thread = new(
            () =>
            {
                solver.Assert(Nested(1_000));
                solver.Check();
                solver.Check([Formula.Not(A), Formula.Not(B)]);
                answers.AddRange(Z3Text.Run(SmtLib.Render(solver.Script)));
            },
            maxStackSize: 1 << 20);
        thread.Start();
        thread.Join();
        Assert.Equal(["sat", "unsat"], answers);
    }

    [Fact]
    public void A_subformula_is_visited_once_however_often_it_is_shared()
    {
        // Unfolded, this has two to the hundredth leaves.
        Formula shared = A;
        for (int i = 0; i < 100; i++)
        {
            shared = Formula.Iff(shared, Formula.Or(shared, B));
        }

        int asked = 0;
        shared.Evaluate(_ =>
        {
            asked++;
            return true;
        });
        Assert.Equal(2, asked);

        using RecordingSolver solver = new(new Z3Solver());
        solver.Assert(shared);
        string answer = solver.Check() is SolverAnswer.Satisfiable ? "sat" : "unsat";
        Assert.Equal([answer], Z3Text.Run(SmtLib.Render(solver.Script)));
    }

    [Fact]
    public void Comparing_linear_terms_needs_values_for_their_variables()
    {
        Real x = vocabulary.Real("x");
        Formula half = Formula.Less(2 * x, 1);
        Assert.True(half.Evaluate(_ => false, _ => new Rational(1, 3)));
        Assert.False(half.Evaluate(_ => false, _ => new Rational(1, 2)));
        Assert.True(Formula.LessOrEqual(2 * x, 1).Evaluate(_ => false, _ => new Rational(1, 2)));
        Assert.Throws<ArgumentException>(() => half.Evaluate(_ => false));
    }

    [Fact]
    public void Terms_that_cancel_leave_a_constant()
    {
        Real x = vocabulary.Real("x");
        Assert.Same(Formula.True, Formula.LessOrEqual(x + 1, x + 1));
        Assert.Same(Formula.False, Formula.Less(x + 1, x + 1));
        Assert.Same(Formula.True, Formula.Less(x - 1, x));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a|b")]
    [InlineData("a\\b")]
    [InlineData("a\nb")]
    [InlineData("and")]
    [InlineData("<=")]
    public void A_name_that_cannot_be_written_as_a_symbol_is_refused(string name) =>
        Assert.Throws<ArgumentException>(() => vocabulary.Atom(name));

    [Fact]
    public void A_name_stands_for_one_thing()
    {
        Assert.Same(vocabulary.Atom("a"), vocabulary.Atom("a"));
        Assert.NotSame(vocabulary.Atom("a"), new Vocabulary().Atom("a"));
        Assert.Throws<ArgumentException>(() => vocabulary.Real(A.Name));
    }

    [Fact]
    public void Fractions_are_exact_and_in_lowest_terms()
    {
        Assert.Equal(new Rational(-1, 2), new Rational(2, -4));
        Assert.Equal(new Rational(5, 6), new Rational(1, 2) + new Rational(1, 3));
        Assert.Equal("-7/2", Rational.Parse("-7/2").ToString());
        Assert.Equal(Rational.Zero, default);
        Assert.Equal("0", default(Rational).ToString());
        Assert.True(new Rational(-1, 2) < new Rational(-1, 3));
    }

    // An even number of negations, so it says what a says while b is false.
    private Formula Nested(int depth)
    {
        Formula formula = A;
        for (int i = 0; i < depth; i++)
        {
            formula = i % 2 == 0 ? Formula.Or(formula, B) : Formula.Not(formula);
        }

        return formula;
    }
}
