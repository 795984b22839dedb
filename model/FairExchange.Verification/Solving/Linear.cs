using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Numerics;

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

/// <summary>An exact fraction in lowest terms; its denominator is positive.</summary>
public readonly record struct Rational : IComparable<Rational>
{
    // One less than the denominator, so that default(Rational) is zero.
    private readonly BigInteger excess;

    /// <exception cref="DivideByZeroException">The denominator is zero.</exception>
    public Rational(BigInteger numerator, BigInteger denominator)
    {
        if (denominator.IsZero)
        {
            throw new DivideByZeroException();
        }

        BigInteger divisor = BigInteger.GreatestCommonDivisor(numerator, denominator) * denominator.Sign;
        Numerator = numerator / divisor;
        excess = (denominator / divisor) - 1;
    }

    public static Rational Zero => default;

    public BigInteger Numerator { get; }

    public BigInteger Denominator => excess + 1;

    public static implicit operator Rational(int value) => new(value, BigInteger.One);

    public static Rational operator +(Rational left, Rational right) =>
        new((left.Numerator * right.Denominator) + (right.Numerator * left.Denominator), left.Denominator * right.Denominator);

    public static Rational operator -(Rational value) => new(-value.Numerator, value.Denominator);

    public static Rational operator -(Rational left, Rational right) => left + -right;

    public static Rational operator *(Rational left, Rational right) =>
        new(left.Numerator * right.Numerator, left.Denominator * right.Denominator);

    public static bool operator <(Rational left, Rational right) => left.CompareTo(right) < 0;

    public static bool operator >(Rational left, Rational right) => left.CompareTo(right) > 0;

    public static bool operator <=(Rational left, Rational right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Rational left, Rational right) => left.CompareTo(right) >= 0;

    public int CompareTo(Rational other) => (Numerator * other.Denominator).CompareTo(other.Numerator * Denominator);

    /// <summary>Reads <c>-3</c> or <c>7/2</c>.</summary>
    /// <exception cref="FormatException">The text is neither.</exception>
    public static Rational Parse(string text)
    {
        string[] parts = text.Split('/');
        return parts.Length > 2
            ? throw new FormatException($"'{text}' is not a fraction.")
            : new Rational(Whole(parts[0]), parts.Length == 2 ? Whole(parts[1]) : BigInteger.One);

        static BigInteger Whole(string digits) => BigInteger.Parse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Numerator}")
            + (Denominator.IsOne ? "" : string.Create(CultureInfo.InvariantCulture, $"/{Denominator}"));
}

/// <summary>A variable over the reals, equal to itself only; a <see cref="Vocabulary"/> makes it.</summary>
public sealed class Real
{
    internal Real(string name) => Name = name;

    public string Name { get; }

    public static Linear operator *(Rational factor, Real variable) => factor * Linear.Of(variable);

    public static Linear operator +(Real variable, Linear rest) => Linear.Of(variable) + rest;

    public static Linear operator -(Real variable, Linear rest) => Linear.Of(variable) - rest;

    public override string ToString() => Name;
}

/// <summary>A Boolean constant, equal to itself only; a <see cref="Vocabulary"/> makes it.</summary>
public sealed class Atom : Formula
{
    internal Atom(string name) : base(0) => Name = name;

    public string Name { get; }

    internal override int Arity => 0;

    internal override Formula Child(int index) => throw new UnreachableException();

    public override string ToString() => Name;
}

/// <summary>The names of one problem: each stands for one atom or for one real variable.</summary>
/// <remarks>A solver takes the formulas of one vocabulary only.</remarks>
public sealed class Vocabulary
{
    // SMT-LIB does not tell |and| from and, so quoting cannot save these.
    private static readonly FrozenSet<string> Theory = FrozenSet.Create(
        "true", "false", "not", "and", "or", "xor", "=>", "=", "distinct", "ite", "+", "-", "*", "/", "<", "<=", ">", ">=");

    private readonly Dictionary<string, object> names = new(StringComparer.Ordinal);

    /// <summary>The atom of that name, the same one each time.</summary>
    /// <exception cref="ArgumentException">
    /// The name is empty, has a character that SMT-LIB cannot quote (| \ or a control character), is an operator of
    /// SMT-LIB, or is taken by a real variable.
    /// </exception>
    public Atom Atom(string name) => Named(name, static text => new Atom(text));

    /// <summary>The variable of that name, the same one each time.</summary>
    /// <exception cref="ArgumentException">As for <see cref="Atom"/>, or the name is taken by an atom.</exception>
    public Real Real(string name) => Named(name, static text => new Real(text));

    private T Named<T>(string name, Func<string, T> make) where T : class
    {
        if (names.TryGetValue(name, out object? known))
        {
            return known as T
                ?? throw new ArgumentException($"'{name}' already names a {known.GetType().Name}.", nameof(name));
        }

        if (name.Length == 0 || Theory.Contains(name) || name.Any(c => c is '|' or '\\' || char.IsControl(c)))
        {
            throw new ArgumentException($"'{name}' cannot be written as an SMT-LIB symbol.", nameof(name));
        }

        T made = make(name);
        names.Add(name, made);
        return made;
    }
}
