using System.Collections.Immutable;
using FairExchange.Model.Language;

namespace FairExchange.Model.Definition;

/// <summary>
/// Refuses definitions of which fairness would say less than it seems to: goods that the deal does not name, which any other good could stand for, and a party that gives
/// something away before it knows what the deal is.
/// </summary>
internal static class DealChecker
{
    public static void Check(Protocol protocol)
    {
        foreach (var item in protocol.Items)
        {
            if (!item.IsEvidence && item.Term.Variables().FirstOrDefault(variable => !protocol.Deal.Contains(variable) && !IsTrusted(protocol, variable)) is { } unnamed)
            {
                throw new DefinitionException(protocol.Id, item.Holder, null, unnamed, $"is not what is exchanged about (that is {protocol.Subject}), so no {item.Name} could be told from another: only evidence may hold more");
            }

            var party = protocol.Parties.Single(party => party.Name == item.Holder);
            if (!item.IsEvidence && item.Term.Variables().All(variable => IsOwn(party, variable) || IsTrusted(protocol, variable)))
            {
                throw new DefinitionException(protocol.Id, item.Holder, null, item.Term, $"is {party.Name}'s own before anything is exchanged, so it cannot be the {item.Name} that {party.Name} wants of the other side");
            }

            if (!item.IsEvidence && item.Term.Variables().All(variable => variable.Sort == Sort.Name))
            {
                throw new DefinitionException(protocol.Id, item.Holder, null, item.Term, $"is made of names, which everybody knows, so it cannot be the {item.Name} that {party.Name} wants of the other side");
            }

            var other = protocol.Counterpart(party);
            if (!item.IsEvidence && item.Term.Variables().FirstOrDefault(variable => other.Knows.Contains(variable) && !protocol.Deal[..2].Contains(variable)) is { } agreed)
            {
                throw new DefinitionException(protocol.Id, item.Holder, null, agreed, $"is agreed on before anything is exchanged, and no secret of {other.Name}'s: goods are what {other.Name} makes (Fresh), and of what is known beforehand only evidence is worth anything");
            }

            var missing = item.IsEvidence ? item.Forms.SelectMany(form => form.SelfAndParts()).OfType<Term.Encryption>().FirstOrDefault(encryption => !Speaks(party, encryption)) : null;
            if (missing is not null)
            {
                throw new DefinitionException(protocol.Id, item.Holder, null, missing, $"stands in the {item.Name}, and {party.Name} neither makes nor opens it anywhere");
            }
        }

        foreach (var party in protocol.Parties.Where(protocol.IsOpenAgainst))
        {
            ImmutableHashSet<Term.Variable> known = [.. party.Knows, party.Name];
            var spokenOf = protocol.Deal.Where(variable => protocol.Items.Any(item => item.Term.Variables().Contains(variable))).ToList();
            if (TooEarly(party.Script, known, spokenOf) is { } send)
            {
                throw new DefinitionException(protocol.Id, party.Name, send.Label, send.Message, $"{party.Name} gives this away before it knows all of {string.Join(", ", spokenOf)}, so it could not be said what for");
            }
        }
    }

    /// <summary>The first send on some path that comes before all of the deal is known.</summary>
    private static Step.Send? TooEarly(Script script, ImmutableHashSet<Term.Variable> known, IReadOnlyList<Term.Variable> deal)
    {
        foreach (var step in script.Steps)
        {
            switch (step)
            {
                case Step.Fresh fresh:
                    known = known.Union(fresh.Variables);
                    break;
                case Step.Let let:
                    known = known.Add(let.Variable);
                    break;
                case Step.Send send:
                    return deal.All(known.Contains) ? null : send;
                case Step.Check check:
                    return TooEarly(check.Then, known.Union(check.Match.Pattern.Variables()), deal) ?? TooEarly(check.Otherwise, known, deal);
                case Step.Receive receive:
                    return receive.Alternatives
                        .Select(alternative => TooEarly(
                            alternative.Then,
                            known.Union(alternative.Pattern.Variables().Concat(alternative.Checks.SelectMany(check => check.Pattern.Variables()))),
                            deal))
                        .FirstOrDefault(found => found is not null) ?? (receive.Otherwise is { } otherwise ? TooEarly(otherwise, known, deal) : null);
                default:
                    throw new System.Diagnostics.UnreachableException();
            }
        }

        return null;
    }

    private static bool Speaks(Role.Party party, Term.Encryption encryption) =>
        party.Script.AllTerms().Concat(party.Script.Computed().Select(let => let.Value)).SelectMany(term => term.SelfAndParts()).Contains(encryption);

    private static bool IsOwn(Role.Party party, Term.Variable variable) =>
        variable == party.Name || party.Knows.Contains(variable) || party.Script.AllSteps().OfType<Step.Fresh>().Any(fresh => fresh.Variables.Contains(variable));

    private static bool IsTrusted(Protocol protocol, Term.Variable variable) => protocol.TrustedParties.Any(trusted => trusted.Name == variable);
}
