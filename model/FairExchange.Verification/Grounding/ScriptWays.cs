using System.Collections.Immutable;
using FairExchange.Model.Language;

namespace FairExchange.Verification.Grounding;

/// <summary>The ways through a party's script, each with the tests that may have to fail for the run to be what it is.</summary>
/// <param name="wanted">The item that the honest party must not come to hold.</param>
internal sealed partial class ScriptWays(Protocol protocol, Components components, Role.Party role, Item wanted)
{
    /// <summary>More requests than these on one way are counted as refused and answered both, which is no less.</summary>
    private const int MostRequests = 3;

    private readonly List<Way> ways = [];
    private readonly ImmutableHashSet<(Sort Sort, string Component)> ofHolding = DecisiveKinds.OfHolding(protocol, components, wanted);
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
        state = state with { Read = [.. state.Read, .. values] };
        foreach (var kind in ofHolding.Union(ofAccusation))
        {
            var variables = parts.OfType<Term.Variable>().Distinct().Where(variable => components.Of(variable) == kind);
            var count = isNamedByOwn && !ofAccusation.Contains(kind)
                ? variables.Count(variable => readsSuch && !before.Stands.ContainsKey(variable))
                : kind.Sort == Sort.Name ? parts.Count(part => part is Term.Signature || Terms.IsOpaque(part))
                : variables.Count();
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

/// <summary>All ways in which a receive can be satisfied, whoever forms the message.</summary>
internal static class Readings
{
    public static IEnumerable<Binding> Of(Alternative alternative, Binding binding, Domains domains) =>
        Of(alternative.Pattern, [.. alternative.Checks], binding, domains);

    /// <summary>What a receive's alternative reads in this very message; null where it does not fit, whatever the time.</summary>
    public static Binding? Of(Alternative alternative, Binding binding, Term message) => alternative.Checks.Aggregate(
        binding.Match(alternative.Pattern, message), (read, check) => read?.Match(check.Pattern, read.Ground(check.Subject)));

    private static IEnumerable<Binding> Of(Term pattern, List<Match> checks, Binding binding, Domains domains)
    {
        // A check whose subject is bound binds the rest by looking inside, which is far less than trying every value;
        // but what stands in a hash or in unordered parties is not seen there, and must be bound before.
        if (checks.Find(check => binding[check.Subject] is not null
            && Hidden(check.Pattern).All(part => Seen(part, check.Pattern, binding))) is { } decided)
        {
            var rest = checks.FindAll(check => check != decided);
            return binding.Match(decided.Pattern, binding[decided.Subject]!) is { } read ? Of(pattern, rest, read, domains) : [];
        }

        var free = checks.Select(check => check.Subject).Concat(pattern.Variables()).FirstOrDefault(variable => binding[variable] is null);
        return free is null ? [binding] : domains.Of(free.Sort)
            .SelectMany(value => Of(pattern, checks, binding.With(free, value), domains));
    }

    private static IEnumerable<Term> Hidden(Term pattern) => pattern.SelfAndParts().Where(part => part is Term.Hash or Term.Parties);

    /// <summary>Whether all in a hidden part is bound already, or will be by what stands openly in the same pattern.</summary>
    private static bool Seen(Term hidden, Term pattern, Binding binding)
    {
        var openly = Open(pattern).OfType<Term.Variable>().ToHashSet();
        return hidden.Variables().All(variable => binding[variable] is not null || openly.Contains(variable));
    }

    private static IEnumerable<Term> Open(Term term) =>
        term is Term.Hash or Term.Parties ? [] : term.Parts().SelectMany(Open).Prepend(term);
}

/// <summary>
/// A trusted party's answers to the adversary's own requests that nobody waits for and that teach it nothing which was not in its requests:
/// no run needs them, nor a wait for more after which there is nothing else.
/// </summary>
internal static class IdleAnswers
{
    public static HashSet<Event> Of(Ground ground)
    {
        var (world, domains) = (ground.World, ground.Domains);
        var awaited = ground.Events.Concat(ground.WaitPoints.SelectMany(at => at.PassedOver))
            .Where(happening => happening.Input is not null).Select(happening => (happening.At.Actor, happening.Input!)).ToHashSet();
        // What no honest or trusted party encrypts but passes on, the adversary encrypted: it knew what is inside.
        var originals = ground.Events.SelectMany(Encryptions).ToHashSet();
        var requested = ground.Events.SelectMany(happening => happening.Sends).Select(sending => (sending.To, sending.Message)).ToHashSet();
        var following = ground.Events.Where(happening => happening.Parent is not null).ToLookup(happening => happening.Parent!);
        HashSet<Term> open = [.. domains.Public, .. domains.Adversarial];
        var idle = new HashSet<Event>();
        foreach (var happening in ground.Events.Where(happening => !happening.At.IsExclusive)
            .OrderByDescending(happening => happening.At.Depth))
        {
            if (following[happening].All(idle.Contains) && happening.HandedOver.IsEmpty
                && !requested.Contains((happening.At.Actor, happening.Input!))
                && happening.Sends.All(sending => !awaited.Contains((sending.To, sending.Message)) && TeachesNothing(happening, sending)))
            {
                idle.Add(happening);
            }
        }

        return idle;

        bool TeachesNothing(Event answer, Sending sending)
        {
            // What somebody else has asked before may have come to the trusted party alone.
            var known = Requests(answer).Where(request => !requested.Contains((answer.At.Actor, request)))
                .SelectMany(request => Deduction.Closure(request, OwnsKey))
                .SelectMany(term => term is Term.Encryption sealedTerm && !originals.Contains(sealedTerm)
                ? Deduction.Closure(sealedTerm.Plaintext, OwnsKey).Append(sealedTerm.Coins).Prepend(sealedTerm)
                : [term]).ToHashSet();
            return !world.AdversaryReads(sending) || Deduction.Closure(sending.Message, OwnsKey).All(Known);
            bool Known(Term term) =>
                open.Contains(term) || known.Contains(term) || (Deduction.Ingredients(term, OwnsKey)?.All(Known) ?? false);
        }

        bool OwnsKey(Term name) => world.Corrupted.Contains(name);
    }

    private static IEnumerable<Term> Requests(Event answer) =>
        answer.Parent is { } parent ? Requests(parent).Prepend(answer.Input!) : [answer.Input!];

    /// <summary>Encryptions that the event sends and that were in nothing which its actor had read.</summary>
    private static IEnumerable<Term> Encryptions(Event happening)
    {
        var read = new HashSet<Term>();
        for (var step = happening; step is not null; step = step.Parent)
        {
            read.UnionWith(step.Input?.SelfAndParts() ?? []);
        }

        return happening.Sends.SelectMany(sending => sending.Message.SelfAndParts()).OfType<Term.Encryption>()
            .Where(term => !read.Contains(term));
    }
}
