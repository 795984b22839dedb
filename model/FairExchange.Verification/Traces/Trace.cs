using System.Collections.Immutable;
using System.Numerics;
using FairExchange.Model.Language;
using FairExchange.Verification.Grounding;
using FairExchange.Verification.Searching;
using FairExchange.Verification.Solving;

namespace FairExchange.Verification.Traces;

/// <summary>A run that violates a property: who is there, what happens in order, and what the outcome is.</summary>
/// <param name="Party">The honest party that is wronged, for properties per party.</param>
/// <param name="Sessions">The honest parties' sessions.</param>
/// <param name="Corrupted">The adversary's identities; empty where both parties are honest.</param>
/// <param name="Shows">What the adversary shows or has learned in the end, and how; null where both parties are honest.</param>
/// <param name="Deal">The deal of which the honest party does not hold its item: what the protocol's variables stand for.</param>
public sealed record Trace(
    Protocol Protocol,
    Property Property,
    Term.Variable? Party,
    ImmutableArray<TraceSession> Sessions,
    ImmutableArray<string> Corrupted,
    ImmutableArray<TraceStep> Steps,
    Recipe? Shows,
    ImmutableSortedDictionary<string, Term> Deal)
{
    /// <summary>When the steps happen; null where the protocol looks at no clock.</summary>
    public Schedule? Schedule { get; init; }
}

/// <summary>An honest session and what it knows beforehand.</summary>
public sealed record TraceSession(int Number, Term.Variable Role, string Player, ImmutableSortedDictionary<string, Term> Knows);

/// <summary>One event of the run.</summary>
/// <param name="Number">Counts from 1.</param>
/// <param name="Session">The honest session, or null for a trusted party.</param>
/// <param name="Actor">Whose step it is.</param>
/// <param name="Label">The paper's name of the message that is awaited.</param>
/// <param name="Input">What the actor reads.</param>
/// <param name="From">The step and message that honest parties or the trusted party sent it with; null where the adversary brings
/// it.</param>
/// <param name="Recipe">How the adversary makes the input; null where there is none or the network merely delivers it.</param>
public sealed record TraceStep(
    int Number,
    EventKind Kind,
    int? Session,
    string Actor,
    string Label,
    Term? Input,
    SentMessage? From,
    Recipe? Recipe,
    ImmutableArray<Sending> Sends);

/// <summary>A message of a trace by the number of its step and its own among what that step sends; both count from 1.</summary>
public readonly record struct SentMessage(int Step, int Sent);

/// <summary>How the adversary comes by a term: enough to do it again with real keys and bytes.</summary>
public abstract record Recipe(Term Makes)
{
    /// <summary>A name, a negotiated contract, junk: known to everyone.</summary>
    public sealed record Public(Term.Constant Atom) : Recipe(Atom);

    /// <summary>A message, coins or a key of the adversary's own making.</summary>
    public sealed record Own(Term.Constant Atom) : Recipe(Atom);

    /// <summary>Something seen in what a step sent: all of it, or a part.</summary>
    /// <param name="Step">Counts the trace's steps from 1.</param>
    /// <param name="Sent">Counts that step's messages from 1.</param>
    public sealed record Observed(Term Makes, int Step, int Sent) : Recipe(Makes);

    /// <summary>A tuple, an unordered pair of parties, a hash, or a message under a key.</summary>
    public sealed record Composed(Term Makes, ImmutableArray<Recipe> Parts) : Recipe(Makes);

    /// <summary>Signed with the key of one of the adversary's identities.</summary>
    public sealed record SignedBy(Term Makes, Term Signer, Recipe Body) : Recipe(Makes);

    /// <summary>Taken out of a symmetric encryption with its key.</summary>
    public sealed record Unlocked(Term Makes, Recipe Locked, Recipe Key) : Recipe(Makes);

    /// <summary>Encrypted with a public key and chosen coins.</summary>
    public sealed record Encrypted(Term Makes, Term Recipient, Recipe Plaintext, Recipe Coins) : Recipe(Makes);
}

/// <summary>
/// When the steps of a trace happen, in milliseconds from the run's beginning. What the solver gives as fractions is multiplied, all of it
/// alike, until it is whole: a run of a timed protocol stays one when every span in it grows by one factor.
/// </summary>
/// <param name="Skew">The bound on what clocks are off.</param>
/// <param name="Delay">The bound on what resilient channels take.</param>
/// <param name="Margins">The protocol's margins.</param>
/// <param name="Times">What the trace's times stand for.</param>
/// <param name="Steps">For each step of the trace, its true time and what its actor's clock shows then.</param>
public sealed record Schedule(
    long Skew, long Delay, ImmutableSortedDictionary<string, long> Margins, ImmutableSortedDictionary<string, long> Times,
    ImmutableArray<StepTime> Steps)
{
    /// <summary>The greatest span that is written down: 100 years.</summary>
    internal const long Longest = 100L * 366 * 24 * 3_600_000;

    /// <exception cref="InvalidOperationException">Spans differ by too much to be written down in milliseconds.</exception>
    internal static Schedule Of(Timeline timeline, IModel model, IReadOnlyList<Event> order)
    {
        var (clocks, protocol) = (timeline.Clocks!, timeline.Ground.World.Protocol);
        var times = timeline.Ground.Domains.Of(Sort.Time).Cast<Term.Constant>().ToList();
        var (skew, delay) = (Value(clocks.Skew), Value(clocks.Delay));
        var margins = protocol.Margins.ToDictionary(margin => margin.Name, margin => Value(clocks.LengthOf(margin)));
        var steps = order.Select(happening => clocks.In(model, happening)).ToList();
        var all = steps.SelectMany(step => new[] { step.At, step.Clock }).Concat(times.Select(time => model.Value(clocks.Value(time))))
            .Concat(margins.Values).Append(skew).Append(delay);
        var factor = all.Aggregate(BigInteger.One,
            (multiple, value) => multiple * value.Denominator / BigInteger.GreatestCommonDivisor(multiple, value.Denominator));
        return new Schedule(
            Whole(skew),
            Whole(delay),
            margins.ToImmutableSortedDictionary(pair => pair.Key, pair => Whole(pair.Value), StringComparer.Ordinal),
            times.ToImmutableSortedDictionary(time => time.Symbol, time => Whole(model.Value(clocks.Value(time))), StringComparer.Ordinal),
            [.. steps.Select(step => new StepTime(Whole(step.At), Whole(step.Clock)))]);

        Rational Value(Linear term) => term.Evaluate(model.Value);
        long Whole(Rational value) => BigInteger.Abs(value.Numerator * factor / value.Denominator) is var size && size <= Longest
            ? (long)size * value.Numerator.Sign
            : throw new InvalidOperationException($"{value} cannot be written down in milliseconds.");
    }
}

/// <summary>When a step happens, and what its actor's clock shows then.</summary>
public readonly record struct StepTime(long At, long Clock);
