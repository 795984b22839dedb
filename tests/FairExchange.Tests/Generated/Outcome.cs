using System.Collections.Immutable;
using FairExchange.Verification.Verdicts;

namespace FairExchange.Tests.Generated;

/// <summary>Where two of those who should agree about a definition do not.</summary>
internal enum FaultKind
{
    /// <summary>Build, or whatever was done next, ended with an exception that is no refusal in one line.</summary>
    Exception,

    /// <summary>The solver and the exploration without one.</summary>
    SecondMethod,

    /// <summary>The solver in a universe and in a wider one.</summary>
    Wider,

    /// <summary>The solver's attack and what comes of it on real bytes.</summary>
    Replay,

    /// <summary>A verdict and a simulated exchange.</summary>
    Simulation,

    /// <summary>What is shown, and the grammar of where it is read.</summary>
    Drawing,

    /// <summary>Evidence that convinces the judge, and its holder has made it alone.</summary>
    FalseEvidence,
}

/// <summary>What came of a definition.</summary>
internal abstract record Outcome
{
    private Outcome()
    {
    }

    public sealed record Refused(string Message) : Outcome;

    /// <summary>Nothing was asked, or not everything: too many events, or too many runs for the exploration.</summary>
    public sealed record TooLarge(string What) : Outcome;

    /// <param name="Decisions">What was said of it.</param>
    /// <param name="Unexplored">On how many claims the second method gave up.</param>
    public sealed record Passed(ImmutableArray<Decision> Decisions, ImmutableArray<Reachability> Scenarios, int Unexplored) : Outcome;

    public sealed record Failed(FaultKind Kind, string What) : Outcome;
}

/// <summary>How much is spent on one definition.</summary>
/// <param name="Events">The most that it may ground to for one party's view, before what cannot happen is left out.</param>
/// <param name="Explored">The most that may be left of them where the exploration has a look.</param>
/// <param name="Runs">The most sets of events that the exploration looks at for one claim.</param>
/// <param name="Placed">The most events that it puts into an order by the clock for one party.</param>
/// <param name="Exchanges">How many are simulated.</param>
/// <param name="AllWider">Whether each verdict is asked for again in a wider universe, or fairness alone.</param>
internal sealed record Budget(int Events, int Explored, int Runs, int Placed, int Exchanges, bool AllWider)
{
    public static Budget Usual { get; } = new(3_000, 400, 1_000, 20_000, 200, AllWider: false);
}
