using FairExchange.Model.Drawing;
using FairExchange.Model.Language;
using FairExchange.Verification.Grounding;

namespace FairExchange.Verification.Traces;

/// <summary>A trace as a sequence diagram.</summary>
public static class TraceDiagram
{
    /// <summary>The diagram's source for Mermaid; lines end in <c>\n</c>.</summary>
    public static string Of(Trace trace) => Mermaid.Of(Chart(trace));

    public static SequenceChart Chart(Trace trace)
    {
        var teller = new TraceText(trace);
        var diagram = new SequenceChart().Title($"{trace.Protocol.Id}, {teller.Claim}: attacked");
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

        return diagram;
    }

    private static void Draw(Trace trace, TraceText teller, TraceStep step, SequenceChart diagram)
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
                step.Actor, to, $"{sending.Label}{aside}: {teller.Say(sending.Message)}{teller.Fate(step, sent)}", teller.IsRead(step, sent)
                    ? ChartArrow.Arrives : ChartArrow.Unread);
        }
    }

    /// <summary>Honest players, the cheater under one name, and who else acts or is sent something.</summary>
    private static IEnumerable<string> Participants(Trace trace, TraceText teller) =>
        trace.Sessions.Select(session => session.Player)
            .Concat(trace.Steps.Any(step => step.Recipe is not null) ? [teller.Cheater] : trace.Corrupted.Take(1))
            .Concat(trace.Steps.SelectMany(step => step.Sends.Select(sending => sending.To.Symbol).Prepend(step.Actor))
                .Except(trace.Corrupted))
            .Distinct();
}

/// <summary>Ciphertexts are said by a letter, the protocol's own, and written out once: Z = E_VPO(Trudy, Bob, x.m1; x.k1).</summary>
internal sealed class Shorthand
{
    private readonly List<(Term.Encryption Term, Term.Constant Letter)> letters = [];

    public Shorthand(Trace trace)
    {
        var found = TermsOf(trace).SelectMany(term => term.SelfAndParts()).OfType<Term.Encryption>().Distinct().ToList();
        var symbol = Symbol(trace.Protocol);
        letters = [.. found.Select((term, i) =>
            (term, new Term.Constant(found.Count == 1 ? symbol : $"{symbol}{i + 1}", Sort.Ciphertext)))];
    }

    /// <summary>What each letter stands for; a ciphertext within another is written out there.</summary>
    public IEnumerable<string> Legend => letters.Select(entry => $"{entry.Letter} = {entry.Term}");

    public Term Short(Term term) => letters.Find(entry => entry.Term.Equals(term)).Letter ?? term switch
    {
        Term.Tuple tuple => Terms.Tuple([.. tuple.Items.Select(Short)]),
        Term.Signature signature => Terms.Sign(signature.Signer, Short(signature.Body)),
        Term.Hash hash => Terms.Hash(Short(hash.Body)),
        Term.Variable or Term.Constant or Term.Tag or Term.Parties or Term.Encryption or Term.SymmetricEncryption => term,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string Symbol(Protocol protocol) =>
        protocol.Roles.SelectMany(role => role.Scripts).SelectMany(script => script.AllSteps()).OfType<Step.Let>()
            .Where(let => let.Variable.Sort == Sort.Ciphertext).Select(let => let.Variable.Symbol).FirstOrDefault("Z");

    private static IEnumerable<Term> TermsOf(Trace trace) =>
        trace.Steps.SelectMany(step => step.Sends.Select(sending => sending.Message).Prepend(step.Input).OfType<Term>())
            .Concat(trace.Shows is { } shows ? [shows.Makes] : []);
}

/// <summary>A trace in numbered words, for people: plain text of at most 100 columns.</summary>
public static class TraceWords
{
    /// <summary>All of it; lines end in <c>\n</c>.</summary>
    public static string Of(Trace trace) => string.Concat(Lines(trace).Select(line => $"{line}\n"));

    /// <summary>One step, as a replay says it before it plays it.</summary>
    public static IEnumerable<string> Of(Trace trace, TraceStep step) => Step(new TraceText(trace), step);

    /// <summary>How the run comes out, as the model has it.</summary>
    public static IEnumerable<string> Outcome(Trace trace) => new TraceText(trace).Outcome().SelectMany(line => Columns.Wrap(line, 2, 6));

    private static IEnumerable<string> Lines(Trace trace)
    {
        var teller = new TraceText(trace);
        return Columns.Wrap($"{trace.Protocol.Id}, {teller.Claim}: attacked. {string.Join(" ", teller.Actors())}", 0, 2)
            .Concat(teller.Legend().SelectMany(line => Columns.Wrap(line, 6, 8)))
            .Concat(trace.Steps.SelectMany(step => Step(teller, step)))
            .Concat(teller.Outcome().SelectMany(line => Columns.Wrap(line, 2, 6)));
    }

    private static IEnumerable<string> Step(TraceText teller, TraceStep step)
    {
        var deeds = step.Recipe is { } recipe ? string.Join(", ", teller.Deeds(recipe)) : "";
        var happens = step.Kind switch
        {
            EventKind.Start => $"{teller.Actor(step)} {teller.Beginning(step)}.",
            EventKind.Otherwise => $"{teller.Actor(step)} waits for {step.Label} no longer.",
            _ when step.From is { } from => $"{teller.Actor(step)} gets {step.Label} of step {from.Step}: {teller.Say(step.Input!)}",
            _ => $"{teller.Cheater} {(deeds.Length == 0 ? "" : $"{deeds}, and ")}sends {teller.Actor(step)} {step.Label}: "
                + $"{teller.Say(step.Input!)}",
        };
        return Columns.Wrap($"{step.Number,2}. {teller.When(step)}{happens}", 2, 6)
            .Concat(step.Sends.SelectMany((sending, i) => Columns.Wrap(Sent(teller, step, i + 1), 6, 10)));
    }

    private static string Sent(TraceText teller, TraceStep step, int sent)
    {
        var sending = step.Sends[sent - 1];
        var manner = sending.Assurance.HasFlag(Assurance.InPerson) ? ", in person" : "";
        return $"{step.Actor} sends {sending.Label} to {sending.To}{manner}: {teller.Say(sending.Message)}{teller.Fate(step, sent)}";
    }
}
