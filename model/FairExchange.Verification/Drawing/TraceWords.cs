using FairExchange.Model.Drawing;
using FairExchange.Model.Language;
using FairExchange.Verification.Grounding;
using FairExchange.Verification.Verdicts;

namespace FairExchange.Verification.Drawing;

/// <summary>A trace in numbered words, for people: plain text of at most 100 columns.</summary>
public static class TraceWords
{
    /// <summary>All of it; lines end in <c>\n</c>.</summary>
    public static string Of(Trace trace) => string.Concat(Lines(trace).Select(line => $"{line}\n"));

    /// <summary>One step, as a replay says it before it plays it.</summary>
    public static IEnumerable<string> Of(Trace trace, TraceStep step) => Step(new TraceTeller(trace), step);

    /// <summary>How the run comes out, as the model has it.</summary>
    public static IEnumerable<string> Outcome(Trace trace) => new TraceTeller(trace).Outcome().SelectMany(line => Columns.Wrap(line, 2, 6));

    private static IEnumerable<string> Lines(Trace trace)
    {
        var teller = new TraceTeller(trace);
        return Columns.Wrap($"{trace.Protocol.Id}, {teller.Claim}: attacked. {string.Join(" ", teller.Cast())}", 0, 2)
            .Concat(teller.Legend().SelectMany(line => Columns.Wrap(line, 6, 8)))
            .Concat(trace.Steps.SelectMany(step => Step(teller, step)))
            .Concat(teller.Outcome().SelectMany(line => Columns.Wrap(line, 2, 6)));
    }

    private static IEnumerable<string> Step(TraceTeller teller, TraceStep step)
    {
        var deeds = step.Recipe is { } recipe ? string.Join(", ", teller.Deeds(recipe)) : "";
        var happens = step.Kind switch
        {
            EventKind.Start => $"{teller.Actor(step)} {teller.Beginning(step)}.",
            EventKind.Otherwise => $"{teller.Actor(step)} waits for {step.Label} no longer.",
            _ when step.From is { } from => $"{teller.Actor(step)} gets {step.Label} of step {from.Step}: {teller.Say(step.Input!)}",
            _ => $"{teller.Cheater} {(deeds.Length == 0 ? "" : $"{deeds}, and ")}sends {teller.Actor(step)} {step.Label}: {teller.Say(step.Input!)}",
        };
        return Columns.Wrap($"{step.Number,2}. {teller.When(step)}{happens}", 2, 6)
            .Concat(step.Sends.SelectMany((sending, i) => Columns.Wrap(Sent(teller, step, i + 1), 6, 10)));
    }

    private static string Sent(TraceTeller teller, TraceStep step, int sent)
    {
        var sending = step.Sends[sent - 1];
        var manner = sending.Assurance.HasFlag(Assurance.InPerson) ? ", in person" : "";
        return $"{step.Actor} sends {sending.Label} to {sending.To}{manner}: {teller.Say(sending.Message)}{teller.Fate(step, sent)}";
    }
}
