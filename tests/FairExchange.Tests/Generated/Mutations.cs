using System.Collections.Immutable;
using FairExchange.Model.Language;
using FairExchange.Simulation;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Tests.Generated;

/// <summary>Small changes to a definition, each by its name: what a slip of the pen, or a search for a better protocol, would do to it. Null where there is nothing to change.</summary>
internal static class Mutations
{
    private static readonly Term.Variable Other = Name("S");
    private static readonly Term.Variable Said = Digest("d");

    /// <summary>With weights: what changes little more often than what leaves little of the protocol.</summary>
    private static readonly (int Weight, Func<Draft, Chance, Draft?> Change)[] All =
    [
        (6, DropCheck), (3, LateCheck), (4, SwapName), (3, ReplaceAlike), (8, ReplaceEverywhere), (4, AddDigest), (3, AddName), (4, DoubleHandler), (2, DropHandler),
        (3, DropSend), (3, DoubleSend), (4, ChangeChannel), (4, ChangeOtherwise), (5, ChangeItem), (3, ReplaceItem), (2, ChangeKnowledge), (3, SameAnswer), (2, Subscribe), (3, FirstCome),
    ];

    public static Draft Mutate(Draft draft, Chance chance)
    {
        for (var attempt = 0; attempt < 8; attempt++)
        {
            var change = All[chance.Among([.. All.Select(mutation => mutation.Weight)])].Change;
            if (change(draft, chance) is { } changed)
            {
                return changed;
            }
        }

        return draft;
    }

    private static T? Any<T>(IEnumerable<T> choices, Chance chance) => choices.ToList() is { Count: > 0 } all ? all[chance.Below(all.Count)] : default;

    private static IEnumerable<Term> Terms(Draft draft) =>
        draft.Roles.SelectMany(role => role.Scripts).SelectMany(script => script.AllTerms()).Concat(draft.Items.SelectMany(item => item.Forms));

    private static List<Term> Parts(Draft draft) => [.. Terms(draft).SelectMany(term => term.SelfAndParts()).Distinct()];

    private static List<Term.Variable> Names(Draft draft) =>
        [.. draft.Roles.Select(role => role.Name).Concat(Parts(draft).OfType<Term.Variable>()).Append(Other).Where(variable => variable.Sort == Sort.Name).Distinct()];

    private static object KindOf(Term term) => term switch
    {
        Term.Variable variable => variable.Sort,
        Term.Encryption => Sort.Ciphertext,
        Term.SymmetricEncryption => Sort.Bulk,
        Term.Hash => Sort.Digest,
        _ => typeof(Term),
    };

    /// <summary>One place where the term may be changed, chosen among all.</summary>
    private static Draft? Somewhere(Draft draft, Chance chance, Predicate<Term> where, Func<Term, Term?> change)
    {
        var places = 0;
        draft.Everywhere(term =>
        {
            places += where(term) ? 1 : 0;
            return null;
        });
        var left = places == 0 ? -1 : chance.Below(places);
        return places == 0 ? null : draft.Everywhere(term => where(term) && left-- == 0 ? change(term) : null);
    }

    /// <summary>One step, chosen among those that can be changed.</summary>
    private static Draft? OneStep(Draft draft, Chance chance, Func<Step, List<Func<IEnumerable<Step>>>> ways)
    {
        var count = draft.Roles.SelectMany(role => role.Scripts).SelectMany(script => script.AllSteps()).Sum(step => ways(step).Count);
        if (count == 0)
        {
            return null;
        }

        var left = chance.Below(count);
        return InScripts(draft, script => Rewriting.Steps(script, step =>
        {
            var here = ways(step);
            var (chosen, before) = (left, left -= here.Count);
            return chosen >= 0 && chosen < here.Count ? here[chosen]() : [step];
        }));
    }

    private static Draft InScripts(Draft draft, Func<Script, Script> change) => draft with
    {
        Parties = [.. draft.Parties.Select(party => party with { Script = change(party.Script) })],
        Trusted = [.. draft.Trusted.Select(trusted => trusted with { Handlers = [.. trusted.Handlers.Select(change)] })],
    };

