using FairExchange.Model.Language;

namespace FairExchange.Tests.Generated;

/// <summary>A smaller definition of which the same can be said: one thing after the other left out, as long as it still can.</summary>
internal static class Shrinking
{
    /// <param name="draft">Of which it is true.</param>
    /// <param name="isStill">Whether it is true of a smaller one.</param>
    /// <param name="most">How many smaller ones to ask about.</param>
    public static Draft Smallest(Draft draft, Predicate<Draft> isStill, int most = 200)
    {
        for (var left = most; ;)
        {
            var smaller = Smaller(draft).Where(candidate => candidate.Size < draft.Size).DistinctBy(candidate => candidate.ToString())
                .OrderBy(candidate => candidate.Size)
                .TakeWhile(_ => left-- > 0).FirstOrDefault(candidate => isStill(candidate));
            if (smaller is null)
            {
                return draft;
            }

            draft = smaller;
        }
    }

    private static IEnumerable<Draft> Smaller(Draft draft) => [.. WithoutSteps(draft), .. WithoutParts(draft), .. WithSmallerTerms(draft)];

    private static IEnumerable<Draft> WithoutSteps(Draft draft)
    {
        var count = draft.Roles.SelectMany(role => role.Scripts).Sum(script => script.AllSteps().Sum(step => Ways(step).Count()));
        for (var place = 0; place < count; place++)
        {
            var left = place;
            Script Change(Script script) => Rewriting.Steps(script, step =>
            {
                var ways = Ways(step).ToList();
                var (chosen, before) = (left, left -= ways.Count);
                return chosen >= 0 && chosen < ways.Count ? ways[chosen] : [step];
            });
            yield return draft with
            {
                Parties = [.. draft.Parties.Select(party => party with { Script = Change(party.Script) })],
                Trusted = [.. draft.Trusted.Select(trusted => trusted with { Handlers = [.. trusted.Handlers.Select(Change)] })],
            };
        }
    }

    private static IEnumerable<IEnumerable<Step>> Ways(Step step) => step switch
    {
        Step.Receive receive =>
        [
            [receive with { Otherwise = null, Alarm = null }], .. receive.Alternatives.Select(only => only.Then.Steps),
            .. receive.Alternatives.SelectMany((alternative, i) => alternative.Checks.Select(check =>
                (IEnumerable<Step>)[receive with { Alternatives = receive.Alternatives.SetItem(
                    i, alternative with { Checks = alternative.Checks.Remove(check) }) }])),
        ],
        Step.Check check => [check.Then.Steps, check.Otherwise.Steps],
        Step.Register register => [register.Then.Steps, .. register.Others.Select(other => other.Then.Steps)],
        Step.Fresh { Variables.Length: > 1 } fresh =>
            fresh.Variables.Select(variable => (IEnumerable<Step>)[new Step.Fresh(fresh.Variables.Remove(variable))]),
        _ => [[]],
    };

    private static IEnumerable<Draft> WithoutParts(Draft draft) =>
    [
        .. draft.Trusted.Select(trusted =>
            draft with
            {
                Trusted = draft.Trusted.Remove(trusted),
                Channels = draft.Channels.RemoveAll(channel => channel.From == trusted.Name || channel.To == trusted.Name),
            }),
        .. draft.Trusted.SelectMany(trusted =>
            trusted.Handlers.Select(handler =>
                draft with { Trusted = draft.Trusted.Replace(trusted, trusted with { Handlers = trusted.Handlers.Remove(handler) }) })),
        .. draft.Trusted.Where(trusted => trusted.Subscribers is not null)
            .Select(trusted => draft with { Trusted = draft.Trusted.Replace(trusted, trusted with { Subscribers = null }) }),
        .. draft.Channels.Select(channel => draft with { Channels = draft.Channels.Remove(channel) }),
        .. draft.Parties.SelectMany(party =>
            party.Knows.Select(known =>
                draft with { Parties = draft.Parties.Replace(party, party with { Knows = party.Knows.Remove(known) }) })),
        .. draft.Items.Where(item => item.Replacement is not null)
            .Select(item => draft with { Items = draft.Items.Replace(item, item with { Replacement = null }) }),
    ];

    /// <summary>A term replaced by one of its parts, or a tuple by one without an item, wherever it stands.</summary>
    private static IEnumerable<Draft> WithSmallerTerms(Draft draft)
    {
        var terms = draft.Roles.SelectMany(role => role.Scripts).SelectMany(script => script.AllTerms())
            .Concat(draft.Items.SelectMany(item => item.Forms));
        return
            from old in terms.SelectMany(term => term.SelfAndParts()).Distinct()
            from smaller in old is Term.Tuple tuple ? tuple.Items.Select((_, i) => Mutations.Several(tuple.Items.RemoveAt(i))) : old.Parts()
            select draft.Everywhere(term => term.Equals(old) ? smaller : null);
    }
}
