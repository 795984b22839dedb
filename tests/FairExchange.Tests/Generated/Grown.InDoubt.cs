using System.Collections.Immutable;
using FairExchange.Model.Language;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Tests.Generated;

// Against a trusted party in doubt.
internal sealed partial class Grown
{
    /// <summary>
    /// Seals what is exchanged, in one of the ways in which that can be done: what is announced, what opens it, and how one sees that it
    /// does.
    /// </summary>
    private void Seal(bool hasTrusted)
    {
        var content = isMail ? M : R;
        var fresh = new List<Term.Variable> { content };
        Term names = Maybe(0.25) ? Parties(A, B) : Maybe(0.8) ? Tuple(A, B) : OneOf<Term>(A, B);
        var inside = content as Term;
        if (isMail && Maybe(0.3))
        {
            fresh.Add(K);
            Name(E, Encrypt(K, M));
            inside = K;
            if (Maybe(0.6))
            {
                Name(h, Maybe(0.7) ? Hash(E) : Hash(Tuple(A, E)));
                checks.Add(h.Is(written[h]));
            }
        }
        else if (isMail && Maybe(0.15))
        {
            fresh.Add(k);
            Name(Y, Encrypt(B, M, k));
            inside = Y;
        }

        ImmutableArray<Term> more = [.. Some(0.3, written.ContainsKey(h) ? [h] : []), .. isMail ? Some(0.1, N) : Some(0.3, C)];
        if (more.Contains(N))
        {
            fresh.Add(N);
        }

        if (hasTrusted || Maybe(0.3))
        {
            fresh.Add(r);
            var recipient = hasTrusted ? Maybe(0.92) ? trusted : B : B;
            Name(Z, Encrypt(recipient, All(Mutations.Items(names).Concat([inside]).Concat(more)), r));
            checks.Insert(0, Z.Is(written[Z]));
            opening.AddRange(inside == Y
                ? more.Contains(N) ? [Y, r, N] : [Y, r] : [inside, r, .. more.Contains(N) ? [N] : ImmutableArray<Term>.Empty]);
            said.Add(Z);
        }
        else
        {
            opening.Add(inside);
        }

        if (written.ContainsKey(E))
        {
            said.Add(E);
            checks.Add(E.Is(Encrypt(K, M)));
        }

        lets.Insert(0, new Step.Fresh([.. fresh]));

        void Name(Term.Variable name, Term value)
        {
            lets.Add(new Step.Let(name, value));
            written[name] = value;
        }
    }

