using System.Collections.Immutable;
using FairExchange.Model.Language;

namespace FairExchange.Verification.Grounding;

/// <summary>The ways through a party's script, each with the tests that may have to fail for the run to be what it is.</summary>
/// <param name="wanted">The item that the honest party must not come to hold.</param>
internal sealed class ScriptWays(Protocol protocol, Components components, Role.Party role, Item wanted)
{
    /// <summary>More requests than these on one way are counted as refused and answered both, which is no less.</summary>
    private const int MostRequests = 3;

    private readonly List<Way> ways = [];
    private readonly ImmutableHashSet<(Sort Sort, string Component)> ofHolding = DecisiveKinds.OfHolding(protocol, components, wanted);
    private readonly ImmutableHashSet<(Sort Sort, string Component)> ofAccusation =
        DecisiveKinds.OfAccusation(protocol, components, wanted);

    public List<Way> All()
    {
        ImmutableHashSet<Term.Variable> own = [.. protocol.TrustedParties.Select(trusted => trusted.Name), role.Name];
        var known = role.Knows.Where(variable => variable.Sort != Sort.Name).Select(components.Of).Where(ofAccusation.Contains);
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
                    state = state with { Stands = state.Stands.SetItem(let.Variable, let.Value.Substitute(state.Stands.GetValueOrDefault)) };
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
            Walk(alternative.Then, Held(alternative, tried with { Stands = read.Stands, Opened = read.Opened }));
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

    /// <summary>What is read may not be what the item lacks: a message for each message, a signature for each name that evidence names.</summary>
    private State Held(Alternative alternative, State state)
    {
        // What it opens is read as well.
        var parts = alternative.Checks.Select(check => check.Pattern).Append(alternative.Pattern).SelectMany(part => part.SelfAndParts()).ToList();
        var read = parts.OfType<Term.Variable>().Select(variable => state.Stands[variable]).OfType<Term.Variable>();
        state = state with { Read = [.. state.Read, .. read] };
        foreach (var kind in ofHolding.Union(ofAccusation))
        {
            var count = kind.Sort == Sort.Name
                ? parts.Count(part => part is Term.Signature || Terms.IsOpaque(part))
                : parts.OfType<Term.Variable>().Distinct().Count(variable => components.Of(variable) == kind);
            state = state with { Failed = state.Failed.AddRange(Enumerable.Repeat(new Comparison([kind]), count)) };
        }

        return state;
    }

    private State Sent(Step.Send send, State state)
    {
        var message = send.Message.Substitute(state.Stands.GetValueOrDefault);
        foreach (var trusted in protocol.TrustedParties)
        {
            // Whatever is encrypted for a trusted party the adversary may show to it, with a request of its own.
            foreach (var made in message.SelfAndParts().OfType<Term.Encryption>().Where(made => made.Recipient == trusted.Name && made.Variables().Any(state.Honest.Remove(role.Name).Contains)))
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

    private void End(State state)
    {
        state = state with { Failed = [.. state.Failed, .. new Unopened(protocol, components, ofHolding, ofAccusation).Of(state.Read, state.Opened)] };
        var shown = state.Shown.SelectMany(made => protocol.TrustedParties.Where(trusted => trusted.Name == made.Recipient)
            .Select(trusted => new Request(made, trusted, IsOwn: false))).ToList();
        var requests = state.Requests.Select(request => Tests(request, state)).Concat(shown.Select(request => Tests(request, state))).Where(tests => tests.Count > 0).ToList();
        ImmutableArray<Comparison> hang = [.. state.Waits.SelectMany(wait => OfOthers(wait.Receive, wait.State))];
        if (requests.Count > MostRequests)
        {
            var all = requests.SelectMany(tests => tests.Refused.Concat(tests.Answered)).OfType<Comparison>();
            ways.Add(new Way([.. state.Failed, .. all], hang, requests.Count(tests => tests.IsOwn)));
            return;
        }

        for (var choice = 0; choice < 1 << requests.Count; choice++)
        {
            var own = state.Failed.ToBuilder();
            var answers = 0;
            for (var i = 0; i < requests.Count; i++)
            {
                var isAnswered = (choice & (1 << i)) != 0;
                answers += isAnswered && requests[i].IsOwn ? 1 : 0;
                own.AddRange(isAnswered ? requests[i].Answered : requests[i].IsOwn ? requests[i].Refused : []);
            }

            ways.Add(new Way(own.ToImmutable(), hang, answers));
        }
    }

    /// <summary>The tests that fail where the request is refused, and where it is answered: all handlers but one, and what is answered does not fit.</summary>
    private (List<Comparison> Refused, List<Comparison> Answered, int Count, bool IsOwn) Tests(Request request, State end)
    {
        var (refused, answered, count) = (new List<Comparison>(), new List<Comparison>(), 0);
        foreach (var handler in request.Trusted.Handlers)
        {
            var stands = protocol.TrustedParties.ToImmutableDictionary(trusted => trusted.Name, trusted => (Term)trusted.Name);
            foreach (var receive in handler.AllSteps().OfType<Step.Receive>())
            {
                foreach (var alternative in receive.Alternatives)
                {
                    var comparing = request.IsOwn
                        ? Compare(end with { Stands = stands }).Read(alternative.Pattern, alternative.Checks, request.Message)
                        : Shown(alternative, request.Message, end with { Stands = stands });
                    if (comparing?.CanFit != true)
                    {
                        continue;
                    }

                    count++;
                    refused.AddRange(comparing.Test is { } test ? [test] : []);
                    var read = end with { Stands = comparing.Stands, Opened = comparing.Opened };
                    var decided = alternative.Then.AllSteps().OfType<Step.Check>()
                        .Select(check => Compare(read).Read(check.Match.Subject, [check.Match], comparing.Ground(check.Match.Subject)).Test).OfType<Comparison>().ToList();
                    refused.AddRange(decided);
                    answered.AddRange(decided);
                    var sends = alternative.Then.AllSteps().OfType<Step.Send>().Where(send => send.To == role.Name).ToList();
                    answered.AddRange(from wait in end.Waits
                                      from send in sends
                                      from awaited in wait.Receive.Alternatives
                                      let unfit = Compare(wait.State with { Opened = comparing.Opened }).Read(awaited.Pattern, awaited.Checks, comparing.Ground(send.Message)).Test
                                      where unfit is not null
                                      select unfit);
                }
            }
        }

        // One handler takes it, and the others do not.
        answered.AddRange(refused.Take(count - 1));
        return (refused, answered, count, request.IsOwn);
    }

    /// <summary>A request of the adversary's about what the session encrypted; null where the handler does not open such a thing.</summary>
    private Comparing? Shown(Alternative alternative, Term made, State state)
    {
        if (alternative.Checks.FirstOrDefault(check => check.Pattern is Term.Encryption) is not { } opening)
        {
            return null;
        }

        var others = alternative.Checks.Remove(opening);
        return Compare(state).Read(opening.Subject, [opening], made).Read(alternative.Pattern, others, null);
    }

    /// <summary>An answer to another session's request, or what the other party sends, does not fit here.</summary>
    private IEnumerable<Comparison> OfOthers(Step.Receive receive, State state)
    {
        var sends = protocol.Roles.SelectMany(sender => sender.Scripts.SelectMany(script => script.AllSteps()).OfType<Step.Send>()
            .Where(send => sender != role && send.To == role.Name && protocol.Between(sender.Name, role.Name).HasFlag(Assurance.Resilient))).ToList();
        foreach (var alternative in receive.Alternatives)
        {
            var tests = sends.Select(send => Other(send)).Select(message => Compare(state).Read(alternative.Pattern, alternative.Checks, message).Test).OfType<Comparison>().ToList();
            if (tests.Count > 0)
            {
                yield return new Comparison([.. tests.SelectMany(test => test.Values)]);
            }
        }
    }

    private Term Other(Step.Send send) => send.Message.Substitute(variable =>
        protocol.TrustedParties.Any(trusted => trusted.Name == variable) ? variable : new Term.Variable($"? other {variable.Symbol}", variable.Sort));

    private Comparing Compare(State state) => new(protocol, components, state.Honest.Contains, state.Stands, state.Opened);

    /// <param name="Message">What is sent; or the ciphertext that the adversary asks about.</param>
    private sealed record Request(Term Message, Role.Trusted Trusted, bool IsOwn);

    /// <summary>Where a way through the script has come to.</summary>
    private sealed record State(ImmutableDictionary<Term.Variable, Term> Stands, ImmutableHashSet<Term.Variable> Honest)
    {
        public ImmutableDictionary<Term.Variable, Term> Opened { get; init; } = ImmutableDictionary<Term.Variable, Term>.Empty;

        public ImmutableArray<Comparison> Failed { get; init; } = [];

        public ImmutableArray<Term.Variable> Read { get; init; } = [];

        public ImmutableArray<Request> Requests { get; init; } = [];

        public ImmutableHashSet<Term.Encryption> Shown { get; init; } = [];

        public ImmutableArray<(Step.Receive Receive, State State)> Waits { get; init; } = [];

        public State Fail(Comparison? test) => test is null ? this : this with { Failed = Failed.Add(test) };
    }
}
