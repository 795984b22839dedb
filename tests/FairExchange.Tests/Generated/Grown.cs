using System.Collections.Immutable;
using FairExchange.Model.Language;
using FairExchange.Simulation;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Tests.Generated;

/// <summary>
/// Definitions grown from nothing: each message is put together from what its sender has by then, and read as far as its addressee can. Most are of the three kinds that there are
/// (against a trusted party in doubt, through a visible one, by themselves), with what is said, signed, sealed, checked and wanted left to chance.
/// </summary>
internal sealed class Grown
{
    private static readonly Term.Variable R = Coins("R");
    private static readonly Term.Variable N = Message("N");
    private static readonly Term.Variable k = Coins("k");
    private static readonly Term.Variable Y = Ciphertext("Y");
    private static readonly Term.Variable d = Digest("d");
    private static readonly Term.Variable S = Name("S");

    private readonly Chance chance;
    private readonly Term.Variable trusted;
    private readonly bool isMail;
    private readonly List<Step> lets = [];
    private readonly List<Term.Variable> said = [];
    private readonly List<Term> opening = [];
    private readonly List<Match> checks = [];
    private readonly Dictionary<Term.Variable, Term> written = [];

    private Grown(Chance chance)
    {
        this.chance = chance;
        trusted = OneOf(VPO, TP, PO);
        isMail = chance.Happens(0.6);
    }

    public static Draft Draw(string id, Chance chance)
    {
        var grown = new Grown(chance);
        return chance.Among(6, 2, 3, 1) switch
        {
            0 => grown.InDoubt(id),
            1 => grown.Visible(id),
            2 => grown.Freely(id),
            _ => grown.EachPair(id),
        };
    }

    private T OneOf<T>(params ReadOnlySpan<T> choices) => choices[chance.Below(choices.Length)];

    private bool Maybe(double probability) => chance.Happens(probability);

    private ImmutableArray<Term> Some(double each, params IEnumerable<Term> terms) => [.. terms.Where(_ => Maybe(each))];

    private static Term All(params IEnumerable<Term> terms) => Mutations.Several([.. terms.DefaultIfEmpty(A)]);

    private Term Shuffled(params IEnumerable<Term> terms) => All(terms.Distinct().OrderBy(_ => chance.Next()));

    /// <summary>What is written under the definition's names, for a judge who does not know them.</summary>
    private Term Written(Term term) => term.Substitute(written.GetValueOrDefault) is var once && once.Equals(term) ? term : Written(term.Substitute(written.GetValueOrDefault));

    /// <summary>Seals what is exchanged, in one of the ways in which that can be done: what is announced, what opens it, and how one sees that it does.</summary>
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
            opening.AddRange(inside == Y ? more.Contains(N) ? [Y, r, N] : [Y, r] : [inside, r, .. more.Contains(N) ? [N] : ImmutableArray<Term>.Empty]);
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
        var (knowsA, policy) = (Maybe(0.4), hasTrusted && Maybe(0.3) ? Hash(OneOf<Term>(trusted, Tuple(trusted, B), Tuple(A, B), isMail ? A : C)) : null);
        if (policy is not null)
        {
            lets.Add(new Step.Let(d, policy));
            said.Add(d);
        }

        ImmutableArray<Term> shared = isMail ? [] : [C];
        var promised = Shuffled([.. said, .. Some(0.4, A, B), .. Some(0.6, shared)]);
        var promise = Maybe(isMail ? 0.25 : 0.9) ? Sign(A, promised) : promised;
        promise = knowsA ? promise : Tuple([A, .. Mutations.Items(promise)]);
        var signature = Sign(B, Maybe(0.25) && promise is Term.Signature ? promise : Shuffled([.. said.Where(name => name.Sort != Sort.Bulk), .. Some(0.15, A, B), .. Some(0.7, shared)]));
        var answer = Maybe(0.2) ? Tuple(signature, Sign(B, OneOf<Term>([.. said.Where(name => name.Sort != Sort.Bulk).DefaultIfEmpty(A)]))) : signature;
        var opened = All(opening);
        opened = Maybe(0.15) ? Tuple([B, .. Mutations.Items(opened)]) : Maybe(0.1) ? Sign(A, opened) : opened;
        var fits = checks.Where(_ => Maybe(0.93)).ToImmutableArray();

