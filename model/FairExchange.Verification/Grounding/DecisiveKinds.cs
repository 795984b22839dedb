using System.Collections.Immutable;
using FairExchange.Model.Language;

namespace FairExchange.Verification.Grounding;

/// <summary>
/// Kinds of values that decide about a party's item or about evidence against it: where it reads one, it may have to be another.
/// </summary>
internal static class DecisiveKinds
{
    /// <summary>Of what kinds something may keep the item from being held.</summary>
    public static ImmutableHashSet<(Sort Sort, string Component)> OfHolding(Protocol protocol, Components components, Item item)
    {
        var (holder, open) = (protocol.Party(item.Holder), item.Forms.SelectMany(form => form.Variables()));
        return Kinds(protocol, components, holder, IsNamedByOwn(protocol, item) ? open.Except(Fresh(holder)) : open);
    }

    /// <summary>
    /// Whether each deal of which the item is looked for is named by a fresh value of the holder's that is in the item: it entered into the deal,
    /// and the deal is about that value. Nothing of another deal is taken for it then, whatever else is made one.
    /// </summary>
    public static bool IsNamedByOwn(Protocol protocol, Item item)
    {
        var holder = protocol.Party(item.Holder);
        return Fresh(holder).Contains(protocol.Subject)
            && item.Forms.All(form => form.Variables().Contains(protocol.Subject)) && protocol.IsOpenAgainst(holder);
    }

    /// <summary>
    /// Whether the role reads something that may be a part of the item which nobody makes of its content: somebody's signature, or what is closed.
    /// </summary>
    public static bool ReadsSuch(Protocol protocol, Role.Party role, Item item)
    {
        var own = Fresh(protocol.Party(item.Holder));
        var closed = item.Forms.SelectMany(Outermost).ToList();
        return closed.Exists(part => part is not Term.Signature
                && !item.Forms.All(form => part.Variables().All(variable => own.Contains(variable) || Openly(form).Contains(variable))))
            || role.Script.AllSteps().OfType<Step.Receive>().SelectMany(receive => receive.Alternatives)
                .SelectMany(alternative => alternative.Checks.Select(check => check.Pattern).Prepend(alternative.Pattern))
                .SelectMany(term => term.SelfAndParts())
                .OfType<Term.Signature>().Any(read => closed.Exists(part => MayBe(read, part)));

        static IEnumerable<Term> Outermost(Term term) =>
            term is Term.Signature || Terms.IsOpaque(term) || (term is Term.Variable variable && Domains.IsOpaque(variable)) ? [term] : term.Parts().SelectMany(Outermost);

        // Whoever holds the item makes such a part of what stands beside it, and of values of its own.
        static IEnumerable<Term> Openly(Term term) =>
            term is Term.Signature || Terms.IsOpaque(term) ? [] : term.Parts().SelectMany(Openly).Prepend(term);
    }

    /// <summary>
    /// Of what kinds evidence against the item's holder says something that none of its signatures covers: what it knew beforehand or has
    /// read may not be what the evidence says.
    /// </summary>
    public static ImmutableHashSet<(Sort Sort, string Component)> OfAccusation(Protocol protocol, Components components, Item item)
    {
        var accused = protocol.Party(item.Holder);
        var evidence = protocol.ItemOf(protocol.Counterpart(accused));
        return evidence.IsEvidence
            ? Kinds(protocol, components, accused, evidence.Forms.SelectMany(form => protocol.Commitments(accused, form).Believed))
            : [];
    }

    /// <summary>Its own name and the trusted parties' are what they are.</summary>
    private static ImmutableHashSet<(Sort Sort, string Component)> Kinds(
        Protocol protocol, Components components, Role.Party party, IEnumerable<Term.Variable> variables) =>
        [.. variables.Where(variable => protocol.TrustedParties.Select(trusted => trusted.Name).Append(party.Name).All(name => name != variable))
            .Select(components.Of)];

    private static HashSet<Term.Variable> Fresh(Role.Party party) =>
        [.. party.Script.AllSteps().OfType<Step.Fresh>().SelectMany(step => step.Variables)];

    /// <summary>Whether some value is both.</summary>
    private static bool MayBe(Term one, Term other) => (one, other) switch
    {
        (Term.Variable x, Term.Variable y) => x.Sort == y.Sort,
        (Term.Variable x, _) => Domains.SortOf(other) == x.Sort,
        (_, Term.Variable y) => Domains.SortOf(one) == y.Sort,
        _ => one.GetType() == other.GetType() && one.Parts().Length == other.Parts().Length
            && one.Parts().Zip(other.Parts()).All(parts => MayBe(parts.First, parts.Second)),
    };
}
