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

    /// <summary>Sends over the channel to <paramref name="To"/>, a name that the role knows by then. The label is the paper's name of the step.</summary>
    public sealed record Send(string Label, Term.Variable To, Term Message) : Step;

    /// <summary>
    /// Waits. The first alternative that fits is taken, whoever brought the message. <paramref name="Otherwise"/>, where there is one, is taken
    /// when time runs out or what came does not fit; without it the role waits for ever. Always the last step of its script.
    /// </summary>
    /// <param name="Alarm">By when time runs out; null: patience alone decides.</param>
    public sealed record Receive(ImmutableArray<Alternative> Alternatives, Script? Otherwise, Alarm? Alarm = null) : Step;

    /// <summary>
    /// Decides on something already received; the last step of its script. Where the match fails the role goes on with <paramref name="Otherwise"/>,
    /// an empty one where nothing is to be done.
    /// </summary>
    public sealed record Check(Match Match, Script Then, Script Otherwise) : Step;
}

/// <summary>One message that a receive accepts: its pattern, checks that belong to accepting it, and what follows.</summary>
/// <param name="Before">Up to when it is accepted, on the actor's own clock; null: always.</param>
public sealed record Alternative(string Label, Term Pattern, ImmutableArray<Match> Checks, Script Then, Deadline? Before = null);

/// <summary>Steps up to and including the first that branches.</summary>
public sealed record Script(ImmutableArray<Step> Steps)
{
    private Found<Script, ImmutableArray<Step>> all;

    public static Script Empty { get; } = new([]);

    /// <summary>The script's steps and, depth first, those of its branches.</summary>
    public ImmutableArray<Step> AllSteps() => all.Of(this, script => [.. script.Steps.SelectMany(step => Branches(step).SelectMany(branch => branch.AllSteps()).Prepend(step))]);

    /// <summary>What is computed, sent, read and compared in the script and its branches, in the order of its steps.</summary>
    public IEnumerable<Term> AllTerms() => AllSteps().SelectMany(step => step switch
    {
        Step.Let let => [let.Value],
        Step.Send send => [send.Message],
        Step.Receive receive => receive.Alternatives.SelectMany(alternative => alternative.Checks.Select(check => check.Pattern).Append(alternative.Pattern)),
        Step.Check check => [check.Match.Pattern],
        _ => (IEnumerable<Term>)[],
    });

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
        Step.Receive receive => receive.Alternatives.Select(alternative => alternative.Then).Concat(receive.Otherwise is { } other ? [other] : []),
        Step.Check check => [check.Then, check.Otherwise],
        _ => [],
    };
}
