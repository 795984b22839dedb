using System.Collections.Immutable;
using FairExchange.Model.Language;

namespace FairExchange.Verification.Universes;

/// <summary>One way to go through a role's script to an end.</summary>
/// <param name="Own">Tests that fail on the way, whatever other sessions do.</param>
/// <param name="Hang">Tests by which another session's answer does not fit where this one waits for ever.</param>
/// <param name="Answers">How many requests of this one are answered.</param>
internal sealed record Way(ImmutableArray<Comparison> Own, ImmutableArray<Comparison> Hang, int Answers)
{
    public (int Own, int Hang, int Answers) In((Sort, string) kind) =>
        (Own.Count(test => test.Values.Contains(kind)), Hang.Count(test => test.Values.Contains(kind)), Answers);
}

/// <summary>The ways through a party's script, each with the tests that may have to fail for the run to be what it is.</summary>
/// <param name="wanted">The item that the honest party must not come to hold.</param>
internal sealed partial class ScriptWays(Protocol protocol, Components components, Role.Party role, Item wanted)
{
    /// <summary>More requests than these on one way are counted as refused and answered both, which is no less.</summary>
    private const int MostRequests = 3;

    private readonly List<Way> ways = [];
    private readonly ImmutableHashSet<(Sort Sort, string Component)> ofHolding = DecisiveKinds.OfHolding(protocol, components, wanted);
    private readonly List<Term> ofItems = [.. protocol.Items.SelectMany(item => item.Forms).SelectMany(form => form.SelfAndParts())];
    private readonly bool isNamedByOwn = DecisiveKinds.IsNamedByOwn(protocol, wanted);
    private readonly bool readsSuch = DecisiveKinds.ReadsSuch(protocol, role, wanted);
    private readonly ImmutableHashSet<(Sort Sort, string Component)> ofAccusation =
        DecisiveKinds.OfAccusation(protocol, components, wanted);

    public List<Way> All()
    {
        ImmutableHashSet<Term.Variable> own = [.. protocol.TrustedParties.Select(trusted => trusted.Name), role.Name];
        // Evidence has a signature in it that is read; goods may be known beforehand.
        var known = role.Knows.Where(variable => variable.Sort != Sort.Name).Select(components.Of)
            .Where(kind => ofAccusation.Contains(kind) || (ofHolding.Contains(kind) && !wanted.IsEvidence));
        var bound = own.Union(role.Knows).ToImmutableDictionary(variable => variable, variable => (Term)variable);
        Walk(role.Script, new State(bound, own) { Failed = [.. known.Select(kind => new Comparison([kind]))] });
        return ways;
    }

    private void Walk(Script script, State state)
    {
        foreach (var step in script.Steps)
        {
            switch (step)
            {
                case Step.Fresh fresh:
                    state = state with
                    {
                        Stands = state.Stands.SetItems(fresh.Variables.Select(variable => KeyValuePair.Create(variable, (Term)variable))),
                        Honest = state.Honest.Union(fresh.Variables),
                    };
                    break;
                case Step.Let let:
                    state = state with
                    {
                        Stands = state.Stands.SetItem(let.Variable, let.Value.Substitute(state.Stands.GetValueOrDefault)),
                    };
                    break;
                case Step.Send send:
                    state = Sent(send, state);
                    break;
                case Step.Check check:
                    var passed = Compare(state).Read(check.Match.Subject, [check.Match], state.Stands[check.Match.Subject]);
                    Walk(check.Otherwise, state.Fail(passed.Test));
                    if (passed.CanFit)
                    {
                        Walk(check.Then, state with { Stands = passed.Stands, Opened = passed.Opened });
                    }

                    return;
                case Step.Receive receive:
                    Wait(receive, state);
                    return;
                default:
                    throw new System.Diagnostics.UnreachableException();
            }
        }

        End(state);
    }

    private void Wait(Step.Receive receive, State state)
    {
        for (var i = 0; i < receive.Alternatives.Length; i++)
        {
            var alternative = receive.Alternatives[i];
            var read = Compare(state).Read(alternative.Pattern, alternative.Checks, null);
            var message = read.Ground(alternative.Pattern);
            var tried = receive.Alternatives.Take(i).Aggregate(state, (tried, first) => tried.Fail(
                Compare(state with { Opened = read.Opened }).Read(first.Pattern, first.Checks, message).Test));
            Walk(alternative.Then, Held(alternative, tried, read));
        }

        // Who waits with an Otherwise has gone on in the end, whatever came; only a clock says that what came in time was read.
        if (receive.Otherwise is { } otherwise)
        {
            Walk(otherwise, receive.Alarm is null ? state : state with { Waits = state.Waits.Add((receive, state)) });
        }
        else
        {
            End(state with { Waits = state.Waits.Add((receive, state)) });
        }
    }

