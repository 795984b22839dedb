using System.Globalization;
using System.Numerics;

namespace FairExchange.Verification.Solving;

/// <summary>An exact fraction in lowest terms; its denominator is positive.</summary>
public readonly record struct Rational : IComparable<Rational>
{
    // One less than the denominator, so that default(Rational) is zero.
    private readonly BigInteger _excess;

    /// <exception cref="DivideByZeroException">The denominator is zero.</exception>
    public Rational(BigInteger numerator, BigInteger denominator)
    {
        if (denominator.IsZero)
        {
            throw new DivideByZeroException();
        }

        BigInteger divisor = BigInteger.GreatestCommonDivisor(numerator, denominator) * denominator.Sign;
        Numerator = numerator / divisor;
        _excess = (denominator / divisor) - 1;
    }

    public static Rational Zero => default;

    public BigInteger Numerator { get; }

    public BigInteger Denominator => _excess + 1;

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
        string.Create(CultureInfo.InvariantCulture, $"{Numerator}") + (Denominator.IsOne ? "" : string.Create(CultureInfo.InvariantCulture, $"/{Denominator}"));
}
