using FairExchange.Model.Language;
using FairExchange.Verification.Grounding;

namespace FairExchange.Tests.Verification.SecondMethod;

/// <summary>
/// How a run goes on: what can happen next against an adversary who reads, makes and brings what it can, and what it learns from it.
/// </summary>
internal sealed class Steps
{
    private readonly Ground ground;
    private readonly Lexicon lexicon;
    private readonly Reader adversary;
    private readonly Places places;
    private readonly Words[] words;

    /// <param name="ground">Of the world.</param>
    /// <param name="lexicon">Of all terms of its events.</param>
    public Steps(Ground ground, Lexicon lexicon)
    {
        (this.ground, this.lexicon, places) = (ground, lexicon, new Places(ground));
        adversary = new Reader(lexicon, ground.World.Corrupted.Contains, ground.Domains.Public.Concat(ground.Domains.Adversarial));
        words = [.. ground.Events.Select(WordsOf)];
    }

    public Words this[Event happening] => words[happening.Index];

    /// <summary>What is said or made in an event.</summary>
    public static IEnumerable<Term> TermsOf(Event happening) =>
        happening.Sends.Concat(happening.HandedOver).Select(sending => sending.Message)
            .Concat(happening.Made).Concat(Agreed(happening)).Concat(happening.Input is { } input ? [input] : []);

    /// <summary>What a session has at its start because it was agreed on before.</summary>
    public static IEnumerable<Term> Agreed(Event happening) =>
        happening is { Parent: null, At.Session.Role: var role } ? role.Knows.Select(variable => happening.Binding[variable]!) : [];

    /// <summary>A run of nothing yet.</summary>
    public Run Beginning() => new(places, adversary.Beginning());

    /// <summary>Whether the adversary can show a term.</summary>
    public bool IsKnown(int term, Run run) => adversary.Derives(run.Seen, term);

    public bool CanHappen(Event candidate, Run run) =>
        run.IsOpen(candidate) && Delivery.FindsWhatStands(candidate, run.Events)
        && (candidate.Input is null || run.IsSent(candidate) || AdversaryBrings(words[candidate.Index], run));

    private bool AdversaryBrings(Words candidate, Run run)
    {
        if (candidate.HandedOver.Length == 0)
        {
            return adversary.Derives(run.Seen, candidate.Input);
        }

        // What is handed over comes with the very answer that it is handed over against.
        var seen = new Bits(run.Seen);
        Array.ForEach(candidate.HandedOver, word => adversary.Learn(seen, word));
        return adversary.Derives(seen, candidate.Input);
    }

    public bool Teaches(Event happening, Run run) => Array.Exists(words[happening.Index].Seen, word => adversary.IsNew(run.Seen, word));

    public void Happen(Event happening, Run run)
    {
        run.Add(happening);
        foreach (var word in words[happening.Index].Seen)
        {
            adversary.Learn(run.Seen, word);
        }
    }

    private Words WordsOf(Event happening)
    {
        Term[] read = happening.Input is { } input ? [input] : [];
        var seen = happening.Sends.Where(ground.World.AdversaryReads).Concat(happening.HandedOver);
        return new Words(
            happening.Input is null ? -1 : lexicon[happening.Input],
            [.. happening.HandedOver.Select(sending => lexicon[sending.Message])],
            [.. seen.Select(sending => lexicon[sending.Message])],
            happening.At.Session is null ? [] : [.. happening.Made.Concat(Agreed(happening)).Concat(read).Select(term => lexicon[term])]);
    }
}

/// <summary>An event's terms by the lexicon's numbers.</summary>
/// <param name="Input">What is read, or -1.</param>
/// <param name="HandedOver">To the adversary, in person.</param>
/// <param name="Seen">What the adversary sees of it, those among them.</param>
/// <param name="Held">What the honest party has by it.</param>
internal sealed record Words(int Input, int[] HandedOver, int[] Seen, int[] Held);
