using FairExchange.Model.Language;
using FairExchange.Simulation;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Tests.Generated;

// What is said, shown and known.
internal static partial class Mutations
{
    private static Draft? SwapName(Draft draft, Chance chance)
    {
        var name = Any(Names(draft), chance);
        return Somewhere(draft, chance, term => term is Term.Variable { Sort: Sort.Name }, _ => name);
    }

    private static Draft? ReplaceAlike(Draft draft, Chance chance)
    {
        var parts = Parts(draft);
        return Somewhere(
            draft, chance, term => term is not Term.Tuple, term => Any(parts.Where(part => KindOf(part).Equals(KindOf(term))), chance));
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
                _ => Encrypt(encryption.Recipient, Several([.. Items(encryption.Plaintext).Skip(1).DefaultIfEmpty(encryption.Plaintext)]),
                    encryption.Coins),
            },
            Term.Hash hash => Hash(chance.Happens(0.5) ? Tuple([.. Items(hash.Body), atom]) : atom),
            Term.Parties parties => Tuple(parties.First, parties.Second),
            _ => atom,
        };
        return draft.Everywhere(term => term.Equals(old) ? changed : null);
    }

    /// <summary>
    /// Alice says a digest beside what she begins with, Bob signs it too, and a trusted party may look whether it is the one of its rule.
    /// </summary>
    private static Draft? AddDigest(Draft draft, Chance chance)
    {
        var first = draft.Parties[0];
        if (first.Script.Steps.OfType<Step.Send>().FirstOrDefault() is not { } opening || Parts(draft).Contains(Said))
        {
            return null;
        }

        var names = draft.Trusted.Select(trusted => trusted.Name).Concat(draft.Parties.Select(party => party.Name)).ToList();
        var policy = Hash(chance.Happens(0.5)
            ? names[0] : chance.Happens(0.5) ? Tuple(names[0], names[^1]) : Any(Parts(draft).OfType<Term.Variable>(), chance)!);
        var said = draft.Everywhere(term => term.Equals(opening.Message) ? Tuple([.. Items(term), Said])
            : term is Term.Signature { Body: not Term.Signature } signature && signature.Signer == draft.Parties[1].Name
                ? Sign(signature.Signer, Tuple([.. Items(signature.Body), Said])) : null);
        var isChecked = chance.Happens(0.75);
        var place = first.Script.Steps.IndexOf(opening);
        return said with
        {
            Parties = said.Parties.SetItem(
                0, said.Parties[0] with { Script = new Script(said.Parties[0].Script.Steps.Insert(place, new Step.Let(Said, policy))) }),
            Trusted = [.. said.Trusted.Select(trusted => trusted with
            {
                Handlers = [.. trusted.Handlers.Select(handler => handler.Steps is not [Step.Receive { Alternatives: [var door] } receive]
                    || !door.Pattern.Variables().Contains(Said) ? handler
                    : new Script([receive with { Alternatives = [door with { Checks = isChecked
                        ? door.Checks.Add(Said.Is(policy)) : door.Checks }] }]))],
            })],
            Items = [.. said.Items.Select(item => item.IsEvidence && item.Term.Variables().Contains(Said)
                && !Items(item.Term).Contains(Said) ? item with { Term = Tuple([Said, .. Items(item.Term)]) } : item)],
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
            : term is Term.Tuple tuple && tuple.Items.Contains(seal.Coins)
                ? Tuple([.. tuple.Items.Select(item => item.Equals(seal) ? item : item), name]) : null);
        // What stands in an item beside an encryption is written out by itself.
        more = more with
        {
            Items = [.. more.Items.Select(item =>
                item with { Term = Rewriting.Inside(item.Term, term => term.Equals(seal)
                    ? Encrypt(seal.Recipient, Tuple([.. Items(seal.Plaintext), name]), seal.Coins) : null) })],
        };
        return more with
        {
            Parties = [.. more.Parties.Select((party, i) => i == 0 || second ? party with { Knows = party.Knows.Add(name) } : party)],
        };
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
                item with
                {
                    Shows = item.Shows ?? $"{draft.Parties.First(party => party.Name != item.Holder).Name} signed",
                    Replacement = null,
                    Term = Tuple(Written(draft, signature), signature.Signer),
                },
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
            : draft with
            {
                Items = draft.Items.Replace(item,
                    item with
                    {
                        Replacement = chance.Happens(0.5)
                            ? Tuple([.. item.Term.Variables()
                                .Where(variable => variable.Sort is Sort.Name or Sort.Message or Sort.Contract), Written(draft, signed)])
                                : Written(draft, signed),
                    }),
            };
    }

    private static Draft? ChangeKnowledge(Draft draft, Chance chance)
    {
        var party = Any(draft.Parties, chance)!;
        var knows = chance.Happens(0.5) && !party.Knows.IsEmpty
            ? party.Knows.RemoveAt(chance.Below(party.Knows.Length))
            : party.Knows.Add(Any(
                draft.Parties.SelectMany(other => other.Knows).Append(draft.Parties.First(other => other != party).Name), chance)!);
        return draft with { Parties = draft.Parties.Replace(party, party with { Knows = knows }) };
    }

    /// <summary>What a trusted party answers with is the very message that the other party would have sent.</summary>
    private static Draft? SameAnswer(Draft draft, Chance chance)
    {
        var answer = Any(draft.Trusted.SelectMany(trusted => trusted.Handlers).SelectMany(handler => handler.AllSteps())
            .OfType<Step.Send>(), chance);
        var peers = draft.Parties.Where(party => party.Name != answer?.To).SelectMany(party => party.Script.AllSteps()).OfType<Step.Send>()
            .Where(send => send.To == answer?.To);
        return answer is null || Any(peers, chance) is not { } peer
            ? null : draft.Everywhere(term => term.Equals(answer.Message) ? peer.Message : null);
    }
}