    private static Draft? DropCheck(Draft draft, Chance chance) => OneStep(draft, chance, step => step switch
    {
        Step.Check check => [() => check.Then.Steps],
        Step.Receive receive => [.. receive.Alternatives.SelectMany((alternative, i) => alternative.Checks.Select(check => (Func<IEnumerable<Step>>)(() =>
            [receive with { Alternatives = receive.Alternatives.SetItem(i, alternative with { Checks = alternative.Checks.Remove(check) }) }])))],
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
                var then = only.Checks.Reverse().Aggregate(only.Then, (rest, check) => new Script([new Step.Check(check, rest, refusal ?? Script.Empty)]));
                return [receive with { Alternatives = [only with { Checks = [], Then = then }] }];
            },
        ]);
    }

    private static Draft? SwapName(Draft draft, Chance chance)
    {
        var name = Any(Names(draft), chance);
        return Somewhere(draft, chance, term => term is Term.Variable { Sort: Sort.Name }, _ => name);
    }

    private static Draft? ReplaceAlike(Draft draft, Chance chance)
    {
        var parts = Parts(draft);
        return Somewhere(draft, chance, term => term is not Term.Tuple, term => Any(parts.Where(part => KindOf(part).Equals(KindOf(term))), chance));
    }

    /// <summary>The same change wherever the term stands, so that what one sends is still what the other waits for.</summary>
    private static Draft? ReplaceEverywhere(Draft draft, Chance chance)
    {
        var parts = Parts(draft);
        if (Any(parts.Where(part => part is not Term.Variable), chance) is not { } old)
        {
            return null;
        }

        var atom = Any(parts.OfType<Term.Variable>(), chance)!;
        Term changed = old switch
        {
            Term.Tuple tuple => chance.Among(3, 3, 2, 2) switch
            {
                0 when tuple.Items.Length > 1 => Several(tuple.Items.RemoveAt(chance.Below(tuple.Items.Length))),
                1 => Tuple(tuple.Items.Insert(chance.Below(tuple.Items.Length + 1), atom)),
                2 when tuple.Items.OfType<Term.Variable>().Where(item => item.Sort == Sort.Name).Take(2).ToList() is [var one, var two] =>
                    Several([Parties(one, two), .. tuple.Items.Remove(one).Remove(two)]),
                _ => Tuple([.. tuple.Items.OrderBy(_ => chance.Next())]),
            },
            Term.Signature signature => chance.Among(3, 1, 1, 2) switch
            {
                0 => Sign(signature.Signer, Tuple([.. Items(signature.Body), atom])),
                1 => Sign(signature.Signer, Hash(signature.Body)),
                2 => signature.Body,
                _ => Sign(Any(Names(draft), chance)!, signature.Body),
            },
            Term.Encryption encryption => chance.Among(2, 1, 1) switch
            {
                0 => Encrypt(encryption.Recipient, Tuple([.. Items(encryption.Plaintext), atom]), encryption.Coins),
                1 => Encrypt(Any(Names(draft), chance)!, encryption.Plaintext, encryption.Coins),
                _ => Encrypt(encryption.Recipient, Several([.. Items(encryption.Plaintext).Skip(1).DefaultIfEmpty(encryption.Plaintext)]), encryption.Coins),
            },
            Term.Hash hash => Hash(chance.Happens(0.5) ? Tuple([.. Items(hash.Body), atom]) : atom),
            Term.Parties parties => Tuple(parties.First, parties.Second),
            _ => atom,
        };
        return draft.Everywhere(term => term.Equals(old) ? changed : null);
    }

    /// <summary>Alice says a digest beside what she begins with, Bob signs it too, and a trusted party may look whether it is the one of its rule.</summary>
    private static Draft? AddDigest(Draft draft, Chance chance)
    {
        var first = draft.Parties[0];
        if (first.Script.Steps.OfType<Step.Send>().FirstOrDefault() is not { } opening || Parts(draft).Contains(Said))
        {
            return null;
        }

        var names = draft.Trusted.Select(trusted => trusted.Name).Concat(draft.Parties.Select(party => party.Name)).ToList();
        var policy = Hash(chance.Happens(0.5) ? names[0] : chance.Happens(0.5) ? Tuple(names[0], names[^1]) : Any(Parts(draft).OfType<Term.Variable>(), chance)!);
        var said = draft.Everywhere(term => term.Equals(opening.Message) ? Tuple([.. Items(term), Said])
            : term is Term.Signature { Body: not Term.Signature } signature && signature.Signer == draft.Parties[1].Name ? Sign(signature.Signer, Tuple([.. Items(signature.Body), Said])) : null);
        var isChecked = chance.Happens(0.75);
        var place = first.Script.Steps.IndexOf(opening);
        return said with
        {
            Parties = said.Parties.SetItem(0, said.Parties[0] with { Script = new Script(said.Parties[0].Script.Steps.Insert(place, new Step.Let(Said, policy))) }),
            Trusted = [.. said.Trusted.Select(trusted => trusted with
            {
                Handlers = [.. trusted.Handlers.Select(handler => handler.Steps is not [Step.Receive { Alternatives: [var door] } receive] || !door.Pattern.Variables().Contains(Said) ? handler
                    : new Script([receive with { Alternatives = [door with { Checks = isChecked ? door.Checks.Add(Said.Is(policy)) : door.Checks }] }]))],
            })],
            Items = [.. said.Items.Select(item => item.IsEvidence && item.Term.Variables().Contains(Said) && !Items(item.Term).Contains(Said) ? item with { Term = Tuple([Said, .. Items(item.Term)]) } : item)],
        };
    }

    /// <summary>One more name that the first party knows, wherever something is encrypted and wherever that is opened.</summary>
    private static Draft? AddName(Draft draft, Chance chance)
    {
        var name = Name($"N{Names(draft).Count}");
        if (Any(Parts(draft).OfType<Term.Encryption>(), chance) is not { } seal)
        {
            return null;
        }

        var second = chance.Happens(0.2);
        var more = draft.Everywhere(term => term is Term.Encryption encryption && encryption.Recipient == seal.Recipient
            ? Encrypt(encryption.Recipient, Tuple([.. Items(encryption.Plaintext), name]), encryption.Coins)
            : term is Term.Tuple tuple && tuple.Items.Contains(seal.Coins) ? Tuple([.. tuple.Items.Select(item => item.Equals(seal) ? item : item), name]) : null);
        // What stands in an item beside an encryption is written out by itself.
        more = more with { Items = [.. more.Items.Select(item => item with { Term = Rewriting.Inside(item.Term, term => term.Equals(seal) ? Encrypt(seal.Recipient, Tuple([.. Items(seal.Plaintext), name]), seal.Coins) : null) })] };
        return more with { Parties = [.. more.Parties.Select((party, i) => i == 0 || second ? party with { Knows = party.Knows.Add(name) } : party)] };
    }

    /// <summary>A trusted party that answers also, or before anything else, where two names are the same, or where it looks at less.</summary>
    private static Draft? DoubleHandler(Draft draft, Chance chance)
    {
        if (Any(draft.Trusted, chance) is not { Handlers.IsEmpty: false } trusted || trusted.Handlers.Length > 5)
        {
            return null;
        }

        var at = chance.Below(trusted.Handlers.Length);
        var handler = trusted.Handlers[at];
        var names = handler.AllTerms().SelectMany(term => term.Variables()).Where(variable => variable.Sort == Sort.Name).Distinct().ToList();
        var (one, two) = (Any(names, chance), Any(names, chance));
        var other = chance.Happens(0.6) && one is not null
            ? Rewriting.InTerms(handler, term => term.Equals(one) ? two : null)
            : Rewriting.Steps(handler, step => step is Step.Receive receive ? [receive with { Alternatives = [.. receive.Alternatives.Select(alternative => alternative with { Checks = [.. alternative.Checks.Skip(1)] })] }] : [step]);
        var handlers = chance.Happens(0.3) ? trusted.Handlers.SetItem(at, other) : trusted.Handlers.Insert(chance.Below(trusted.Handlers.Length + 1), other);
        return draft with { Trusted = draft.Trusted.Replace(trusted, trusted with { Handlers = handlers }) };
    }

    private static Draft? DropHandler(Draft draft, Chance chance)
    {
        if (Any(draft.Trusted, chance) is not { } trusted)
        {
            return null;
        }

        return trusted.Handlers.Length > 1
            ? draft with { Trusted = draft.Trusted.Replace(trusted, trusted with { Handlers = trusted.Handlers.RemoveAt(chance.Below(trusted.Handlers.Length)) }) }
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

        Assurance[] kinds = [Assurance.Lossy, Assurance.Resilient, Assurance.Private, Assurance.Resilient | Assurance.Private, Assurance.InPerson];
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

    private static Draft? ChangeItem(Draft draft, Chance chance)
    {
        var item = Any(draft.Items, chance)!;
        var (goods, second) = (Any(Parts(draft).OfType<Term.Variable>(), chance)!, chance.Below(8));
        var changed = chance.Among(3, 1, 2, 3) switch
        {
            0 when item.Term is Term.Tuple tuple => item with { Term = Several(tuple.Items.RemoveAt(second % tuple.Items.Length)) },
            1 => item with { Shows = null, Replacement = null, Term = draft.Subject },
            2 => item with { Term = Tuple([goods, .. Items(item.Term)]) },
            _ when Any(Terms(draft).SelectMany(term => term.SelfAndParts()).OfType<Term.Signature>(), chance) is { } signature =>
                item with { Shows = item.Shows ?? $"{draft.Parties.First(party => party.Name != item.Holder).Name} signed", Replacement = null, Term = Tuple(Written(draft, signature), signature.Signer) },
            _ => item,
        };
        return draft with { Items = draft.Items.Replace(item, Shown(changed)) };
    }

    /// <summary>A trusted party's word, or another signature, counts too.</summary>
    private static Draft? ReplaceItem(Draft draft, Chance chance)
    {
        var item = Any(draft.Items.Where(item => item.IsEvidence && item.Replacement is null), chance);
        var signed = Any(Terms(draft).SelectMany(term => term.SelfAndParts()).OfType<Term.Signature>(), chance);
        return item is null || signed is null ? null
            : draft with { Items = draft.Items.Replace(item, item with { Replacement = chance.Happens(0.5) ? Tuple([.. item.Term.Variables().Where(variable => variable.Sort is Sort.Name or Sort.Message or Sort.Contract), Written(draft, signed)]) : Written(draft, signed) }) };
    }

    private static Draft? ChangeKnowledge(Draft draft, Chance chance)
    {
        var party = Any(draft.Parties, chance)!;
        var knows = chance.Happens(0.5) && !party.Knows.IsEmpty
            ? party.Knows.RemoveAt(chance.Below(party.Knows.Length))
            : party.Knows.Add(Any(draft.Parties.SelectMany(other => other.Knows).Append(draft.Parties.First(other => other != party).Name), chance)!);
        return draft with { Parties = draft.Parties.Replace(party, party with { Knows = knows }) };
    }

    /// <summary>What a trusted party answers with is the very message that the other party would have sent.</summary>
    private static Draft? SameAnswer(Draft draft, Chance chance)
    {
        var answer = Any(draft.Trusted.SelectMany(trusted => trusted.Handlers).SelectMany(handler => handler.AllSteps()).OfType<Step.Send>(), chance);
        var peers = draft.Parties.Where(party => party.Name != answer?.To).SelectMany(party => party.Script.AllSteps()).OfType<Step.Send>().Where(send => send.To == answer?.To);
        return answer is null || Any(peers, chance) is not { } peer ? null : draft.Everywhere(term => term.Equals(answer.Message) ? peer.Message : null);
    }

    /// <summary>What else may come first where somebody waits, and ends there or goes on as before.</summary>
    private static Draft? FirstCome(Draft draft, Chance chance)
    {
        var others = draft.Roles.SelectMany(role => role.Scripts).SelectMany(script => script.AllSteps()).OfType<Step.Send>().ToList();
        var (other, goesOn, comesFirst) = (Any(others, chance), chance.Happens(0.3), chance.Happens(0.5));
        return other is null ? null : OneStep(draft, chance, step => step is not Step.Receive { Alarm: null, Alternatives: [{ Before: null } only] } receive ? [] :
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
        ImmutableArray<Term.Variable> paid = chance.Among(1, 1, 1) switch { 0 => [draft.Parties[0].Name], 1 => [draft.Parties[1].Name], _ => [.. draft.Parties.Select(party => party.Name)] };
        return trusted is null ? null : draft with { Trusted = draft.Trusted.Replace(trusted, trusted with { Subscribers = trusted.Subscribers is null ? paid : null }) };
    }

    /// <summary>The judge says of the variables that are still shown.</summary>
    private static Item Shown(Item item) => item.Shows is null || item.Shows.GetArguments().OfType<Term.Variable>().All(item.Term.Variables().Contains) ? item : item with { Shows = $"{item.Holder.Symbol} is right" };

    /// <summary>A term as a judge sees it, with what the definition names written out.</summary>
    private static Term Written(Draft draft, Term term)
    {
        var named = draft.Parties.SelectMany(party => party.Script.Computed()).Where(let => let.Value is Term.Encryption).DistinctBy(let => let.Variable).ToDictionary(let => let.Variable, let => let.Value);
        return term.Substitute(named.GetValueOrDefault);
    }

    public static ImmutableArray<Term> Items(Term term) => term is Term.Tuple tuple ? tuple.Items : [term];

    public static Term Several(ImmutableArray<Term> items) => items.Length == 1 ? items[0] : Tuple(items);
}
