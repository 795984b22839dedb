namespace FairExchange.Verification.Solving;

/// <summary>A solver's answer. <see cref="Unknown"/> is neither of the others and proves nothing.</summary>
public abstract record Answer
{
    private Answer()
    {
    }

    public sealed record Satisfiable(IModel Model) : Answer;

    public sealed record Unsatisfiable : Answer;

    /// <param name="Reason">The solver's own words ("timeout", "canceled", "(incomplete ...)").</param>
    public sealed record Unknown(string Reason) : Answer;
}
