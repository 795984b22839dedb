using FairExchange.Model.Language;
using FairExchange.Verification.Grounding;

namespace FairExchange.Tests.Verification.SecondMethod;

/// <summary>
/// Numbers for the places where somebody waits, and for the letters that somebody waits for: a message and whom it is to reach.
/// </summary>
internal sealed class Places
{
    private readonly Dictionary<WaitPoint, int> numbers;
    private readonly Dictionary<(Term.Constant To, Term Message), int> letters;
    private readonly int[] at;
    private readonly int[] read;
    private readonly int[][] sent;

    public Places(Ground ground)
    {
        Ground = ground;
        numbers = ground.WaitPoints.Select((point, number) => (point, number)).ToDictionary(pair => pair.point, pair => pair.number);
        letters = ground.Events.Where(happening => happening.Input is not null)
            .Select(happening => (happening.At.Actor, happening.Input!)).Distinct()
            .Select((letter, number) => (letter, number)).ToDictionary(pair => pair.letter, pair => pair.number);
        at = [.. ground.Events.Select(happening => numbers[happening.At])];
        read = [.. ground.Events.Select(happening => happening.Input is { } input ? letters[(happening.At.Actor, input)] : -1)];
        sent = [.. ground.Events.Select(happening => happening.Sends
            .Select(sending => letters.GetValueOrDefault((sending.To, sending.Message), -1)).Where(letter => letter >= 0).ToArray())];
    }

    public Ground Ground { get; }

    public int Letters => letters.Count;

    public int this[WaitPoint at] => numbers[at];

    public int At(Event happening) => at[happening.Index];

    /// <summary>What the event reads, or -1.</summary>
    public int Read(Event happening) => read[happening.Index];

    /// <summary>What it sends that somebody may read.</summary>
    public IReadOnlyList<int> Sent(Event happening) => sent[happening.Index];
}
