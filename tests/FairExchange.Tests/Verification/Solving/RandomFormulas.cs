using FairExchange.Verification.Solving;

namespace FairExchange.Tests.Verification.Solving;

/// <summary>Formulas drawn from a seed; parts are drawn again and again, so that they are shared.</summary>
internal sealed class RandomFormulas(int seed)
{
    private readonly Random random = new(seed);

    public Vocabulary Vocabulary { get; } = new();

    /// <summary>A Boolean formula over <paramref name="atoms"/>.</summary>
    public Formula Draw(IEnumerable<Atom> atoms, int nodes) => Grow([.. atoms], nodes);

    /// <summary>A formula over four atoms and comparisons of three variables.</summary>
    public Formula DrawMixed(int nodes)
    {
        Real[] reals = [Vocabulary.Real("x"), Vocabulary.Real("y"), Vocabulary.Real("z")];
        List<Formula> pool = [.. Enumerable.Range(0, 4).Select(i => Vocabulary.Atom($"p{i}"))];
        for (int i = 0; i < 8; i++)
        {
            pool.Add(random.Next(2) == 0 ? Formula.Less(Sum(reals), Sum(reals)) : Formula.LessOrEqual(Sum(reals), Sum(reals)));
        }

        // Half of the comparisons hold together, so that the variables matter.
        return Formula.And(Grow(pool, nodes), pool[4], pool[6], Formula.Not(pool[8]));
    }

    private Formula Grow(List<Formula> pool, int nodes)
    {
        for (int i = 0; i < nodes; i++)
        {
            pool.Add(random.Next(7) switch
            {
                0 => Formula.Not(Any(pool)),
                1 => Formula.And(Some(pool)),
                2 => Formula.Or(Some(pool)),
                3 => Formula.Implies(Any(pool), Any(pool)),
                4 => Formula.Iff(Any(pool), Any(pool)),
                5 => Formula.AtMost(random.Next(4), Some(pool)),
                _ => Formula.Iff(Any(pool), Formula.Not(Any(pool))),
            });
        }

        return pool[^1];
    }

    private Linear Sum(Real[] reals) => reals.Aggregate(
        Linear.Of(new Rational(random.Next(-5, 6), random.Next(1, 4))),
        (sum, real) => sum + (new Rational(random.Next(-3, 4), random.Next(1, 3)) * real));

    private Formula Any(List<Formula> pool) => pool[random.Next(pool.Count)];

    private Formula[] Some(List<Formula> pool) => [.. Enumerable.Range(0, random.Next(5)).Select(_ => Any(pool))];
}
