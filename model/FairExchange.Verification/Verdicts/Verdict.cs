using FairExchange.Model.Language;
using FairExchange.Verification.Solving;
using FairExchange.Verification.Traces;
using FairExchange.Verification.Universes;

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

/// <summary>What is asked of a protocol: one line of a verdict table.</summary>
/// <param name="Party">The honest party, for properties that are stated per party.</param>
/// <param name="Sessions">How many sessions of the honest party, in any mix of its roles.</param>
public sealed record Claim(Protocol Protocol, Property Property, Term.Variable? Party, int Sessions)
{
    /// <summary>What the catalogue entry expects of it; null where it expects nothing.</summary>
    public Expectation? Expected =>
        Protocol.Expectations.FirstOrDefault(expectation => expectation.Property == Property && expectation.Party == Party);

    /// <summary>All that the protocols claim, for 1 up to <paramref name="sessions"/> sessions, in the order given.</summary>
    public static IEnumerable<Claim> All(IEnumerable<Protocol> protocols, int sessions) => All(protocols, _ => sessions);

    /// <summary>All that the protocols claim, each for as many sessions as its entry says.</summary>
    public static IEnumerable<Claim> All(IEnumerable<Protocol> protocols) => All(protocols, protocol => protocol.Sessions);

    /// <summary>Every property that speaks of the protocol, for each party where it is stated per party.</summary>
    public static IEnumerable<Claim> Of(Protocol protocol, int sessions) =>
        from property in Property.All
        from party in property.PartiesOf(protocol)
        select new Claim(protocol, property, party, sessions);

    public override string ToString() => $"{Property}{(Party is null ? "" : $" for {Party}")}";

    private static IEnumerable<Claim> All(IEnumerable<Protocol> protocols, Func<Protocol, int> sessions) =>
        from protocol in protocols
        from claim in Of(protocol, 1)
        from number in Enumerable.Range(1, sessions(protocol))
        select claim with { Sessions = number };
}

/// <summary>A claim and the verdict on it.</summary>
public sealed record Decision(Claim Claim, Verdict Verdict, TimeSpan Took)
{
    /// <summary>
    /// How many values of the adversary's the verdict speaks of, which stand for any number; null where both parties are honest.
    /// </summary>
    public Universe? Universe { get; init; }

    /// <summary>
    /// Whether the catalogue entry expects this verdict; null where it expects nothing. Nobody expects one about nothing.
    /// </summary>
    public bool? AsExpected => (Claim.Expected, Verdict) switch
    {
        (_, Verdict.Vacuous) => false,
        (null, _) => null,
        (var expected, Verdict.Attacked) => expected.IsAttackedAt(Claim.Sessions),
        (var expected, Verdict.Proved) => !expected.IsAttackedAt(Claim.Sessions),
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

/// <summary>A verdict together with all that the solver was told and asked on the way to it.</summary>
/// <param name="Scripts">One for each mix of roles that was searched: each is a solver of its own.</param>
public sealed record RecordedDecision(Decision Decision, IReadOnlyList<SolverScript> Scripts)
{
    public static RecordedDecision Of(Claim claim, Func<ISolver> newSolver, int wider = 0, CancellationToken cancellation = default)
    {
        var scripts = new List<SolverScript>();
        var verifier = new Verifier(() =>
        {
            var recording = new RecordingSolver(newSolver());
            scripts.Add(recording.Script);
            return recording;
        }, wider: wider);
        return new RecordedDecision(verifier.Decide(claim, cancellation), scripts);
    }

    /// <summary>The scripts one after the other as SMT-LIB 2 text, each answer beside its question; lines end in <c>\n</c>.</summary>
    public string Text()
    {
        var claim = Decision.Claim;
        var heading = $"; {claim.Protocol}, {claim}, {claim.Sessions} session{(claim.Sessions == 1 ? "" : "s")}: each end "
            + "that is asked for breaks the property; the last, if nothing is found, is one of which the property says anything\n";
        return heading + string.Join(
            "\n(reset)\n", Scripts.Select((script, i) => $"; mix of roles {i + 1} of {Scripts.Count}\n{SmtLib.Render(script)}"));
    }
}
