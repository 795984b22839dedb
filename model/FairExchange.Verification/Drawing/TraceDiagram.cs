using FairExchange.Model.Drawing;
using FairExchange.Verification.Grounding;
using FairExchange.Verification.Verdicts;

namespace FairExchange.Verification.Drawing;

/// <summary>A trace as a Mermaid sequence diagram.</summary>
public static class TraceDiagram
{
    /// <summary>The diagram's source; lines end in <c>\n</c>.</summary>
    public static string Of(Trace trace)
    {
        var teller = new TraceTeller(trace);
        var diagram = new Mermaid().Title($"{trace.Protocol.Id}, {teller.Claim}: attacked");
        foreach (var player in Participants(trace, teller))
        {
            _ = trace.Corrupted.Length > 1 && player == teller.Cheater
                ? diagram.Participant(player, string.Join(", ", trace.Corrupted))
                : diagram.Participant(player);
        }

        var (first, last) = (Participants(trace, teller).First(), Participants(trace, teller).Last());
        foreach (var line in teller.Legend())
        {
            diagram.Note(first, last, line);
        }

        foreach (var step in trace.Steps)
        {
            Draw(trace, teller, step, diagram);
        }

        foreach (var line in teller.Outcome())
        {
            diagram.Note(first, last, line);
        }

        return diagram.ToString();
    }

    private static void Draw(Trace trace, TraceTeller teller, TraceStep step, Mermaid diagram)
    {
        if (step.Recipe is { } recipe)
        {
            foreach (var deed in teller.Deeds(recipe))
            {
                diagram.Note(teller.Cheater, deed);
            }

            diagram.Message(teller.Cheater, step.Actor, $"{step.Number}. {step.Label}: {teller.Say(step.Input!)}");
        }
        else
        {
            diagram.Note(step.Actor, $"{step.Number}. {teller.Actor(step)} " + step.Kind switch
            {
                EventKind.Start => teller.Beginning(step),
                EventKind.Otherwise => $"waits for {step.Label} no longer",
                _ => $"gets {step.Label} of step {step.From!.Value.Step}",
            });
        }

        for (var sent = 1; sent <= step.Sends.Length; sent++)
        {
            var sending = step.Sends[sent - 1];
            var to = trace.Corrupted.Contains(sending.To.Symbol) ? teller.Cheater : sending.To.Symbol;
            var aside = to == sending.To.Symbol ? "" : $" (as {sending.To})";
            diagram.Message(
                step.Actor, to, $"{sending.Label}{aside}: {teller.Say(sending.Message)}{teller.Fate(step, sent)}", teller.IsRead(step, sent) ? MermaidArrow.Arrives : MermaidArrow.Unread);
        }
    }

    /// <summary>Honest players, the cheater under one name, and who else acts or is sent something.</summary>
    private static IEnumerable<string> Participants(Trace trace, TraceTeller teller) =>
        trace.Sessions.Select(session => session.Player)
            .Concat(trace.Steps.Any(step => step.Recipe is not null) ? [teller.Cheater] : trace.Corrupted.Take(1))
            .Concat(trace.Steps.SelectMany(step => step.Sends.Select(sending => sending.To.Symbol).Prepend(step.Actor)).Except(trace.Corrupted))
            .Distinct();
}
