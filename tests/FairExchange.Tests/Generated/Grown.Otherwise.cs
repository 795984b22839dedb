using System.Collections.Immutable;
using FairExchange.Model.Language;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Tests.Generated;

// Through a visible trusted party, and without any plan.
internal sealed partial class Grown
{
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
        Script alice = new([.. fresh, new Step.Send("A1", trusted, asks),
            .. Waits("T1", second, [], Maybe(0.3) ? Script.Empty : null).Steps]), bob, po;
        if (ways == 0)
        {
            (bob, po) = (new([new Step.Send("B1", trusted, answers), .. Waits("T1", first, []).Steps]),
                Waits("A1", asks, [], then: [.. Waits("B1", answers, [], then: both).Steps]));
        }
        else if (ways == 1)
        {
            // A letter, against a signature.
            var letter = known ? first : body;
            (bob, po) = (
                Waits("T1", letter, [], then: [new Step.Send("B1", trusted, second)]),
                Waits("A1", asks, [],
                    then: [new Step.Send("T1", B, letter), .. Waits("B1", second, [], then: [new Step.Send("T2", A, second)]).Steps]));
        }
        else
        {
            (bob, po) = (Waits("T1", first, [], then: [new Step.Send("B1", A, second)]),
                Waits("A1", asks, [], then: [both[0], new Step.Send("T2", A, Sign(trusted, Tuple(A, B, isMail ? Hash(M) : C)))]));
        }

        Assurance[] kinds = [Assurance.Resilient, Assurance.Resilient | Assurance.Private, Assurance.Lossy, Assurance.InPerson];
        Assurance[] upward = [Assurance.Resilient | Assurance.Private, Assurance.Resilient];
        return new Draft(
            id,
            isMail ? M : C,
            [
                new(A, B, Assurance.Lossy), new(B, A, Assurance.Lossy), new(A, trusted, OneOf(upward)), new(B, trusted, OneOf(upward)),
                new(trusted, A, Assurance.Resilient),
                new(trusted, B, kinds[ways == 1 ? 3 : chance.Among(4, 2, 1)]),
            ],
            [new(A, [B, .. shared], alice), new(B, [A, .. shared], bob)],
            [new(trusted, [po])],
            [ways == 2 && Maybe(0.5)
                ? Evidence(A, second) with { Replacement = Sign(trusted, Tuple(A, B, isMail ? Hash(M) : C)) } : Evidence(A, second), isMail
                && Maybe(0.7) ? Goods(B) : Evidence(B, first)]);
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
                handlers.Add(Waits(label, request, [],
                    then: [new Step.Send($"T{i}", reader.Name, message), .. Maybe(0.3)
                        ? [new Step.Send($"T{i}", sender.Name, Sign(trusted, message))] : ImmutableArray<Step>.Empty]));
                label = $"T{i}";
            }
            else
            {
                sender.Steps.Add(new Step.Send(label, reader.Name, message));
            }

            reader.Steps.Add(new Step.Receive([new Alternative(label, message, [], Script.Empty)], Maybe(0.25) ? Script.Empty : null));
            reader.Has.AddRange(message.SelfAndParts().Where(part => part is Term.Variable or Term.Signature)
                .Where(part => !reader.Has.Contains(part)));
        }

        var signed = parties.SelectMany(party => party.Steps).OfType<Step.Send>().SelectMany(send => send.Message.SelfAndParts())
            .OfType<Term.Signature>().ToList();
        var shared = isMail ? ImmutableArray<Term.Variable>.Empty : [C];
        return new Draft(
            id,
            isMail ? M : C,
            Channels(hasTrusted && handlers.Count > 0),
            [new(A, [B, .. shared], parties[0].Script), new(B, [A, .. shared], parties[1].Script)],
            hasTrusted && handlers.Count > 0 ? [new(trusted, [.. handlers])] : [],
            [Evidence(A, Last(B)), isMail && Maybe(0.7) ? Goods(B) : Evidence(B, Last(A))]);

        Term Last(Term.Variable name) =>
            signed.LastOrDefault(signature => signature.Signer == name) is { } last ? last : Sign(name, isMail ? M : C);
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
                Steps[place] is Step.Receive receive
                    ? receive with { Alternatives = [receive.Alternatives[0] with { Then = From(place + 1) }] } : Steps[place],
            ]);
        }
    }
}
