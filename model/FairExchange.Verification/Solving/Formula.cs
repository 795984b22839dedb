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
public abstract partial class Formula
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
}
