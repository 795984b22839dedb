using FairExchange.Model.Language;
using FairExchange.Verification.Grounding;

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

    /// <summary>No run violates the property, since there is none of which it says anything: no proof, but a fault of the definition or the wrong question.</summary>
    public sealed record Vacuous(string Reason) : Verdict;

    public sealed record Unknown(string Reason) : Verdict;
}

/// <summary>A verdict with what it was asked of.</summary>
/// <param name="Party">The honest party, for properties that are stated per party.</param>
public sealed record Judgement(Protocol Protocol, Property Property, Term.Variable? Party, int Sessions, Verdict Verdict, TimeSpan Took)
{
    /// <summary>How many values of the adversary's the verdict speaks of, which stand for any number; null where both parties are honest.</summary>
    public Universe? Universe { get; init; }

    public Expectation? Expected => Protocol.Expectations.FirstOrDefault(expectation => expectation.Property == Property && expectation.Party == Party);

    /// <summary>Whether the catalogue entry expects this verdict; null where it expects nothing. Nobody expects one about nothing.</summary>
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
