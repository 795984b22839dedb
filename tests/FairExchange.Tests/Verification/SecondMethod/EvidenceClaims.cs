using FairExchange.Model.Language;
using FairExchange.Verification.Grounding;

namespace FairExchange.Tests.Verification.SecondMethod;

/// <summary>Something that may be held against the honest party, and what it must hold in return.</summary>
/// <param name="Entry">The event that must have happened for it to count; null: it counts whenever it can be shown.</param>
/// <param name="Shown">What the other side shows or has learned.</param>
/// <param name="Matching">Any of these is the matching item.</param>
internal sealed record EvidenceClaim(Event? Entry, Term Shown, IReadOnlyList<Term> Matching);

/// <summary>
/// Strong fairness, from its words: "for every piece of evidence that the judge accepts against the honest party, from whatever session or
/// role, that party ends with the matching evidence against the counterpart that it names, for the same message or contract". Where the
/// other side's item is no evidence, or leaves open against whom it is, the honest party's own sessions in that role say what was exchanged
/// for it.
/// </summary>
internal static class EvidenceClaims
{
    public static IEnumerable<EvidenceClaim> Against(Ground ground, Role.Party role)
    {
        var protocol = ground.World.Protocol;
        var honest = ground.World.Honest.Single();
        var (own, other) = (protocol.ItemOf(role), protocol.ItemOf(protocol.Counterpart(role)));
        var spokenOf = protocol.Deal.Where(variable => Speaks(own, variable) || Speaks(other, variable)).ToList();
        var saysAll = other.IsEvidence && spokenOf.Append(role.Name).All(variable => Speaks(other, variable));
        var matching = new Dictionary<string, IReadOnlyList<Term>>();
        if (saysAll)
        {
            return other.Forms.SelectMany(form => Instances(ground, form, Binding.Empty.With(role.Name, honest)))
                .Select(shown => new EvidenceClaim(null, shown.Term, Of(shown.Binding)));
        }

        return
            from entry in ground.Events
            where entry.At.Role == role && spokenOf.All(variable => entry.Binding[variable] is not null)
            let deal = spokenOf.Aggregate(Binding.Empty, (binding, variable) => binding.With(variable, entry.Binding[variable]!))
            from shown in other.Forms.SelectMany(form => Instances(ground, form, deal))
            select new EvidenceClaim(entry, shown.Term, Of(deal));

        IReadOnlyList<Term> Of(Binding known)
        {
            var deal = string.Join(';', protocol.Deal.Select(variable => known[variable]));
            return matching.TryGetValue(deal, out var found) ? found : matching[deal] = [.. Matching(ground, own, protocol.Deal, known)];
        }
    }

    public static IEnumerable<Term> Matching(Ground ground, Item item, IEnumerable<Term.Variable> deal, Binding known) =>
        item.Forms.SelectMany(form => Instances(ground, form, deal.Where(variable => known[variable] is not null)
            .Aggregate(Binding.Empty, (binding, variable) => binding.With(variable, known[variable]!)))).Select(instance => instance.Term);

    private static bool Speaks(Item item, Term.Variable variable) => item.Term.Variables().Contains(variable);

    public static IEnumerable<(Term Term, Binding Binding)> Instances(Ground ground, Term term, Binding known)
    {
        IEnumerable<Binding> bindings = [known];
        foreach (var variable in term.Variables().Where(variable => known[variable] is null))
        {
            var trusted = ground.World.Protocol.TrustedParties.Where(role => role.Name == variable)
                .Select(role => (Term)World.TrustedName(role)).ToList();
            bindings = [.. bindings.SelectMany(binding => (trusted.Count > 0 ? trusted : [.. ground.Domains.Of(variable.Sort)])
                .Select(value => binding.With(variable, value)))];
        }

        return bindings.Select(binding => (binding.Ground(term), binding));
    }
}
