using System.Collections.Immutable;
using FairExchange.Model.Language;
using FairExchange.Verification.Grounding;
using FairExchange.Verification.Searching;
using FairExchange.Verification.Solving;

namespace FairExchange.Verification.Verdicts;

/// <summary>Proves or attacks what a protocol claims. An object is for one thread at a time.</summary>
/// <param name="newSolver">Makes a solver; each search takes one of its own.</param>
/// <param name="wider">Widens the universe by so many names, atoms of each sort and pieces of junk; no verdict may depend on it.</param>
public sealed class Verifier(Func<ISolver> newSolver, SearchLimits? limits = null, int wider = 0)
{
    private readonly SearchLimits limits = limits ?? SearchLimits.Default;

    /// <summary>What was grounded last: questions about the same runs come one after the other.</summary>
    private (Protocol Protocol, Term.Variable? Party, int Sessions, Dictionary<int, Ground> Mixes) grounded;

    /// <summary>
    /// Decides claims, those that speak of the same runs one after the other: where cut-off is proved, fairness and timeliness are proved
    /// with it, since it is the two together (<see cref="Goals"/>), and the search ends where no run has anything new, whatever is asked.
    /// </summary>
    /// <param name="threads">How many groups of questions to decide at once.</param>
    /// <param name="wider">How much wider than need be the universe is.</param>
    /// <param name="onDecided">Called after each, on the thread that decided it.</param>
    /// <returns>In the order of the claims, which are distinct.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static ImmutableArray<Decision> DecideAll(
        IReadOnlyList<Claim> claims, int threads, Func<ISolver> newSolver, Action<Decision>? onDecided = null, int wider = 0,
        CancellationToken cancellation = default)
    {
        var groups = claims.GroupBy(claim => (claim.Protocol.Id, claim.Party, claim.Sessions)).Select(group => group.ToList()).ToList();
        var decided = OrderedParallel.Decide(groups, threads, Group, cancellation: cancellation).SelectMany(group => group).ToDictionary();
        return [.. claims.Select(claim => decided[claim])];

        List<KeyValuePair<Claim, Decision>> Group(List<Claim> group)
        {
            var results = new List<KeyValuePair<Claim, Decision>>();
            var verifier = new Verifier(newSolver, wider: wider);
            Decision? cutOff = null;
            foreach (var claim in group.OrderBy(claim => claim.Property == Property.CutOff ? 0 : 1))
            {
                var decision = cutOff is { Verdict: Verdict.Proved }
                    && (claim.Property == Property.Fairness || claim.Property == Property.Timeliness)
                    ? cutOff with { Claim = claim, Took = TimeSpan.Zero }
                    : verifier.Decide(claim, cancellation);
                cutOff = claim.Property == Property.CutOff ? decision : cutOff;
                results.Add(KeyValuePair.Create(claim, decision));
                onDecided?.Invoke(decision);
            }

            return results;
        }
    }

    /// <summary>One verdict for a number of sessions of the honest party, in any mix of its roles.</summary>
    /// <exception cref="ArgumentException">No session at all, of which everything would be proved; or a party where the property is of
    /// both, or none where it is of one.</exception>
    public Decision Decide(Claim claim, CancellationToken cancellation = default)
    {
        var (protocol, property, party, sessions) = claim;
        ArgumentOutOfRangeException.ThrowIfLessThan(sessions, 1);
        if (property.PerParty != protocol.Parties.Any(role => role.Name == party) || (!property.PerParty && party is not null))
        {
            throw new ArgumentException(
                $"{property} is stated {(property.PerParty ? "for one of the two parties" : "for both parties at once")}", nameof(claim));
        }

        var watch = System.Diagnostics.Stopwatch.StartNew();
        var worlds = Worlds(protocol, property, party, sessions).ToList();
        var verdict = Decide(worlds, property, party, sessions, cancellation);
        return new Decision(claim, verdict, watch.Elapsed)
        {
            Universe = worlds[0].HasAdversary ? worlds.Select(world => world.Universe).Aggregate((one, other) => one.Or(other)) : null,
        };
    }

    /// <summary>Whether a scenario that must be able to happen can; searched with one session of each party.</summary>
    public Reachability Reach(Protocol protocol, Scenario scenario, CancellationToken cancellation = default)
    {
        Finding finding;
        try
        {
            finding = Ask(Questions.Reaching(protocol, scenario), cancellation);
        }
        catch (GroundTooLargeException problem)
        {
            finding = new Finding.Unknown(problem.Message);
        }

        return new Reachability(protocol, scenario, finding switch
        {
            Finding.Found => true,
            Finding.Exhausted => false,
            _ => null,
        });
    }

    private Verdict Decide(List<World> worlds, Property property, Term.Variable? party, int sessions, CancellationToken cancellation)
    {
        var protocol = worlds[0].Protocol;
        // An attack in any mix of roles is an attack, and the shortest of all mixes is the trace; a proof must hold in every mix.
        Verdict.Attacked? attacked = null;
        Verdict? open = null;
        var rounds = 0;
        var isEmpty = true;
        if (!ReferenceEquals(grounded.Protocol, protocol) || grounded.Party != party || grounded.Sessions != sessions)
        {
            grounded = (protocol, party, sessions, []);
        }

        foreach (var (world, i) in worlds.Select((world, i) => (world, i)))
        {
            Question question;
            try
            {
                if (!grounded.Mixes.TryGetValue(i, out var ground))
                {
                    grounded.Mixes[i] = ground = Ground.Essential(world);
                }

                question = Questions.Violating(ground, property, party);
            }
            catch (GroundTooLargeException problem)
            {
                open = new Verdict.Unknown(problem.Message);
                continue;
            }

            // One run of which the property says anything is enough, in whatever mix.
            switch (Ask(isEmpty ? question : question with { Spoken = null }, cancellation))
            {
                case Finding.Found found when attacked is null || found.Events.Count < attacked.Trace.Steps.Length:
                    attacked = new Verdict.Attacked(found.Rounds, TraceBuilder.Of(world, property, party, question.Timeline, found));
                    break;
                case Finding.NoneUpTo none:
                    open ??= new Verdict.NoAttackUpTo(none.Rounds);
                    break;
                case Finding.Unknown unknown:
                    open = new Verdict.Unknown(unknown.Reason);
                    break;
                case Finding.Exhausted exhausted:
                    rounds = Math.Max(rounds, exhausted.Rounds);
                    isEmpty &= exhausted.IsEmpty;
                    break;
            }
        }

        open ??= attacked is null && OfCheats(protocol, property, sessions, cancellation) is { } reason
            ? new Verdict.Unknown($"no run of two honest parties violates it; {reason}") : null;
        return attacked ?? open ?? (isEmpty ? new Verdict.Vacuous(Goals.Emptiness(property)) : new Verdict.Proved(sessions, rounds));
    }

    /// <summary>
    /// Two honest parties bring a trusted party to fewer places than a cheat does. So where the definition says that it can keep or replace
    /// something, or be told something, that no run of theirs shows it is no proof that it never does.
    /// </summary>
    /// <returns>What is open; null where nothing is.</returns>
    private string? OfCheats(Protocol protocol, Property property, int sessions, CancellationToken cancellation)
    {
        if ((property == Property.Statelessness && protocol.TrustedParties.Any(trusted => !trusted.IsStateless))
            || (property == Property.Transparency
                && protocol.Items.Any(item => item.Replacement is not null || protocol.LeftOpen(item).Any())))
        {
            return "those with a cheat are not searched";
        }

        // Nothing is late in a run without clocks; whether that can be so is another question.
        if (property.Circumstances == Circumstances.Undisturbed && protocol.IsTimed
            && Ask(Questions.Reaching(protocol, new Scenario.HonestRun()), cancellation) is not Finding.Found)
        {
            return "but no run keeps all deadlines where clocks are off and messages take time";
        }

        return property == Property.Confidentiality
            ? protocol.Parties.Select(role => Told(protocol, role, sessions, cancellation)).FirstOrDefault(told => told is not null)
            : null;
    }

    private string? Told(Protocol protocol, Role.Party role, int sessions, CancellationToken cancellation)
    {
        try
        {
            var findings = Mixes(protocol, role, sessions).Select(world => Questions.Telling(Ground.UpToRenaming(world), role))
                .OfType<Question>()
                .Select(question => Ask(question, cancellation));
            return findings.FirstOrDefault(finding => finding is not Finding.Exhausted) switch
            {
                null => null,
                Finding.Found => $"a cheat brings {role.Name} to send what shows it",
                _ => $"whether a cheat brings {role.Name} to send what shows it is not known",
            };
        }
        catch (GroundTooLargeException)
        {
            return $"there is too much that a cheat may bring {role.Name} to send";
        }
    }

    private Finding Ask(Question question, CancellationToken cancellation)
    {
        using var solver = newSolver();
        return BoundedSearch.Run(question, solver, limits, cancellation);
    }

    /// <summary>
    /// All mixes of roles: two sessions of Bob are Bob twice as recipient, once as recipient and once as sender, and twice as sender.
    /// </summary>
    private IEnumerable<World> Worlds(Protocol protocol, Property property, Term.Variable? party, int sessions)
    {
        if (!property.PerParty)
        {
            return [World.OfHonest(protocol, sessions)];
        }

        return Mixes(protocol, protocol.Party(party!), sessions);
    }

    private IEnumerable<World> Mixes(Protocol protocol, Role.Party role, int sessions) =>
        Enumerable.Range(0, sessions + 1).Select(others => World.Against(
        protocol,
        role,
        [.. Enumerable.Repeat(role, sessions - others), .. Enumerable.Repeat(protocol.Counterpart(role), others)],
        wider));
}