    /// <summary>Like fair-cem and fair-ecs: promise, answer, opening; a trusted party for who waits in vain.</summary>
    private Draft InDoubt(string id)
    {
        var hasTrusted = Maybe(0.88);
        Seal(hasTrusted);
        var (knowsA, policy) = (Maybe(0.4), hasTrusted && Maybe(0.3)
            ? Hash(OneOf<Term>(trusted, Tuple(trusted, B), Tuple(A, B), isMail ? A : C)) : null);
        if (policy is not null)
        {
            lets.Add(new Step.Let(d, policy));
            said.Add(d);
        }

        ImmutableArray<Term> shared = isMail ? [] : [C];
        var promised = Shuffled([.. said, .. Some(0.4, A, B), .. Some(0.6, shared)]);
        var promise = Maybe(isMail ? 0.25 : 0.9) ? Sign(A, promised) : promised;
        promise = knowsA ? promise : Tuple([A, .. Mutations.Items(promise)]);
        var signature = Sign(B, Maybe(0.25) && promise is Term.Signature
            ? promise : Shuffled([.. said.Where(name => name.Sort != Sort.Bulk), .. Some(0.15, A, B), .. Some(0.7, shared)]));
        var answer = Maybe(0.2)
            ? Tuple(signature, Sign(B, OneOf<Term>([.. said.Where(name => name.Sort != Sort.Bulk).DefaultIfEmpty(A)]))) : signature;
        var opened = All(opening);
        opened = Maybe(0.15) ? Tuple([B, .. Mutations.Items(opened)]) : Maybe(0.1) ? Sign(A, opened) : opened;
        var fits = checks.Where(_ => Maybe(0.93)).ToImmutableArray();

        var request = All(((Term[])[B, .. Some(0.6, A), .. said.Where(name => name.Sort == Sort.Ciphertext),
            .. said.Where(name => name == d), .. Some(0.2, said), .. Some(0.3, promise)]).Distinct().Concat(Mutations.Items(answer))
            .Distinct());
        var given = OneOf(opened, All(opening), Tuple([A, .. opening]), Tuple([S, .. opening]));
        var retold = given is Term.Tuple { Items: [var who, ..] } && who.Equals(S);
        var resolvedBy = retold
            ? fits.Select(check => check with { Pattern = check.Pattern.Substitute(name => name == A ? S : null) })
            .ToImmutableArray() : fits;
        Term reply = retold ? Tuple([A, .. opening]) : given;
        ImmutableArray<Match> rule = [.. checks.Where(check => check.Subject == Z && Maybe(0.95)), .. policy is not null && Maybe(0.8)
            ? [d.Is(policy)] : ImmutableArray<Match>.Empty];
        var handler = Waits(
            "B2", request, rule, then: [.. Some(0.95, answer).Select(term => new Step.Send("T1", A, term)), new Step.Send("T1", B, reply)]);
        var handlers = Maybe(0.12) && rule.Length > 0
            ? Maybe(0.5) ? [handler, Waits("B2", request, [], then: [new Step.Send("T2", B, Sign(trusted, B))])]
                : ImmutableArray.Create(Rewriting.InTerms(handler, term => term.Equals(A) ? B : null), handler)
            : [handler];

        var resolve = new Script([new Step.Send("B2", trusted, request), .. Waits("T1", given, resolvedBy).Steps]);
        var otherwise = hasTrusted ? Maybe(0.92) ? resolve : Maybe(0.5) ? Script.Empty : null : Maybe(0.5) ? Script.Empty : null;
        var opener = Maybe(0.93) ? (ImmutableArray<Step>)[new Step.Send("A2", B, opened)] : [];
        var receipt = Maybe(0.07) ? opener : [];
        var alice = new Script([.. lets, new Step.Send("A1", B, promise), .. receipt,
            .. Waits("B1", answer, [], Maybe(0.15) ? Script.Empty : null, then: opener).Steps]);
        var bob = new Script([.. Waits("A1", promise, [], null,
            [.. written.TryGetValue(h, out var hashed) && Maybe(0.8)
                ? [new Step.Let(h, hashed)] : ImmutableArray<Step>.Empty, new Step.Send("B1", A, answer),
                .. Waits("A2", opened, fits, otherwise).Steps]).Steps]);
        return new Draft(
            id,
            isMail ? M : C,
            Channels(hasTrusted),
            [new(A, [B, .. shared.Cast<Term.Variable>()], alice),
                new(B, [.. knowsA ? [A] : ImmutableArray<Term.Variable>.Empty, .. shared.Cast<Term.Variable>()], bob)],
            hasTrusted ? [new(trusted, handlers)] : [],
            [Evidence(A, answer), isMail && Maybe(0.8) ? Goods(B) : Evidence(B, promise is Term.Signature ? promise : signature)]);
    }

    /// <summary>
    /// Certified mail in which a trusted party helps where two of some names agree, each pair in a handler of its own: how many names an
    /// attack needs is how many can differ.
    /// </summary>
    private Draft EachPair(string id)
    {
        var count = 1 + chance.Among(1, 4, 1, 1);
        ImmutableArray<Term.Variable> more = [.. Enumerable.Range(1, count).Select(i => Terms.Name($"N{i}"))];
        ImmutableArray<Term.Variable> names = [.. more, .. Some(0.7, A, B).Cast<Term.Variable>()];
        var pairs = names.SelectMany((one, i) => names.Skip(i + 1).Select(other => (one, other))).Where(pair => Maybe(0.95)).ToList();
        ImmutableArray<Term> tail = [.. more];
        var handlers = pairs.Select(pair => Rewriting.InTerms(Handler(), term => term.Equals(pair.one) ? pair.other : null))
            .ToImmutableArray();
        var resolve = new Script([new Step.Send("B2", trusted, Tuple(B, Z, Sign(B, Z))),
            .. Waits("T1", Opened(S), [Z.Is(Sealed(S))]).Steps]);
        return new Draft(
            id,
            M,
            Channels(true),
            [
                new(A, [B, .. more], new([new Step.Fresh([M, r]), new Step.Let(Z, Sealed(A)), new Step.Send("A1", B, Tuple(A, Z)),
                    .. Waits("B1", Sign(B, Z), [], null, [new Step.Send("A2", B, Opened(A))]).Steps])),
                new(B, [], Waits("A1", Tuple(A, Z), [], null,
                    [new Step.Send("B1", A, Sign(B, Z)), .. Waits("A2", Opened(A), [Z.Is(Sealed(A))], resolve).Steps])),
            ],
            [new(trusted, handlers.IsEmpty ? [Handler()] : handlers)],
            [new Item(A, "receipt", Tuple([A, B, M, r, .. tail, Sign(B, Sealed(A))]), $"{B} received {M} from {A}"), Goods(B)]);

        Script Handler() => Waits("B2", Tuple(B, Z, Sign(B, Z)), [Z.Is(Sealed(A))], null,
            [new Step.Send("T1", A, Sign(B, Z)), new Step.Send("T1", B, Opened(A))]);

        Term Sealed(Term sender) => Encrypt(trusted, Tuple([sender, B, M, .. tail]), r);

        Term Opened(Term sender) => Tuple([sender, M, r, .. tail]);
    }
}
