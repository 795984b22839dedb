using FairExchange.Verification.Grounding;
using FairExchange.Verification.Solving;

namespace FairExchange.Verification.Searching;

/// <summary>
/// Makes a found run small: the fewest events, and among those runs the one whose events come first in the order of events. So a trace does not hang on
/// the mood of a solver's version. The solver is of no use to others afterwards.
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
                case Answer.Satisfiable fewer:
                    events = Happened(fewer.Model, round);
                    continue;
                case Answer.Unknown unknown:
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
            var earlier = timeline.Ground.Events.Skip(next).Take(events[place].Index - next).Select(happening => timeline.On(happening, round));
            switch (Ask(Formula.Or(earlier)))
            {
                case Answer.Satisfiable better:
                    events = Happened(better.Model, round);
                    continue;
                case Answer.Unknown unknown:
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
            Answer.Satisfiable timed => new Finding.Found(found, events, timed.Model),
            Answer.Unknown unknown => new Finding.Unknown(unknown.Reason),
            _ => throw new InvalidOperationException("The run that was found has no times."),
        };
    }

    private Answer Ask(Formula formula) => solver.Check([formula], limits.Timeout, cancellation);

    private List<Event> Happened(IModel model, int round) =>
        [.. timeline.Ground.Events.Where(happening => model.IsTrue((Atom)timeline.On(happening, round)))];
}
