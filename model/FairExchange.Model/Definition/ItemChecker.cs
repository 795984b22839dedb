using System.Collections.Immutable;
using FairExchange.Model.Language;

namespace FairExchange.Model.Definition;

/// <summary>Refuses items that nobody could hold or that no judge could decide about.</summary>
internal static class ItemChecker
{
    /// <param name="bound">Every variable that some role binds.</param>
    public static void Check(Protocol protocol, IReadOnlySet<Term.Variable> bound)
    {
        foreach (var (item, form) in protocol.Items.SelectMany(item => item.Forms.Select(form => (item, form))))
        {
            foreach (var variable in form.Variables().Where(variable => !bound.Contains(variable)))
            {
                throw new DefinitionException(
                    protocol.Id, item.Holder, null, variable, $"the {item.Name} speaks of a name that no role ever binds");
            }

            if (form.SelfAndParts().OfType<Term.Hash>().FirstOrDefault(hash => !hash.Variables().All(Open(form).Contains)) is { } hash)
            {
                throw new DefinitionException(protocol.Id, item.Holder, null, hash,
                    $"what is hashed cannot be found among what is held: the {item.Name} must show it openly");
            }

            if (TermChecker.Flaw(form) is { } flaw)
            {
                throw new DefinitionException(protocol.Id, item.Holder, null, flaw.Part, flaw.Problem);
            }

            foreach (var variable in item.SpokenOf.Where(variable => !form.Variables().Contains(variable)))
            {
                throw new DefinitionException(
                    protocol.Id, item.Holder, null, variable, $"the {item.Name} does not show it to the judge, who yet speaks of it");
            }
        }

        foreach (var item in protocol.Items.Where(item => item.Replacement is not null))
        {
            if (!item.IsEvidence || protocol.Deal.Any(variable => item.Term.Variables().Contains(variable) != item.Replacement!.Variables()
                .Contains(variable)))
            {
                throw new DefinitionException(protocol.Id, item.Holder, null, item.Replacement,
                    $"takes the place of the {item.Name}: both are evidence, and speak of the same names and the same "
                    + $"{protocol.Subject}, or neither does");
            }
        }

        foreach (var (item, form) in protocol.Items.Where(item => item.IsEvidence)
            .SelectMany(item => item.Forms.Select(form => (item, form))))
        {
            if (Judge(protocol, form).Read(form).Undecided is { } undecided)
            {
                throw new DefinitionException(protocol.Id, item.Holder, null, undecided,
                    $"the judge cannot decide it: the {item.Name} shows neither what it is made of nor who made it");
            }
        }

        foreach (var (item, form) in protocol.Items.Where(item => item.IsEvidence)
            .SelectMany(item => item.Forms.Select(form => (item, form))))
        {
            var accused = protocol.Parties.First(party => party.Name != item.Holder).Name;
            var words = form.SelfAndParts().OfType<Term.Signature>()
                .Where(signature => signature.Signer == accused || protocol.TrustedParties.Any(trusted => trusted.Name == signature.Signer))
                .ToList();
            if (words.Count == 0)
            {
                throw new DefinitionException(
                    protocol.Id, item.Holder, null, form,
                    $"the {item.Name} bears neither {accused}'s signature nor a trusted party's, so its holder makes it alone: have it "
                    + $"hold what {accused} signs");
            }

            // Of the deal itself a session of the accused may know what it did not sign, which accountability asks about.
            if (item.SpokenOf.Except(protocol.Deal)
                .FirstOrDefault(variable =>
                    !words.Exists(word => word.Variables().Contains(variable))) is { } loose)
            {
                throw new DefinitionException(
                    protocol.Id, item.Holder, null, loose,
                    $"is what the {item.Name} says, and neither {accused}'s signature in it nor a trusted party's covers it, so its "
                    + $"holder may choose it afterwards: have {accused} sign it");
            }
        }

        if (protocol.Items.All(item => !item.Term.Variables().Contains(protocol.Subject)))
        {
            throw new DefinitionException(
                protocol.Id, null, null, protocol.Subject, "is what is exchanged about, and no item speaks of it");
        }
    }

    /// <summary>What stands in the term outside of hashes.</summary>
    private static IEnumerable<Term> Open(Term term) => term is Term.Hash ? [] : term.Parts().SelectMany(Open).Prepend(term);

    /// <summary>An outsider who knows the trusted parties' names, and reads signers and parties off what is shown.</summary>
    private static RoleKnowledge Judge(Protocol protocol, Term form)
    {
        var signers = form.SelfAndParts().OfType<Term.Signature>().Select(signature => signature.Signer);
        var named = form.SelfAndParts().OfType<Term.Parties>().SelectMany(parties => parties.Parts());
        return new RoleKnowledge(Terms.Name("judge"), [.. protocol.TrustedParties.Select(trusted => trusted.Name), .. signers, .. named]);
    }
}

