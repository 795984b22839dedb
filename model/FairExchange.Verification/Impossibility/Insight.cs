using FairExchange.Model.Language;
using FairExchange.Verification.Grounding;
using FairExchange.Verification.Solving;

namespace FairExchange.Verification.Impossibility;

/// <summary>
/// What a role can derive from what it may have been sent, each part with the formula that says whether it was. An exact definition, as in the search
/// for attacks: so it may stand under a negation.
/// </summary>
internal sealed class Insight
{
    private readonly Func<Term, bool> ownsKey;
    private readonly IReadOnlySet<Term> initially;
    private readonly ILookup<Term, Formula> teachers;
    private readonly Dictionary<Term, Formula> memo = [];

    public Insight(Term.Variable role, IReadOnlySet<Term> initially, IEnumerable<(Term Part, Formula WasSent)> sent)
    {
        (ownsKey, this.initially) = (role.Equals, initially);
        teachers = sent
            .SelectMany(given => Deduction.Closure(given.Part, ownsKey).Distinct().Select(taught => (taught, given.WasSent)))
            .ToLookup(pair => pair.taught, pair => pair.WasSent);
    }

    public Formula Knows(Term term)
    {
        if (!memo.TryGetValue(term, out var known))
        {
            var made = Deduction.Ingredients(term, ownsKey) is { } ingredients ? Formula.And(ingredients.Select(Knows)) : Formula.False;
            known = initially.Contains(term) ? Formula.True : Formula.Or(teachers[term].Append(made));
            memo[term] = known;
        }

        return known;
    }
}
