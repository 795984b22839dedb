using System.Collections.Immutable;

namespace FairExchange.Model.Language;

/// <summary>
/// What one party wants from the other. Evidence is what the outside judge accepts: every variable of <paramref name="Term"/> is shown to the judge,
/// who makes the signed and encrypted parts again and compares. Goods are recognised by whoever wants them and prove nothing to others.
/// </summary>
/// <param name="Holder">Who wants it.</param>
/// <param name="Name">The field's word: receipt, message, contract.</param>
/// <param name="Term">What must be held.</param>
/// <param name="Shows">What the judge says when it accepts, its arguments being variables of the term; null for goods.</param>
/// <param name="Replacement">What the judge accepts in the term's place, such as a trusted party's word for it; null for nothing. It speaks of the same deal.</param>
public sealed record Item(Term.Variable Holder, string Name, Term Term, FormattableString? Shows, Term? Replacement = null)
{
    public bool IsEvidence => Shows is not null;

    /// <summary>Any of these will do; the first is what the other side gives.</summary>
    public ImmutableArray<Term> Forms => Replacement is null ? [Term] : [Term, Replacement];

    /// <summary>What the judge's sentence speaks of.</summary>
    public IEnumerable<Term.Variable> SpokenOf => (Shows?.GetArguments() ?? []).OfType<Term.Variable>().Distinct();

    /// <summary>The judge's sentence with each variable said by <paramref name="say"/>.</summary>
    public string Statement(Func<Term.Variable, string> say) => Shows is null
        ? ""
        : string.Format(
            System.Globalization.CultureInfo.InvariantCulture,
            Shows.Format,
            [.. Shows.GetArguments().Select(argument => argument is Term.Variable variable ? say(variable) : argument?.ToString())]);
}
