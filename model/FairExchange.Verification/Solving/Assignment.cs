namespace FairExchange.Verification.Solving;

/// <summary>A model that is written down: what is true, and what the variables are worth.</summary>
public sealed class Assignment(IReadOnlySet<Atom> trueAtoms, IReadOnlyDictionary<Real, Rational> values) : IModel
{
    public bool IsTrue(Atom atom) => trueAtoms.Contains(atom);

    public Rational Value(Real variable) => values.GetValueOrDefault(variable);
}