/// <summary>What is asked of the search for each property and each scenario.</summary>
internal static class Questions
{
    /// <summary>
    /// Clocks that are off and channels that take time, in their own units: a run that needs neither to be so is none of real life.
    /// </summary>
    private static readonly Timing Real = Timing.Any with { Skew = 1, Delay = 1 };

    /// <summary>A run that violates the property.</summary>
    /// <param name="timing">
    /// For a protocol that looks at clocks; any if left out. Where both are honest and no message is lost, nothing is late either: such a
    /// run is one without clocks, in which time runs out for those only who wait for what nobody sends.
    /// </param>
    public static Question Violating(World world, Property property, Term.Variable? party, Timing? timing = null) =>
        Violating(Ground.Essential(world), property, party, timing);

    /// <inheritdoc cref="Violating(World, Property, Term.Variable?, Timing?)"/>
    /// <param name="ground">The world's <see cref="Ground.Essential"/>, which questions may share.</param>
    public static Question Violating(Ground ground, Property property, Term.Variable? party, Timing? timing = null)
    {
        var world = ground.World;
        var isUndisturbed = property.Circumstances == Circumstances.Undisturbed;
        var timeline = new Timeline(ground, world.HasAdversary ? timing ?? Timing.Any : null, isUndisturbed);
        var deals = new Deals(timeline, party is null ? world.Protocol.First : world.Protocol.Party(party));
        return new Question(
            timeline,
            isUndisturbed ? Undisturbed : Disturbed,
            round => Formula.Not(Goals.Holds(world.Protocol, property, party, deals.At(round, property))),
            round => Goals.Speaks(world.Protocol, property, party, deals.At(round, property == Property.Accountability ? null : property)));
    }

