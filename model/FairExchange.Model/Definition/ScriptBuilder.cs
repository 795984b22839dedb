using System.Collections.Immutable;
using FairExchange.Model.Language;

namespace FairExchange.Model.Definition;

/// <summary>Writes a script from top to bottom: what is said after a receive belongs to the case that the message fits.</summary>
public sealed class ScriptBuilder
{
    private readonly List<Func<Func<Script>, Step>> steps = [];
    private bool branched;

    public ScriptBuilder Fresh(params ImmutableArray<Term.Variable> variables) => Then(new Step.Fresh(variables));

    public ScriptBuilder Let(Term.Variable variable, Term value) => Then(new Step.Let(variable, value));

    public ScriptBuilder Send(string label, Term.Variable to, Term message) => Then(new Step.Send(label, to, message));

    /// <param name="check">Belongs to accepting the message: where it fails, the message does not fit.</param>
    /// <param name="otherwise">What is done when time runs out or what came does not fit; left out, the role waits for ever.</param>
    /// <param name="before">Up to when the message is accepted.</param>
    /// <param name="atLatest">When otherwise is taken at the latest; patience may end earlier.</param>
    /// <param name="until">When otherwise is taken, and not before.</param>
    public ScriptBuilder Receive(
        string label, Term pattern, Match? check = null, Action<ScriptBuilder>? otherwise = null, Deadline? before = null, Deadline? atLatest = null, Deadline? until = null) =>
        Add(rest => new Step.Receive(
            [new Alternative(label, pattern, check is null ? [] : [check], rest(), before)], Optional(otherwise), AlarmOf(atLatest, until)));

    /// <param name="checks">Belong to accepting the message, one after the other.</param>
    /// <param name="otherwise">As above.</param>
    public ScriptBuilder Receive(string label, Term pattern, ImmutableArray<Match> checks, Action<ScriptBuilder>? otherwise = null) =>
        Add(rest => new Step.Receive([new Alternative(label, pattern, checks, rest())], Optional(otherwise)));

    /// <summary>Waits for whichever comes first; each alternative goes its own way, so nothing may follow in this script.</summary>
    public ScriptBuilder ReceiveFirst(ImmutableArray<Alternative> alternatives, Action<ScriptBuilder>? otherwise = null)
    {
        Add(_ => new Step.Receive(alternatives, Optional(otherwise)));
        branched = true;
        return this;
    }

    /// <summary>One case of <see cref="ReceiveFirst"/>.</summary>
    public static Alternative On(string label, Term pattern, Match? check = null, Action<ScriptBuilder>? then = null) =>
        new(label, pattern, check is null ? [] : [check], Optional(then) ?? Script.Empty);

    /// <summary>Decides on something already received; <paramref name="otherwise"/> may answer that it failed.</summary>
    public ScriptBuilder Check(Match match, Action<ScriptBuilder>? otherwise = null) =>
        Add(rest => new Step.Check(match, rest(), Optional(otherwise) ?? Script.Empty));

    internal static Script Build(Action<ScriptBuilder> write)
    {
        var builder = new ScriptBuilder();
        write(builder);
        return builder.From(0);
    }

    private static Alarm? AlarmOf(Deadline? atLatest, Deadline? until) => (atLatest, until) switch
    {
        (null, null) => null,
        ({ } latest, null) => new Alarm(latest, IsPatient: false),
        (null, { } then) => new Alarm(then, IsPatient: true),
        _ => throw new ArgumentException("A receive waits until a time, or for a time at most: say one of the two."),
    };

    private static Script? Optional(Action<ScriptBuilder>? write) => write is null ? null : Build(write);

    private ScriptBuilder Then(Step step) => Add(_ => step);

    private ScriptBuilder Add(Func<Func<Script>, Step> step)
    {
        if (branched)
        {
            throw new InvalidOperationException("Nothing can follow ReceiveFirst: say it in the alternatives.");
        }

        steps.Add(step);
        return this;
    }

    private Script From(int start)
    {
        var done = ImmutableArray.CreateBuilder<Step>();
        for (var i = start; i < steps.Count; i++)
        {
            var next = i + 1;
            var step = steps[i](() => From(next));
            done.Add(step);
            if (step is Step.Receive or Step.Check)
            {
                break;
            }
        }

        return new Script(done.ToImmutable());
    }
}
