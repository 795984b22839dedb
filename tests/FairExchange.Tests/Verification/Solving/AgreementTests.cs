using FairExchange.Verification.Solving;

namespace FairExchange.Tests.Verification.Solving;

/// <summary>One formula, three readers: evaluation, Z3 through its API, and Z3 reading our SMT-LIB text.</summary>
public class AgreementTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_row_of_a_truth_table_is_the_same_by_evaluation_by_z3_and_by_text(bool portable)
    {
        for (int seed = 0; seed < 60; seed++)
        {
            RandomFormulas random = new(seed);
            Atom[] atoms = [.. Enumerable.Range(0, 1 + (seed % 6)).Select(i => random.Vocabulary.Atom($"p{i}"))];
            Formula formula = random.Draw(atoms, nodes: 5 + seed);
            using RecordingSolver solver = new(new Z3Solver());
            solver.Assert(formula);
            List<string> expected = [];
            for (int bits = 0; bits < 1 << atoms.Length; bits++)
            {
                expected.Add(formula.Evaluate(atom => (bits >> Array.IndexOf(atoms, atom) & 1) == 1) ? "sat" : "unsat");
                Formula[] row = [.. atoms.Select((atom, i) => (bits >> i & 1) == 1 ? atom : Formula.Not(atom))];
                // Some rows as literals, some as one formula: these take different ways.
                Assert.True(expected[^1] == Word(solver.Check(bits % 3 == 0 ? [Formula.And(row)] : row)), $"seed {seed}, row {bits}");
            }

            expected.Add(expected.Contains("sat") ? "sat" : "unsat");
            SolverAnswer answer = solver.Check();
            Assert.True(expected[^1] == Word(answer), $"seed {seed}");
            Assert.True(answer is not SolverAnswer.Satisfiable model || formula.Evaluate(model.Model.IsTrue), $"seed {seed}: the model");
            Assert.Equal(expected, Z3Text.Run(SmtLib.Render(solver.Script, portable)));
        }
    }

    [Fact]
    public void Both_answers_are_among_the_random_formulas()
    {
        // Otherwise the agreement above would compare nothing.
        int satisfiable = 0;
        for (int seed = 0; seed < 200; seed++)
        {
            RandomFormulas random = new(seed);
            using Z3Solver solver = new();
            solver.Assert(random.DrawMixed(nodes: 30));
            satisfiable += solver.Check() is SolverAnswer.Satisfiable ? 1 : 0;
        }

        Assert.InRange(satisfiable, 20, 180);
    }

    [Fact]
    public void Formulas_with_reals_agree_and_their_models_are_exact()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            Formula formula = new RandomFormulas(seed).DrawMixed(nodes: 30);
            using RecordingSolver solver = new(new Z3Solver());
            solver.Assert(formula);
            SolverAnswer answer = solver.Check();
            Assert.Equal([Word(answer)], Z3Text.Run(SmtLib.Render(solver.Script)));
            if (answer is SolverAnswer.Satisfiable(IModel model))
            {
                Assert.True(formula.Evaluate(model.IsTrue, model.Value), $"seed {seed}");
            }
        }
    }

    private static string Word(SolverAnswer answer) => answer switch
    {
        SolverAnswer.Satisfiable => "sat",
        SolverAnswer.Unsatisfiable => "unsat",
        _ => answer.ToString(),
    };
}
