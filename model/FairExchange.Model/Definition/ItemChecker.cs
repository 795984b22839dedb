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
                throw new DefinitionException(protocol.Id, item.Holder, null, variable, $"the {item.Name} speaks of a name that no role ever binds");
            }

            if (form.SelfAndParts().OfType<Term.Hash>().FirstOrDefault(hash => !hash.Variables().All(Open(form).Contains)) is { } hash)
            {
                throw new DefinitionException(protocol.Id, item.Holder, null, hash, $"what is hashed cannot be found among what is held: the {item.Name} must show it openly");
            }

            if (TermChecker.Flaw(form) is { } flaw)
            {
                throw new DefinitionException(protocol.Id, item.Holder, null, flaw.Part, flaw.Problem);
            }

            foreach (var variable in item.SpokenOf.Where(variable => !form.Variables().Contains(variable)))
            {
                throw new DefinitionException(protocol.Id, item.Holder, null, variable, $"the {item.Name} does not show it to the judge, who yet speaks of it");
            }
        }

        foreach (var item in protocol.Items.Where(item => item.Replacement is not null))
        {
            if (!item.IsEvidence || protocol.Deal.Any(variable => item.Term.Variables().Contains(variable) != item.Replacement!.Variables().Contains(variable)))
            {
                throw new DefinitionException(protocol.Id, item.Holder, null, item.Replacement, $"takes the place of the {item.Name}: both are evidence, and speak of the same names and the same {protocol.Subject}, or neither does");
            }
        }

        foreach (var (item, form) in protocol.Items.Where(item => item.IsEvidence).SelectMany(item => item.Forms.Select(form => (item, form))))
        {
            if (Judge(protocol, form).Read(form).Undecided is { } undecided)
            {
                throw new DefinitionException(protocol.Id, item.Holder, null, undecided, $"the judge cannot decide it: the {item.Name} shows neither what it is made of nor who made it");
            }
        }

        foreach (var (item, form) in protocol.Items.Where(item => item.IsEvidence).SelectMany(item => item.Forms.Select(form => (item, form))))
        {
            var accused = protocol.Parties.First(party => party.Name != item.Holder).Name;
            var words = form.SelfAndParts().OfType<Term.Signature>().Where(signature => signature.Signer == accused || protocol.TrustedParties.Any(trusted => trusted.Name == signature.Signer)).ToList();
            if (words.Count == 0)
            {
                throw new DefinitionException(
                    protocol.Id, item.Holder, null, form, $"the {item.Name} bears neither {accused}'s signature nor a trusted party's, so its holder makes it alone: have it hold what {accused} signs");
            }

            // Of the deal itself a session of the accused may know what it did not sign, which accountability asks about.
            if (item.SpokenOf.Except(protocol.Deal).FirstOrDefault(variable => !words.Exists(word => word.Signer == variable || word.Variables().Contains(variable))) is { } loose)
            {
                throw new DefinitionException(
                    protocol.Id, item.Holder, null, loose, $"is what the {item.Name} says, and neither {accused}'s signature in it nor a trusted party's covers it, so its holder may choose it afterwards: have {accused} sign it");
            }
        }

        if (protocol.Items.All(item => !item.Term.Variables().Contains(protocol.Subject)))
        {
            throw new DefinitionException(protocol.Id, null, null, protocol.Subject, "is what is exchanged about, and no item speaks of it");
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
