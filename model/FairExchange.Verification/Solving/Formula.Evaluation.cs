using System.Diagnostics;

namespace FairExchange.Verification.Solving;

public abstract partial class Formula
{
    /// <summary>The formula's truth under an assignment; each distinct subformula is looked at once.</summary>
    /// <param name="atoms">The truth of an atom.</param>
    /// <param name="reals">The value of a variable; needed only if the formula compares linear terms.</param>
    /// <exception cref="ArgumentException">The formula compares linear terms and <paramref name="reals"/> is null.</exception>
    public bool Evaluate(Func<Atom, bool> atoms, Func<Real, Rational>? reals = null)
    {
        Dictionary<Formula, bool> values = [];
        foreach (Formula formula in FormulaWalk.ChildrenFirst(this, values.ContainsKey))
        {
            values[formula] = formula switch
            {
                Constant constant => constant.Value,
                Atom atom => atoms(atom),
                Negation negation => !values[negation.Operand],
                Conjunction conjunction => All(conjunction.Parts, values),
                Disjunction disjunction => Count(disjunction.Parts, values) > 0,
                Implication implication => !values[implication.Premise] || values[implication.Conclusion],
                Equivalence equivalence => values[equivalence.Left] == values[equivalence.Right],
                Cardinality cardinality => Count(cardinality.Parts, values) <= cardinality.Bound,
                Comparison comparison => Compare(comparison, reals),
                _ => throw new UnreachableException(),
            };
        }

        return values[this];
    }

    private static bool All(IReadOnlyCollection<Formula> parts, Dictionary<Formula, bool> values) =>
        Count(parts, values) == parts.Count;

    private static int Count(IEnumerable<Formula> parts, Dictionary<Formula, bool> values) =>
        parts.Count(part => values[part]);

    private static bool Compare(Comparison comparison, Func<Real, Rational>? reals)
    {
        if (reals is null)
        {
            throw new ArgumentException("The formula compares linear terms: their variables need values.", nameof(reals));
        }

        Rational left = comparison.Left.Evaluate(reals);
        Rational right = comparison.Right.Evaluate(reals);
        return comparison.IsStrict ? left < right : left <= right;
    }
}
