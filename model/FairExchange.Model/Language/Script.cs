using System.Collections.Immutable;

namespace FairExchange.Model.Language;

/// <summary>What a role does, in order. A receive is the only step that waits.</summary>
public abstract record Step
{
    private Step()
    {
    }

    /// <summary>New values nobody else knows: a message of one's own, coins.</summary>
    public sealed record Fresh(ImmutableArray<Term.Variable> Variables) : Step;

    /// <summary>Names a term that the role can compute.</summary>
    public sealed record Let(Term.Variable Variable, Term Value) : Step;

    /// <summary>
    /// Sends over the channel to <paramref name="To"/>, a name that the role knows by then. The label is the paper's name of the step.
    /// </summary>
    public sealed record Send(string Label, Term.Variable To, Term Message) : Step;

    /// <summary>
    /// Waits. The first alternative that fits is taken, whoever brought the message. <paramref name="Otherwise"/>, where there is one, is
    /// taken when time runs out or what came does not fit; without it the role waits for ever. Always the last step of its script.
    /// </summary>
    /// <param name="Alarm">By when time runs out; null: patience alone decides.</param>
    public sealed record Receive(ImmutableArray<Alternative> Alternatives, Script? Otherwise, Alarm? Alarm = null) : Step;

    /// <summary>
    /// Decides on something already received; the last step of its script. Where the match fails the role goes on with
    /// <paramref name="Otherwise"/>, an empty one where nothing is to be done.
    /// </summary>
    public sealed record Check(Match Match, Script Then, Script Otherwise) : Step;

    /// <summary>
    /// A trusted party enters a value under a key of its register, once for all; the last step of its script. Where nothing stands there,
    /// or that very value, it goes on with <paramref name="Then"/>; where another value stands, with the first of
    /// <paramref name="Others"/> that it fits, and with nothing where it fits none.
    /// </summary>
    public sealed record Register(Term Key, Term Value, Script Then, ImmutableArray<Standing> Others) : Step;
}

/// <summary>What may stand in a register in place of what a trusted party would enter, and what it does then.</summary>
/// <param name="Pattern">Binds what is not known yet, so that it can be answered.</param>
public sealed record Standing(Term Pattern, Script Then);

/// <summary>One message that a receive accepts: its pattern, checks that belong to accepting it, and what follows.</summary>
/// <param name="Before">Up to when it is accepted, on the actor's own clock; null: always.</param>
public sealed record Alternative(string Label, Term Pattern, ImmutableArray<Match> Checks, Script Then, Deadline? Before = null);

/// <summary>Steps up to and including the first that branches.</summary>
public sealed record Script(ImmutableArray<Step> Steps)
{
    private Derived<Script, ImmutableArray<Step>> all;

    public static Script Empty { get; } = new([]);

    /// <summary>The script's steps and, depth first, those of its branches.</summary>
    public ImmutableArray<Step> AllSteps() =>
        all.Of(this, script => [.. script.Steps.SelectMany(step => Branches(step).SelectMany(branch => branch.AllSteps()).Prepend(step))]);

    /// <summary>What is computed, sent, read and compared in the script and its branches, in the order of its steps.</summary>
    public IEnumerable<Term> AllTerms() => AllSteps().SelectMany(step => step switch
    {
        Step.Let let => [let.Value],
        Step.Send send => [send.Message],
        Step.Receive receive =>
            receive.Alternatives.SelectMany(alternative => alternative.Checks.Select(check => check.Pattern).Append(alternative.Pattern)),
        Step.Check check => [check.Match.Pattern],
        Step.Register register => [register.Key, register.Value, .. register.Others.Select(other => other.Pattern)],
        _ => (IEnumerable<Term>)[],
    });

    /// <summary>What is made fresh in the script and its branches, in the order of its steps.</summary>
    public IEnumerable<Term.Variable> Fresh() => AllSteps().OfType<Step.Fresh>().SelectMany(step => step.Variables);

    /// <summary>What is computed under a name, in the order of the steps, with the names that were given before written out.</summary>
    public IEnumerable<Step.Let> Computed()
    {
        var named = new Dictionary<Term.Variable, Term>();
        foreach (var let in AllSteps().OfType<Step.Let>())
        {
            named[let.Variable] = let.Value.Substitute(named.GetValueOrDefault);
            yield return let with { Value = named[let.Variable] };
        }
    }

    private static IEnumerable<Script> Branches(Step step) => step switch
    {
        Step.Receive receive =>
            receive.Alternatives.Select(alternative => alternative.Then).Concat(receive.Otherwise is { } other ? [other] : []),
        Step.Check check => [check.Then, check.Otherwise],
        Step.Register register => [register.Then, .. register.Others.Select(other => other.Then)],
        _ => [],
    };
}

/// <summary>
/// "What was received as Z is E_VPO(A, B, M; r)". Variables of the pattern that are not known yet are bound by it,
/// where the role holds the key that opens the subject.
/// </summary>
public sealed record Match(Term.Variable Subject, Term Pattern)
{
    public override string ToString() => $"{Subject} = {Pattern}";
}

/// <summary>
/// The paper's "with Z = E_VPO(A, B, M; r)": a term that a definition says once and then calls by its name. A script that computes the term
/// or checks it says so; where the name alone stands, it is the variable that a role knows.
/// </summary>
public sealed record Abbreviation(Term.Variable Name, Term Term)
{
    /// <summary>That what the role knows by the name is the term.</summary>
    public Match Check => new(Name, Term);

    /// <summary>The same with something else for a variable: with S for A, E_VPO(S, B, M; r).</summary>
    public Abbreviation With(Term.Variable variable, Term value) =>
        this with { Term = Term.Substitute(each => each == variable ? value : null) };

    public static implicit operator Term(Abbreviation abbreviation) => abbreviation.Name;
}

/// <summary>A point of time on the actor's own clock: a time that it knows, or a margin before or after that.</summary>
/// <param name="Time">Of sort <see cref="Sort.Time"/>.</param>
/// <param name="Sign">-1: the margin before, 1: the margin after, 0: that very time.</param>
/// <param name="Margin">Null for the very time.</param>
public sealed record Deadline(Term.Variable Time, int Sign, Margin? Margin)
{
    public static implicit operator Deadline(Term.Variable time) => new(time, 0, null);

    public override string ToString() => Margin is null ? Time.Symbol : $"{Time} {(Sign < 0 ? "-" : "+")} {Margin}";
}

/// <summary>When a receive's <c>Otherwise</c> is taken at the latest; what has been read by then is read.</summary>
/// <param name="Deadline">On the actor's own clock; at once where it is past on arriving at the receive.</param>
/// <param name="IsPatient">Not before it either, whatever else comes: only time opens that way. Otherwise patience may end earlier.</param>
public sealed record Alarm(Deadline Deadline, bool IsPatient);

/// <summary>
/// A named span between a point of time and a party's deadline. How long it must be depends on how far clocks are off and how long
/// resilient channels take, so a definition says it in these: <c>2 skews + 1 delay</c>.
/// </summary>
/// <param name="Name">A parameter of the protocol: whoever runs or verifies it may give another value.</param>
/// <param name="Skews">How many times the bound on what a clock is off.</param>
/// <param name="Delays">How many times the bound on what a resilient channel takes.</param>
public sealed record Margin(string Name, int Skews, int Delays)
{
    public override string ToString() => Name;
}
