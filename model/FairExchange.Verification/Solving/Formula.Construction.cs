using System.Collections.Immutable;

namespace FairExchange.Verification.Solving;

// The only way to make a formula: constants vanish, a single part stands for itself, nothing is flattened.
public abstract partial class Formula
{
    private static readonly Constant s_true = new(true);
    private static readonly Constant s_false = new(false);

    public static Formula True => s_true;

    public static Formula False => s_false;

    public static Formula Of(bool value) => value ? s_true : s_false;

    public static Formula Not(Formula operand) => operand switch
    {
        Constant constant => Of(!constant.Value),
        Negation negation => negation.Operand,
        _ => new Negation(operand),
    };

    /// <summary>True of no parts.</summary>
    public static Formula And(params ReadOnlySpan<Formula> parts) =>
        WithoutNeutral(parts, absorbing: s_false) is not { } kept ? s_false
        : kept.Length switch { 0 => s_true, 1 => kept[0], _ => new Conjunction(kept) };

    /// <inheritdoc cref="And(ReadOnlySpan{Formula})"/>
    public static Formula And(IEnumerable<Formula> parts) => And(parts.ToArray().AsSpan());

    /// <summary>False of no parts.</summary>
    public static Formula Or(params ReadOnlySpan<Formula> parts) =>
        WithoutNeutral(parts, absorbing: s_true) is not { } kept ? s_true
        : kept.Length switch { 0 => s_false, 1 => kept[0], _ => new Disjunction(kept) };

    /// <inheritdoc cref="Or(ReadOnlySpan{Formula})"/>
    public static Formula Or(IEnumerable<Formula> parts) => Or(parts.ToArray().AsSpan());

    public static Formula Implies(Formula premise, Formula conclusion) => (premise, conclusion) switch
    {
        (Constant { Value: true }, _) => conclusion,
        (Constant { Value: false }, _) => s_true,
        (_, Constant { Value: true }) => s_true,
        (_, Constant { Value: false }) => Not(premise),
        _ => new Implication(premise, conclusion),
    };

    public static Formula Iff(Formula left, Formula right) => (left, right) switch
    {
        (Constant constant, _) => constant.Value ? right : Not(right),
        (_, Constant constant) => constant.Value ? left : Not(left),
        _ => new Equivalence(left, right),
    };

    /// <summary>At most <paramref name="bound"/> of the parts hold; a part that is listed twice counts twice.</summary>
    public static Formula AtMost(int bound, IEnumerable<Formula> parts)
    {
        ImmutableArray<Formula>.Builder open = ImmutableArray.CreateBuilder<Formula>();
        foreach (Formula part in parts)
        {
            if (part is not Constant constant)
            {
                open.Add(part);
            }
            else if (constant.Value)
            {
                bound--;
            }
        }

        return bound < 0 ? s_false
            : bound >= open.Count ? s_true
            : bound == 0 ? And(open.Select(Not))
            : new Cardinality(bound, open.ToImmutable());
    }

    /// <inheritdoc cref="AtMost(int, IEnumerable{Formula})"/>
    public static Formula AtMost(int bound, params Formula[] parts) => AtMost(bound, parts.AsEnumerable());

    public static Formula LessOrEqual(Linear left, Linear right) => Compare(left, right, isStrict: false);

    public static Formula Less(Linear left, Linear right) => Compare(left, right, isStrict: true);

    private static Formula Compare(Linear left, Linear right, bool isStrict)
    {
        Linear gap = right - left;
        return gap.Terms.IsEmpty
            ? Of(isStrict ? gap.Constant > Rational.Zero : gap.Constant >= Rational.Zero)
            : new Comparison(left, right, isStrict);
    }

    // The parts without the other constant, or null where one part decides.
    private static ImmutableArray<Formula>? WithoutNeutral(ReadOnlySpan<Formula> parts, Constant absorbing)
    {
        int constants = 0;
        foreach (Formula part in parts)
        {
            if (part is Constant)
            {
                if (ReferenceEquals(part, absorbing))
                {
                    return null;
                }

                constants++;
            }
        }

        if (constants == 0)
        {
            return [.. parts];
        }

        ImmutableArray<Formula>.Builder kept = ImmutableArray.CreateBuilder<Formula>(parts.Length - constants);
        foreach (Formula part in parts)
        {
            if (part is not Constant)
            {
                kept.Add(part);
            }
        }

        return kept.MoveToImmutable();
    }
}
