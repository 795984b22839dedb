using System.Collections.Immutable;
using FairExchange.Model.Language;

namespace FairExchange.Verification.Grounding;

/// <summary>Why an event happens.</summary>
public enum EventKind
{
    /// <summary>A session begins.</summary>
    Start,

    /// <summary>A message that fits is read.</summary>
    Receive,

    /// <summary>Time runs out, or what came did not fit.</summary>
    Otherwise,
}

/// <summary>A message on its way.</summary>
public sealed record Sending(string Label, Term.Constant To, Term Message, Assurance Assurance);

/// <summary>
/// One receive (or start, or time-out), its checks, and the sends up to the next receive, for one binding of the variables.
/// </summary>
internal sealed class Event
{
    internal Event(EventKind kind, string label, WaitPoint at, Binding binding, Term? input)
    {
        Kind = kind;
        Label = label;
        At = at;
        Binding = binding;
        Input = input;
    }

    /// <summary>Its place among the events of its world.</summary>
    public int Index { get; internal set; }

    public EventKind Kind { get; }

    public string Label { get; }

    /// <summary>Where its actor was.</summary>
    public WaitPoint At { get; }

    public Event? Parent => At.After;

    public Binding Binding { get; internal set; }

    /// <summary>What is read; null for a start or a time-out.</summary>
    public Term? Input { get; }

    /// <summary>Up to when it can happen, on its actor's clock; null where no clock is looked at.</summary>
    public GroundDeadline? Before { get; internal set; }

    /// <summary>
    /// After when it can happen, on its actor's clock: until then what is tried before it takes the message. Empty where nothing before it
    /// would.
    /// </summary>
    public ImmutableArray<GroundDeadline> TooLateFor { get; internal set; } = [];

    /// <summary>How many of the messages that are tried before it bear its label: two that bind the same are two all the same.</summary>
    public int Namesakes { get; internal set; }

    /// <summary>
    /// What a trusted party enters in its register, where nothing else stands. A request that comes to another state of the register is
    /// another event. Null where the event's script enters nothing, or finds something.
    /// </summary>
    public RegisterEntry? Enters { get; internal set; }

    /// <summary>What stands there in place of what the event's script would enter.</summary>
    public RegisterEntry? Finds { get; internal set; }

    /// <summary>Fresh values made by this event.</summary>
    public ImmutableArray<Term> Made { get; internal set; } = [];

    /// <summary>What its session knows beforehand, where it begins.</summary>
    public IEnumerable<Term> Beforehand => Kind == EventKind.Start ? At.Session!.Role.Knows.Select(variable => Binding[variable]!) : [];

    public ImmutableArray<Sending> Sends { get; internal set; } = [];

    /// <summary>What was sent to a corrupted addressee in person: it gets it when this event, the reading of its answer, happens.</summary>
    public ImmutableArray<Sending> HandedOver { get; internal set; } = [];

    /// <summary>Unique in its world: who, in which session, by which steps, with which binding.</summary>
    public override string ToString() => WithBinding(Binding);

    /// <summary>What it would be called with another binding.</summary>
    internal string WithBinding(Binding other) =>
        $"{At.Actor}{(At.Session is { } session ? $".{session.Number}{session.Role.Name}" : "")}:{Path} [{other}]";

    private string Path =>
        (Parent is null ? "" : $"{Parent.Path}.") + Label + (Kind == EventKind.Otherwise ? "!" : "")
        + (Namesakes > 0 ? $"#{Namesakes + 1}" : "") + new string('+', TooLateFor.Length)
        + (Finds is { } found ? $" where {found.Value} stands" : "");
}

/// <summary>A value under a key of a trusted party's register, both ground.</summary>
internal sealed record RegisterEntry(Term.Constant Of, Term Key, Term Value);

/// <summary>A place where an actor waits: before a session's start, or at a receive reached with one binding.</summary>
internal sealed class WaitPoint
{
    internal WaitPoint(Term.Constant actor, Role role, GroundSession? session, Event? after)
    {
        Actor = actor;
        Role = role;
        Session = session;
        After = after;
    }

    public Term.Constant Actor { get; }

    public Role Role { get; }

    /// <summary>Null for a trusted party.</summary>
    public GroundSession? Session { get; }

    /// <summary>What must have happened; null at a start and at a trusted party's door.</summary>
    public Event? After { get; }