        var request = All(((Term[])[B, .. Some(0.6, A), .. said.Where(name => name.Sort == Sort.Ciphertext), .. said.Where(name => name == d), .. Some(0.2, said), .. Some(0.3, promise)]).Distinct().Concat(Mutations.Items(answer)).Distinct());
        var given = OneOf(opened, All(opening), Tuple([A, .. opening]), Tuple([S, .. opening]));
        var retold = given is Term.Tuple { Items: [var who, ..] } && who.Equals(S);
        var resolvedBy = retold ? fits.Select(check => check with { Pattern = check.Pattern.Substitute(name => name == A ? S : null) }).ToImmutableArray() : fits;
        Term reply = retold ? Tuple([A, .. opening]) : given;
        ImmutableArray<Match> rule = [.. checks.Where(check => check.Subject == Z && Maybe(0.95)), .. policy is not null && Maybe(0.8) ? [d.Is(policy)] : ImmutableArray<Match>.Empty];
        var handler = Waits("B2", request, rule, then: [.. Some(0.95, answer).Select(term => new Step.Send("T1", A, term)), new Step.Send("T1", B, reply)]);
        var handlers = Maybe(0.12) && rule.Length > 0
            ? Maybe(0.5) ? [handler, Waits("B2", request, [], then: [new Step.Send("T2", B, Sign(trusted, B))])] : ImmutableArray.Create(Rewriting.InTerms(handler, term => term.Equals(A) ? B : null), handler)
            : [handler];

