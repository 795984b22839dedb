using System.Collections.Immutable;
using System.Diagnostics;

namespace FairExchange.Verification.Solving;

/// <summary>
/// What a solver is told: propositional logic, "at most k of these", and comparisons of linear terms over the reals.
/// </summary>
/// <remarks>
/// A formula is a directed acyclic graph. Equality is identity, so sharing a subformula costs nothing and comparing two
/// is one pointer comparison; every reader keeps the sharing, and none recurses over the depth.
/// The hierarchy is closed: the cases nested here, and <see cref="Atom"/>.
/// </remarks>
public abstract class Formula
{
    private protected Formula(int depth) => Depth = depth;

    /// <summary>The longest way down to a leaf; a leaf has depth 0.</summary>
    public int Depth { get; }

    internal abstract int Arity { get; }

    internal abstract Formula Child(int index);

    /// <summary>Truth or falsehood; <see cref="True"/> and <see cref="False"/> are its only instances.</summary>
    public sealed class Constant : Formula
    {
        internal Constant(bool value) : base(0) => Value = value;

        public bool Value { get; }

        internal override int Arity => 0;

        internal override Formula Child(int index) => throw new UnreachableException();
    }

    public sealed class Negation : Formula
    {
        internal Negation(Formula operand) : base(operand.Depth + 1) => Operand = operand;

        public Formula Operand { get; }

        internal override int Arity => 1;

        internal override Formula Child(int index) => Operand;
    }

    /// <summary>All of two or more parts.</summary>
    public sealed class Conjunction : Formula
    {
        internal Conjunction(ImmutableArray<Formula> parts) : base(Deepest(parts) + 1) => Parts = parts;

        public ImmutableArray<Formula> Parts { get; }

        internal override int Arity => Parts.Length;

        internal override Formula Child(int index) => Parts[index];
    }

    /// <summary>At least one of two or more parts.</summary>
    public sealed class Disjunction : Formula
    {
        internal Disjunction(ImmutableArray<Formula> parts) : base(Deepest(parts) + 1) => Parts = parts;

        public ImmutableArray<Formula> Parts { get; }

        internal override int Arity => Parts.Length;

        internal override Formula Child(int index) => Parts[index];
    }

    public sealed class Implication : Formula
    {
        internal Implication(Formula premise, Formula conclusion)
            : base(Math.Max(premise.Depth, conclusion.Depth) + 1) => (Premise, Conclusion) = (premise, conclusion);

        public Formula Premise { get; }

        public Formula Conclusion { get; }

        internal override int Arity => 2;

        internal override Formula Child(int index) => index == 0 ? Premise : Conclusion;
    }

    public sealed class Equivalence : Formula
    {
        internal Equivalence(Formula left, Formula right)
            : base(Math.Max(left.Depth, right.Depth) + 1) => (Left, Right) = (left, right);

        public Formula Left { get; }

        public Formula Right { get; }

        internal override int Arity => 2;

        internal override Formula Child(int index) => index == 0 ? Left : Right;
    }

    /// <summary>At most <see cref="Bound"/> of the parts hold; a part that is listed twice counts twice.</summary>
    public sealed class Cardinality : Formula
    {
        internal Cardinality(int bound, ImmutableArray<Formula> parts)
            : base(Deepest(parts) + 1) => (Bound, Parts) = (bound, parts);

        public int Bound { get; }

        public ImmutableArray<Formula> Parts { get; }

        internal override int Arity => Parts.Length;

        internal override Formula Child(int index) => Parts[index];
    }

    /// <summary>Left ≤ right, or left &lt; right if strict.</summary>
    public sealed class Comparison : Formula
    {
        internal Comparison(Linear left, Linear right, bool isStrict)
            : base(0) => (Left, Right, IsStrict) = (left, right, isStrict);

        public Linear Left { get; }

        public Linear Right { get; }

        public bool IsStrict { get; }

        internal override int Arity => 0;

        internal override Formula Child(int index) => throw new UnreachableException();
    }

    private static int Deepest(ImmutableArray<Formula> parts)
    {
        int depth = 0;
        foreach (Formula part in parts)
        {
            depth = Math.Max(depth, part.Depth);
        }

        return depth;
    }

    // The only way to make a formula: constants vanish, a single part stands for itself, nothing is flattened.

    private static readonly Constant TrueConstant = new(true);
    private static readonly Constant FalseConstant = new(false);

    public static Formula True => TrueConstant;

    public static Formula False => FalseConstant;

    public static Formula Of(bool value) => value ? TrueConstant : FalseConstant;

    public static Formula Not(Formula operand) => operand switch
    {
        Constant constant => Of(!constant.Value),
        Negation negation => negation.Operand,
        _ => new Negation(operand),
    };

    /// <summary>True of no parts.</summary>
    public static Formula And(params ReadOnlySpan<Formula> parts) =>
        WithoutNeutral(parts, absorbing: FalseConstant) is not { } kept ? FalseConstant
        : kept.Length switch { 0 => TrueConstant, 1 => kept[0], _ => new Conjunction(kept) };

    /// <inheritdoc cref="And(ReadOnlySpan{Formula})"/>
    public static Formula And(IEnumerable<Formula> parts) => And(parts.ToArray().AsSpan());

    /// <summary>False of no parts.</summary>
    public static Formula Or(params ReadOnlySpan<Formula> parts) =>
        WithoutNeutral(parts, absorbing: TrueConstant) is not { } kept ? TrueConstant
        : kept.Length switch { 0 => FalseConstant, 1 => kept[0], _ => new Disjunction(kept) };

    /// <inheritdoc cref="Or(ReadOnlySpan{Formula})"/>
    public static Formula Or(IEnumerable<Formula> parts) => Or(parts.ToArray().AsSpan());

    public static Formula Implies(Formula premise, Formula conclusion) => (premise, conclusion) switch
    {
        (Constant { Value: true }, _) => conclusion,
        (Constant { Value: false }, _) => TrueConstant,
        (_, Constant { Value: true }) => TrueConstant,
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

        return bound < 0 ? FalseConstant
            : bound >= open.Count ? TrueConstant
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

internal static class FormulaWalk
{
    /// <summary>
    /// The formulas below and including the root that are not done yet, children before parents, in an order that
    /// depends on the formula alone. The caller makes a formula done before it asks for the next.
    /// </summary>
    public static IEnumerable<Formula> ChildrenFirst(Formula root, Func<Formula, bool> isDone)
    {
        if (isDone(root))
        {
            yield break;
        }

        Stack<(Formula Formula, int Next)> open = new();
        open.Push((root, 0));
        while (open.TryPop(out (Formula Formula, int Next) top))
        {
            (Formula formula, int next) = top;
            while (next < formula.Arity && isDone(formula.Child(next)))
            {
                next++;
            }

            if (next < formula.Arity)
            {
                open.Push((formula, next + 1));
                open.Push((formula.Child(next), 0));
            }
            else
            {
                yield return formula;
            }
        }
    }
}
