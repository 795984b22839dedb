using FairExchange.Verification.Grounding;
using FairExchange.Verification.Solving;

namespace FairExchange.Verification.Searching;

/// <summary>What is looked for: a run, at its end in some round, of which the wanted formula is true.</summary>
/// <param name="Ending">What must hold of the end, given timeline and round.</param>
/// <param name="Wanted">What is looked for, given the round.</param>
/// <param name="Spoken">Where there is none of what is looked for: of which runs that says anything; null where nobody asks.</param>
internal sealed record Question(
    Timeline Timeline, Func<Timeline, int, IEnumerable<Formula>> Ending, Func<int, Formula> Wanted, Func<int, Formula>? Spoken = null)
{
    public void AssertEnd(ISolver solver, int round) => AssertEnd(solver, round, Wanted);

    public void AssertEnd(ISolver solver, int round, Func<int, Formula> wanted)
    {
        solver.Note($"the end, in round {round}");
        foreach (var formula in Ending(Timeline, round))
        {
            solver.Assert(formula);
        }

        solver.Assert(wanted(round));
    }
}

/// <summary>What a search says.</summary>
internal abstract record Finding
{
    private Finding()
    {
    }

    /// <summary>There is such a run; the fewest events, the first such in the order of events.</summary>
    /// <param name="Model">Of these events, with their times; null where the protocol looks at no clock.</param>
    public sealed record Found(int Rounds, IReadOnlyList<Event> Events, IModel? Model) : Finding;

    /// <summary>There is none: no run has anything new to do after this many rounds.</summary>
    /// <param name="IsEmpty">There is no run either of which that would say anything.</param>
    public sealed record Exhausted(int Rounds, bool IsEmpty = false) : Finding;

    /// <summary>None within this many rounds; longer runs were not looked at.</summary>
    public sealed record NoneUpTo(int Rounds) : Finding;

    /// <summary>The solver gave up.</summary>
    public sealed record Unknown(string Reason) : Finding;
}

/// <summary>How far and how long to look.</summary>
/// <param name="Rounds">The last round that is searched.</param>
/// <param name="Timeout">For each question put to the solver.</param>
public sealed record SearchLimits(int Rounds, TimeSpan Timeout)
{
    public static SearchLimits Default { get; } = new(32, TimeSpan.FromMinutes(1));
}

/// <summary>
/// Searches round by round and stops at a run, or where the solver shows that no schedule in which events fire as soon as they can has a
/// new event in the next round.
/// </summary>
internal static class BoundedSearch
{
    public static Finding Run(Question question, ISolver solver, SearchLimits limits, CancellationToken cancellation)
    {
        var timeline = question.Timeline;
        if (timeline.Rounds == 0)
        {
            timeline.AddRound(solver);
        }

        for (var round = 1; round <= limits.Rounds; round++)
        {
            solver.Push();
            question.AssertEnd(solver, round);
            switch (solver.Check(timeout: limits.Timeout, cancellation: cancellation))
            {
                case SolverAnswer.Satisfiable satisfiable:
                    solver.Pop();
                    return new Smallest(question, solver, limits, cancellation).From(round, satisfiable.Model);
                case SolverAnswer.Unknown unknown:
                    return new Finding.Unknown(unknown.Reason);
            }

            solver.Pop();
            if (timeline.Rounds == round)
            {
                timeline.AddRound(solver);
            }

            switch (HasMore(timeline, round, solver, limits, cancellation))
            {
                case SolverAnswer.Unsatisfiable:
                    return Spoken(question, round, solver, limits, cancellation) switch
                    {
                        SolverAnswer.Unknown unknown =>
                            new Finding.Unknown($"nothing is found, and whether there is a run to look at is not known: {unknown.Reason}"),
                        var answer => new Finding.Exhausted(round, IsEmpty: answer is SolverAnswer.Unsatisfiable),
                    };
                case SolverAnswer.Unknown unknown:
                    return new Finding.Unknown(unknown.Reason);
            }
        }

        return new Finding.NoneUpTo(limits.Rounds);
    }