    /// <summary>
    /// A run in which a cheat brings the party to send a trusted party what shows it what is exchanged about: what the party makes, or
    /// agrees on beforehand. That is what it says itself; what it was given and hands on, whoever gave it might as well have sent.
    /// </summary>
    /// <returns>Null where it never says anything of the kind.</returns>
    /// <param name="ground">All events, since what nobody reads may show something too.</param>
    public static Question? Telling(Ground ground, Role.Party party)
    {
        var subject = ground.World.Protocol.Subject;
        var trusted = ground.World.Protocol.TrustedParties.Select(World.TrustedName).ToHashSet();
        var own = ground.Events.Where(happening => happening.At.Role == party && happening.At.Session is not null).ToList();
        var secrets = own.SelectMany(happening => happening.Made.Concat(happening.Beforehand)
            .Where(value => value.Equals(happening.Binding[subject]))).Distinct().ToList();
        var saying = own.FindAll(happening =>
            happening.Sends.Any(sending => trusted.Contains(sending.To) && Said(happening, sending).Any(secrets.Contains)));
        if (saying.Count == 0)
        {
            return null;
        }

        var timeline = new Timeline(ground, Timing.Any);
        return new Question(timeline, Ending.OneWay, round => Formula.Or(saying.Select(happening => timeline.On(happening, round))));
    }