    /// <summary>
    /// What is read may not be what the item lacks: a message for each message, a signature for each name that evidence names. Where a
    /// value of the holder's own names the deal, what it knew before it knows to be the deal's. Then only what it reads for the first time
    /// may be another's, and only where it reads such signatures as the item is made of.
    /// </summary>
    private State Held(Alternative alternative, State before, Comparing read)
    {
        // What it opens is read as well.
        var parts = alternative.Checks.Select(check => check.Pattern).Prepend(alternative.Pattern)
            .SelectMany(term => term.SelfAndParts()).ToList();
        var state = before with { Stands = read.Stands, Opened = read.Opened };
        var values = parts.OfType<Term.Variable>().Select(variable => state.Stands[variable]).OfType<Term.Variable>();
        // What is read again is the same thing, and so is what it made itself.
        var news = parts.Where(IsClosed)
            .Select(part => (Term: part.Substitute(state.Stands.GetValueOrDefault), IsOfThisDeal: IsOfThisDeal(part)))
            .DistinctBy(part => part.Term).Where(part => !before.Closed.Contains(part.Term) && ofItems.Exists(part.Term.MayBe)).ToList();
        state = state with
        {
            Read = [.. state.Read, .. values],
            Closed = state.Closed.Union(news.Select(part => part.Term)),
            HasReadOfThisDeal = before.HasReadOfThisDeal || news.Exists(part => part.IsOfThisDeal),
        };
        var closed = news.Count(part => !part.IsOfThisDeal) + (state.HasReadOfThisDeal && !before.HasReadOfThisDeal ? 1 : 0);
        foreach (var kind in ofHolding.Union(ofAccusation))
        {
            var variables = parts.OfType<Term.Variable>().Distinct().Where(variable => components.Of(variable) == kind);
            var count = isNamedByOwn && !ofAccusation.Contains(kind)
                ? variables.Count(variable => readsSuch && !before.Stands.ContainsKey(variable))
                : kind.Sort == Sort.Name ? closed
                : variables.Select(variable => state.Stands[variable]).OfType<Term.Variable>().Distinct()
                    .Count(value => !before.Read.Contains(value) && !before.Honest.Contains(value));
            state = state with { Failed = state.Failed.AddRange(Enumerable.Repeat(new Comparison([kind]), count)) };
        }

        return state;

        // Whatever holds what the session signed is about the names that it signed: they are told apart from other names once.
        bool IsOfThisDeal(Term part) => Pinned.In(part, role).ToHashSet() is { Count: > 0 } pinned
            && part.Variables().All(variable => variable.Sort != Sort.Name || pinned.Contains(variable)
                || protocol.TrustedParties.Any(trusted => trusted.Name == variable));
    }

    private State Sent(Step.Send send, State state)
    {
        var message = send.Message.Substitute(state.Stands.GetValueOrDefault);
        state = state with { Closed = state.Closed.Union(message.SelfAndParts().Where(IsClosed)) };
        foreach (var trusted in protocol.TrustedParties)
        {
            // Whatever is encrypted for a trusted party the adversary may show to it, with a request of its own.
            foreach (var made in message.SelfAndParts().OfType<Term.Encryption>()
                .Where(made => made.Recipient == trusted.Name && made.Variables().Any(state.Honest.Remove(role.Name).Contains)))
            {
                state = state with { Shown = state.Shown.Add(made) };
            }

            if (send.To == trusted.Name && protocol.Between(role.Name, trusted.Name).HasFlag(Assurance.Resilient))
            {
                state = state with { Requests = state.Requests.Add(new Request(message, trusted, IsOwn: true)) };
            }
        }

        return state;
    }

    private static bool IsClosed(Term term) => term is Term.Signature || Terms.IsOpaque(term);

    private Comparing Compare(State state) => new(protocol, components, state.Honest.Contains, state.Stands, state.Opened);

    /// <param name="Message">What is sent; or the ciphertext that the adversary asks about.</param>
    private sealed record Request(Term Message, Role.Trusted Trusted, bool IsOwn);

    /// <summary>Where a way through the script has come to.</summary>
    private sealed record State(ImmutableDictionary<Term.Variable, Term> Stands, ImmutableHashSet<Term.Variable> Honest)
    {
        public ImmutableDictionary<Term.Variable, Term> Opened { get; init; } = ImmutableDictionary<Term.Variable, Term>.Empty;

        public ImmutableArray<Comparison> Failed { get; init; } = [];

        public ImmutableArray<Term.Variable> Read { get; init; } = [];

        /// <summary>Signatures and opaque terms that were read or made by now.</summary>
        public ImmutableHashSet<Term> Closed { get; init; } = [];

        public bool HasReadOfThisDeal { get; init; }

        public ImmutableArray<Request> Requests { get; init; } = [];

        public ImmutableHashSet<Term.Encryption> Shown { get; init; } = [];

        public ImmutableArray<(Step.Receive Receive, State State)> Waits { get; init; } = [];

        public State Fail(Comparison? test) => test is null ? this : this with { Failed = Failed.Add(test) };
    }
}
