using System.Diagnostics;
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

    /// <summary>Every property, for each party where it is stated per party.</summary>
    public static IEnumerable<(Property Property, Term.Variable? Party)> Claims(Protocol protocol) => Property.All.Where(property => property.AppliesTo(protocol)).SelectMany(property =>
        property.PartiesOf(protocol).Select(party => (property, party)));

    /// <summary>One verdict for a number of sessions of the honest party, in any mix of its roles.</summary>
    /// <exception cref="ArgumentException">No session at all, of which everything would be proved; or a party where the property is of both, or none where it is of one.</exception>
    public Judgement Judge(Protocol protocol, Property property, Term.Variable? party, int sessions, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sessions, 1);
        if (property.PerParty != protocol.Parties.Any(role => role.Name == party) || (!property.PerParty && party is not null))
        {
            throw new ArgumentException($"{property} is stated {(property.PerParty ? "for one of the two parties" : "for both parties at once")}", nameof(party));
        }

        var watch = Stopwatch.StartNew();
        var worlds = Worlds(protocol, property, party, sessions).ToList();
        var verdict = Decide(worlds, property, party, sessions, cancellation);
        return new Judgement(protocol, property, party, sessions, verdict, watch.Elapsed)
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
                    attacked = new Verdict.Attacked(found.Rounds, Traces.Of(world, property, party, question.Timeline, found));
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

        open ??= attacked is null && OfCheats(protocol, property, sessions, cancellation) is { } reason ? new Verdict.Unknown($"no run of two honest parties violates it; {reason}") : null;
        return attacked ?? open ?? (isEmpty ? new Verdict.Vacuous(Goals.Emptiness(property)) : new Verdict.Proved(sessions, rounds));
    }

    /// <summary>
    /// Two honest parties bring a trusted party to fewer places than a cheat does. So where the definition says that it can keep or replace something, or be told something, that no run of theirs
    /// shows it is no proof that it never does.
    /// </summary>
    /// <returns>What is open; null where nothing is.</returns>
    private string? OfCheats(Protocol protocol, Property property, int sessions, CancellationToken cancellation)
    {
        if ((property == Property.Statelessness && protocol.TrustedParties.Any(trusted => !trusted.IsStateless))
            || (property == Property.Transparency && protocol.Items.Any(item => item.Replacement is not null || protocol.LeftOpen(item).Any())))
        {
            return "those with a cheat are not searched";
        }

        // Nothing is late in a run without clocks; whether that can be so is another question.
        if (property.Circumstances == Circumstances.Undisturbed && protocol.IsTimed && Ask(Questions.Reaching(protocol, new Scenario.HonestRun()), cancellation) is not Finding.Found)
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
            var findings = Mixes(protocol, role, sessions).Select(world => Questions.Telling(Ground.UpToRenaming(world), role)).OfType<Question>()
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

    /// <summary>All mixes of roles: two sessions of Bob are Bob twice as recipient, once as recipient and once as sender, and twice as sender.</summary>
    private IEnumerable<World> Worlds(Protocol protocol, Property property, Term.Variable? party, int sessions)
    {
        if (!property.PerParty)
        {
            return [World.OfHonest(protocol, sessions)];
        }

        return Mixes(protocol, protocol.Party(party!), sessions);
    }

    private IEnumerable<World> Mixes(Protocol protocol, Role.Party role, int sessions) => Enumerable.Range(0, sessions + 1).Select(others => World.Against(
        protocol,
        role,
        [.. Enumerable.Repeat(role, sessions - others), .. Enumerable.Repeat(protocol.Counterpart(role), others)],
        wider));
}