    /// <summary>
    /// Whether some run, with every event as early as it can be, does something new in the next round. How runs end does not matter here.
    /// In an undisturbed run nobody loses patience as early as possible, but where nothing else is to come, and a trusted party may read
    /// the one or the other request first; then only rounds in which nothing happens can be left out, so something happens in each.
    /// </summary>
    private static SolverAnswer HasMore(Timeline timeline, int round, ISolver solver, SearchLimits limits, CancellationToken cancellation)
    {
        var events = timeline.Ground.Events;
        // Which of two requests such a trusted party reads first makes a difference.
        var withRivals = timeline.IsUndisturbed
            ? events.Where(happening => Ending.Rivals(timeline.Ground, happening).Any()).Select(happening => happening.At.Actor).ToHashSet()
            : [];
        solver.Push();
        solver.Note($"anything new in round {round + 1}?");
        AssertAll(solver, Ending.OneWay(timeline, round + 1));
        for (var earlier = 1; earlier <= round; earlier++)
        {
            var hurried = events.Where(happening =>
                !timeline.IsUndisturbed || (happening.Kind != EventKind.Otherwise && !withRivals.Contains(happening.At.Actor)));
            AssertAll(solver, hurried.Select(happening => Formula.Implies(
                Formula.And(timeline.On(happening, earlier + 1), timeline.Enabled(happening, earlier)),
                timeline.On(happening, earlier))));
        }

        foreach (var next in timeline.IsUndisturbed ? Enumerable.Range(1, round + 1) : [round + 1])
        {
            solver.Assert(Formula.Or(events.Select(happening =>
                Formula.And(timeline.On(happening, next), Formula.Not(timeline.On(happening, next - 1))))));
        }

        var answer = solver.Check(timeout: limits.Timeout, cancellation: cancellation);
        solver.Pop();
        return answer;
    }

    /// <summary>Whether there is a run of which it says anything that nothing was found; null where nobody asks.</summary>
    private static SolverAnswer? Spoken(Question question, int round, ISolver solver, SearchLimits limits, CancellationToken cancellation)
    {
        if (question.Spoken is not { } spoken)
        {
            return null;
        }

        solver.Push();
        solver.Note("nothing is found; is there a run of which that says anything?");
        question.AssertEnd(solver, round, spoken);
        var answer = solver.Check(timeout: limits.Timeout, cancellation: cancellation);
        solver.Pop();
        return answer;
    }

    private static void AssertAll(ISolver solver, IEnumerable<Formula> formulas)
    {
        foreach (var formula in formulas)
        {
            solver.Assert(formula);
        }
    }
}

/// <summary>
/// Makes a found run small: the fewest events, and among those runs the one whose events come first in the order of events. So a trace does
/// not hang on the mood of a solver's version. The solver is of no use to others afterwards.
/// </summary>
internal sealed class Smallest(Question question, ISolver solver, SearchLimits limits, CancellationToken cancellation)
{
    private readonly Timeline timeline = question.Timeline;

    public Finding From(int found, IModel model)
    {
        var events = Happened(model, found);
        // Each round of a run has something new, so a run of no more events than this one fits into as many rounds as this one has events.
        // One round less, and which of the smallest runs fit would depend on how large a run the solver happened to find first.
        var round = Math.Max(found, events.Count);
        while (timeline.Rounds < round)
        {
            timeline.AddRound(solver);
        }

        question.AssertEnd(solver, round);
        while (true)
        {
            switch (Ask(Formula.AtMost(events.Count - 1, timeline.Ground.Events.Select(happening => timeline.On(happening, round)))))
            {
                case SolverAnswer.Satisfiable fewer:
                    events = Happened(fewer.Model, round);
                    continue;
                case SolverAnswer.Unknown unknown:
                    return new Finding.Unknown(unknown.Reason);
            }

            return First(found, round, events);
        }
    }

    private Finding First(int found, int round, List<Event> events)
    {
        solver.Assert(Formula.AtMost(events.Count, timeline.Ground.Events.Select(happening => timeline.On(happening, round))));
        var next = 0;
        for (var place = 0; place < events.Count;)
        {
            var earlier = timeline.Ground.Events.Skip(next).Take(events[place].Index - next)
                .Select(happening => timeline.On(happening, round));
            switch (Ask(Formula.Or(earlier)))
            {
                case SolverAnswer.Satisfiable better:
                    events = Happened(better.Model, round);
                    continue;
                case SolverAnswer.Unknown unknown:
                    return new Finding.Unknown(unknown.Reason);
            }

            // The event at this place stands, and none between it and the one before.
            for (var i = next; i < events[place].Index; i++)
            {
                solver.Assert(Formula.Not(timeline.On(timeline.Ground.Events[i], round)));
            }

            solver.Assert(timeline.On(events[place], round));
            next = events[place].Index + 1;
            place++;
        }

        // The times of the model at hand may be another run's.
        return timeline.Clocks is null ? new Finding.Found(found, events, null) : Ask(Formula.True) switch
        {
            SolverAnswer.Satisfiable timed => new Finding.Found(found, events, timed.Model),
            SolverAnswer.Unknown unknown => new Finding.Unknown(unknown.Reason),
            _ => throw new InvalidOperationException("The run that was found has no times."),
        };
    }

    private SolverAnswer Ask(Formula formula) => solver.Check([formula], limits.Timeout, cancellation);

    private List<Event> Happened(IModel model, int round) =>
        [.. timeline.Ground.Events.Where(happening => model.IsTrue((Atom)timeline.On(happening, round)))];
}
