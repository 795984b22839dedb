using System.Collections.Immutable;
using FairExchange.Model.Language;
using FairExchange.Simulation;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Tests.Generated;

// What chance alone puts together too seldom: a value that nobody has made, and goods in two steps.
internal sealed partial class Grown
{
    public static Draft DrawOfNothing(string id, Chance chance) => new Grown(chance, isMail: false).OfNothing(id);

    public static Draft DrawInTwoSteps(string id, Chance chance) => new Grown(chance, isMail: true).InTwoSteps(id);

    /// <summary>
    /// Contracts, and a trusted party that vouches for the first signer where a value is as it should be which the second takes as it
    /// comes. Mostly nothing else has its form, so that what an adversary makes is as it should be, and what it brings unmade is not.
    /// </summary>
    private Draft OfNothing(string id)
    {
        var (value, policy, fresh) = chance.Among(2, 3, 1) switch
        {
            0 => (d, Hash(OneOf<Term>(trusted, Tuple(trusted, trusted), Tuple(trusted, B))), ImmutableArray<Term.Variable>.Empty),
            1 => (Z, Encrypt(trusted, OneOf<Term>(R, R, Tuple(B, R), Tuple(A, B, R), trusted), r), [R, r]),
            _ => (E, (Term)Encrypt(K, N), [K, N]),
        };
        written[value] = policy;
        ImmutableArray<Term> open = value == E ? [K] : [];
        var body = Shuffled([C, .. Some(0.8, A, B)]);
        var promised = Shuffled([value, .. open, .. Some(0.5, C)]);
        var promise = Maybe(0.4) ? Sign(A, promised) : promised;
        var answer = Sign(B, Maybe(0.2) ? All([value, .. Mutations.Items(body)]) : body);
        var (opened, word) = (Sign(A, body), Sign(trusted, body));
        var request = Shuffled([A, B, value, .. open, .. Some(0.7, C), answer]);
        var resolve = new Script([new Step.Send("B2", trusted, request), .. Waits("T1", word, []).Steps]);
        ImmutableArray<Match> rule = Maybe(0.95) ? [value.Is(policy)] : [];
        var contract = Evidence(B, opened);
        return new Draft(
            id,
            C,
            Channels(true),
            [
                new(A, [B, C], new(
                [
                    .. fresh.IsEmpty ? [] : new Step[] { new Step.Fresh(fresh) }, new Step.Let(value, policy),
                    new Step.Send("A1", B, promise),
                    .. Waits("B1", answer, [], then: [new Step.Send("A2", B, opened)]).Steps,
                ])),
                new(B, [A, C], Waits("A1", promise, [], then: [new Step.Send("B1", A, answer), .. Waits("A2", opened, [], resolve).Steps])),
            ],
            [new(trusted, [Waits("B2", request, rule, then: [new Step.Send("T1", A, answer), new Step.Send("T1", B, word)])])],
            [Evidence(A, answer),
                contract with { Replacement = Rewriting.Inside(contract.Term, term => term.Equals(opened) ? word : null) }]);
    }

    /// <summary>
    /// Mail under a key that a trusted party hands out: Bob gets goods and key in two messages, in one order or the other, and seldom looks
    /// whether they fit.
    /// </summary>
    private Draft InTwoSteps(string id)
    {
        var goodsFirst = Maybe(0.5);
        written[E] = Encrypt(K, M);
        var (goods, answer) = (Shuffled([A, E]), Sign(B, Maybe(0.7) ? E : Shuffled([A, E])));
        var word = Sign(trusted, Shuffled([K, .. Some(0.8, A, B)]));
        var shown = goodsFirst && Maybe(0.6);
        var request = Shuffled([A, B, K, .. shown ? [E, answer] : ImmutableArray<Term>.Empty]);
        ImmutableArray<Match> looks = Maybe(0.2) ? [E.Is(Encrypt(K, M))] : [];
        ImmutableArray<Step> begin = [new Step.Fresh([M, K]), new Step.Let(E, Encrypt(K, M))], answers = [new Step.Send("B1", A, answer)];
        var (offer, ask, awaitWord) = (new Step.Send("A1", B, goods), new Step.Send("A2", trusted, request), Waits("T1", word, []).Steps);
        var alice = goodsFirst
            ? new Script([.. begin, offer, .. Waits("B1", answer, [], then: [ask, .. awaitWord]).Steps])
            : new Script([.. begin, ask, .. Waits("T1", word, [], then: [offer, .. Waits("B1", answer, []).Steps]).Steps]);
        var bob = goodsFirst
            ? Waits("A1", goods, [], then: [.. answers, .. Waits("T1", K, looks).Steps])
            : Waits("T1", K, [], then: [.. Waits("A1", goods, looks, then: answers).Steps]);
        ImmutableArray<Match> rule = shown && Maybe(0.7) ? [E.Is(Encrypt(K, M))] : [];
        return new Draft(
            id,
            M,
            Channels(true),
            [new(A, [B], alice), new(B, [A], bob)],
            [new(trusted, [Waits("A2", request, rule, then: [new Step.Send("T1", B, K), new Step.Send("T1", A, word)])])],
            [Evidence(A, Maybe(0.7) ? Tuple(answer, word) : answer), Goods(B)]);
    }
}
