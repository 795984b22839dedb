using FairExchange.Verification.Solving;

namespace FairExchange.Tests.Verification.Solving;

public sealed class SmtLibTests : IDisposable
{
    private readonly Vocabulary vocabulary = new();
    private readonly RecordingSolver solver = new(new Z3Solver());

    private Atom A => vocabulary.Atom("A knows Z");

    private Atom B => vocabulary.Atom("b");

    public void Dispose() => solver.Dispose();

    [Fact]
    public void A_script_reads_as_it_was_asked()
    {
        Real cutOff = vocabulary.Real("cut-off");
        Formula both = Formula.And(A, Formula.Not(B));
        solver.Note("round 1\nno attack yet");
        solver.Assert(Formula.Or(both, Formula.Iff(A, both)));
        solver.Push();
        solver.Assert(Formula.Less(new Rational(-3, 2) * cutOff, cutOff + 1));
        solver.Assert(Formula.AtMost(1, A, B, both));
        solver.Check();
        solver.Pop();
        solver.Check([A, Formula.Not(A)]);
        solver.Check([Formula.And(A, B)]);

        Assert.Equal(
            """
            (declare-const |A knows Z| Bool)
            (declare-const b Bool)
            (declare-const cut-off Real)

            ; round 1
            ; no attack yet
            (define-fun shared-1 () Bool (and |A knows Z| (not b)))
            (assert (or shared-1 (= |A knows Z| shared-1)))
            (push 1)
            (assert (< (* (- (/ 3.0 2.0)) cut-off) (+ cut-off 1.0)))
            (assert ((_ at-most 1) |A knows Z| b shared-1))
            (check-sat)
            ; sat
            (pop 1)
            (check-sat-assuming (|A knows Z| (not |A knows Z|)))
            ; unsat
            (push 1)
            (assert (and |A knows Z| b))
            (check-sat)
            ; unsat
            (pop 1)

            """.ReplaceLineEndings("\n"),
            SmtLib.Render(solver.Script));
        Assert.Equal(["sat", "unsat", "unsat"], Z3Text.Run(SmtLib.Render(solver.Script)));
        Assert.Equal(["sat", "unsat", "unsat"], Z3Text.Run(SmtLib.Render(solver.Script, portable: true)));
    }

    [Fact]
    public void Only_text_for_other_solvers_counts_with_integers()
    {
        solver.Assert(Formula.AtMost(1, A, B, Formula.Not(A)));
        Assert.Contains("(assert ((_ at-most 1) ", SmtLib.Render(solver.Script), StringComparison.Ordinal);
        Assert.Contains(
            "(assert (<= (+ (ite |A knows Z| 1 0) (ite b 1 0) (ite (not |A knows Z|) 1 0)) 1))",
            SmtLib.Render(solver.Script, portable: true),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_shared_subformula_that_went_with_its_scope_is_defined_again()
    {
        Formula both = Formula.And(A, B);
        solver.Push();
        solver.Assert(Formula.Iff(both, Formula.Not(both)));
        solver.Check();
        solver.Pop();
        solver.Assert(both);
        solver.Check();
        Assert.Equal(["unsat", "sat"], Z3Text.Run(SmtLib.Render(solver.Script)));
    }

    [Fact]
    public void Long_formulas_are_wrapped()
    {
        solver.Assert(Formula.Or(Enumerable.Range(0, 60).Select(i => Formula.And(
            vocabulary.Atom($"event {i} fires"), Formula.AtMost(2, Enumerable.Range(0, 9).Select(j => vocabulary.Atom($"round {j}")))))));
        foreach (bool portable in new[] { false, true })
        {
            string text = SmtLib.Render(solver.Script, portable);
            Assert.All(text.Split('\n'), line => Assert.InRange(line.Length, 0, 110));
            Assert.Equal([], Z3Text.Run(text));
        }
    }

    [Fact]
    public void A_long_comparison_that_is_shared_is_spelled_out_in_its_definition()
    {
        Linear sum = Enumerable.Range(0, 20).Aggregate(Linear.Of(0), (sum, i) => sum + vocabulary.Real($"time of event {i}"));
        Formula late = Formula.Less(sum, 7);
        solver.Assert(Formula.Or(Formula.And(A, late), Formula.And(B, late)));
        solver.Check([Formula.LessOrEqual(7, sum)]);
        Assert.Equal(["unsat"], Z3Text.Run(SmtLib.Render(solver.Script)));
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("A → B: SIG_B(Z)")]
    [InlineData("1st")]
    [InlineData("let")]
    [InlineData("assert")]
    [InlineData("check-sat")]
    [InlineData("(")]
    [InlineData("a;b")]
    [InlineData("say \"hello\"")]
    [InlineData("@x")]
    [InlineData("at-most")]
    [InlineData("shared-1")]
    [InlineData("A1@2")]
    [InlineData("Bool")]
    public void Any_name_survives_being_written_and_read(string name)
    {
        Atom odd = vocabulary.Atom(name);
        Formula shared = Formula.And(odd, B);
        solver.Assert(Formula.Iff(shared, Formula.Not(Formula.And(Formula.Not(odd), shared))));
        solver.Check();
        solver.Check([Formula.Not(odd)]);
        Assert.Equal(["sat", "unsat"], Z3Text.Run(SmtLib.Render(solver.Script)));
    }

    [Theory]
    [InlineData("let", "|let|")]
    [InlineData("check-sat", "|check-sat|")]
    [InlineData("1st", "|1st|")]
    [InlineData("@x", "|@x|")]
    [InlineData("B1@2", "B1@2")]
    [InlineData("A→B", "|A→B|")]
    public void Only_a_simple_symbol_goes_without_bars(string name, string symbol)
    {
        // Z3 reads some of these without bars too; other solvers do not.
        solver.Assert(vocabulary.Atom(name));
        Assert.Equal($"(declare-const {symbol} Bool)\n(assert {symbol})\n", SmtLib.Render(solver.Script));
    }

    [Fact]
    public void Text_that_z3_cannot_read_is_an_error_and_not_an_answer()
    {
        SolverException error = Assert.Throws<SolverException>(() => Z3Text.Run("(assert nowhere)(check-sat)"));
        Assert.Contains("nowhere", error.Message, StringComparison.Ordinal);
        Assert.Throws<SolverException>(() => Z3Text.Run("(assert "));
    }

    [Fact]
    public void A_question_without_an_answer_is_recorded_as_such()
    {
        using CancellationTokenSource cancelled = new();
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(() => solver.Check(cancellation: cancelled.Token));
        SolverScript.Command.Check check = Assert.IsType<SolverScript.Command.Check>(Assert.Single(solver.Script.Commands));
        Assert.Null(check.SolverAnswer);
        Assert.EndsWith("; no answer\n", SmtLib.Render(solver.Script), StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_answer_is_written_with_its_reason()
    {
        Pigeons.AssertIn(solver, vocabulary, holes: 13);
        solver.Check(timeout: TimeSpan.FromMilliseconds(1));
        Assert.Contains("(check-sat)\n; unknown: ", SmtLib.Render(solver.Script), StringComparison.Ordinal);
    }
}