        var resolve = new Script([new Step.Send("B2", trusted, request), .. Waits("T1", given, resolvedBy).Steps]);
        var otherwise = hasTrusted ? Maybe(0.92) ? resolve : Maybe(0.5) ? Script.Empty : null : Maybe(0.5) ? Script.Empty : null;
        var opener = Maybe(0.93) ? (ImmutableArray<Step>)[new Step.Send("A2", B, opened)] : [];
        var receipt = Maybe(0.07) ? opener : [];
        var alice = new Script([.. lets, new Step.Send("A1", B, promise), .. receipt, .. Waits("B1", answer, [], Maybe(0.15) ? Script.Empty : null, then: opener).Steps]);
        var bob = new Script([.. Waits("A1", promise, [], null, [.. written.TryGetValue(h, out var hashed) && Maybe(0.8) ? [new Step.Let(h, hashed)] : ImmutableArray<Step>.Empty, new Step.Send("B1", A, answer), .. Waits("A2", opened, fits, otherwise).Steps]).Steps]);
        return new Draft(
            id,
            isMail ? M : C,
            Channels(hasTrusted),
            [new(A, [B, .. shared.Cast<Term.Variable>()], alice), new(B, [.. knowsA ? [A] : ImmutableArray<Term.Variable>.Empty, .. shared.Cast<Term.Variable>()], bob)],
            hasTrusted ? [new(trusted, handlers)] : [],
            [Evidence(A, answer), isMail && Maybe(0.8) ? Goods(B) : Evidence(B, promise is Term.Signature ? promise : signature)]);
    }

    /// <summary>Like cem0 and ecs0: both bring theirs, and the trusted party gives each the other's.</summary>
    private Draft Visible(string id)
    {
        var shared = isMail ? ImmutableArray<Term.Variable>.Empty : [C];
        var body = Shuffled([isMail ? M : C, .. Some(0.5, A, B)]);
        Term agreed = Maybe(0.3) ? Parties(A, B) : Shuffled([.. Some(0.7, A, B), isMail ? Hash(M) : C]);
        var first = isMail && Maybe(0.5) ? body : Sign(A, isMail ? body : agreed);
        var second = Sign(B, isMail ? Maybe(0.5) ? body : agreed : agreed);
        var (asks, answers) = (Shuffled([A, B, .. Mutations.Items(first)]), Shuffled([A, B, .. Mutations.Items(second)]));
        var ways = chance.Among(3, 2, 1);
        ImmutableArray<Step> both = [new Step.Send("T1", B, first), new Step.Send("T1", A, second)];
        ImmutableArray<Step> fresh = isMail ? [new Step.Fresh([M])] : [];
        var known = isMail && !second.Variables().Contains(M);
        Script alice = new([.. fresh, new Step.Send("A1", trusted, asks), .. Waits("T1", second, [], Maybe(0.3) ? Script.Empty : null).Steps]), bob, po;
        if (ways == 0)
        {
            (bob, po) = (new([new Step.Send("B1", trusted, answers), .. Waits("T1", first, []).Steps]), Waits("A1", asks, [], then: [.. Waits("B1", answers, [], then: both).Steps]));
        }
        else if (ways == 1)
        {
            // A letter, against a signature.
            var letter = known ? first : body;
            (bob, po) = (
                Waits("T1", letter, [], then: [new Step.Send("B1", trusted, second)]),
                Waits("A1", asks, [], then: [new Step.Send("T1", B, letter), .. Waits("B1", second, [], then: [new Step.Send("T2", A, second)]).Steps]));
        }
        else
        {
            (bob, po) = (Waits("T1", first, [], then: [new Step.Send("B1", A, second)]), Waits("A1", asks, [], then: [both[0], new Step.Send("T2", A, Sign(trusted, Tuple(A, B, isMail ? Hash(M) : C)))]));
        }

        Assurance[] kinds = [Assurance.Resilient, Assurance.Resilient | Assurance.Private, Assurance.Lossy, Assurance.InPerson];
        Assurance[] upward = [Assurance.Resilient | Assurance.Private, Assurance.Resilient];
        return new Draft(
            id,
            isMail ? M : C,
            [
                new(A, B, Assurance.Lossy), new(B, A, Assurance.Lossy), new(A, trusted, OneOf(upward)), new(B, trusted, OneOf(upward)), new(trusted, A, Assurance.Resilient),
                new(trusted, B, kinds[ways == 1 ? 3 : chance.Among(4, 2, 1)]),
            ],
            [new(A, [B, .. shared], alice), new(B, [A, .. shared], bob)],
            [new(trusted, [po])],
            [ways == 2 && Maybe(0.5) ? Evidence(A, second) with { Replacement = Sign(trusted, Tuple(A, B, isMail ? Hash(M) : C)) } : Evidence(A, second), isMail && Maybe(0.7) ? Goods(B) : Evidence(B, first)]);
    }

    /// <summary>Two parties, and a trusted one that passes on what it can: in each message something that its sender has by then.</summary>
    private Draft Freely(string id)
    {
        var hasTrusted = Maybe(0.5);
        var parties = new[] { new Speaker(A), new Speaker(B) };
        parties[0].Has.AddRange(isMail ? [A, B, M] : [A, B, C]);
        parties[1].Has.AddRange(isMail ? [A, B] : [A, B, C]);
        parties[0].Steps.Add(new Step.Fresh(isMail ? [M, r, K] : [r, K]));
        parties[1].Steps.Add(new Step.Fresh([k]));
        var handlers = new List<Script>();
        var count = 2 + chance.Below(4);
        for (var i = 0; i < count; i++)
        {
            var (sender, reader) = (parties[i % 2], parties[(i + 1) % 2]);
            var message = Shuffled(Enumerable.Range(0, 1 + chance.Below(3)).Select(_ => Compose(sender, i)));
            var label = $"{sender.Name}{(i / 2) + 1}";
            if (hasTrusted && Maybe(0.35))
            {
                var request = Shuffled([sender.Name, reader.Name, .. Mutations.Items(message)]);
                sender.Steps.Add(new Step.Send(label, trusted, request));
                handlers.Add(Waits(label, request, [], then: [new Step.Send($"T{i}", reader.Name, message), .. Maybe(0.3) ? [new Step.Send($"T{i}", sender.Name, Sign(trusted, message))] : ImmutableArray<Step>.Empty]));
                label = $"T{i}";
            }
            else
            {
                sender.Steps.Add(new Step.Send(label, reader.Name, message));
            }

            reader.Steps.Add(new Step.Receive([new Alternative(label, message, [], Script.Empty)], Maybe(0.25) ? Script.Empty : null));
            reader.Has.AddRange(message.SelfAndParts().Where(part => part is Term.Variable or Term.Signature).Where(part => !reader.Has.Contains(part)));
        }

        var signed = parties.SelectMany(party => party.Steps).OfType<Step.Send>().SelectMany(send => send.Message.SelfAndParts()).OfType<Term.Signature>().ToList();
        var shared = isMail ? ImmutableArray<Term.Variable>.Empty : [C];
        return new Draft(
            id,
            isMail ? M : C,
            Channels(hasTrusted && handlers.Count > 0),
            [new(A, [B, .. shared], parties[0].Script), new(B, [A, .. shared], parties[1].Script)],
            hasTrusted && handlers.Count > 0 ? [new(trusted, [.. handlers])] : [],
            [Evidence(A, Last(B)), isMail && Maybe(0.7) ? Goods(B) : Evidence(B, Last(A))]);

        Term Last(Term.Variable name) => signed.LastOrDefault(signature => signature.Signer == name) is { } last ? last : Sign(name, isMail ? M : C);
    }

    private Term Compose(Speaker speaker, int turn)
    {
        var has = Any();
        switch (chance.Among(5, 5, 1, 1, 1))
        {
            case 1:
                return Sign(speaker.Name, Maybe(0.5) ? has : Shuffled(has, Any()));
            case 2 when !written.ContainsKey(Z) && speaker.Name == A:
                var seal = Encrypt(OneOf(A, B, trusted), Maybe(0.5) ? has : Shuffled(has, Any()), r);
                return Let(Z, seal, [r]);
            case 3 when !written.ContainsKey(h) && has is not Term.Signature:
                return Let(h, Hash(Maybe(0.5) ? has : Shuffled(has, Any())), []);
            case 4 when !written.ContainsKey(E) && speaker.Has.Contains(M) && speaker.Name == A:
                return Let(E, Encrypt(K, M), [K]);
            default:
                return has;
        }

        Term Any() => speaker.Has[chance.Below(speaker.Has.Count)];

        Term Let(Term.Variable name, Term value, ImmutableArray<Term> later)
        {
            written[name] = value;
            speaker.Steps.Add(new Step.Let(name, value));
            speaker.Has.AddRange([name, .. later]);
            return name;
        }
    }

    /// <summary>Certified mail in which a trusted party helps where two of some names agree, each pair in a handler of its own: how many names an attack needs is how many can differ.</summary>
    private Draft EachPair(string id)
    {
        var count = 1 + chance.Among(1, 4, 1, 1);
        ImmutableArray<Term.Variable> more = [.. Enumerable.Range(1, count).Select(i => Terms.Name($"N{i}"))];
        ImmutableArray<Term.Variable> names = [.. more, .. Some(0.7, A, B).Cast<Term.Variable>()];
        var pairs = names.SelectMany((one, i) => names.Skip(i + 1).Select(other => (one, other))).Where(pair => Maybe(0.95)).ToList();
        ImmutableArray<Term> tail = [.. more];
        var handlers = pairs.Select(pair => Rewriting.InTerms(Handler(), term => term.Equals(pair.one) ? pair.other : null)).ToImmutableArray();
        var resolve = new Script([new Step.Send("B2", trusted, Tuple(B, Z, Sign(B, Z))), .. Waits("T1", Opened(S), [Z.Is(Sealed(S))]).Steps]);
        return new Draft(
            id,
            M,
            Channels(true),
            [
                new(A, [B, .. more], new([new Step.Fresh([M, r]), new Step.Let(Z, Sealed(A)), new Step.Send("A1", B, Tuple(A, Z)), .. Waits("B1", Sign(B, Z), [], null, [new Step.Send("A2", B, Opened(A))]).Steps])),
                new(B, [], Waits("A1", Tuple(A, Z), [], null, [new Step.Send("B1", A, Sign(B, Z)), .. Waits("A2", Opened(A), [Z.Is(Sealed(A))], resolve).Steps])),
            ],
            [new(trusted, handlers.IsEmpty ? [Handler()] : handlers)],
            [new Item(A, "receipt", Tuple([A, B, M, r, .. tail, Sign(B, Sealed(A))]), $"{B} received {M} from {A}"), Goods(B)]);

        Script Handler() => Waits("B2", Tuple(B, Z, Sign(B, Z)), [Z.Is(Sealed(A))], null, [new Step.Send("T1", A, Sign(B, Z)), new Step.Send("T1", B, Opened(A))]);

        Term Sealed(Term sender) => Encrypt(trusted, Tuple([sender, B, M, .. tail]), r);

        Term Opened(Term sender) => Tuple([sender, M, r, .. tail]);
    }

    private static Script Waits(string label, Term pattern, ImmutableArray<Match> checks, Script? otherwise = null, ImmutableArray<Step> then = default) =>
        new([new Step.Receive([new Alternative(label, pattern, checks, new Script(then.IsDefault ? [] : then))], otherwise)]);

    private ImmutableArray<Channel> Channels(bool hasTrusted)
    {
        Assurance[] kinds = [Assurance.Lossy, Assurance.Resilient, Assurance.Private, Assurance.Resilient | Assurance.Private];
        return
        [
            new(A, B, kinds[chance.Among(8, 1, 1, 1)]), new(B, A, kinds[chance.Among(8, 1, 1, 1)]),
            .. hasTrusted
                ? (Channel[])[new(A, trusted, kinds[1]), new(B, trusted, kinds[chance.Among(1, 8, 0, 4)]), new(trusted, A, kinds[chance.Among(1, 10, 0, 2)]), new(trusted, B, kinds[chance.Among(1, 10, 0, 2)])]
                : [],
        ];
    }

    private Item Goods(Term.Variable holder) => new(holder, "message", isMail ? M : C, null);

    /// <summary>A signature with what a judge needs beside it, or with less or more.</summary>
    private Item Evidence(Term.Variable holder, Term shown)
    {
        var (peer, term) = (holder == A ? B : A, Written(shown));
        var needs = term.OpaqueParts().Concat(term.SelfAndParts().OfType<Term.Parties>()).SelectMany(part => part.Variables()).Where(variable => variable != trusted);
        var beside = ((Term[])[.. Some(0.8, A, B), .. needs, .. Some(0.5, isMail ? M : C)]).Distinct().Where(part => !Mutations.Items(term).Contains(part)).ToList();
        var whole = beside.Count == 0 ? term : Tuple([.. beside, .. Mutations.Items(term)]);
        return new Item(holder, holder == A && isMail ? "receipt" : "contract", whole, Shown(whole));

        FormattableString Shown(Term held) => held.Variables().Contains(isMail ? M : C) ? (FormattableString)$"{peer.Symbol} signed {(isMail ? M : C)}" : $"{peer.Symbol} signed";
    }

    private sealed class Speaker(Term.Variable name)
    {
        public Term.Variable Name => name;

        public List<Term> Has { get; } = [];

        public List<Step> Steps { get; } = [];

        /// <summary>What follows a receive belongs to its case that the message fits.</summary>
        public Script Script => From(0);

        private Script From(int start)
        {
            var place = Steps.FindIndex(start, step => step is Step.Receive);
            return place < 0 ? new Script([.. Steps.Skip(start)]) : new Script(
            [
                .. Steps.Skip(start).Take(place - start),
                Steps[place] is Step.Receive receive ? receive with { Alternatives = [receive.Alternatives[0] with { Then = From(place + 1) }] } : Steps[place],
            ]);
        }
    }
}
