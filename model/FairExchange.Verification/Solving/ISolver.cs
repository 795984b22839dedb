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
    /// <param name="timeout">How long the solver may think before it answers <see cref="Answer.Unknown"/>; null: as long as it takes.</param>
    /// <exception cref="OperationCanceledException">Cancelled; the solver is then of no further use.</exception>
    Answer Check(
        IReadOnlyList<Formula>? assumptions = null, TimeSpan? timeout = null, CancellationToken cancellation = default);

    /// <summary>A heading for whoever reads a recording ("round 1"); it means nothing to a solver.</summary>
    void Note(string text)
    {
    }
}