/// <summary>
/// Refuses definitions of which fairness would say less than it seems to: goods that the deal does not name, which any other good could
/// stand for, and a party that gives something away before it knows what the deal is.
/// </summary>
internal static class DealChecker
{
    public static void Check(Protocol protocol)
    {
        foreach (var item in protocol.Items)
        {
            if (!item.IsEvidence && item.Term.Variables()
                .FirstOrDefault(variable => !protocol.Deal.Contains(variable) && !IsTrusted(protocol, variable)) is { } unnamed)
            {
                throw new DefinitionException(protocol.Id, item.Holder, null, unnamed,
                    $"is not what is exchanged about (that is {protocol.Subject}), so no {item.Name} could be told from another: only "
                    + "evidence may hold more");
            }

            var party = protocol.Parties.Single(party => party.Name == item.Holder);
            if (!item.IsEvidence && item.Term.Variables().All(variable => IsOwn(party, variable) || IsTrusted(protocol, variable)))
            {
                throw new DefinitionException(protocol.Id, item.Holder, null, item.Term,
                    $"is {party.Name}'s own before anything is exchanged, so it cannot be the {item.Name} that {party.Name} wants of "
                    + "the other side");
            }

            if (!item.IsEvidence && item.Term.Variables().All(variable => variable.Sort == Sort.Name))
            {
                throw new DefinitionException(protocol.Id, item.Holder, null, item.Term,
                    $"is made of names, which everybody knows, so it cannot be the {item.Name} that {party.Name} wants of the other side");
            }

            var other = protocol.Counterpart(party);
            if (!item.IsEvidence && item.Term.Variables()
                .FirstOrDefault(variable => other.Knows.Contains(variable) && !protocol.Deal[..2].Contains(variable)) is { } agreed)
            {
                throw new DefinitionException(protocol.Id, item.Holder, null, agreed,
                    $"is agreed on before anything is exchanged, and no secret of {other.Name}'s: goods are what {other.Name} makes "
                    + "(Fresh), and of what is known beforehand only evidence is worth anything");
            }

            var missing = item.IsEvidence
                ? item.Forms.SelectMany(form => form.SelfAndParts()).OfType<Term.Encryption>()
                .FirstOrDefault(encryption => !Speaks(party, encryption)) : null;
            if (missing is not null)
            {
                throw new DefinitionException(protocol.Id, item.Holder, null, missing,
                    $"stands in the {item.Name}, and {party.Name} neither makes nor opens it anywhere");
            }
        }

        foreach (var party in protocol.Parties.Where(protocol.IsOpenAgainst))
        {
            ImmutableHashSet<Term.Variable> known = [.. party.Knows, party.Name];
            var spokenOf = protocol.Deal.Where(variable => protocol.Items.Any(item => item.Term.Variables().Contains(variable))).ToList();
            if (TooEarly(party.Script, known, spokenOf) is { } send)
            {
                throw new DefinitionException(protocol.Id, party.Name, send.Label, send.Message,
                    $"{party.Name} gives this away before it knows all of {string.Join(", ", spokenOf)}, so it could not be said what for");
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
                    return TooEarly(check.Then, known.Union(check.Match.Pattern.Variables()), deal)
                        ?? TooEarly(check.Otherwise, known, deal);
                case Step.Receive receive:
                    return receive.Alternatives
                        .Select(alternative => TooEarly(
                            alternative.Then,
                            known.Union(alternative.Pattern.Variables()
                                .Concat(alternative.Checks.SelectMany(check => check.Pattern.Variables()))),
                            deal))
                        .FirstOrDefault(found => found is not null)
                            ?? (receive.Otherwise is { } otherwise ? TooEarly(otherwise, known, deal) : null);
                default:
                    throw new System.Diagnostics.UnreachableException();
            }
        }

        return null;
    }

    private static bool Speaks(Role.Party party, Term.Encryption encryption) =>
        party.Script.AllTerms().Concat(party.Script.Computed().Select(let => let.Value)).SelectMany(term => term.SelfAndParts())
            .Contains(encryption);

    private static bool IsOwn(Role.Party party, Term.Variable variable) =>
        variable == party.Name || party.Knows.Contains(variable)
            || party.Script.Fresh().Contains(variable);

    private static bool IsTrusted(Protocol protocol, Term.Variable variable) =>
        protocol.TrustedParties.Any(trusted => trusted.Name == variable);
}
