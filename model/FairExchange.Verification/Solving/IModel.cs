namespace FairExchange.Verification.Solving;

/// <summary>An assignment under which everything asserted holds; it stays valid after its solver is gone.</summary>
public interface IModel
{
    /// <summary>False for an atom that the solver left open or never met.</summary>
    bool IsTrue(Atom atom);

    /// <summary>Zero for a variable that the solver left open or never met.</summary>
    Rational Value(Real variable);
}
