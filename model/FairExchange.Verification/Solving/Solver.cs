using System.Collections.Immutable;

namespace FairExchange.Verification.Solving;

/// <summary>
/// The seam between what is asked and who answers: Z3 in process, a recording of what it gets, or a test's script of answers.
/// Whoever needs several solvers takes a <c>Func&lt;ISolver&gt;</c>.
/// </summary>
public interface ISolver : IDisposable
{
    /// <summary>Adds a formula to the innermost open scope.</summary>
    /// <exception cref="ArgumentException">
    /// The formula is nested more than 1,000 deep, or has a name that stands for something else in an earlier one.
    /// </exception>
    void Assert(Formula formula);

    /// <summary>Opens a scope.</summary>
    void Push();

    /// <summary>Closes the innermost scope and forgets what was asserted in it.</summary>
    /// <exception cref="InvalidOperationException">No scope is open.</exception>
    void Pop();

    /// <summary>Asks whether all asserted formulas, and the assumptions with them, can hold at once.</summary>
    /// <param name="assumptions">Hold for this question only.</param>
    /// <param name="timeout">How long the solver may think before it answers <see cref="SolverAnswer.Unknown"/>; null: as long as it
    /// takes.</param>
    /// <exception cref="OperationCanceledException">Cancelled; the solver is then of no further use.</exception>
    SolverAnswer Check(
        IReadOnlyList<Formula>? assumptions = null, TimeSpan? timeout = null, CancellationToken cancellation = default);

    /// <summary>A heading for whoever reads a recording ("round 1"); it means nothing to a solver.</summary>
    void Note(string text)
    {
    }
}

/// <summary>An assignment under which everything asserted holds; it stays valid after its solver is gone.</summary>
public interface IModel
{
    /// <summary>False for an atom that the solver left open or never met.</summary>
    bool IsTrue(Atom atom);

    /// <summary>Zero for a variable that the solver left open or never met.</summary>
    Rational Value(Real variable);
}

/// <summary>A solver's answer. <see cref="Unknown"/> is neither of the others and proves nothing.</summary>
public abstract record SolverAnswer
{
    private SolverAnswer()
    {
    }

    public sealed record Satisfiable(IModel Model) : SolverAnswer;

    public sealed record Unsatisfiable : SolverAnswer;

    /// <param name="Reason">The solver's own words ("timeout", "canceled", "(incomplete ...)").</param>
    public sealed record Unknown(string Reason) : SolverAnswer;
}

/// <summary>A model that is written down: what is true, and what the variables are worth.</summary>
public sealed class Assignment(IReadOnlySet<Atom> trueAtoms, IReadOnlyDictionary<Real, Rational> values) : IModel
{
    public bool IsTrue(Atom atom) => trueAtoms.Contains(atom);

    public Rational Value(Real variable) => values.GetValueOrDefault(variable);
}

/// <summary>A solver refused what it was given; the message is the solver's own.</summary>
public sealed class SolverException(string message) : Exception(message);

/// <summary>All that one solver was told and asked, in order.</summary>
public sealed class SolverScript
{
    private readonly List<Command> commands = [];

    public IReadOnlyList<Command> Commands => commands;

    internal void Add(Command command) => commands.Add(command);

    /// <summary>One call of <see cref="ISolver"/>.</summary>
    public abstract record Command
    {
        private Command()
        {
        }

        public sealed record Note(string Text) : Command;

        public sealed record Assert(Formula Formula) : Command;

        public sealed record Push : Command;

        public sealed record Pop : Command;

        /// <param name="SolverAnswer">Null where the solver gave none: it was cancelled, or it failed.</param>
        public sealed record Check(ImmutableArray<Formula> Assumptions, SolverAnswer? SolverAnswer) : Command;
    }
}

/// <summary>Passes everything on to another solver, which it owns, and writes it down.</summary>
public sealed class RecordingSolver(ISolver inner) : ISolver
{
    public SolverScript Script { get; } = new();

    public void Assert(Formula formula)
    {
        inner.Assert(formula);
        Script.Add(new SolverScript.Command.Assert(formula));
    }

    public void Push()
    {
        inner.Push();
        Script.Add(new SolverScript.Command.Push());
    }

    public void Pop()
    {
        inner.Pop();
        Script.Add(new SolverScript.Command.Pop());
    }

    public SolverAnswer Check(
        IReadOnlyList<Formula>? assumptions = null, TimeSpan? timeout = null, CancellationToken cancellation = default)
    {
        SolverAnswer? answer = null;
        try
        {
            answer = inner.Check(assumptions, timeout, cancellation);
            return answer;
        }
        finally
        {
            ImmutableArray<Formula> held = assumptions is null ? [] : [.. assumptions];
            Script.Add(new SolverScript.Command.Check(held, answer));
        }
    }

    public void Note(string text)
    {
        inner.Note(text);
        Script.Add(new SolverScript.Command.Note(text));
    }

    public void Dispose() => inner.Dispose();
}