    /// <summary>When time runs out here at the latest, on the actor's clock; null where patience alone decides.</summary>
    public GroundDeadline? Alarm { get; internal set; }

    /// <summary>Whether time runs out at the alarm and not before.</summary>
    public bool IsPatient { get; internal set; }

    /// <summary>How many places the session has been at before.</summary>
    public int Depth => After is null ? 0 : After.At.Depth + 1;

    /// <summary>What can happen here. An honest session goes one way only; a trusted party answers each request.</summary>
    public ImmutableArray<Event> Choices { get; internal set; } = [];

    /// <summary>
    /// What would be read here of what somebody sends, in runs of which only renamings are looked at (<see cref="Representatives"/>): none
    /// of these happens, and yet who is sent such a message for sure does not wait for ever.
    /// </summary>
    public ImmutableArray<Event> PassedOver { get; internal set; } = [];

    public bool IsExclusive => Session is not null;

    public bool HasOtherwise => Choices.Any(choice => choice.Kind == EventKind.Otherwise);
}

/// <summary>A deadline of a grounded world: a public time, or a margin before or after it.</summary>
internal sealed record GroundDeadline(Term.Constant Time, int Sign, Margin? Margin)
{
    internal static GroundDeadline? Of(Deadline? deadline, Binding binding) =>
        deadline is null ? null : new GroundDeadline((Term.Constant)binding.Ground(deadline.Time), deadline.Sign, deadline.Margin);

    public override string ToString() => Margin is null ? Time.Symbol : $"{Time} {(Sign < 0 ? "-" : "+")} {Margin}";
}

/// <summary>What a role's variables stand for, in a grounded world.</summary>
internal sealed record Binding(ImmutableSortedDictionary<string, Term> Values)
{
    public static Binding Empty { get; } = new(ImmutableSortedDictionary.Create<string, Term>(StringComparer.Ordinal));

    public Term? this[Term.Variable variable] => Values.GetValueOrDefault(variable.Symbol);

    public Binding With(Term.Variable variable, Term value) => new(Values.SetItem(variable.Symbol, value));

    /// <summary>The term with every variable replaced; all must be bound.</summary>
    public Term Ground(Term term) => term.Substitute(variable =>
        this[variable] ?? throw new InvalidOperationException($"{variable} is not bound."));

    /// <summary>
    /// Reads a ground term as a pattern, binding what is free. Cryptography is transparent here: whether a role can really open or compare
    /// was decided when the definition was built. Unordered parties and hashes are compared once all in them is bound.
    /// </summary>
    /// <exception cref="InvalidOperationException">Something in a hash or in unordered parties is bound by nothing.</exception>
    public Binding? Match(Term pattern, Term ground)
    {
        var pending = ImmutableList.Create((Pattern: pattern, Ground: ground));
        var binding = this;
        while (!pending.IsEmpty)
        {
            var next = pending.FindIndex(part => part.Pattern is not (Term.Parties or Term.Hash) || binding.Binds(part.Pattern));
            if (next < 0)
            {
                throw new InvalidOperationException($"Nothing binds all of {pending[0].Pattern}.");
            }

            var (part, found) = pending[next];
            pending = pending.RemoveAt(next);
            switch (part, found)
            {
                case (Term.Variable variable, _) when binding[variable] is null:
                    if (Terms.SortOf(found) != variable.Sort)
                    {
                        return null;
                    }

                    binding = binding.With(variable, found);
                    break;
                case (Term.Tuple ours, Term.Tuple theirs) when ours.Items.Length == theirs.Items.Length:
                case (Term.Signature, Term.Signature):
                case (Term.Encryption, Term.Encryption):
                case (Term.SymmetricEncryption, Term.SymmetricEncryption):
                    pending = pending.InsertRange(0, part.Parts().Zip(found.Parts()));
                    break;
                case (Term.Variable or Term.Constant or Term.Tag or Term.Parties or Term.Hash, _) when binding.Ground(part).Equals(found):
                    break;
                default:
                    return null;
            }
        }

        return binding;
    }

    /// <summary>Whether every variable of the term is bound.</summary>
    public bool Binds(Term term) => term.Variables().All(variable => this[variable] is not null);

    public override string ToString() => string.Join(", ", Values.Select(pair => $"{pair.Key} = {pair.Value}"));
}

/// <summary>A protocol has too many events to search in the world that is asked about; the message says how many are too many.</summary>
internal sealed class GroundTooLargeException(string message) : Exception(message);
