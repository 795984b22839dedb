using FairExchange.Verification.Grounding;

namespace FairExchange.Tests.Verification.SecondMethod;

/// <summary>A set of events that can happen in the order of <see cref="Events"/>, and what follows from it.</summary>
internal sealed class Run
{
    private readonly Places places;
    private readonly Bits happened;
    private readonly Bits moved;
    private readonly Bits sent;

    public Run(Places places, Bits seen)
    {
        (this.places, Seen, Events) = (places, seen, []);
        (happened, moved, sent) = (
            new Bits(places.Ground.Events.Count), new Bits(places.Ground.WaitPoints.Count), new Bits(places.Letters));
    }

    public Run(Run other)
    {
        (places, Seen, Events) = (other.places, new Bits(other.Seen), [.. other.Events]);
        (happened, moved, sent) = (new Bits(other.happened), new Bits(other.moved), new Bits(other.sent));
    }

    /// <summary>What the adversary has seen, by the lexicon's numbers.</summary>
    public Bits Seen { get; }

    public List<Event> Events { get; }

    public bool Has(Event happening) => happened[happening.Index];

    public bool Reaches(WaitPoint at) => at.After is null || Has(at.After);

    public bool HasMoved(WaitPoint at) => moved[places[at]];

    /// <summary>Whether its actor is where the event can happen, and has not gone another way there.</summary>
    public bool IsOpen(Event happening) => Reaches(happening.At) && !(happening.At.IsExclusive && moved[places.At(happening)]);

    /// <summary>Whether what the event reads has been sent to its actor.</summary>
    public bool IsSent(Event reader) => sent[places.Read(reader)];

    public void Add(Event happening)
    {
        happened.Add(happening.Index);
        moved.Add(places.At(happening));
        Events.Add(happening);
        foreach (var letter in places.Sent(happening))
        {
            sent.Add(letter);
        }
    }
}
