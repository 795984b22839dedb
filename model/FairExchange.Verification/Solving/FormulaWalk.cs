namespace FairExchange.Verification.Solving;

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
