using FairExchange.Model.Language;

namespace FairExchange.Verification.Grounding;

/// <summary>All ways in which a receive can be satisfied, whoever forms the message.</summary>
internal static class Readings
{
    public static IEnumerable<Binding> Of(Alternative alternative, Binding binding, Domains domains) =>
        Of(alternative.Pattern, [.. alternative.Checks], binding, domains);

    /// <summary>What a receive's alternative reads in this very message; null where it does not fit, whatever the time.</summary>
    public static Binding? Of(Alternative alternative, Binding binding, Term message) => alternative.Checks.Aggregate(
        binding.Match(alternative.Pattern, message), (read, check) => read?.Match(check.Pattern, read.Ground(check.Subject)));

    private static IEnumerable<Binding> Of(Term pattern, List<Match> checks, Binding binding, Domains domains)
    {
        // A check whose subject is bound binds the rest by looking inside, which is far less than trying every value;
        // but what stands in a hash or in unordered parties is not seen there, and must be bound before.
        if (checks.Find(check => binding[check.Subject] is not null && Hidden(check.Pattern).All(part => Seen(part, check.Pattern, binding))) is { } decided)
        {
            var rest = checks.FindAll(check => check != decided);
            return binding.Match(decided.Pattern, binding[decided.Subject]!) is { } read ? Of(pattern, rest, read, domains) : [];
        }

        var free = checks.Select(check => check.Subject).Concat(pattern.Variables()).FirstOrDefault(variable => binding[variable] is null);
        return free is null ? [binding] : domains.Of(free.Sort).SelectMany(value => Of(pattern, checks, binding.With(free, value), domains));
    }

    private static IEnumerable<Term> Hidden(Term pattern) => pattern.SelfAndParts().Where(part => part is Term.Hash or Term.Parties);

    /// <summary>Whether all in a hidden part is bound already, or will be by what stands openly in the same pattern.</summary>
    private static bool Seen(Term hidden, Term pattern, Binding binding)
    {
        var openly = Open(pattern).OfType<Term.Variable>().ToHashSet();
        return hidden.Variables().All(variable => binding[variable] is not null || openly.Contains(variable));
    }

    private static IEnumerable<Term> Open(Term term) => term is Term.Hash or Term.Parties ? [] : term.Parts().SelectMany(Open).Prepend(term);
}
