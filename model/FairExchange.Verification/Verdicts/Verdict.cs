using System.Collections.Immutable;
using FairExchange.Model.Language;
using FairExchange.Verification.Grounding;
using FairExchange.Verification.Solving;
using FairExchange.Verification.Traces;

namespace FairExchange.Verification.Verdicts;

/// <summary>What is known of a property for a number of sessions. Only <see cref="Proved"/> is a proof.</summary>
public abstract record Verdict
{
    private Verdict()
    {
    }

    /// <summary>No run of that many sessions violates the property; none has anything new to do after that many rounds.</summary>
    public sealed record Proved(int Sessions, int Rounds) : Verdict;

    /// <param name="Rounds">The first round in which there is an attack on the sessions of the trace.</param>
    /// <param name="Trace">The run of the fewest events, over all mixes of roles, that violates the property.</param>
    public sealed record Attacked(int Rounds, Trace Trace) : Verdict;

    public sealed record NoAttackUpTo(int Rounds) : Verdict;

    /// <summary>
    /// No run violates the property, since there is none of which it says anything: no proof, but a fault of the definition or the wrong
    /// question.
    /// </summary>
    public sealed record Vacuous(string Reason) : Verdict;

    public sealed record Unknown(string Reason) : Verdict;
}

/// <summary>A verdict with what it was asked of.</summary>
/// <param name="Party">The honest party, for properties that are stated per party.</param>
public sealed record Judgement(Protocol Protocol, Property Property, Term.Variable? Party, int Sessions, Verdict Verdict, TimeSpan Took)
{
    /// <summary>
    /// How many values of the adversary's the verdict speaks of, which stand for any number; null where both parties are honest.
    /// </summary>
    public Universe? Universe { get; init; }

    public Expectation? Expected =>
        Protocol.Expectations.FirstOrDefault(expectation => expectation.Property == Property && expectation.Party == Party);

    /// <summary>
    /// Whether the catalogue entry expects this verdict; null where it expects nothing. Nobody expects one about nothing.
    /// </summary>
    public bool? AsExpected => (Expected, Verdict) switch
    {
        (_, Verdict.Vacuous) => false,
        (null, _) => null,
        (var expected, Verdict.Attacked) => expected.IsAttackedAt(Sessions),
        (var expected, Verdict.Proved) => !expected.IsAttackedAt(Sessions),
        _ => false,
    };
}

/// <summary>Whether something that must be able to happen can.</summary>
/// <param name="Reached">Null where the solver does not know.</param>
public sealed record Reachability(Protocol Protocol, Scenario Scenario, bool? Reached)
{
    public bool Declared => Protocol.Unreachable.Contains(Scenario);

    /// <summary>Reached, or declared not to be; an entry that declares what can be reached is wrong too.</summary>
    public bool AsExpected => Reached == !Declared;
}

/// <summary>One line of a verdict table before it is decided.</summary>
/// <param name="Party">The honest party, for properties that are stated per party.</param>
/// <param name="Sessions">How many sessions of the honest party, in any mix of its roles.</param>
public sealed record Claim(Protocol Protocol, Property Property, Term.Variable? Party, int Sessions)
{
    /// <summary>All that the protocols claim, for 1 up to <paramref name="sessions"/> sessions, in the order given.</summary>
    public static IEnumerable<Claim> All(IEnumerable<Protocol> protocols, int sessions) => All(protocols, _ => sessions);

    /// <summary>All that the protocols claim, each for as many sessions as its entry says.</summary>
    public static IEnumerable<Claim> All(IEnumerable<Protocol> protocols) => All(protocols, protocol => protocol.Sessions);

    private static IEnumerable<Claim> All(IEnumerable<Protocol> protocols, Func<Protocol, int> sessions) =>
        from protocol in protocols
        from claim in Verifier.Claims(protocol)
        from number in Enumerable.Range(1, sessions(protocol))
        select new Claim(protocol, claim.Property, claim.Party, number);
}

/// <summary>
/// Decides the lines of a table, those that speak of the same runs one after the other: where cut-off is proved, fairness and timeliness
/// are proved with it, since it is the two together (<see cref="Searching.Goals"/>), and the search ends where no run has anything new,
/// whatever is asked of it.
/// </summary>
public static class Judging
{
    /// <param name="threads">How many groups of questions to decide at once.</param>
    /// <param name="wider">How much wider than need be the universe is.</param>
    /// <param name="onJudged">Called after each, on the thread that decided it.</param>
    /// <returns>In the order of the inquiries, which are distinct.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static ImmutableArray<Judgement> All(
        IReadOnlyList<Claim> claims, int threads, Func<ISolver> newSolver, Action<Judgement>? onJudged = null, int wider = 0,
        CancellationToken cancellation = default)
    {
        var groups = claims.GroupBy(claim => (claim.Protocol.Id, claim.Party, claim.Sessions)).Select(group => group.ToList()).ToList();
        var judged = OrderedParallel.Decide(groups, threads, Group, cancellation: cancellation).SelectMany(group => group).ToDictionary();
        return [.. claims.Select(claim => judged[claim])];

        List<KeyValuePair<Claim, Judgement>> Group(List<Claim> group)
        {
            var results = new List<KeyValuePair<Claim, Judgement>>();
            var verifier = new Verifier(newSolver, wider: wider);
            Judgement? cutOff = null;
            foreach (var claim in group.OrderBy(claim => claim.Property == Property.CutOff ? 0 : 1))
            {
                var judgement = cutOff is { Verdict: Verdict.Proved }
                    && (claim.Property == Property.Fairness || claim.Property == Property.Timeliness)
                    ? cutOff with { Property = claim.Property, Took = TimeSpan.Zero }
                    : verifier.Judge(claim.Protocol, claim.Property, claim.Party, claim.Sessions, cancellation);
                cutOff = claim.Property == Property.CutOff ? judgement : cutOff;
                results.Add(KeyValuePair.Create(claim, judgement));
                onJudged?.Invoke(judgement);
            }

            return results;
        }
    }
}

/// <summary>A verdict together with all that the solver was told and asked on the way to it.</summary>
/// <param name="Scripts">One for each mix of roles that was searched: each is a solver of its own.</param>
public sealed record RecordedVerdict(Judgement Judgement, IReadOnlyList<SolverScript> Scripts)
{
    public static RecordedVerdict Judge(Claim claim, Func<ISolver> newSolver, int wider = 0, CancellationToken cancellation = default)
    {
        var scripts = new List<SolverScript>();
        var verifier = new Verifier(() =>
        {
            var recording = new RecordingSolver(newSolver());
            scripts.Add(recording.Script);
            return recording;
        }, wider: wider);
        return new RecordedVerdict(verifier.Judge(claim.Protocol, claim.Property, claim.Party, claim.Sessions, cancellation), scripts);
    }

    /// <summary>The scripts one after the other as SMT-LIB 2 text, each answer beside its question; lines end in <c>\n</c>.</summary>
    public string Text()
    {
        var (judgement, claim) = (Judgement, $"{Judgement.Property}{(Judgement.Party is { } party ? $" for {party}" : "")}");
        var heading = $"; {judgement.Protocol}, {claim}, {judgement.Sessions} session{(judgement.Sessions == 1 ? "" : "s")}: each end "
            + $"that is asked for breaks the property; the last, if nothing is found, is one of which the property says anything\n";
        return heading + string.Join(
            "\n(reset)\n", Scripts.Select((script, i) => $"; mix of roles {i + 1} of {Scripts.Count}\n{SmtLib.Render(script)}"));
    }
}