    /// <summary>What the addressee gets out of a message that its sender has not from somebody else.</summary>
    private static IEnumerable<Term> Said(Event happening, Sending sending)
    {
        var own = ((Role.Party)happening.At.Role).Own.Select(variable => variable.Symbol).ToHashSet();
        var read = happening.Binding.Values.Where(pair => !own.Contains(pair.Key)).Select(pair => pair.Value).ToHashSet();
        return Open(sending.Message);

        IEnumerable<Term> Open(Term term) => read.Contains(term) ? [] : term switch
        {
            Term.Tuple tuple => tuple.Items.SelectMany(Open),
            Term.Signature signature => Open(signature.Body),
            Term.Encryption encryption when encryption.Recipient.Equals(sending.To) => Open(encryption.Plaintext),
            Term.Variable or Term.Constant or Term.Tag or Term.Parties or Term.Encryption or Term.SymmetricEncryption or Term.Hash =>
                [term],
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>A run in which the scenario happens.</summary>
    public static Question Reaching(Protocol protocol, Scenario scenario) => scenario switch
    {
        Scenario.HonestRun =>
            Honest(protocol, Undisturbed, (deals, round) => deals.At(round).Deals.Select(deal => Formula.And(deal.First, deal.Second)),
                isUndisturbed: true),
        Scenario.ItemFromPeer from => Honest(protocol, Ending.OneWay, (deals, round) =>
        {
            var outcome = deals.At(round);
            return outcome.Deals.Select(deal => Formula.And(Own(protocol, from.Party, deal), Formula.Not(outcome.TrustedPartyTookPart)));
        }),
        Scenario.ItemFromTrustedParty from => Honest(
            protocol, Ending.OneWay, (deals, round) =>
                deals.All(round).Select(deal => deals.HeldByTrusted(protocol.Party(from.Party), deal.Deal, round))),
        Scenario.EvidenceAgainst against => Against(protocol, against.Party, (_, other) => other),
        Scenario.BothHold both => Against(protocol, both.Party, (own, other) => Formula.And(own, other)),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    internal static IEnumerable<Formula> Disturbed(Timeline timeline, int round) =>
        Ending.OneWay(timeline, round).Concat(Ending.TimeHasRunOut(timeline, round)).Concat(Ending.ResilientArrives(timeline, round));

    private static IEnumerable<Formula> Undisturbed(Timeline timeline, int round) =>
        Ending.OneWay(timeline, round).Concat(Ending.TimeHasRunOut(timeline, round)).Concat(Ending.Undisturbed(timeline, round));

    private static Formula Own(Protocol protocol, Term.Variable party, DealOutcome deal) =>
        party == protocol.First.Name ? deal.First : deal.Second;

    /// <summary>Both honest, one exchange; one of the formulas that are wanted must hold.</summary>
    private static Question Honest(
        Protocol protocol, Func<Timeline, int, IEnumerable<Formula>> ending, Func<Deals, int, IEnumerable<Formula>> wanted,
        bool isUndisturbed = false)
    {
        var timeline = new Timeline(Ground.Of(World.OfHonest(protocol, 1)), isUndisturbed ? Real : Timing.Any, isUndisturbed);
        var deals = new Deals(timeline, protocol.First);
        return new Question(timeline, ending, round => Formula.Or(wanted(deals, round)));
    }

    private static Question Against(Protocol protocol, Term.Variable party, Func<Formula, Formula, Formula> wanted)
    {
        var world = World.Against(protocol, protocol.Party(party), [protocol.Party(party)]);
        var timeline = new Timeline(Ground.Essential(world), Timing.Any);
        var deals = new Deals(timeline, protocol.Party(party));
        return new Question(timeline, Disturbed, round => Formula.Or(deals.At(round).Deals.Select(deal =>
            party == protocol.First.Name ? wanted(deal.First, deal.Second) : wanted(deal.Second, deal.First))));
    }
}
