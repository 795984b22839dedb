using FairExchange.Verification.Solving;

namespace FairExchange.Tests.Verification;

/// <summary>Gives the answers that a test wrote down, in order, and counts the questions.</summary>
internal sealed class ScriptedSolver(params SolverAnswer[] answers) : ISolver
{
    public static SolverAnswer Yes { get; } = new SolverAnswer.Satisfiable(new Assignment(
        new HashSet<Atom>(), new Dictionary<Real, Rational>()));

    public static SolverAnswer No { get; } = new SolverAnswer.Unsatisfiable();

    public int Questions { get; private set; }

    public void Assert(Formula formula)
    {
    }

    public void Push()
    {
    }

    public void Pop()
    {
    }

    public SolverAnswer Check(IReadOnlyList<Formula>? assumptions = null, TimeSpan? timeout = null,
        CancellationToken cancellation = default) => answers[Questions++];

    public void Dispose()
    {
    }
}
