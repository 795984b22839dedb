using System.Collections.Immutable;

namespace FairExchange.Verification.Solving;

/// <summary>A sum of multiples of real variables and a constant: <c>2*x - y + 1/2</c>.</summary>
public sealed class Linear
{
    private Linear(ImmutableArray<(Rational Coefficient, Real Variable)> terms, Rational constant) =>
        (Terms, Constant) = (terms, constant);

    /// <summary>Each variable once, with a coefficient that is not zero, in the order of first mention.</summary>
    public ImmutableArray<(Rational Coefficient, Real Variable)> Terms { get; }

    public Rational Constant { get; }

    public static Linear Of(Rational constant) => new([], constant);

    public static Linear Of(Real variable) => new([(1, variable)], Rational.Zero);

    public static implicit operator Linear(Real variable) => Of(variable);

    public static implicit operator Linear(Rational constant) => Of(constant);

    public static implicit operator Linear(int constant) => Of((Rational)constant);

    public static Linear operator +(Linear left, Linear right)
    {
        List<(Rational Coefficient, Real Variable)> sum = [.. left.Terms];
        foreach ((Rational coefficient, Real variable) in right.Terms)
        {
            int at = sum.FindIndex(term => ReferenceEquals(term.Variable, variable));
            if (at < 0)
            {
                sum.Add((coefficient, variable));
            }
            else
            {
                sum[at] = (sum[at].Coefficient + coefficient, variable);
            }
        }

        return new([.. sum.Where(term => term.Coefficient != Rational.Zero)], left.Constant + right.Constant);
    }

    public static Linear operator -(Linear left, Linear right) => left + (-1 * right);

    public static Linear operator *(Rational factor, Linear term) => factor == Rational.Zero
        ? Of(Rational.Zero)
        : new([.. term.Terms.Select(part => (factor * part.Coefficient, part.Variable))], factor * term.Constant);

    public Rational Evaluate(Func<Real, Rational> reals) =>
        Terms.Aggregate(Constant, (sum, term) => sum + (term.Coefficient * reals(term.Variable)));
}
