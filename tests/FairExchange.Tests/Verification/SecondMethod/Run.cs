using FairExchange.Model.Language;
using FairExchange.Verification.Grounding;

namespace FairExchange.Tests.Verification.SecondMethod;

/// <summary>A set of events that can happen in the order of <see cref="Events"/>, and what follows from it.</summary>
internal sealed class Run
{
    private readonly bool[] happened;
    private readonly HashSet<WaitPoint> moved;

    public Run(Ground ground, bool[] seen) => (happened, moved, Seen, Chosen, Events, Sent) = (new bool[ground.Events.Count], [], seen, [], [], []);

    public Run(Run other) => (happened, moved, Seen, Chosen, Events, Sent) =
        ((bool[])other.happened.Clone(), [.. other.moved], (bool[])other.Seen.Clone(), [.. other.Chosen], [.. other.Events], [.. other.Sent]);

    /// <summary>What the adversary has seen, by the lexicon's numbers.</summary>
    public bool[] Seen { get; }

    /// <summary>The events that somebody chose; those done at once follow from them.</summary>
    public List<int> Chosen { get; }

    public List<Event> Events { get; }

    public HashSet<(Term.Constant To, Term Message)> Sent { get; }

    public bool Has(Event happening) => happened[happening.Index];

    public bool Reaches(WaitPoint at) => at.After is null || Has(at.After);

    public bool HasMoved(WaitPoint at) => moved.Contains(at);

    public void Add(Event happening)
    {
        happened[happening.Index] = true;
        moved.Add(happening.At);
        Events.Add(happening);
        Sent.UnionWith(happening.Sends.Select(sending => (sending.To, sending.Message)));
    }
}
