using FairExchange.Model.Language;

namespace FairExchange.Tests.Generated;

/// <summary>What a definition can be made of, each with whether one has it.</summary>
internal static class Ingredients
{
    public static IEnumerable<(string What, Predicate<Draft> Has)> All =>
    [
        .. new[] { typeof(Term.Tuple), typeof(Term.Parties), typeof(Term.Signature), typeof(Term.Encryption),
            typeof(Term.SymmetricEncryption), typeof(Term.Hash) }
            .Select(type => (type.Name, (Predicate<Draft>)(draft => Parts(draft).Any(part => part.GetType() == type)))),
        .. Enum.GetValues<Sort>()
            .Select(sort => ($"a {sort}",
                (Predicate<Draft>)(draft => Parts(draft).Any(part => part is Term.Variable variable && variable.Sort == sort)))),
        .. Enum.GetValues<Assurance>().Append(Assurance.Resilient | Assurance.Private)
            .Select(assurance => ($"a channel that is {assurance}",
                (Predicate<Draft>)(draft => draft.Channels.Any(channel => channel.Assurance == assurance)))),
        .. new[] { typeof(Step.Fresh), typeof(Step.Let), typeof(Step.Send), typeof(Step.Receive), typeof(Step.Check) }
            .Select(type => (type.Name, (Predicate<Draft>)(draft => Steps(draft).Any(step => step.GetType() == type)))),
        ("an otherwise", draft => Steps(draft).OfType<Step.Receive>().Any(receive => receive.Otherwise is not null)),
        ("a choice between messages", draft => Steps(draft).OfType<Step.Receive>().Any(receive => receive.Alternatives.Length > 1)),
        ("several checks of one message",
            draft => Steps(draft).OfType<Step.Receive>()
            .Any(receive => receive.Alternatives.Any(alternative => alternative.Checks.Length > 1))),
        ("a deadline", draft => Steps(draft).OfType<Step.Receive>()
            .Any(receive => receive.Alarm is not null || receive.Alternatives.Any(alternative => alternative.Before is not null))),
        ("no trusted party", draft => draft.Trusted.IsEmpty),
        ("a visible trusted party", draft => draft.Trusted.Any(trusted => !trusted.IsStateless)),
        ("a trusted party of several handlers", draft => draft.Trusted.Any(trusted => trusted.Handlers.Length > 1)),
        ("subscribers only", draft => draft.Trusted.Any(trusted => trusted.Subscribers is not null)),
        ("goods", draft => draft.Items.Any(item => !item.IsEvidence)),
        ("evidence on both sides", draft => draft.Items.All(item => item.IsEvidence)),
        ("evidence in another form", draft => draft.Items.Any(item => item.Replacement is not null)),
        ("a digest that a trusted party looks at", draft => Rules(draft).Any(pattern => pattern is Term.Hash)),
        ("a ciphertext for a trusted party that names nobody", draft =>
            Rules(draft).OfType<Term.Encryption>().Any(rule => rule.Plaintext.Variables().All(variable => variable.Sort != Sort.Name))),
        ("goods that a trusted party opens", draft => Rules(draft).Any(pattern => pattern is Term.SymmetricEncryption)),
        ("a key that a trusted party hands out", draft => draft.Trusted.SelectMany(trusted => trusted.Scripts)
            .SelectMany(script => script.AllSteps()).Any(step => step is Step.Send { Message: Term.Variable { Sort: Sort.Key } })),
        ("five names", draft => Parts(draft).OfType<Term.Variable>().Distinct().Count(variable => variable.Sort == Sort.Name) >= 5),
        ("a nested encryption",
            draft => Parts(draft).OfType<Term.Encryption>()
            .Any(encryption => encryption.Plaintext.Variables().Any(variable => variable.Sort is Sort.Ciphertext or Sort.Digest))),
        ("seven messages", draft => Steps(draft).Count(step => step is Step.Send) >= 7),
    ];

    private static IEnumerable<Term> Rules(Draft draft) =>
        from trusted in draft.Trusted
        from script in trusted.Scripts
        from receive in script.AllSteps().OfType<Step.Receive>()
        from alternative in receive.Alternatives
        from check in alternative.Checks
        select check.Pattern;

    private static IEnumerable<Step> Steps(Draft draft) =>
        draft.Roles.SelectMany(role => role.Scripts).SelectMany(script => script.AllSteps());

    private static IEnumerable<Term> Parts(Draft draft) =>
        draft.Roles.SelectMany(role => role.Scripts).SelectMany(script => script.AllTerms())
            .Concat(draft.Items.SelectMany(item => item.Forms)).SelectMany(term => term.SelfAndParts());
}
