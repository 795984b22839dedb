using FairExchange.Verification.Solving;

namespace FairExchange.Tests.Verification;

/// <summary>
/// Z3 in the opposite mood: where it would leave an event of the last round out, this puts it in if that can be. Follow-up questions it
/// answers as ever.
/// </summary>
internal sealed class LongWindedSolver : ISolver
{
    private readonly Z3Solver inner = new();
    private readonly List<Atom> atoms = [];
    private readonly HashSet<Formula> known = [];

    public void Assert(Formula formula)
    {
        foreach (var part in FormulaWalk.ChildrenFirst(formula, known.Contains))
        {
            if (known.Add(part) && part is Atom atom)
            {
                atoms.Add(atom);
            }
        }

        inner.Assert(formula);
    }

    public void Push() => inner.Push();

    public void Pop() => inner.Pop();

    public SolverAnswer Check(
        IReadOnlyList<Formula>? assumptions = null, TimeSpan? timeout = null, CancellationToken cancellation = default)
    {
        var answer = inner.Check(assumptions, timeout, cancellation);
        if (assumptions is not null || answer is not SolverAnswer.Satisfiable)
        {
            return answer;
        }

        inner.Push();
        var round = RoundOf(atoms[^1]);
        foreach (var atom in atoms.Where(atom => RoundOf(atom) == round))
        {
            if (inner.Check([atom], timeout, cancellation) is SolverAnswer.Satisfiable longer)
            {
                inner.Assert(atom);
                answer = longer;
            }
        }

        inner.Pop();
        return answer;
    }

    public void Dispose() => inner.Dispose();

    private static string RoundOf(Atom atom) => atom.Name[(atom.Name.LastIndexOf('@') + 1)..];
}
