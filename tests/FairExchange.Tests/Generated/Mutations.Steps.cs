using System.Collections.Immutable;
using FairExchange.Model.Language;
using FairExchange.Simulation;

namespace FairExchange.Tests.Generated;

// What is done, and by whom.
internal static partial class Mutations
{
    private static Draft? DropCheck(Draft draft, Chance chance) => OneStep(draft, chance, step => step switch
    {
        Step.Check check => [() => check.Then.Steps],
        Step.Receive receive =>
            [.. receive.Alternatives.SelectMany((alternative, i) => alternative.Checks.Select(check => (Func<IEnumerable<Step>>)(() =>
            [receive with { Alternatives = receive.Alternatives.SetItem(
                i, alternative with { Checks = alternative.Checks.Remove(check) }) }])))],
        _ => [],
    });

    /// <summary>What belongs to accepting a message becomes a decision after it, with an answer or nothing where it fails.</summary>
    private static Draft? LateCheck(Draft draft, Chance chance)
    {
        var answers = chance.Happens(0.3);
        return OneStep(draft, chance, step => step is not Step.Receive { Alternatives: [{ Checks.IsEmpty: false } only] } receive ? [] :
        [
            () =>
            {
                var refusal = answers ? receive.Otherwise : null;
                var then = only.Checks.Reverse()
                    .Aggregate(only.Then, (rest, check) => new Script([new Step.Check(check, rest, refusal ?? Script.Empty)]));
                return [receive with { Alternatives = [only with { Checks = [], Then = then }] }];
            },
        ]);
    }

    /// <summary>
    /// A trusted party that answers also, or before anything else, where two names are the same, or where it looks at less.
    /// </summary>
    private static Draft? DoubleHandler(Draft draft, Chance chance)
    {
        if (Any(draft.Trusted, chance) is not { Handlers.IsEmpty: false } trusted || trusted.Handlers.Length > 5)
        {
            return null;
        }

        var at = chance.Below(trusted.Handlers.Length);
        var handler = trusted.Handlers[at];
        var names = handler.AllTerms().SelectMany(term => term.Variables()).Where(variable => variable.Sort == Sort.Name).Distinct()
            .ToList();
        var (one, two) = (Any(names, chance), Any(names, chance));
        var other = chance.Happens(0.6) && one is not null
            ? Rewriting.InTerms(handler, term => term.Equals(one) ? two : null)
            : Rewriting.Steps(handler, step => step is Step.Receive receive
                ? [receive with { Alternatives = [.. receive.Alternatives.Select(alternative =>
                    alternative with { Checks = [.. alternative.Checks.Skip(1)] })] }] : [step]);
        var handlers = chance.Happens(0.3)
            ? trusted.Handlers.SetItem(at, other) : trusted.Handlers.Insert(chance.Below(trusted.Handlers.Length + 1), other);
        return draft with { Trusted = draft.Trusted.Replace(trusted, trusted with { Handlers = handlers }) };
    }

    private static Draft? DropHandler(Draft draft, Chance chance)
    {
        if (Any(draft.Trusted, chance) is not { } trusted)
        {
            return null;
        }

        return trusted.Handlers.Length > 1
            ? draft with
            {
                Trusted = draft.Trusted.Replace(
                    trusted, trusted with { Handlers = trusted.Handlers.RemoveAt(chance.Below(trusted.Handlers.Length)) }),
            }
            : null;
    }

    private static Draft? DropSend(Draft draft, Chance chance) => OneStep(draft, chance, step => step is Step.Send ? [() => []] : []);

    /// <summary>Something else that could be said here, to the same addressee or to another, beside what is said or in its place.</summary>
    private static Draft? DoubleSend(Draft draft, Chance chance)
    {
        var sent = draft.Roles.SelectMany(role => role.Scripts).SelectMany(script => script.AllSteps()).OfType<Step.Send>().ToList();
        var other = Any(sent, chance);
        var (before, instead, to) = (chance.Happens(0.5), chance.Happens(0.4), Any(draft.Roles, chance)!.Name);
        return other is null ? null : OneStep(draft, chance, step => step is not Step.Send send ? [] :
        [
            () =>
            {
                var more = send with { Message = other.Message, To = chance.Happens(0.3) ? to : send.To };
                return instead ? [more] : before ? [more, send] : [send, more];
            },
        ]);
    }

    private static Draft? ChangeChannel(Draft draft, Chance chance)
    {
        if (Any(draft.Channels, chance) is not { } channel)
        {
            return null;
        }

        Assurance[] kinds = [
            Assurance.Lossy, Assurance.Resilient, Assurance.Private, Assurance.Resilient | Assurance.Private, Assurance.InPerson];
        return draft with { Channels = draft.Channels.Replace(channel, channel with { Assurance = kinds[chance.Below(kinds.Length)] }) };
    }

    private static Draft? ChangeOtherwise(Draft draft, Chance chance)
    {
        var answer = Any(draft.Roles.SelectMany(role => role.Scripts).SelectMany(script => script.AllSteps()).OfType<Step.Send>(), chance);
        var way = chance.Among(2, 2, 3);
        return OneStep(draft, chance, step => step is not Step.Receive { Alarm: null } receive ? [] :
        [
            () => [receive with
            {
                Otherwise = receive.Otherwise is not null && way == 0 ? null
                    : way == 1 || answer is null ? Script.Empty
                    : new Script([answer, .. receive.Otherwise?.Steps ?? []]),
            }],
        ]);
    }

    /// <summary>What else may come first where somebody waits, and ends there or goes on as before.</summary>
    private static Draft? FirstCome(Draft draft, Chance chance)
    {
        var others = draft.Roles.SelectMany(role => role.Scripts).SelectMany(script => script.AllSteps()).OfType<Step.Send>().ToList();
        var (other, goesOn, comesFirst) = (Any(others, chance), chance.Happens(0.3), chance.Happens(0.5));
        return other is null ? null
            : OneStep(draft, chance, step => step is not Step.Receive { Alarm: null, Alternatives: [{ Before: null } only] } receive ? [] :
        [
            () =>
            {
                var alternative = new Alternative(other.Label, other.Message, [], goesOn ? only.Then : Script.Empty);
                return [receive with { Alternatives = comesFirst ? [alternative, only] : [only, alternative] }];
            },
        ]);
    }

    private static Draft? Subscribe(Draft draft, Chance chance)
    {
        var trusted = Any(draft.Trusted, chance);
        ImmutableArray<Term.Variable> paid = chance.Among(1, 1, 1) switch
        {
            0 => [draft.Parties[0].Name],
            1 => [draft.Parties[1].Name],
            _ => [.. draft.Parties.Select(party => party.Name)],
        };
        return trusted is null ? null : draft with
        {
            Trusted = draft.Trusted.Replace(trusted, trusted with { Subscribers = trusted.Subscribers is null ? paid : null }),
        };
    }
}
